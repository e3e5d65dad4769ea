using System.Collections.Concurrent;
using System.Text.Json;
using Booking.EventStore.Outbox;
using NodaTime.Text;
using Npgsql;

namespace Booking.EventStore;

/// <summary>An event that a unit is about to write, with what it follows from and leads to.</summary>
abstract class Appended(EventMetadata metadata)
{
    static readonly ConcurrentDictionary<string, byte[]> RoleHeaders = new(StringComparer.Ordinal);

    public EventMetadata Metadata { get; } = metadata;
    public abstract string Category { get; }
    protected abstract object Event { get; }

    public string Alias(EventTypes types) => types.Of(Event).Alias;

    /// <summary>Tells those who count, once it is committed.</summary>
    public abstract void Count();

    public void Write(EventTypes types, NpgsqlBatch batch)
    {
        var type = types.Of(Event);
        batch.Add(
            Sql.AppendEvent,
            Pg.Uuid(Metadata.Id),
            Pg.Uuid(Metadata.Stream),
            Pg.Long(Metadata.Version),
            Pg.Json(type.Write(Event)),
            Pg.Text(type.Alias),
            Pg.At(Metadata.At),
            Pg.Text(type.DotNetName),
            Pg.Text(Metadata.CorrelationId),
            Pg.TextOrNull(Metadata.CausationId),
            Pg.Json(HeadersOf(Metadata)),
            Pg.Text(Metadata.Actor.Id));
    }

    public abstract void Project(NpgsqlBatch batch);

    /// <returns>Whether a message was put in the outbox.</returns>
    public abstract bool React(MessageTypes types, NpgsqlBatch batch);

    /// <summary>What watchers are told has changed; null for nothing.</summary>
    public abstract Guid? Topic { get; }

    /// <summary>Writes a snapshot when the stream passed a multiple of its policy's step since <paramref name="before"/>.</summary>
    public abstract void Snapshot(NpgsqlBatch batch, long before);

    static byte[] HeadersOf(EventMetadata metadata) => metadata.Decided == metadata.At
        ? RoleHeaders.GetOrAdd(metadata.Actor.Role, static role => Headers(new(StringComparer.Ordinal) { ["role"] = role }))
        : Headers(new(StringComparer.Ordinal) { ["role"] = metadata.Actor.Role, ["decided"] = InstantPattern.ExtendedIso.Format(metadata.Decided) });

    static byte[] Headers(Dictionary<string, string> headers) => JsonSerializer.SerializeToUtf8Bytes(headers);
}

sealed class Appended<TState, TEvent>(CategoryModel<TState, TEvent> model, TEvent @event, EventMetadata metadata, TState before, TState after)
    : Appended(metadata) where TEvent : class
{
    public override string Category => model.Category.Name;
    protected override object Event => @event;
    public override Guid? Topic => model.Topic?.Invoke(@event, before, after);

    public override void Count()
    {
        foreach (var count in model.Counts)
        {
            count(@event, Metadata, before, after);
        }
    }

    public override void Project(NpgsqlBatch batch)
    {
        foreach (var (_, project) in model.Projections)
        {
            project(@event, Metadata, before, after, batch);
        }
    }

    public override bool React(MessageTypes types, NpgsqlBatch batch)
    {
        var sends = false;
        foreach (var react in model.Reactions)
        {
            foreach (var message in react(@event, Metadata, after))
            {
                batch.BatchCommands.Add(OutboxSql.Insert(types, message, message.KeepsOrder ? message.OrderKey ?? Metadata.Stream.Value : null, Origin()));
                sends = true;
            }
        }

        return sends;
    }

    MessageOrigin Origin() => new(Metadata.At, Metadata.CorrelationId, Metadata.Id.ToString(), Metadata.Actor.Id, Metadata.Actor.Role);

    public override void Snapshot(NpgsqlBatch batch, long before)
    {
        if (model.Category.Snapshots is { } policy && Metadata.Version / policy.Every > before / policy.Every)
        {
            var data = JsonSerializer.SerializeToUtf8Bytes(after, policy.Type);
            batch.Add(Sql.WriteSnapshot, Pg.Uuid(Metadata.Stream), Pg.Int(policy.Schema), Pg.Long(Metadata.Version), Pg.Json(data));
        }
    }
}
