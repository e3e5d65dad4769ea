using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Notifications;
using Booking.Service.Ops;
using Booking.Service.Reviews;
using Npgsql;

namespace Booking.Service.Timelines;

/// <summary>Everything that is known of one visit, from all the places where it is kept. Who looks is noted.</summary>
static class GetTimeline
{
    static readonly string[] Unknown = ["forgotten_messages"];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/appointments/{id}/timeline", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<TimelineAnswer>(200, 404);

    static async Task<IResult> Get(Guid id, Caller caller, NpgsqlDataSource dataSource, OperatorChanges audit, CancellationToken ct)
    {
        if (await dataSource.FindAppointment(new(id), ct) is not { } row)
            return Refusals.NotFound.Problem(caller.Http);
        await audit.Note("appointments.timeline", id, "", caller, ct);
        var visit = await dataSource.ReadStream(new(id), ct: ct);
        var money = row.Payment is { } payment ? await dataSource.ReadStream(new(payment.Value), ct: ct) : [];
        Guid[] slots = [.. Ids(visit, "slot").Distinct()];
        var coupon = row.Coupon is { } used ? await dataSource.ReadAbout(used, "appointment", id, ct) : [];
        List<RecordedEvent> events = [.. visit, .. money, .. await About(dataSource, slots, id, visit, ct), .. coupon, .. await dataSource.ReadStream(Review.Stream(row.Id), ct: ct)];
        var rest = await TimelineRows.Read(
            dataSource, [id, .. row.Payment is { } p ? [p.Value] : Array.Empty<Guid>(), .. NoticeReactions.Lanes(row.Id)], slots, row.Payment?.Value,
            [.. Ids(money, "operation")], [.. events.Select(e => e.Metadata.Id)], ct);
        var traces = Traces(events);
        return TypedResults.Ok(new TimelineAnswer(
            id, row.Doctor.Value, row.Payment?.Value,
            [.. events.OrderBy(e => e.Position).Select(Item).Concat(rest.Select(item => Traced(item, traces))).OrderBy(item => item.At).ThenBy(item => item.Kind)], Unknown));
    }

    /// <summary>Of the slots that the visit ever had only what is about it: others held them before and after.</summary>
    static async Task<IEnumerable<RecordedEvent>> About(NpgsqlDataSource dataSource, Guid[] slots, Guid visit, List<RecordedEvent> events, CancellationToken ct)
    {
        var holds = Ids(events, "hold").ToHashSet();
        return (await dataSource.ReadStreams(slots, until: null, ct)).Where(e => Id(e, "hold") is { } hold ? holds.Contains(hold) : Id(e, "appointment") == visit);
    }

    /// <summary>A delivery was caused by an event, a call is an operation that stands in one: their traces are its.</summary>
    static Dictionary<string, string> Traces(IEnumerable<RecordedEvent> events)
    {
        Dictionary<string, string> traces = new(StringComparer.Ordinal);
        foreach (var recorded in events)
        {
            traces.TryAdd(recorded.Metadata.Id.ToString(), recorded.Metadata.CorrelationId);
            if (Id(recorded, "operation") is { } operation)
                traces.TryAdd(operation.ToString(), recorded.Metadata.CorrelationId);
        }

        return traces;
    }

    static TimelineItem Traced(TimelineItem item, Dictionary<string, string> traces) =>
        item.TraceId is null && item.Cause is { } cause ? item with { TraceId = traces.GetValueOrDefault(cause) } : item;

    static IEnumerable<Guid> Ids(IEnumerable<RecordedEvent> events, string member) => events.Select(e => Id(e, member)).OfType<Guid>();

    static Guid? Id(RecordedEvent recorded, string member)
    {
        using var json = JsonDocument.Parse(recorded.Json);
        return json.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;
    }

    static TimelineItem Item(RecordedEvent recorded)
    {
        var metadata = recorded.Metadata;
        return new(
            metadata.At, TimelineKind.Event, recorded.Type, metadata.Stream.Value, metadata.Version, metadata.CorrelationId, metadata.CausationId, metadata.Actor.Id,
            metadata.Actor.Role, Outcome: null, EndedAt: null, Attempts: null, Error: null, HiddenLink.Tell(recorded));
    }
}
