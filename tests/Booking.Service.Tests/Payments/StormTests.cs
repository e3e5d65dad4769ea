using Booking.Service.Payments;
using Booking.Service.Tests.Storms;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>A breeze: the drill of <c>ops/storm</c> with few visits, one node and no kills.</summary>
public sealed class StormTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    const int Seed = 20_26, Visits = 12;

    [Fact]
    public async Task In_a_storm_all_money_stands_for_a_visit_or_goes_back_or_people_are_told()
    {
        using var http = service.Http();
        using var ground = new StormGround(http.BaseAddress!, StormPeople.Of(service.Node.Services, Visits * 2), service.Providers, service.Database.DataSource);
        var storm = new Storm(ground, StormPlan.Of(Seed, Visits), TestContext.Current.SendDiagnosticMessage);

        await storm.Rage(Visits);
        await storm.Abate(() => service.Node.Services.GetRequiredService<Reconciler>().Run(TestContext.Current.CancellationToken));

        var audit = new StormAudit(ground, storm);
        await audit.Run();
        Assert.True(audit.Wrong.Count == 0, string.Join(Environment.NewLine, audit.Wrong));
        Assert.Equal(storm.Visits.Count(), audit.Lines.Values.Sum(line => line.Visits));
        await Invariants.Check(service);
    }
}
