using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests;

/// <summary>A doctor of a test's own, and what happens to a slot of theirs in one word each.</summary>
public sealed record Clinic(ServiceFixture Service, Guid Doctor)
{
    public static readonly DoctorPolicy Policy = new([new(24, 100), new(2, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 0);
    static readonly IReadOnlyList<AppointmentType> Both = [AppointmentType.Standard, AppointmentType.Followup];
    static int count;

    /// <summary>Round the clock, every day, half-hour visits of both types, USD 200, no policy, ten days ahead; unless said otherwise.</summary>
    public static async Task<Clinic> Open(
        ServiceFixture service, ScheduleRules? rules = null, IReadOnlyList<WeeklyWindow>? weekly = null, long fee = 20_000, DoctorPolicy? policy = null, string zone = "UTC")
    {
        var (desk, name) = (service.Desk(), $"Test {Interlocked.Increment(ref count)}");
        var usd = new Fees(new(fee, "USD"), new(fee / 2, "USD"));
        var doctor = (await desk.RegisterDoctor(new(name, "doctor@example.test", "+971501234567", ["Cardiology"], ["English"], "", [], zone, usd))).Value;
        _ = (await service.Ops().VerifyDoctor(doctor.Id)).Value;
        _ = (await desk.SetSchedule(doctor.Id, new(weekly ?? Daily(LocalTime.Midnight, LocalTime.Midnight), rules ?? new(HorizonDays: 10)))).Value;
        if (policy is not null)
            _ = (await desk.SetPolicy(doctor.Id, policy)).Value;
        return new(service, doctor.Id);
    }

    public static WeeklyWindow[] Daily(LocalTime from, LocalTime to, int slot = 30, int buffer = 0, int? most = null, params AppointmentType[] types) =>
        [.. Enum.GetValues<WeekDay>().Select(day => new WeeklyWindow(day, from, to, slot, types.Length == 0 ? Both : types, buffer, most))];

    public LocalDate Today => Service.Now.InUtc().Date;

    /// <summary>The free starts from tomorrow on, or from a date on.</summary>
    public async Task<List<Instant>> Free(AppointmentType? type = null, Guid? hold = null, LocalDate? from = null, int days = 9) =>
        [.. (await Slots(type, hold, from, days)).Select(slot => slot.Start)];

    public async Task<List<AvailableSlot>> Slots(AppointmentType? type = null, Guid? hold = null, LocalDate? from = null, int days = 9)
    {
        var first = from ?? Today.PlusDays(1);
        return [.. (await Service.Anonymous().Availability(Doctor, new(first, first.PlusDays(days - 1), Type: type, Hold: hold))).Value.Days.SelectMany(day => day.Slots)];
    }

    public Task<Answer<HoldAnswer>> Hold(BookingClient who, Instant start, AppointmentType type = AppointmentType.Standard, string? key = null) =>
        who.Hold(new(Doctor, start, type), key);

    public static Task<Answer<AppointmentAnswer>> Book(BookingClient who, HoldAnswer hold, string? key = null) =>
        who.Book(new(hold.Id, PaymentProvider.Manual), key);

    /// <summary>Held and requested, waiting for its money.</summary>
    public async Task<AppointmentAnswer> Pending(BookingClient who, Instant start) => (await Book(who, (await Hold(who, start)).Value)).Value;

    /// <summary>Held, requested and paid in cash.</summary>
    public async Task<AppointmentAnswer> Confirmed(BookingClient who, Instant start)
    {
        var visit = await Pending(who, start);
        _ = (await Pay(visit)).Value;
        return (await who.Appointment(visit.Id)).Value;
    }

    public Task<Answer<PaymentAnswer>> Pay(AppointmentAnswer visit, string? reference = null) =>
        Service.Desk().PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, reference ?? $"receipt {visit.Id}"));

    public async Task<DaySlot> OnDaySheet(Instant start, LocalDate? date = null, AppointmentType type = AppointmentType.Standard) =>
        Assert.Single((await Service.Desk().DaySheet(Doctor, date ?? start.InUtc().Date)).Value.Slots, slot => slot.Start == start && slot.Type == type);
}

/// <summary>What many tests say of an answer.</summary>
public static class Answers
{
    public static Problem Refused<T>(this Answer<T> answer, HttpStatusCode status, string code)
    {
        Assert.True(answer.Status == status && answer.Problem?.Code == code, $"{(int)answer.Status} {answer.Problem?.Code} where {(int)status} {code} was expected.");
        return answer.Problem!;
    }

    public static Problem Conflict<T>(this Answer<T> answer, string code) => answer.Refused(HttpStatusCode.Conflict, code);
}
