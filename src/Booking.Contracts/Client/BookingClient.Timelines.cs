namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Ops: everything that is known of a visit. That somebody looked is noted.</summary>
    public Task<Answer<TimelineAnswer>> Timeline(Guid appointment, CancellationToken ct = default) =>
        Get<TimelineAnswer>(new($"/ops/appointments/{appointment}/timeline"), ct);

    /// <summary>Ops: what a patient was offered at a moment of the past, for at most 31 dates of the doctor's.</summary>
    public Task<Answer<PastAvailability>> PastAvailability(
        Guid doctor, Instant asOf, LocalDate from, LocalDate to, AppointmentType type = AppointmentType.Standard, CancellationToken ct = default) =>
        Get<PastAvailability>(new Url($"/ops/doctors/{doctor}/availability").With("asOf", (Instant?)asOf).With("from", from).With("to", to).With<AppointmentType>("type", type), ct);
}
