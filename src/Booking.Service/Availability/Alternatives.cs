using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>The next free times for somebody who came too late.</summary>
public sealed class Alternatives(CalendarReader calendars, IClock clock)
{
    const int Most = 3;

    /// <summary>Most calendars have three free starts within a week; only a busy one is read to its horizon.</summary>
    static readonly Duration Near = Duration.FromDays(7);

    /// <summary>Adds <c>alternatives</c> to a reply that was refused for this reason.</summary>
    public Task<Reply> AddTo(Reply reply, Refusal when, DoctorId doctor, AppointmentType type, Instant after, CancellationToken ct) =>
        AddTo(reply, [when], doctor, type, after, ct);

    /// <summary>Adds <c>alternatives</c> to a reply that was refused for one of these reasons.</summary>
    public async Task<Reply> AddTo(Reply reply, Refusal[] when, DoctorId doctor, AppointmentType type, Instant after, CancellationToken ct)
    {
        if (reply.Refusal is not { } refusal || !when.Any(reason => reason.Code == refusal.Code))
        {
            return reply;
        }

        var slots = await Next(doctor, type, after, ct);
        return reply with { Refusal = refusal with { Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["alternatives"] = slots } } };
    }

    /// <summary>The next free starts after the given one, at most three, in the doctor's zone.</summary>
    public async Task<IReadOnlyList<AvailableSlot>> Next(DoctorId doctor, AppointmentType type, Instant after, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var from = Instant.Max(now, after) + Duration.Epsilon;
        var near = await Free(doctor, type, from, from + Near, now, ct);
        return near is null or { Count: Most } ? near ?? [] : await Free(doctor, type, from, horizon: null, now, ct) ?? [];
    }

    async Task<List<AvailableSlot>?> Free(DoctorId doctor, AppointmentType type, Instant from, Instant? horizon, Instant now, CancellationToken ct)
    {
        var to = horizon ?? now + Duration.FromDays(BookingRules.MostHorizonDays + 2);
        var calendar = await calendars.Read(doctor, type, from, to, now, own: null, ct);
        return calendar?.Free(from, to)
            .Select(free => new AvailableSlot(free.Slot.Start, free.Slot.End, free.Slot.Start.InZone(calendar.Facts.Zone).ToOffsetDateTime()))
            .Take(Most).ToList();
    }
}
