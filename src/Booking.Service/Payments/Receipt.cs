using System.Security.Cryptography;
using System.Text;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Doctors;
using Booking.Service.Patients;

namespace Booking.Service.Payments;

/// <summary>What was charged, paid and given back for one visit: as JSON, or as a page to print for a browser that asks for one.</summary>
public static class Receipt
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/appointments/{id}/receipt", Get).RequireAuthorization(Policies.SignedIn).Answers<ReceiptAnswer>(200, 404, 409);

    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, PatientDirectory patients, CancellationToken ct)
    {
        if (await store.DataSource.FindAppointment(new(id), ct) is not { } row || !caller.MaySee(row)
            || await store.StateAsOf(Appointment.Category, new(id), ct: ct) is not { State: var visit })
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var lines = row.Payment is { } payment ? await Lines(store, payment, ct) : [];
        if (lines.Count == 0 && !visit.Due.IsZero)
        {
            return Refund.NotPaid.Problem(caller.Http);
        }

        var doctor = (await store.StateAsOf(Doctor.Category, row.Doctor.Stream(), ct: ct))!.Value.State.Profile!.FullName;
        var receipt = Of(visit, doctor, (await patients.Get(row.Patient, ct))?.FullName, lines);
        if (!WantsPage(caller.Http.Request))
        {
            return TypedResults.Ok(receipt);
        }

        caller.Http.Response.Headers.ContentSecurityPolicy = ReceiptPage.ContentPolicy;
        return TypedResults.Content(ReceiptPage.Write(receipt), "text/html; charset=utf-8");
    }

    static ReceiptAnswer Of(AppointmentState visit, string doctor, string? patient, IReadOnlyList<ReceiptLine> lines)
    {
        var (of, nothing) = (visit.Visit, Money.Zero(visit.Due.Currency));
        Money Sum(ReceiptLineKind kind) => lines.Where(l => l.Kind == kind).Aggregate(nothing, static (sum, line) => sum + line.Amount);
        var (paid, refunded) = (Sum(ReceiptLineKind.Payment), Sum(ReceiptLineKind.Refund) - Sum(ReceiptLineKind.RefundFailed));
        return new(
            of.Appointment.Number(), of.Appointment.Value, doctor, patient, of.Start, of.TimeZone, of.Type,
            of.Price, of.Discount, visit.Due, lines, paid, refunded, paid - refunded);
    }

    /// <summary>The ledger's movements as they happened. A refund counts when it has arrived, and is taken back when it fails afterwards.</summary>
    static async Task<List<ReceiptLine>> Lines(StreamStore store, PaymentId payment, CancellationToken ct)
    {
        List<ReceiptLine> lines = [];
        var (category, state) = (Payment.Category, Payment.Category.Initial);
        foreach (var recorded in await store.DataSource.ReadStream(payment.Stream(), ct: ct))
        {
            var @event = (PaymentEvent)store.Model.Events.Read(recorded.Type, recorded.Json);
            var (before, at) = (state, recorded.Metadata.At);
            state = category.Evolve(state, @event);
            switch (@event)
            {
                case PaymentPaid paid:
                    lines.Add(new(at, ReceiptLineKind.Payment, paid.Captured, state.ProviderOf(paid.Reference), paid.Method, paid.Reference));
                    break;
                case RefundSucceeded { Number: var number }:
                    lines.Add(Back(state, number, ReceiptLineKind.Refund, at));
                    break;
                case RefundFailed { Number: var number } when before.Refunds[number - 1].State == RefundState.Succeeded:
                    lines.Add(Back(state, number, ReceiptLineKind.RefundFailed, at));
                    break;
            }
        }

        return lines;
    }

    static ReceiptLine Back(PaymentState state, int number, ReceiptLineKind kind, NodaTime.Instant at)
    {
        var refund = state.Refunds[number - 1];
        var paid = state.Captures.First(c => c.Reference == refund.Capture).As;
        return new(at, kind, refund.Amount, state.ProviderOf(paid.Reference), paid.Method, refund.Reference ?? paid.Reference);
    }

    static bool WantsPage(HttpRequest request) => request.GetTypedHeaders().Accept
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .FirstOrDefault(accepted => accepted.MediaType is { } type && (type.Equals("text/html", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)))?.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) is true;
}
