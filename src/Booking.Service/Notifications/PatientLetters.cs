using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Notifications;

/// <summary>What a patient reads by mail. Never more of a visit than with whom and when.</summary>
/// <param name="Doctor">The doctor's name.</param>
/// <param name="Link">The page of the visit.</param>
sealed record PatientLetters(Words Words, string Doctor, VisitStory Story, string Link)
{
    Texts Texts => Words.Texts;
    AppointmentState Visit => Story.Then;
    (string, Phrase) WithDoctor => ("doctor", Phrase.Apart(Doctor));
    (string, Phrase) AtStart => ("when", Words.When(Visit.Visit.Start));

    public Letter Booked() => Write("booked.subject", [
        Of("booked.text", WithDoctor, AtStart), .. AtTheClinic(),
        Of("booked.pay", ("amount", Words.Amount(Visit.Due)), ("payBy", Words.When(Story.Now.PayBy ?? Visit.Visit.Start))),
        VisitLinks.Web(Story.Now.CheckoutUrl) is { } page ? new(Texts.Say("link.pay"), page) : new(Texts.Say("link.visit"), Link)]);

    public Letter Confirmed() => Write("confirmed.subject", [
        Of("confirmed.text", WithDoctor, AtStart), .. AtTheClinic(),
        .. Visit.Requested?.Payment is null ? (Line[])[] : [Of("confirmed.paid", ("amount", Words.Amount(Visit.Due)))], .. Meeting(), ToVisit()]);

    public Letter Moved(Party by) => Write("moved.subject", [
        Of(by switch { Party.Patient => "moved.patient", Party.Doctor => "moved.doctor", Party.Desk => "moved.desk", _ => "moved.system" }, WithDoctor),
        Of("moved.old", ("when", Words.When(Story.Before.Visit.Start))), Of("moved.new", AtStart), .. AtTheClinic(), .. Meeting(), ToVisit()]);

    public Letter Cancelled(AppointmentCancelled cancelled) => Write("cancelled.subject", [
        Of(cancelled switch
        {
            { Code: AppointmentState.PaymentExpired } => "cancelled.unpaid",
            { By: Party.Patient } => "cancelled.patient",
            { By: Party.Doctor } => "cancelled.doctor",
            { By: Party.Desk } => "cancelled.desk",
            _ => "cancelled.system",
        }, WithDoctor, AtStart), .. WhatComesBack(cancelled), ToVisit()]);

    public Letter Refunded(Money amount, bool atTheDesk) => Write("refunded.subject", [
        Of(atTheDesk ? "refunded.desk" : "refunded.text", WithDoctor, AtStart, ("amount", Words.Amount(amount))), ToVisit()]);

    public Letter LinkChanged() => Write("changed.subject", [Of("changed.text", WithDoctor, AtStart), .. AtTheClinic(), .. Meeting(), ToVisit()]);

    /// <summary>The wall time at the clinic stays. Whoever lives by another clock has a new time, and hears of both.</summary>
    public Letter ClockChanged()
    {
        return Write("law.subject", [
            Of("law.text", WithDoctor, ("when", Words.WhenAt(Visit.Visit.Start, Clinic))),
            .. AtTheClinic().Length == 0 ? (Line[])[] : [Of("moved.old", ("when", Words.When(Story.Before.Visit.Start))), Of("moved.new", AtStart)], .. Meeting(), ToVisit()]);
    }

    /// <param name="next">Free times that are offered instead.</param>
    public Letter MoneyReturned(IReadOnlyList<Instant> next) => Write("returned.subject", [
        Of(Visit.IsLive ? "returned.twice" : "returned.late", WithDoctor, AtStart),
        .. next.Count == 0 ? [] : next.Select(start => new Line(Words.When(start))).Prepend(Of("returned.next")), ToVisit()]);

    /// <param name="joins">Whether it is near enough to say where to join.</param>
    public Letter Reminder(Instant now, bool joins)
    {
        var left = ("in", Words.In(Visit.Visit.Start - now));
        return new(Texts, Texts.Say("reminder.subject", left), [
            Of("reminder.text", WithDoctor, AtStart, left), .. AtTheClinic(), .. joins ? Meeting() : [], ToVisit(), Reference(), Of("reminder.stop")]);
    }

    Letter Write(string subject, Line[] lines) => new(Texts, Texts.Say(subject), [.. lines, Reference()]);

    Line Of(string key, params ReadOnlySpan<(string, Phrase)> values) => new(Texts.Say(key, values));

    /// <summary>What is over can be looked at, and neither moved nor cancelled.</summary>
    Line ToVisit() => new(Texts.Say(Story.Now.IsLive ? "link.visit" : "link.see"), Link);

    Line Reference() => Of("reference", ("reference", Phrase.Apart(Visit.Visit.Appointment.Number())));

    DateTimeZone Clinic => Zones.Find(Visit.Visit.TimeZone) ?? DateTimeZone.Utc;

    Line[] AtTheClinic() => Words.AtTheClinic(Visit.Visit.Start, Clinic);

    Line[] Meeting() => Story.Now.Status == AppointmentStatus.Confirmed && VisitLinks.Web(Story.Now.MeetingLink) is { } link
        ? [new(Texts.Say("link.join"), link)]
        : [];

    Line[] WhatComesBack(AppointmentCancelled cancelled)
    {
        var (refund, fee) = (("refund", Words.Amount(cancelled.Refund)), ("fee", Words.Amount(cancelled.Fee)));
        return (cancelled.Refund.IsZero, cancelled.Fee.IsZero) switch
        {
            (false, true) => [Of("cancelled.refund", refund)],
            (false, false) => [Of("cancelled.part", refund, fee)],
            (true, false) => [Of("cancelled.kept", fee)],
            _ => [],
        };
    }
}
