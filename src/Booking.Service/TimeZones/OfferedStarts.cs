using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.TimeZones;

static class OfferedStarts
{
    /// <summary>Asks for every start that a doctor's schedule offers as it was cut last.</summary>
    public static Loaded<HashSet<(AppointmentType Type, Instant Start)>> LoadStarts(this Unit unit, DoctorId doctor) => unit.Load(
        batch => batch.Add("select type, starts from offered_slots where doctor_id = $1", Pg.Uuid(doctor.Value)),
        async (row, ct) =>
        {
            HashSet<(AppointmentType Type, Instant Start)> starts = [];
            while (await row.ReadAsync(ct))
            {
                var type = Wire.Parse<AppointmentType>(row.GetString(0));
                starts.UnionWith(row.GetInstants(1).Select(start => (type, start)));
            }

            return starts;
        });
}
