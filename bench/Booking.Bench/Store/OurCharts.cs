using Booking.EventStore;
using Booking.EventStore.Outbox;
using NodaTime;
using Npgsql;

namespace Booking.Bench.Store;

/// <summary>The operations as a feature of the service would do them.</summary>
sealed class OurCharts(NpgsqlDataSource dataSource, Category<ChartState, ChartEvent> category)
{
    public static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 12, 0);

    readonly StreamStore _store = new(dataSource, Chart.Model(category), AnswerSeal.None, new OutboxSignal());

    public async Task Open()
    {
        var outcome = await _store.Start(category, new(Guid.NewGuid()), static state => [new ChartOpened(Guid.NewGuid(), Guid.NewGuid(), "cough")], Context(), default);
        Demand(outcome);
    }

    public async Task AddNote(Guid chart)
    {
        var outcome = await _store.Transact(
            category, new(chart), static state => [new NoteAdded(state.Patient, "took the temperature again")], Context(), default);
        Demand(outcome);
    }

    static CommandContext Context() => new(Now, "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", new("00000000-0000-4000-8000-0000000000a3", "frontdesk"));

    static void Demand(Outcome<ChartState> outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"Refused: {refusal.Code}");
        }
    }
}
