using Booking.Contracts;
using Booking.Service.TimeZones;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>Rules are one for the whole process, so classes that change them run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneProcess
{
    public const string Name = "time zone rules";
}

/// <summary>A node that was started with the real 2026e on 23 November 2026, when Havana has just learned that its clock does not go back.</summary>
public sealed class LawFixture : ServiceFixture
{
    public const string Havana = "America/Havana";

    /// <summary>Seven in the morning in Havana by the old law, eight by the new.</summary>
    public static readonly Instant Morning = Instant.FromUtc(2026, 11, 23, 12, 0);

    // Asked again and again while something is waited for, so not a client and a socket each time.
    BookingClient? desk, ops;

    protected override (string Key, string? Value)[] Settings => [(TimeZoneRules.Setting, Tzdb.File("2026e"))];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (desk, ops) = (Desk(), Ops());
        await AdvanceTo(Morning);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Zones.Use(TimeZoneRules.BuiltIn);
    }

    /// <summary>Open by local time under the old law, however the test before left the process.</summary>
    public async Task<Clinic> OpenBefore(LocalTime from, LocalTime to, string zone = Havana, DoctorPolicy? policy = null, int slot = 30, int buffer = 0)
    {
        Zones.Use(Tzdb.Before);
        return await Clinic.Open(this, weekly: Clinic.Daily(from, to, slot, buffer), zone: zone, policy: policy);
    }

    /// <summary>As if all nodes were restarted with other rules and ops gave the order at once.</summary>
    public async Task<AppliedTimeZones> Enact(TimeZoneRules rules, bool force = false)
    {
        Zones.Use(rules);
        return (await ops!.ApplyTimeZones(new(force))).Value;
    }

    /// <summary>What the last run says of a doctor's visits, by wall time.</summary>
    public async Task<List<TimeZoneVisit>> Report(AppliedTimeZones applied, Clinic clinic) =>
    [
        .. (await Ops().TimeZoneVisits(applied.Run!.Id, new(100))).Value.Items.Where(v => v.DoctorId == clinic.Doctor).OrderBy(v => v.Date).ThenBy(v => v.Time),
    ];

    public async Task<AppointmentAnswer> Visit(AppointmentAnswer visit) => (await desk!.Appointment(visit.Id)).Value;

    public static Instant In(string zone, LocalDate date, int hour, int minute = 0) =>
        date.At(new(hour, minute)).InZoneStrictly(Zones.Get(zone)).ToInstant();
}
