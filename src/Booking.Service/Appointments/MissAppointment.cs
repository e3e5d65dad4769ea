using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Payments;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Appointments;

/// <summary>
/// The desk or the doctor says that the patient did not come. The share of the policy (without one: nothing) goes back; the visit stays
/// <c>no_show</c> whatever becomes of the money. A repeat answers the visit as it is.
/// </summary>
public static class MissAppointment
{
    /// <param name="Captured">What was paid and has not gone back already.</param>
    /// <param name="Granted">What was granted for an earlier no-show that was taken back: it is not granted twice.</param>
    /// <param name="GivesBack">Whether whoever has the money can give exactly so much back; null: anything.</param>
    public sealed record Command(Money Captured, Money Granted, Instant Now, Func<Money, bool>? GivesBack = null);

    public static Decision<AppointmentEvent> Decide(AppointmentState state, Command miss) =>
        state.Status == AppointmentStatus.NoShow ? []
        : VisitClosing.Refused(state, miss.Now) is { } refusal ? refusal
        : [Missed(state.Visit.Policy?.NoShowRefundPercent ?? 0, miss)];

    static AppointmentNoShow Missed(int percent, Command miss)
    {
        var share = (miss.Captured + miss.Granted).Percent(percent);
        var left = share with { Amount = Math.Max(0, (share - miss.Granted).Amount) };
        var refund = Refund.Payable(left, miss.Captured, miss.GivesBack);
        var rule = percent == 0 ? "A missed visit gives nothing back." : string.Create(CultureInfo.InvariantCulture, $"Of a missed visit {percent} % goes back.");
        return new(Fee: miss.Captured - refund, refund, rule);
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/appointments/{id}/no-show", Post).RequireAuthorization(Policies.DeskOrDoctor).Answers<AppointmentAnswer>(200, 404, 409, 412, 422);

    static Task<IResult> Post(Guid id, Caller caller, Commands commands, PaymentGateways gateways, NpgsqlDataSource dataSource, CancellationToken ct) => VisitClosing.Run(
        id, caller, commands, dataSource, (_, streams, now) => () => Close(streams, now, gateways), ct);

    static Refusal? Close(VisitUnit streams, Instant now, PaymentGateways gateways)
    {
        var granted = streams.Money?.State.GrantedForNoShow ?? Money.Zero(streams.Visit.State.Due.Currency);
        var decision = Decide(streams.Visit.State, new(streams.Captured, granted, now, CancelAppointment.GivesBack(streams, gateways)));
        if (streams.Append(decision) is null && decision.Events is [AppointmentNoShow missed])
        {
            Settlement.AfterNoShow(streams, missed);
        }

        return decision.Refusal;
    }
}
