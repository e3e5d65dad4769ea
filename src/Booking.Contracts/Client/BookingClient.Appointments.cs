namespace Booking.Contracts;

public sealed partial class BookingClient
{
    public Task<Answer<AppointmentAnswer>> Book(AppointmentRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<AppointmentRequest, AppointmentAnswer>(new("/api/appointments"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>Weekly visits in one step, without holds.</summary>
    public Task<Answer<SeriesAnswer>> BookSeries(SeriesRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<SeriesRequest, SeriesAnswer>(new("/api/appointments/series"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>The terms of booking that are in force.</summary>
    public Task<Answer<TermsAnswer>> Terms(CancellationToken ct = default) => Get<TermsAnswer>(new("/api/terms"), ct);

    /// <param name="asOf">Tells the visit as it was then; null means now.</param>
    public Task<Answer<AppointmentAnswer>> Appointment(Guid id, Instant? asOf = null, CancellationToken ct = default) =>
        Get<AppointmentAnswer>(OfAppointment(id).With("asOf", asOf), ct);

    /// <summary>One's own for a patient, the doctor's for a doctor.</summary>
    public Task<Answer<Page<AppointmentAnswer>>> Appointments(
        AppointmentQuery? query = null, PageQuery page = default, CancellationToken ct = default)
    {
        var asked = query ?? new AppointmentQuery();
        var url = new Url("/api/appointments")
            .With("doctorId", asked.DoctorId).With("from", asked.From).With("to", asked.To).With("timeZone", asked.TimeZone)
            .With("status", asked.Status).With("patientId", asked.PatientId)
            .With("order", asked.NewestFirst ? "newest" : null).With(page);
        return Get<Page<AppointmentAnswer>>(url, ct);
    }

    public Task<Answer<ItemList<HistoryItem>>> History(Guid id, CancellationToken ct = default) =>
        Get<ItemList<HistoryItem>>(OfAppointment(id, "/history"), ct);

    /// <param name="actingFor">For the desk only: as it would say in the request.</param>
    public Task<Answer<CancellationPreview>> PreviewCancellation(Guid id, ActingFor? actingFor = null, CancellationToken ct = default) =>
        Get<CancellationPreview>(OfAppointment(id, "/cancellation").With("for", actingFor), ct);

    public Task<Answer<AppointmentAnswer>> Cancel(
        Guid id, CancelRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<CancelRequest, AppointmentAnswer>(OfAppointment(id, "/cancel"), request, idempotencyKey, ifMatch, ct);

    /// <summary>Moves a visit to another start; a repeat answers the visit as it is.</summary>
    public Task<Answer<AppointmentAnswer>> Reschedule(
        Guid id, RescheduleRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<RescheduleRequest, AppointmentAnswer>(OfAppointment(id, "/reschedule"), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<AppointmentAnswer>> Complete(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<AppointmentAnswer>(OfAppointment(id, "/complete"), idempotencyKey, ifMatch, ct);

    public Task<Answer<AppointmentAnswer>> NoShow(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<AppointmentAnswer>(OfAppointment(id, "/no-show"), idempotencyKey, ifMatch, ct);

    /// <summary>Takes back that a visit was closed.</summary>
    public Task<Answer<AppointmentAnswer>> Reopen(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<AppointmentAnswer>(OfAppointment(id, "/reopen"), idempotencyKey, ifMatch, ct);

    public Task<Answer<PaymentAnswer>> Payment(Guid id, CancellationToken ct = default) =>
        Get<PaymentAnswer>(new($"/api/payments/{id}"), ct);

    /// <summary>Records money that the desk has taken, and confirms the visit.</summary>
    public Task<Answer<PaymentAnswer>> PayManually(
        Guid id, ManualPaymentRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<ManualPaymentRequest, PaymentAnswer>(new($"/api/payments/{id}/manual"), request, idempotencyKey, ifMatch, ct);

    static Url OfAppointment(Guid id, string rest = "") => new($"/api/appointments/{id}{rest}");

    /// <summary>Opens another page to pay on, at the same provider or another.</summary>
    public Task<Answer<PaymentAnswer>> NewCheckout(
        Guid payment, CheckoutRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<CheckoutRequest, PaymentAnswer>(new($"/api/payments/{payment}/checkout"), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<PaymentAnswer>> RefundPayment(
        Guid payment, RefundRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<RefundRequest, PaymentAnswer>(new($"/api/payments/{payment}/refunds"), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<ReceiptAnswer>> Receipt(Guid appointment, CancellationToken ct = default) =>
        Get<ReceiptAnswer>(new($"/api/appointments/{appointment}/receipt"), ct);
}
