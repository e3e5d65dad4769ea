namespace Booking.Contracts;

public sealed partial class BookingClient
{
    public Task<Answer<ScheduleAnswer>> Schedule(Guid doctorId, CancellationToken ct = default) =>
        Get<ScheduleAnswer>(OfDoctor(doctorId, "/schedule"), ct);

    public Task<Answer<ScheduleAnswer>> SetSchedule(
        Guid doctorId, ScheduleRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<ScheduleRequest, ScheduleAnswer>(OfDoctor(doctorId, "/schedule"), request, idempotencyKey, ifMatch, ct);

    /// <summary>What a week would offer before anybody saves it; the desk and the doctor.</summary>
    public Task<Answer<SchedulePreviewAnswer>> PreviewSchedule(Guid doctorId, SchedulePreviewRequest request, CancellationToken ct = default) =>
        Post<SchedulePreviewRequest, SchedulePreviewAnswer>(OfDoctor(doctorId, "/schedule/preview"), request, idempotencyKey: null, ifMatch: null, ct);

    public Task<Answer<Page<ExceptionAnswer>>> Exceptions(Guid doctorId, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<ExceptionAnswer>>(OfDoctor(doctorId, "/exceptions").With(page), ct);

    /// <param name="force">Blocks the time although visits stand in it; they are kept and flagged.</param>
    public Task<Answer<ExceptionAnswer>> AddException(
        Guid doctorId,
        ExceptionRequest request,
        bool force = false,
        string? idempotencyKey = null,
        string? ifMatch = null,
        CancellationToken ct = default) =>
        Post<ExceptionRequest, ExceptionAnswer>(
            OfDoctor(doctorId, "/exceptions").With("force", force ? "true" : null), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<Nothing>> RemoveException(
        Guid doctorId, Guid exceptionId, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Delete(OfDoctor(doctorId, $"/exceptions/{exceptionId}"), idempotencyKey, ifMatch, ct);

    public Task<Answer<AvailabilityAnswer>> Availability(Guid doctorId, AvailabilityQuery query, CancellationToken ct = default) =>
        Get<AvailabilityAnswer>(
            OfDoctor(doctorId, "/availability")
                .With("from", query.From).With("to", query.To).With("timeZone", query.TimeZone).With("type", query.Type),
            ct,
            ("X-Hold", query.Hold?.ToString()));

    /// <param name="date">In the doctor's zone.</param>
    public Task<Answer<DaySheetAnswer>> DaySheet(Guid doctorId, LocalDate date, CancellationToken ct = default) =>
        Get<DaySheetAnswer>(OfDoctor(doctorId, "/day").With("date", date), ct);
}
