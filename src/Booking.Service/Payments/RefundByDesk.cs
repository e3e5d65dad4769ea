using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Patients;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>The desk gives money back, or sends once more what a provider failed to give back. The visit itself stays as it is.</summary>
public static class RefundByDesk
{
    static readonly Refusal AmountNeeded = new("amount-needed", "Say how much: the visit is over, and nothing waits to be sent again.", StatusCodes.Status400BadRequest);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/payments/{id}/refunds", Post).RequireAuthorization(Policies.Desk).Answers<PaymentAnswer>(200, 400, 404, 409, 412, 422);

    static async Task<IResult> Post(
        Guid id, RefundRequest request, Caller caller, Commands commands, PatientKeys keys, PaymentGateways gateways, NpgsqlDataSource dataSource,
        CancellationToken ct)
    {
        if (request.Reason.Length is 0 or > Limits.FreeText)
        {
            return Problems.Invalid(caller.Http, "reason", $"Must have 1 to {Limits.FreeText} characters.");
        }

        if (request.Amount is { Amount: <= 0 })
        {
            return Problems.Invalid(caller.Http, "amount", "Must be more than nothing.");
        }

        if (await dataSource.FindAppointmentOf(new(id), ct) is not { } row)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var reason = (await keys.For(row.Patient, ct)).Seal(request.Reason, Fields.RefundReason);
        Refusal? Unpayable(PaymentState payment, Decision<PaymentEvent> decision) =>
            decision.Events.OfType<RefundRequested>().All(part => part.Operation is null || gateways.For(payment.ProviderOf(part.Capture!)).GivesBack(part.Amount))
                ? null
                : RequestAppointment.NotPayable;

        return await commands.Run(caller, (unit, _) =>
        {
            var streams = new VisitUnit(unit, row);
            return () =>
            {
                var money = streams.Money!;
                if (request.Amount is null && money.State.Stuck.IsZero && !streams.Visit.State.IsLive && !money.State.Captures.IsEmpty)
                {
                    return AmountNeeded;
                }

                var decision = Refund.ByDesk(money.State, request.Amount, reason);
                if ((caller.Expects(money.Version) ?? Unpayable(money.State, decision) ?? streams.Append(decision)) is { } refusal)
                {
                    return refusal;
                }

                Settlement.Follow(streams);
                return Answer.Ok(PaymentBody.Of(money.State), money.Version);
            };
        }, ct);
    }
}
