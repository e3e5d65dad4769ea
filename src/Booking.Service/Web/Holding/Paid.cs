using Booking.Contracts;

namespace Booking.Service.Web.Holding;

/// <summary>How a payment stands, in the one word that decides what is said.</summary>
public enum PaidState
{
    Confirmed,
    PaidNotConfirmed,
    NotHeardYet,
    OnItsWay,
    GoesBack,
    Disputed,
    NotPaid,
}

/// <param name="Due">What the visit costs its patient.</param>
public sealed record PaidModel(Guid Visit, PaidState State, Money Due)
{
    /// <summary>It changes by itself, so the page asks again.</summary>
    public bool Waits => State is PaidState.PaidNotConfirmed or PaidState.NotHeardYet or PaidState.OnItsWay;
}

/// <summary>The same for somebody who is not signed in.</summary>
/// <param name="Url">The provider's page, while it is open.</param>
public sealed record ReturnModel(Guid Visit, PaidState State, bool Waits, string? Url);

/// <summary>Where whoever comes back from a provider's page reads what became of their money. For the visit's parties.</summary>
static class Paid
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/visits/{id:guid}/paid", Get).RequireAuthorization(Policies.SignedIn);

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Appointment(id, ct: ct);
        if (answer.Problem is { } problem)
            return Show.Wrong(problem);
        if (answer.Value is not { Payment: { Provider: not PaymentProvider.Manual } payment } visit)
            return Show.See($"/visits/{id}");
        var model = new PaidModel(id, Of(payment.Status, visit.Status != AppointmentStatus.PendingPayment), visit.Due);
        return viewer.WantsPart ? Show.Page<PaidPart, PaidModel>(model) : Show.Page<PaidPage, PaidModel>(model);
    }

    /// <param name="settled">The visit waits for no money any more.</param>
    public static PaidState Of(PaymentStatus status, bool settled) => status switch
    {
        PaymentStatus.Paid => settled ? PaidState.Confirmed : PaidState.PaidNotConfirmed,
        PaymentStatus.Pending => settled ? PaidState.NotPaid : PaidState.NotHeardYet,
        PaymentStatus.Processing => PaidState.OnItsWay,
        PaymentStatus.Refunded or PaymentStatus.PartiallyRefunded => PaidState.GoesBack,
        PaymentStatus.Disputed => PaidState.Disputed,
        _ => PaidState.NotPaid,
    };

    public static (string Title, string Text) Words(Viewer viewer, PaidState state) => state switch
    {
        PaidState.Confirmed => (viewer["paid.confirmed"], viewer["paid.confirmed_text"]),
        PaidState.PaidNotConfirmed => (viewer["paid.unconfirmed"], viewer["paid.unconfirmed_text"]),
        PaidState.NotHeardYet => (viewer["paid.waiting"], viewer["paid.waiting_text"]),
        PaidState.OnItsWay => (viewer["paid.processing"], viewer["paid.processing_text"]),
        PaidState.GoesBack => (viewer["paid.back"], viewer["paid.back_text"]),
        PaidState.Disputed => (viewer["paid.disputed"], viewer["paid.disputed_text"]),
        _ => (viewer["paid.none"], viewer["paid.none_text"]),
    };
}
