using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Payments.Sandbox;

/// <summary>The controls as HTTP with JSON on a port of their own. A refused action is 409, an unreadable request 400, both with <c>{"error"}</c>.</summary>
public static class ControlPlane
{
    sealed record ClockBody(Instant? Now = null, Duration? Advance = null, Uri? From = null);

    sealed record ActionBody(Money? Money = null);

    sealed record WebhooksBody(bool? On = null, ReleaseOrder? Order = null, int? Seed = null, int? Copies = null, int? Times = null);

    sealed record SwitchBody(bool? On = null);

    public static void Map(WebApplication app, SandboxControls controls)
    {
        app.Use(Refusals);
        app.MapGet("/addresses", () => Answer(controls.Addresses.ToDictionary(a => Wire.Name(a.Key), a => a.Value)));
        app.MapPost("/accounts", (HttpRequest r) => With<SandboxAccount>(r, controls.AddAccount));
        app.MapPost("/accounts/{id}/refunds-stay-pending", (string id, HttpRequest r) =>
            With<SwitchBody>(r, b => controls.RefundsStayPending(id, b.On ?? true)));
        app.MapGet("/clock", () => Answer(new { now = controls.Now }));
        app.MapPost("/clock", (HttpRequest r) => With<ClockBody>(r, b => Move(controls, b)));
        app.MapPost("/faults", (HttpRequest r) => With<Fault>(r, controls.Fault));
        app.MapDelete("/faults", () => Done(controls.ClearFaults));
        app.MapPost("/checkouts/{id}/{action}", (string id, string action, HttpRequest r) =>
            With<ActionBody>(r, b => controls.Checkout(id, Named<CheckoutAction>(action), b.Money)));
        app.MapPost("/payments/{id}/{action}", (string id, string action, HttpRequest r) =>
            With<ActionBody>(r, b => controls.Payment(id, Named<PaymentAction>(action), b.Money)));
        app.MapPost("/refunds/{id}/{action}", (string id, string action) => Done(() => controls.Refund(id, Named<RefundAction>(action))));
        app.MapPost("/webhooks/withhold", (HttpRequest r) => With<WebhooksBody>(r, b => controls.WithholdWebhooks(b.On ?? true)));
        app.MapPost("/webhooks/release", (HttpRequest r) => With<WebhooksBody>(r, b =>
            controls.ReleaseWebhooks(b.Order ?? ReleaseOrder.Asc, b.Seed ?? 0, b.Copies ?? 1)));
        app.MapPost("/webhooks/duplicate", (HttpRequest r) => With<WebhooksBody>(r, b => controls.Duplicate(b.Times ?? 1)));
        app.MapPost("/webhooks/settled", async () =>
        {
            await controls.Settled().WaitAsync(TimeSpan.FromSeconds(60));
            return Results.NoContent();
        });
        app.MapGet("/webhooks", () => Answer(controls.Deliveries.Select(Shown)));
        app.MapGet("/journal", () => Answer(controls.Journal));
    }

    static object Shown(Delivery d) => new { d.Id, d.Provider, d.Account, d.Url, d.Event, d.Type, d.Body, d.Due, d.Delivered, Attempts = d.Attempts.ToArray() };

    static void Move(SandboxControls controls, ClockBody body)
    {
        if (body.From is { } from) controls.FollowClock(from.IsAbsoluteUri ? from : throw new JsonException("from is no absolute address"));
        if (body.Now is { } now) controls.SetClock(now);
        if (body.Advance is { } by) controls.Advance(by);
    }

    /// <summary>Reads <c>late-capture</c> as <see cref="CheckoutAction.LateCapture"/>.</summary>
    static T Named<T>(string name) where T : struct, Enum =>
        Enum.TryParse<T>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new JsonException($"{name} is none of {string.Join(", ", Enum.GetNames<T>())}");

    static IResult Answer(object value) => Results.Json(value, SandboxJson.Options);

    static IResult Done(Action act)
    {
        act();
        return Results.NoContent();
    }

    /// <summary>An empty body is read as <c>{}</c>.</summary>
    static async Task<IResult> With<T>(HttpRequest request, Action<T> act)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        var body = JsonSerializer.Deserialize<T>(string.IsNullOrWhiteSpace(text) ? "{}" : text, SandboxJson.Options);
        return Done(() => act(body ?? throw new JsonException("null is not a request")));
    }

    static async Task Refusals(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (failure is SandboxRefusedException or JsonException or NotSupportedException or TimeoutException)
        {
            context.Response.StatusCode = failure is SandboxRefusedException or TimeoutException ? 409 : 400;
            await context.Response.WriteAsJsonAsync(new { error = failure.Message });
        }
    }
}
