using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="All">Also matters that are resolved.</param>
public sealed record MoneyModel(IReadOnlyList<AnomalyItem> Anomalies, bool All, IReadOnlyList<WatchedPayment> Watched, string? Next, string? Told);

public sealed record AnomalyModel(AnomalyItem Anomaly, Form Form);

/// <summary>Payments that have not come to their end, and matters of money that a person has to look at.</summary>
static class Money
{
    const int Rows = 50;

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/payments", Get);
        console.MapGet("/payments/anomalies/{id}", Ask);
        console.MapPost("/payments/anomalies/{id}", Resolve);
    }

    static async Task<IResult> Get(bool? all, bool? resolved, string? cursor, Viewer viewer, CancellationToken ct)
    {
        var (anomalies, watched) = (viewer.Api.Anomalies(all is true, new(Rows), ct), viewer.Api.WatchedPayments(new(Rows, cursor), ct));
        await Task.WhenAll(anomalies, watched);
        return (await anomalies, await watched) is ({ Body: { } matters }, { Body: { } page })
            ? Show.Page<MoneyPage, MoneyModel>(new(
                matters.Items, all is true, page.Items, page.Next is { } next ? $"/console/payments?cursor={Uri.EscapeDataString(next)}" : null,
                resolved is true ? viewer["console.resolved_now"] : null))
            : Show.Wrong((await anomalies).Problem ?? (await watched).Problem);
    }

    static async Task<IResult> Ask(string id, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Anomaly(id, ct);
        return answer.Body is { } anomaly ? Show.Page<AnomalyPage, AnomalyModel>(new(anomaly, Form.Of())) : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Resolve(string id, Form form, Viewer viewer, CancellationToken ct)
    {
        bool? back = form["wentBack"] switch { "yes" => true, "no" => false, _ => null };
        var answer = await viewer.Api.ResolveAnomaly(id, new(form["note"] ?? "", back), form.Key, ct);
        if (!form.Refused(answer))
            return Show.See("/console/payments?resolved=true");
        var found = await viewer.Api.Anomaly(id, ct);
        return found.Body is { } anomaly ? Show.Page<AnomalyPage, AnomalyModel>(new(anomaly, form), (int)answer.Status) : Show.Wrong(found.Problem);
    }
}
