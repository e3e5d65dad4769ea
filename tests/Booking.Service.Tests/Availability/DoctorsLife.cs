using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Availability.OfferedIsBookableTests;

namespace Booking.Service.Tests.Availability;

/// <summary>One doctor, one patient after another, and what each random step means here.</summary>
sealed class DoctorsLife(ServiceFixture service, Clinic clinic)
{
    static readonly int[] Lengths = [20, 30, 45, 60], Buffers = [0, 0, 5, 15];
    readonly List<(BookingClient Who, HoldAnswer Hold)> holds = [];
    readonly List<(BookingClient Who, AppointmentAnswer Visit)> visits = [];
    readonly BookingClient desk = service.Desk();

    /// <summary>One type cut one way and the other another, so that their slots overlap in every manner; sometimes limited, sometimes by night.</summary>
    public static WeeklyWindow[] Week(Step step)
    {
        var start = new LocalTime(step.Pick % 24, 0);
        var end = start.PlusHours(2 + (step.Other % 7));
        int? most = step.Other % 3 == 0 ? 2 : null;
        return
        [
            .. Clinic.Daily(start, end, Lengths[step.Pick % 4], Buffers[step.Other % 4], most, AppointmentType.Standard),
            .. Clinic.Daily(start, end, Lengths[step.Other % 4], Buffers[step.Pick % 4], most, AppointmentType.Followup),
        ];
    }

    public async Task Do(Step step)
    {
        switch (step.Act)
        {
            case Act.Release when holds.Count > 0:
                var released = Take(holds, step);
                _ = await released.Who.ReleaseHold(released.Hold.Id);
                break;
            case Act.Book when holds.Count > 0:
                var booked = Take(holds, step);
                if ((await Clinic.Book(booked.Who, booked.Hold)).Body is { } visit)
                    visits.Add((booked.Who, visit));
                break;
            case Act.Cancel when visits.Count > 0:
                var cancelled = Take(visits, step);
                _ = await cancelled.Who.Cancel(cancelled.Visit.Id, new("Random"));
                break;
            case Act.Hours:
                _ = (await desk.SetSchedule(clinic.Doctor, new(Week(step)))).Value;
                break;
            case Act.Rules:
                var week = (await desk.Schedule(clinic.Doctor)).Value.Weekly;
                _ = (await desk.SetSchedule(clinic.Doctor, new(week, new(step.Pick % 300, 1 + (step.Other % 5))))).Value;
                break;
            case Act.Block:
                _ = await desk.AddException(clinic.Doctor, Exception(step, ExceptionType.Blocked), force: true);
                break;
            case Act.Custom:
                _ = await desk.AddException(clinic.Doctor, Exception(step, ExceptionType.CustomHours));
                break;
            case Act.Wait:
                await service.Advance(Duration.FromMinutes(step.Pick % 180));
                break;
        }
    }

    /// <summary>Holds a time that is listed, and tries one near it that is not.</summary>
    public async Task ListedIsBookable(Step step)
    {
        var (type, patient) = ((AppointmentType)(step.Pick % 2), service.Patient());
        var listed = await Listed(type);
        if (listed.Count > 0)
            await Gives(patient, listed[step.Other % listed.Count], type, keeps: step.Act == Act.Hold);

        await AnyGivesTheFirst(patient, type);
        listed = await Listed(type);
        var others = (await Listed((AppointmentType)(1 - (step.Pick % 2)))).Concat(holds.Select(held => held.Hold.Start)).Except(listed).ToList();
        if (others.Count > 0)
            await Refuses(patient, others[step.Other % others.Count], type);
    }

    Task<List<Instant>> Listed(AppointmentType type) => clinic.Free(type, from: clinic.Today, days: 7);

    // What the clock has overtaken since it was listed may be refused, but then it is not listed any more either.
    async Task Gives(BookingClient patient, Instant start, AppointmentType type, bool keeps)
    {
        var answer = await clinic.Hold(patient, start, type);
        if (answer.Body is not { } hold)
            Assert.True(!(await Listed(type)).Contains(start), $"{start} {type} is listed and refused: {answer.Problem?.Code}");
        else if (keeps)
            holds.Add((patient, hold));
        else
            Assert.Equal(HttpStatusCode.NoContent, (await patient.ReleaseHold(hold.Id)).Status);
    }

    /// <summary>Asked for anybody at any time, the doctor gives the first time that is listed, and none only when none is.</summary>
    async Task AnyGivesTheFirst(BookingClient patient, AppointmentType type)
    {
        var listed = await Listed(type);
        var answer = await patient.HoldAny(new(type, [clinic.Doctor]));
        if (answer.Body is { } hold)
        {
            _ = await patient.ReleaseHold(hold.Id);
            Assert.True(listed.Contains(hold.Start), $"{hold.Start} {type} is not listed and was held.");
            listed.RemoveAll(start => start >= hold.Start);
        }

        // Only what the clock has overtaken since.
        Assert.Empty(listed.Intersect(await Listed(type)));
    }

    async Task Refuses(BookingClient patient, Instant start, AppointmentType type) =>
        Assert.True((await clinic.Hold(patient, start, type)).Status == HttpStatusCode.Conflict, $"{start} {type} is not listed and was held.");

    ExceptionRequest Exception(Step step, ExceptionType type)
    {
        var start = new LocalTime(step.Pick % 22, 0);
        return new(clinic.Today.PlusDays(step.Other % 5), type, "Random", start, start.PlusHours(1 + (step.Other % 2)));
    }

    static T Take<T>(List<T> from, Step step)
    {
        var at = step.Pick % from.Count;
        var taken = from[at];
        from.RemoveAt(at);
        return taken;
    }
}
