using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Wording;

namespace Booking.Service.Notifications;

/// <summary>What a doctor reads by mail, in the doctor's own zone. It names no patient: a mailbox is no place for that.</summary>
/// <param name="Link">The page of the visit.</param>
sealed record DoctorLetters(Words Words, VisitStory Story, string Link)
{
    Texts Texts => Words.Texts;
    (string, Phrase) AtStart => ("when", Words.When(Story.Then.Visit.Start));

    public Letter Confirmed() => Write("doctor.confirmed.subject", [Of("doctor.confirmed.text", AtStart), .. Meeting()]);

    public Letter Moved() => Write("doctor.moved.subject", [
        Of("doctor.moved.text"), Of("moved.old", ("when", Words.When(Story.Before.Visit.Start))), Of("moved.new", AtStart), .. Meeting()]);

    public Letter ClockChanged() => Write("doctor.law.subject", [Of("doctor.law.text", AtStart)]);

    public Letter Cancelled(Party by) => Write("doctor.cancelled.subject", [Of(by switch
    {
        Party.Patient => "doctor.cancelled.patient",
        Party.Doctor => "doctor.cancelled.doctor",
        _ => "doctor.cancelled.desk",
    }, AtStart)]);

    Letter Write(string subject, Line[] lines) => new(Texts, Texts.Say(subject), [
        .. lines, new(Texts.Say("doctor.link"), Link), Of("reference", ("reference", Phrase.Apart(Story.Then.Visit.Appointment.Number())))]);

    Line Of(string key, params ReadOnlySpan<(string, Phrase)> values) => new(Texts.Say(key, values));

    Line[] Meeting() => Story.Now.Status == AppointmentStatus.Confirmed && VisitLinks.Web(Story.Now.MeetingLink) is { } link
        ? [new(Texts.Say("link.join"), link)]
        : [];
}
