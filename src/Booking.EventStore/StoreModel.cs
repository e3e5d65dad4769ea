using System.Collections.Concurrent;
using Booking.EventStore.Outbox;
using NodaTime;

namespace Booking.EventStore;

/// <summary>Turns one event into statements of the same batch. Pure but for what it adds to <paramref name="sql"/>.</summary>
/// <remarks>Tables are named without a schema, so that a rebuild can lay its own in front of the live ones.</remarks>
public delegate void Project<in TState, in TEvent>(TEvent @event, EventMetadata metadata, TState before, TState after, Npgsql.NpgsqlBatch sql);

/// <summary>Turns one event into messages for the outbox. Pure.</summary>
public delegate IEnumerable<Message> React<in TState, in TEvent>(TEvent @event, EventMetadata metadata, TState after);

/// <summary>
/// What a store knows: event and message types, projections, reactions, and what each constraint's name says to the
/// loser. Filled once at start, then only read.
/// </summary>
public sealed class StoreModel
{
    /// <summary>Names of rules and constraints whose violation means "load again", beside the store's own.</summary>
    readonly HashSet<string> _conflicts = new(StringComparer.Ordinal)
    {
        "idempotency_pkey", "pkey_mt_streams_id", "pk_mt_events_stream_and_version", Unit.StaleStream,
    };

    readonly Dictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, CategoryModel> _categories = new(StringComparer.Ordinal);
    readonly List<InlineProjection> _projections = [];

    public EventTypes Events { get; } = new();
    public MessageTypes Messages { get; } = new();

    /// <summary>The inline projections in the order in which they were added.</summary>
    public IReadOnlyList<InlineProjection> Projections => _projections;

    /// <param name="name">Shown to ops; one name may project several categories.</param>
    /// <param name="tables">The tables it owns: what a rebuild compares and replaces.</param>
    /// <param name="byStream">
    /// Each row is written by the events of one stream alone, by statements that name it by its primary key (<see cref="RowStatement"/>). Such rows
    /// are made in memory, stream by stream, when the projection is replayed; all others by their statements, in the order of the log.
    /// </param>
    /// <param name="version">Of its rules; raised when they change or a column is new, so that ops see what is to be rebuilt. 1 and up.</param>
    /// <param name="guards">Those of the tables that decide who may do what. They are compared with the log, and never replaced.</param>
    /// <param name="afterRepair">A statement that a rebuild runs with its swap when live rows were found wrong: marks what was computed from them.</param>
    public StoreModel Project<TState, TEvent>(
        Category<TState, TEvent> category, string name, IReadOnlyList<string> tables, Project<TState, TEvent> project,
        bool byStream = false, int version = 1, IReadOnlyList<string>? guards = null, string? afterRepair = null) where TEvent : class
    {
        For(category).Projections.Add((name, project));
        var known = _projections.FindIndex(p => p.Name == name);
        var added = new InlineProjection(name, tables) { ByStream = byStream, Version = version, Guards = guards ?? [], Categories = [category.Name], AfterRepair = afterRepair };
        if (known < 0)
        {
            _projections.Add(added);
        }
        else
        {
            _projections[known] = _projections[known].With(added);
        }

        return this;
    }

    public StoreModel React<TState, TEvent>(Category<TState, TEvent> category, React<TState, TEvent> react) where TEvent : class
    {
        For(category).Reactions.Add(react);
        return this;
    }

    /// <summary>Has watchers told of a category's changes after their commit (<see cref="Changes"/>); one topic function a category.</summary>
    /// <param name="category">Whose events change what is watched.</param>
    /// <param name="topic">Of the event and the states around it: what has changed; null for nothing that anybody watches. Pure.</param>
    public StoreModel Announce<TState, TEvent>(Category<TState, TEvent> category, Func<TEvent, TState, TState, Guid?> topic) where TEvent : class
    {
        For(category).Topic = topic;
        return this;
    }

