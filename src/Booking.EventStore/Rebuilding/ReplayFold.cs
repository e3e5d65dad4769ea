using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>What one event does to the projections that are replayed: its effect on a stream's state, and their statements.</summary>
sealed class ReplayFold
{
    readonly StoreModel _model;
    readonly Dictionary<string, (CategoryModel Model, (int Index, string Name)[] Projections)> _categories = new(StringComparer.Ordinal);

    public ReplayFold(StoreModel model, IReadOnlyCollection<InlineProjection> projections)
    {
        _model = model;
        foreach (var name in projections.SelectMany(p => p.Categories).Distinct(StringComparer.Ordinal))
        {
            if (model.Find(name) is { } category)
            {
                var chosen = category.ProjectionNames.Index().Where(p => projections.Any(wanted => wanted.Name == p.Item)).Select(p => (p.Index, p.Item));
                _categories.Add(name, (category, [.. chosen]));
            }
        }
    }

    /// <summary>The kinds of streams whose events are to be read.</summary>
    public string[] Categories => [.. _categories.Keys];

    public CategoryModel? Find(string? category) => category is not null && _categories.TryGetValue(category, out var found) ? found.Model : null;

    /// <param name="before">The stream's state.</param>
    /// <param name="sql">Takes the statements of each projection; empty before each call of <paramref name="projected"/>'s predecessor.</param>
    /// <param name="projected">Told of each projection once its statements are in <paramref name="sql"/>.</param>
    /// <returns>The stream's state after it.</returns>
    public object Apply(RecordedEvent recorded, object before, NpgsqlBatch sql, Action<string, NpgsqlBatch> projected)
    {
        var (category, projections) = _categories[recorded.Category!];
        var @event = _model.Events.Read(recorded.Type, recorded.Json);
        var after = category.Evolve(before, @event);
        foreach (var (index, name) in projections)
        {
            sql.BatchCommands.Clear();
            category.Project(index, @event, recorded.Metadata, before, after, sql);
            if (sql.BatchCommands.Count > 0)
            {
                projected(name, sql);
            }
        }

        return after;
    }

    /// <summary>Names an event in a message for ops.</summary>
    public static string Naming(RecordedEvent recorded, string problem) =>
        $"{problem} (event {recorded.Position}, {recorded.Type}, stream {recorded.Metadata.Stream})";
}
