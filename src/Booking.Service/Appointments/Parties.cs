using Booking.Contracts;

namespace Booking.Service.Appointments;

/// <summary>On whose side a caller acts.</summary>
static class Parties
{
    /// <summary>Only the desk speaks for others.</summary>
    public static bool MaySay(Caller caller, ActingFor? @for) => @for is null || caller.IsDesk;

    /// <summary>The side that the desk names, and then that side's rules hold; else the caller's own.</summary>
    public static Party Of(Caller caller, AppointmentRow visit, ActingFor? @for) => @for switch
    {
        ActingFor.Patient => Party.Patient,
        ActingFor.Doctor => Party.Doctor,
        _ when caller.PatientId == visit.Patient => Party.Patient,
        _ when caller.DoctorId == visit.Doctor => Party.Doctor,
        _ => Party.Desk,
    };

    public static VisitParty OnTheWire(this Party party) => party switch
    {
        Party.Patient => VisitParty.Patient,
        Party.Desk => VisitParty.Desk,
        Party.Doctor => VisitParty.Doctor,
        _ => VisitParty.System,
    };
}
