using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Webhooks;

/// <summary>An endpoint as it is stored.</summary>
/// <param name="Doctor">Whose visits it is told of; null: everybody's.</param>
/// <param name="Envelope">Its secrets, sealed.</param>
sealed record WebhookRow(
    Guid Id, DoctorId? Doctor, string Url, IReadOnlyList<string> Events, byte[] Envelope, long Version, Instant CreatedAt, Instant? FailingSince,
    Instant? DisabledAt, string? DisabledWhy)
{
    public const string Columns = "id, doctor_id, url, events, sealed, version, created_at, failing_since, disabled_at, disabled_why";

    /// <summary>The desk sees and changes all; a doctor their own, and of others' not even that they exist.</summary>
    public bool IsFor(Caller caller) => caller.IsDesk || (Doctor is { } doctor && caller.DoctorId == doctor);

    public WebhookAnswer Answer => new(Id, Url, Events, Doctor?.Value, CreatedAt, DisabledAt is null, FailingSince, DisabledAt, DisabledWhy);

    public static WebhookRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuidOrNull(1) is { } doctor ? new(doctor) : null, row.GetString(2), row.GetFieldValue<string[]>(3), row.GetUtf8(4), row.GetInt64(5),
        row.GetInstant(6), row.GetInstantOrNull(7), row.GetInstantOrNull(8), row.GetStringOrNull(9));
}

static class WebhookRows
{
    const string Find = $"select {WebhookRow.Columns} from webhooks where id = $1";

    /// <summary>In the one round trip of a command.</summary>
    /// <returns>Null when there is none, or not for this caller.</returns>
    public static Loaded<WebhookRow?> LoadWebhook(this Unit unit, Guid id, Caller caller) => unit.Load<WebhookRow?>(
        batch => batch.Add(Find, Pg.Uuid(id)),
        async (row, ct) => await row.ReadAsync(ct) && WebhookRow.Read(row) is var found && found.IsFor(caller) ? found : null);

    /// <inheritdoc cref="LoadWebhook"/>
    public static async Task<WebhookRow?> FindWebhook(this NpgsqlDataSource dataSource, Guid id, Caller caller, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find).With(Pg.Uuid(id));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) && WebhookRow.Read(row) is var found && found.IsFor(caller) ? found : null;
    }
}
