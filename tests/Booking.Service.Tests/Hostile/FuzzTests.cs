using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>A sample of what <c>ops/fuzz</c> does for longer. The seed fixes the sample.</summary>
[Collection(AfterTheWalk.Name)]
public sealed class FuzzTests(HostileFixture service)
{
    const int Seed = 7, CasesOfEach = 6, CasesThatHash = 3;

    [Fact]
    public async Task Whatever_is_sent_the_answer_is_right_in_form_tells_nothing_and_a_refusal_changes_nothing()
    {
        var random = new Random(Seed);
        var fuzz = new Fuzz(service);
        foreach (var (cases, line) in fuzz.Cases().Zip(service.Walk.Sent))
            // Who guesses at passwords costs a tenth of a second each time.
            foreach (var hostile in random.GetItems(cases.ToArray(), line.Path.StartsWith("/api/accounts", StringComparison.Ordinal) ? CasesThatHash : CasesOfEach))
                await fuzz.Send(hostile());

        Assert.True(fuzz.Faults.Count == 0, $"{fuzz.Faults.Count} of {fuzz.Sent}:\n{string.Join('\n', fuzz.Faults)}");
        Assert.True(fuzz.Statuses.Where(status => status.Key is >= 400).Sum(status => status.Value) > fuzz.Sent / 2);
        await Invariants.Check(service);
    }
}
