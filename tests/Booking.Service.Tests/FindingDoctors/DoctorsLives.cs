using Booking.Contracts;
using Booking.Service.Availability;
using Booking.Service.SlotLocks;
using Booking.Service.Tests.Availability;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.FindingDoctors.NextStartProperties;

namespace Booking.Service.Tests.FindingDoctors;

/// <summary>Some doctors of one specialty, what each random step means to them, and their calendars read without what is kept.</summary>
sealed class DoctorsLives(ServiceFixture service, Directory directory, Guid[] doctors)
{
    public const int Count = 3;

    static readonly Duration Horizon = Duration.FromDays(30);
    static readonly string[] Zones = ["UTC", "Asia/Kathmandu", "America/New_York"];

    readonly List<(BookingClient Who, HoldAnswer Hold)> holds = [];
    readonly List<(BookingClient Who, AppointmentAnswer Visit)> visits = [];
    readonly BookingClient desk = service.Desk();
    readonly CalendarReader calendars = service.Services.GetRequiredService<CalendarReader>();

    public static async Task<DoctorsLives> Begin(ServiceFixture service, Step step)
    {
        await service.Node.Clock.Reset(CancellationToken.None);
        var (directory, doctors) = (new Directory(service), new Guid[Count]);
        for (var i = 0; i < Count; i++)
            doctors[i] = await directory.Add($"D{i}", weekly: Week(step with { Pick = step.Pick + (i * 7) }), rules: new(60, 4), zone: Zones[i]);
        return new(service, directory, doctors);
    }

    public async Task Do(Step step)
    {
        var doctor = doctors[step.Doctor];
        switch (step.Act)
        {
            case Act.HoldFirst or Act.HoldAny:
                var free = (await Free(doctor, service.Now, step.Act == Act.HoldAny && step.Other % 2 == 0 ? AppointmentType.Followup : AppointmentType.Standard)).ToList();
                if (free.Count > 0)
                    await Hold(doctor, step.Act == Act.HoldFirst ? free[0] : free[step.Pick % free.Count], step.Other % 2 == 0 ? AppointmentType.Followup : AppointmentType.Standard);
                break;
            case Act.Release when holds.Count > 0:
                var (holder, held) = Take(holds, step);
                _ = await holder.ReleaseHold(held.Id);
                break;
            case Act.Book when holds.Count > 0:
                var (booker, spent) = Take(holds, step);
                if ((await Clinic.Book(booker, spent)).Body is { } visit)
                    visits.Add((booker, visit));
                break;
            case Act.Cancel when visits.Count > 0:
                var (patient, booked) = Take(visits, step);
                _ = await patient.Cancel(booked.Id, new("Random"));
                break;
            case Act.Hours:
                _ = (await desk.SetSchedule(doctor, new(Week(step)))).Value;
                break;
            case Act.Rules:
                var week = (await desk.Schedule(doctor)).Value.Weekly;
                _ = (await desk.SetSchedule(doctor, new(week, new(step.Pick % 300, 1 + (step.Other % 5))))).Value;
                break;
            case Act.Block:
                var (date, hour) = (service.Now.InUtc().Date.PlusDays(step.Other % 3), new LocalTime(step.Pick % 20, 0));
                _ = await desk.AddException(doctor, new(date, ExceptionType.Blocked, "Random", hour, hour.PlusHours(3)), force: true);
                break;
            case Act.Pause:
                _ = (await desk.PauseDoctor(doctor)).Value;
                break;
            case Act.Resume:
                _ = (await desk.ResumeDoctor(doctor)).Value;
                break;
            case Act.Wait:
                await service.Advance(Duration.FromMinutes(step.Pick % (step.Other % 5 == 0 ? 2_000 : 40)));
                break;
            case Act.GoBack:
                await service.Advance(-Duration.FromMinutes(step.Pick % 600));
                break;
            case Act.Sweep:
                await service.Services.GetRequiredService<HoldSweep>().Sweep(CancellationToken.None);
                break;
        }
    }

    /// <summary>Compared with the calendars before and after the question, for the clock runs on.</summary>
    public async Task AreToldAsTheyAre(Step step)
    {
        var span = new Interval(service.Now + Duration.FromHours(step.Pick % 60), service.Now + Duration.FromHours((step.Pick % 60) + 1 + (step.Other % 24)));
        for (var attempt = 0; ; attempt++)
        {
            var before = await Expected(span);
            var told = new Told(
                [.. (await directory.Find(new(Sort: "nextAvailable"))).Select(item => (item.Id, item.NextAvailable))],
                [.. (await directory.Find(new(AvailableFrom: span.Start, AvailableTo: span.End, Sort: "name"))).Select(item => item.Id).Order()],
                [.. await Task.WhenAll(doctors.Select(async doctor => (await service.Anonymous().Doctor(doctor)).Value.NextAvailable))]);
            if (told.Is(before))
                return;
            var after = await Expected(span);
            Assert.True(attempt < 3 && !before.Is(after), $"After {step.Act}: {told}, not {before}");
        }
    }

    sealed record Told(List<(Guid Id, Instant? Next)> Ordered, List<Guid> Free, List<Instant?> One)
    {
        public bool Is(Told other) => Ordered.SequenceEqual(other.Ordered) && Free.SequenceEqual(other.Free) && One.SequenceEqual(other.One);

        public override string ToString() => $"[{string.Join(", ", Ordered)}] [{string.Join(", ", Free)}] [{string.Join(", ", One)}]";
    }

    async Task<Told> Expected(Interval span)
    {
        var now = service.Now;
        var free = await Task.WhenAll(doctors.Select(async doctor => (Id: doctor, Starts: (await Free(doctor, now)).ToList())));
        var next = free.Select(f => (f.Id, Next: f.Starts.Count == 0 ? (Instant?)null : f.Starts[0])).ToList();
        return new(
            [.. next.OrderBy(f => f.Next ?? Instant.MaxValue).ThenBy(f => f.Id.ToString(), StringComparer.Ordinal)],
            [.. free.Where(f => f.Starts.Exists(span.Contains)).Select(f => f.Id).Order()],
            [.. next.Select(f => f.Next)]);
    }

    async Task<IEnumerable<Instant>> Free(Guid doctor, Instant now, AppointmentType type = AppointmentType.Standard)
    {
        var calendar = await calendars.Read(new(doctor), type, now, now + Horizon, now, own: null, CancellationToken.None);
        return calendar!.Free(now, now + Horizon).Select(free => free.Slot.Start);
    }

    async Task Hold(Guid doctor, Instant start, AppointmentType type)
    {
        var patient = service.Patient();
        if ((await patient.Hold(new(doctor, start, type))).Body is { } hold)
            holds.Add((patient, hold));
    }

    /// <summary>As in <see cref="DoctorsLife.Week"/>, and sometimes never.</summary>
    static WeeklyWindow[] Week(Step step) => step.Other % 17 == 0 ? [] : DoctorsLife.Week(new(OfferedIsBookableTests.Act.Hours, step.Pick, step.Other));

    static T Take<T>(List<T> from, Step step)
    {
        var taken = from[step.Pick % from.Count];
        from.Remove(taken);
        return taken;
    }
}
