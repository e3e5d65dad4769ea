using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using NodaTime;

namespace Booking.Service.Appointments;

/// <summary>Reads one visit: as it is, as it was at an instant, and everything that happened to it.</summary>
public static class GetAppointment
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/appointments/{id}", Get).RequireAuthorization(Policies.SignedIn).Answers<AppointmentAnswer>(200, 400, 404);
        app.MapGet("/api/appointments/{id}/history", History).RequireAuthorization(Policies.SignedIn).Answers<ItemList<HistoryItem>>(200, 404);
    }

    static async Task<IResult> Get(Guid id, string? asOf, Caller caller, StreamStore store, PatientKeys keys, CancellationToken ct)
    {
        Instant? until = null;
        if (asOf is not null)
        {
            if (QueryFields.Instant(asOf) is not { } instant)
            {
                return Problems.Invalid(caller.Http, "asOf", "Must be an instant such as 2026-11-23T05:00:00Z.");
            }

            until = instant;
        }

        if (await store.DataSource.FindAppointment(new(id), ct) is not { } row || !caller.MaySee(row)
            || await store.StateAsOf(Appointment.Category, new(id), until, ct: ct) is not { } visit)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var reason = visit.State.Visit.Reason is { } hidden ? (await keys.For(row.Patient, ct)).Open(hidden, Fields.Reason) : null;
        return ETags.Ok(caller.Http, AppointmentBody.Of(visit.State, caller, reason), visit.Version);
    }

    static async Task<IResult> History(Guid id, Caller caller, StreamStore store, CancellationToken ct)
    {
        if (await store.DataSource.FindAppointment(new(id), ct) is not { } row || !caller.MaySee(row))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var events = await store.DataSource.ReadStream(new(id), ct: ct);
        return TypedResults.Ok(new ItemList<HistoryItem>([.. events.Select(Item)]));
    }

    static HistoryItem Item(RecordedEvent recorded)
    {
        var (metadata, actor) = (recorded.Metadata, recorded.Metadata.Actor);
        return new(metadata.At, recorded.Type, new(actor.Id, actor.Role), metadata.Version, HiddenLink.Tell(recorded));
    }
}
