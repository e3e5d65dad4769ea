namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>What a doctor asks before a visit.</summary>
    public Task<Answer<IntakeQuestions>> IntakeQuestions(Guid doctor, CancellationToken ct = default) => Get<IntakeQuestions>(OfDoctor(doctor, "/intake"), ct);

    public Task<Answer<IntakeQuestions>> SetIntakeQuestions(
        Guid doctor, IntakeQuestions questions, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<IntakeQuestions, IntakeQuestions>(OfDoctor(doctor, "/intake"), questions, idempotencyKey, ifMatch, ct);

    /// <summary>The answers of a visit's patient, for them, the doctor and the desk.</summary>
    public Task<Answer<IntakeAnswer>> Intake(Guid appointment, CancellationToken ct = default) => Get<IntakeAnswer>(OfAppointment(appointment, "/intake"), ct);

    /// <summary>Answers before a visit, or answers anew; its patient only.</summary>
    public Task<Answer<AppointmentAnswer>> AnswerIntake(
        Guid appointment, IntakeRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<IntakeRequest, AppointmentAnswer>(OfAppointment(appointment, "/intake"), request, idempotencyKey, ifMatch, ct);
}