    /// <summary>Has a category's events counted in the process that wrote them, each once, after its commit.</summary>
    /// <param name="category">Whose events are counted.</param>
    /// <param name="count">Given the event and the states around it. Quick, and never throws: what it counts has happened.</param>
    public StoreModel Count<TState, TEvent>(Category<TState, TEvent> category, Action<TEvent, EventMetadata, TState, TState> count) where TEvent : class
    {
        For(category).Counts.Add(count);
        return this;
    }

    /// <summary>The loser of this constraint is refused.</summary>
    public StoreModel Refuse(string constraint, Refusal refusal)
    {
        _refusals.Add(constraint, refusal);
        return this;
    }

    /// <summary>The loser of this constraint or rule loads and decides again.</summary>
    public StoreModel Conflict(string constraint)
    {
        _conflicts.Add(constraint);
        return this;
    }

    internal Refusal? RefusalOf(string? constraint) => constraint is not null && _refusals.TryGetValue(constraint, out var refusal) ? refusal : null;

    internal bool IsConflict(string? constraint) => constraint is not null && _conflicts.Contains(constraint);

    internal CategoryModel<TState, TEvent> For<TState, TEvent>(Category<TState, TEvent> category) where TEvent : class =>
        (CategoryModel<TState, TEvent>)_categories.GetOrAdd(category.Name, static (_, c) => new CategoryModel<TState, TEvent>(c), category);

    internal CategoryModel? Find(string? category) => category is null ? null : _categories.GetValueOrDefault(category);
}

/// <summary>An inline projection as ops see it.</summary>
public sealed record InlineProjection(string Name, IReadOnlyList<string> Tables)
{
    /// <summary>Whether its rows are made stream by stream when it is replayed.</summary>
    public bool ByStream { get; init; }

    /// <summary>Of its rules, as this program has them.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Those of <see cref="Tables"/> that are compared and never replaced.</summary>
    public IReadOnlyList<string> Guards { get; init; } = [];

    /// <summary>The kinds of streams whose events it is made from.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Those that a rebuild replaces.</summary>
    internal IEnumerable<string> Replaced => Tables.Except(Guards, StringComparer.Ordinal);

    /// <summary>Runs with a swap that repairs something.</summary>
    internal string? AfterRepair { get; init; }

    internal InlineProjection With(InlineProjection other) => new(Name, [.. Tables.Union(other.Tables, StringComparer.Ordinal)])
    {
        ByStream = ByStream && other.ByStream,
        Version = Math.Max(Version, other.Version),
        Guards = [.. Guards.Union(other.Guards, StringComparer.Ordinal)],
        Categories = [.. Categories.Union(other.Categories, StringComparer.Ordinal)],
        AfterRepair = AfterRepair ?? other.AfterRepair,
    };
}

/// <summary>A category with what follows from its events, for code that does not know its types.</summary>
abstract class CategoryModel
{
    public abstract object Initial { get; }
    public abstract object Evolve(object state, object @event);

    /// <summary>The names of its projections in the order in which they run.</summary>
    public abstract IReadOnlyList<string> ProjectionNames { get; }

    /// <param name="projection">An index of <see cref="ProjectionNames"/>.</param>
    public abstract void Project(int projection, object @event, EventMetadata metadata, object before, object after, Npgsql.NpgsqlBatch sql);
}

sealed class CategoryModel<TState, TEvent>(Category<TState, TEvent> category) : CategoryModel where TEvent : class
{
    public Category<TState, TEvent> Category { get; } = category;
    public List<(string Name, Project<TState, TEvent> Project)> Projections { get; } = [];
    public List<React<TState, TEvent>> Reactions { get; } = [];
    public List<Action<TEvent, EventMetadata, TState, TState>> Counts { get; } = [];
    public Func<TEvent, TState, TState, Guid?>? Topic { get; set; }

    public override object Initial => Category.Initial!;
    public override object Evolve(object state, object @event) => Category.Evolve((TState)state, (TEvent)@event)!;

    public override IReadOnlyList<string> ProjectionNames => [.. Projections.Select(p => p.Name)];

    public override void Project(int projection, object @event, EventMetadata metadata, object before, object after, Npgsql.NpgsqlBatch sql) =>
        Projections[projection].Project((TEvent)@event, metadata, (TState)before, (TState)after, sql);
}
