using System.Text.Json.Serialization;
using Booking.EventStore;
using Npgsql;

namespace Booking.Bench.Store;

/// <summary>The stream that the store is measured with: a patient's chart. As small as an event of a real visit is.</summary>
public abstract record ChartEvent;

public sealed record ChartOpened(Guid Patient, Guid Doctor, string Reason) : ChartEvent;

public sealed record NoteAdded(Guid Author, string Text) : ChartEvent;

public sealed record ChartState(Guid Patient, int Notes, string? LastNote);

public sealed record TellDesk(Guid Chart);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChartOpened))]
[JsonSerializable(typeof(NoteAdded))]
[JsonSerializable(typeof(ChartState))]
[JsonSerializable(typeof(TellDesk))]
public sealed partial class ChartJson : JsonSerializerContext;

static class Chart
{
    public const string InsertRow = "(id, patient, notes, last_note, changed_at) values ($1, $2, $3, $4, $5)";
    public const string UpdateRow = "set notes = $2, last_note = $3, changed_at = $4 where id = $1";

    public static readonly ChartState Nothing = new(Guid.Empty, 0, null);
    public static readonly Category<ChartState, ChartEvent> Category = new("chart", Nothing, Evolve);

    /// <summary>The same streams, kept with snapshots; the step is the schedules'.</summary>
    public static readonly Category<ChartState, ChartEvent> WithSnapshots = new("chart", Nothing, Evolve)
    {
        Snapshots = new(Every: 50, Schema: 1, ChartJson.Default.ChartState),
    };

    public static ChartState Evolve(ChartState chart, ChartEvent @event) => @event switch
    {
        ChartOpened opened => chart with { Patient = opened.Patient },
        NoteAdded note => chart with { Notes = chart.Notes + 1, LastNote = note.Text },
        _ => throw new InvalidOperationException($"A chart does not know {@event}."),
    };

    public static StoreModel Model(Category<ChartState, ChartEvent> category)
    {
        var model = new StoreModel();
        model.Events.Add("chart_opened", ChartJson.Default.ChartOpened).Add("note_added", ChartJson.Default.NoteAdded);
        model.Messages.Add("tell_desk", ChartJson.Default.TellDesk);
        return model
            .Project(category, "charts", ["charts"], Project)
            .React(category, static (e, metadata, _) => e is ChartOpened ? [new(new TellDesk(metadata.Stream.Value))] : []);
    }

    static void Project(ChartEvent @event, EventMetadata metadata, ChartState before, ChartState after, NpgsqlBatch sql)
    {
        if (@event is ChartOpened)
        {
            sql.Add(
                "insert into charts " + InsertRow, Pg.Uuid(metadata.Stream), Pg.Uuid(after.Patient), Pg.Int(after.Notes), Pg.TextOrNull(after.LastNote), Pg.At(metadata.At));
        }
        else
        {
            sql.Add("update charts " + UpdateRow, Pg.Uuid(metadata.Stream), Pg.Int(after.Notes), Pg.TextOrNull(after.LastNote), Pg.At(metadata.At));
        }
    }
}
