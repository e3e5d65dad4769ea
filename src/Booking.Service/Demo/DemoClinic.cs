using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Doctors;
using Booking.Service.Schedules;
using NodaTime;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Demo;

/// <summary>The clinic that everybody tries the service with, in Development only. Seeding it again changes nothing.</summary>
public static class DemoClinic
{
    /// <summary>Registers the doctors that are not there yet, each with schedule and verification in one transaction.</summary>
    public static async Task Seed(IServiceProvider services, CancellationToken ct)
    {
        var store = services.GetRequiredService<StreamStore>();
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        var known = await Known(store, ct);
        foreach (var doctor in DemoDoctors.All.Where(doctor => !known.Contains(doctor.Id.Value)))
        {
            await Register(store, doctor, now, ct);
        }
    }

    /// <summary>Asked once for all, so that every start but the first is a quick one.</summary>
    static async Task<HashSet<Guid>> Known(StreamStore store, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand("select id from mt_streams where id = any($1)")
            .With(Pg.Uuids([.. DemoDoctors.All.Select(doctor => doctor.Id.Value)]));
        await using var row = await command.ExecuteReaderAsync(ct);
        HashSet<Guid> known = [];
        while (await row.ReadAsync(ct))
        {
            known.Add(row.GetGuid(0));
        }

        return known;
    }

    static async Task Register(StreamStore store, DemoDoctor demo, Instant now, CancellationToken ct)
    {
        var id = demo.Id;
        var context = CommandContext.BySystem(now, "demo");
        await store.Transact<DoctorState>(context, unit =>
        {
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(id));
            var doctor = unit.Load(Doctor.Category, id.Stream());
            return () =>
            {
                if (doctor.Exists)
                {
                    return doctor.State;
                }

                unit.Append(schedule, [Schedule.Open(id, demo.TimeZone, now)]);
                unit.Append(schedule, [new WeeklyHoursSet(demo.Week, Reach.At(now, schedule.State.Zone, schedule.State.Rules, schedule.State.Reach))]);
                unit.Append(doctor, [new DoctorRegistered(id, demo.Profile, demo.Fees), new DoctorPolicyChanged(Policy), new DoctorVerified()]);
                return doctor.State;
            };
        }, answer: null, ct);
    }

    static readonly DoctorPolicy Policy = new([new(24, 100), new(2, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 0);
}

/// <summary>A doctor of the demo clinic.</summary>
/// <param name="Standard">In minor units, as is <paramref name="Followup"/>.</param>
public sealed record DemoDoctor(
    string FullName, string Email, string[] Specialties, string[] Languages, string TimeZone, string Currency, long Standard, long Followup, EquatableList<WeeklyWindow> Week)
{
    static readonly Guid Names = new("6d0c5d0e-5b43-4f0e-9f0a-0d5b8a6f7c11");

    public DoctorId Id => Email == DemoAccounts.DoctorEmail ? DemoAccounts.Doctor : new(StreamId.Derive(Names, Email).Value);

    public Fees Fees => new(new(Standard, Currency), new(Followup, Currency));

    public DoctorProfile Profile => new(
        FullName, Email, "+97145550100", Specialties, Languages, $"{FullName} sees patients by video in {string.Join(" and ", Languages)}.",
        ["MD"], TimeZone, DemoPlaces.Of(TimeZone));
}
