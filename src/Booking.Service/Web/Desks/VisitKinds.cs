using Booking.Contracts;

namespace Booking.Service.Web.Desks;

/// <summary>The kinds of visit that the desk chooses from.</summary>
static class VisitKinds
{
    /// <summary>Each with its fee, so that what is told on the telephone is the price of the kind that is chosen, without scripts too.</summary>
    public static IEnumerable<(string Value, string Text)> Kinds(this Viewer viewer, DoctorAnswer doctor)
    {
        var words = viewer.In(doctor.TimeZone);
        return Enum.GetValues<AppointmentType>().Select(type => (Wire.Name(type), viewer.T.Say(
            "desk.kind_fee",
            ("kind", Wording.Phrase.Of(viewer.Name(type))),
            ("fee", words.Amount(type == AppointmentType.Standard ? doctor.Fees.Standard : doctor.Fees.Followup))).Plain(viewer.T.IsRightToLeft)));
    }
}
