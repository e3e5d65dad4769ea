using Booking.Contracts;
using Booking.Service.Tests.Web;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Replicas;

/// <summary>Who has changed something sees it, however far a replica is behind; others see what is at most so old.</summary>
[Collection(CountedReads.Name)]
public sealed class ReplicaReadTests(ReplicaFixture service) : IClassFixture<ReplicaFixture>
{
    [Fact]
    public async Task While_the_replica_stands_still_whoever_changed_something_sees_it_and_others_what_was()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        await service.CatchUp();
        var slot = (await clinic.Free())[0];
        Assert.True(service.Reads("replica") > 0);
        await service.PauseReplay();
        try
        {
            _ = (await clinic.Hold(patient, slot)).Value;

            Assert.DoesNotContain(slot, await Starts(patient, clinic));
            Assert.True(service.Reads("primary", "behind") > 0);
            var before = service.Reads("replica");
            Assert.Contains(slot, await Starts(service.Anonymous(), clinic));
            Assert.Equal(before + 1, service.Reads("replica"));

            // Nobody is told what is older than the bound.
            await service.Advance(Duration.FromMinutes(6));
            Assert.DoesNotContain(slot, await Starts(service.Anonymous(), clinic));
        }
        finally
        {
            await service.ResumeReplay();
        }

        await Waiting.Until(() => IsOnReplica(clinic), "the replica to be asked again");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task In_a_browser_too_who_took_a_time_is_not_offered_it_again_while_others_are()
    {
        var clinic = await Clinic.Open(service);
        using var browser = Browser.As(service, Roles.Patient);
        using var others = Browser.Anonymous(service);
        var address = $"/doctors/{clinic.Doctor}/times?date={(await clinic.Free())[0].InUtc().Date.ToString("uuuu-MM-dd", null)}";
        await service.CatchUp();
        await service.PauseReplay();
        try
        {
            var before = await browser.In("UTC").Open(address);
            var held = await before.Press(".chosen .pick");
            Assert.StartsWith("/holds/", held.Address.AbsolutePath, StringComparison.Ordinal);

            Assert.Equal(Free(before) - 1, Free(await browser.Open(address)));
            Assert.Equal(Free(before), Free(await others.In("UTC").Open(address)));
        }
        finally
        {
            await service.ResumeReplay();
        }

        static int Free(Page page) => page.AllOf(".chosen .pick").Count;
    }

    [Fact]
    public async Task What_a_replica_still_offers_never_takes_the_place_of_what_the_schedule_says_now()
    {
        var clinic = await Clinic.Open(service);
        var desk = service.Desk();
        await service.CatchUp();
        var old = await Starts(service.Anonymous(), clinic);
        await service.PauseReplay();
        List<Instant> now;
        try
        {
            _ = (await desk.SetSchedule(clinic.Doctor, new(Clinic.Daily(new(8, 0), new(12, 0)), new(HorizonDays: 10)))).Value;
            now = await Starts(desk, clinic);
            Assert.True(now.Count < old.Count);

            // Each remembers windows of its own version, in whatever order they are asked for.
            Assert.Equal(old, await Starts(service.Anonymous(), clinic));
            Assert.Equal(now, await Starts(desk, clinic));
            _ = (await service.Ops().PauseDoctor(clinic.Doctor)).Value;
            Assert.Equal(old, await Starts(service.Anonymous(), clinic));
        }
        finally
        {
            await service.ResumeReplay();
        }

        _ = (await service.Ops().ResumeDoctor(clinic.Doctor)).Value;
        await service.CatchUp();
        Assert.Equal(now, await Starts(service.Anonymous(), clinic));
    }

    [Fact]
    public async Task A_doctor_reads_as_they_were_changed_and_the_list_with_them()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        await service.CatchUp();
        var doctor = (await desk.Doctor(clinic.Doctor)).Value;
        await service.PauseReplay();
        try
        {
            var changed = await desk.ChangeDoctor(
                clinic.Doctor, new($"Changed {doctor.FullName}", "changed@example.test", "+971501234567", ["Cardiology"], ["English"], "", [], "UTC", doctor.Fees));
            Assert.Equal($"Changed {doctor.FullName}", changed.Value.FullName);

            Assert.Equal($"Changed {doctor.FullName}", (await desk.Doctor(clinic.Doctor)).Value.FullName);
            Assert.Contains((await desk.Doctors(new(Query: doctor.FullName))).Value.Items, item => item.FullName == $"Changed {doctor.FullName}");
            Assert.Equal(doctor.FullName, (await service.Anonymous().Doctor(clinic.Doctor)).Value.FullName);
        }
        finally
        {
            await service.ResumeReplay();
        }
    }

    [Fact]
    public async Task A_replica_that_is_not_there_costs_nobody_an_answer()
    {
        var clinic = await Clinic.Open(service);
        await using var node = ServiceFixture.StartOn(
            service.Primary.ConnectionString, Environments.Development, ("ConnectionStrings:BookingReplicas", "Host=127.0.0.1;Port=1;Username=nobody;Database=none"));
        var before = service.Reads("primary", "down");

        Assert.NotEmpty(await Starts(node.Anonymous(), clinic));

        Assert.True(service.Reads("primary", "down") > before);
    }

    async Task<bool> IsOnReplica(Clinic clinic)
    {
        var before = service.Reads("replica");
        await Starts(service.Anonymous(), clinic);
        return service.Reads("replica") > before;
    }

    static async Task<List<Instant>> Starts(BookingClient who, Clinic clinic)
    {
        var first = clinic.Today.PlusDays(1);
        return [.. (await who.Availability(clinic.Doctor, new(first, first.PlusDays(6)))).Value.Days.SelectMany(day => day.Slots).Select(slot => slot.Start)];
    }
}
