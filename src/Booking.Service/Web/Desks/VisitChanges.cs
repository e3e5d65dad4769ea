using Booking.Contracts;
using Booking.Service.Payments;

namespace Booking.Service.Web.Desks;

/// <summary>What is done with a visit by one button: how it went, money taken, money given back.</summary>
static class VisitChanges
{
    /// <summary>In major units.</summary>
    const decimal MostRefund = 1_000_000_000;

    public static void Map(IEndpointRouteBuilder pages)
    {
        var changes = pages.MapGroup("/desk/visits/{id}");
        changes.MapPost("/complete", (Guid id, Form form, Viewer viewer, CancellationToken ct) =>
            Change(id, form, viewer, () => viewer.Api.Complete(id, form.Key, ct: ct), ct)).RequireAuthorization(Policies.DeskOrDoctor);
        changes.MapPost("/no-show", (Guid id, Form form, Viewer viewer, CancellationToken ct) =>
            Change(id, form, viewer, () => viewer.Api.NoShow(id, form.Key, ct: ct), ct)).RequireAuthorization(Policies.DeskOrDoctor);
        changes.MapPost("/reopen", (Guid id, Form form, Viewer viewer, CancellationToken ct) =>
            Change(id, form, viewer, () => viewer.Api.Reopen(id, form.Key, form.Version, ct), ct)).RequireAuthorization(Policies.DeskOrDoctor);
        changes.MapPost("/paid", Paid).RequireAuthorization(Policies.Desk);
        changes.MapPost("/refund", Refund).RequireAuthorization(Policies.Desk);
        changes.MapPost("/handed-back", HandedBack).RequireAuthorization(Policies.Desk);
    }

    static Task<IResult> Paid(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var method = form.Enum("method", ManualMethod.Cash);
        return WithPayment(id, form, viewer, (visit, payment) =>
            viewer.Api.PayManually(payment, new(visit.Due, method, form["reference"] ?? ""), form.Key, form.Version, ct), ct);
    }

    static async Task<IResult> Refund(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var currency = (await viewer.Api.Appointment(id, ct: ct)).Body?.Due.Currency;
        var amount = currency is not null && MoneyText.Minor(form["amount"], currency, MostRefund) is > 0 and var minor ? new Money(minor, currency) : (Money?)null;
        if (form.Has("amount") && amount is null)
            form.Add("amount", viewer["desk.no_amount"]);
        return await WithPayment(id, form, viewer, (_, payment) => viewer.Api.RefundPayment(payment, new(form["reason"] ?? "", amount), form.Key, form.Version, ct), ct);
    }

    static Task<IResult> HandedBack(Guid id, Form form, Viewer viewer, CancellationToken ct) =>
        WithPayment(id, form, viewer, (_, payment) => viewer.Api.HandedBack(payment, form.Key, form.Version, ct), ct);

    static async Task<IResult> WithPayment(
        Guid id, Form form, Viewer viewer, Func<AppointmentAnswer, Guid, Task<Answer<PaymentAnswer>>> change, CancellationToken ct)
    {
        if (form.Errors.Count > 0)
            return await VisitPages.Page(id, form, viewer, StatusCodes.Status400BadRequest, ct);
        var visit = await viewer.Api.Appointment(id, ct: ct);
        if (visit.Problem is { } problem)
            return Show.Wrong(problem);
        return visit.Value.Payment is { } payment
            ? await Change(id, form, viewer, () => change(visit.Value, payment.Id), ct)
            : Show.See($"/desk/visits/{id}");
    }

    static async Task<IResult> Change<T>(Guid id, Form form, Viewer viewer, Func<Task<Answer<T>>> change, CancellationToken ct)
    {
        var answer = await change();
        return form.Refused(answer)
            ? await VisitPages.Page(id, form, viewer, (int)answer.Status, ct)
            : Show.See(Viewer.Local(form["next"], $"/desk/visits/{id}"));
    }
}
