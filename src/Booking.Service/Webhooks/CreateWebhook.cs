using Booking.Contracts;
using Booking.EventStore;

namespace Booking.Service.Webhooks;

/// <summary>Registers an endpoint: of the desk for everybody's visits, of a doctor for their own. Its secret is told in this answer and never again.</summary>
public sealed class CreateWebhook(Commands commands, MasterKeys masterKeys, IHostEnvironment environment)
{
    public static readonly Refusal TooMany = new("too-many-webhooks", "There are 20 endpoints at most; delete one first.");

    const int LongestUrl = 500, MostEvents = 20;

    const string Insert = """
        insert into webhooks (id, doctor_id, url, events, sealed, version, created_at, created_by, number, since)
        select $1, $2, $3, $4, $5, 1, $6, $7, coalesce(min(n), 21), (select case when is_called then last_value else 0 end from mt_events_sequence)
          from generate_series(1, 20) n
         where not exists (select from webhooks where owner = coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid) and number = n)
        """;

    public static void Model(StoreModel model) => model.Refuse("webhooks_are_twenty_at_most", TooMany).Conflict("webhooks_number");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/webhooks", (WebhookRequest request, Caller caller, CreateWebhook create, CancellationToken ct) => create.Run(request, caller, ct))
            .RequireAuthorization(Policies.DeskOrDoctor).Answers<WebhookSecretAnswer>(201, 400, 403, 409, 422);

    async Task<IResult> Run(WebhookRequest request, Caller caller, CancellationToken ct)
    {
        if (Check(request) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        var (id, secrets, doctor) = (Guid.CreateVersion7(), WebhookSecrets.New(), caller.IsDesk ? null : caller.DoctorId);
        return await commands.Run(caller, (unit, now) => () =>
        {
            unit.Guard(batch => batch.Add(
                Insert, Pg.Uuid(id), Pg.UuidOrNull(doctor?.Value), Pg.Text(request.Url), Pg.Texts([.. request.Events.Distinct(StringComparer.Ordinal)]),
                Pg.Bytes(secrets.Seal(masterKeys, id)), Pg.At(now), Pg.Uuid(caller.AccountId!.Value.Value)));
            return Answer.Created($"/api/webhooks/{id}", new WebhookSecretAnswer(id, secrets.Current), version: 1);
        }, ct);
    }

    FieldErrors Check(WebhookRequest request)
    {
        var errors = new FieldErrors();
        if (Fault(request.Url, environment.IsDevelopment()) is { } fault)
        {
            errors.Add("url", fault);
        }

        errors.Require(request.Events.Count is >= 1 and <= MostEvents, "events", $"Must have 1 to {MostEvents} entries.");
        for (var i = 0; i < Math.Min(request.Events.Count, MostEvents); i++)
        {
            errors.Require(
                request.Events[i] == WebhookTypes.All || WebhookTypes.Known.Contains(request.Events[i], StringComparer.Ordinal),
                $"events[{i}]", $"Must be * or one of {string.Join(", ", WebhookTypes.Known)}.");
        }

        return errors;
    }

    /// <summary>A name is only looked at when it is connected to, because what it leads to then may be another address.</summary>
    /// <returns>What is wrong with the URL, in words for its sender; null when nothing is.</returns>
    internal static string? Fault(string url, bool development)
    {
        if (url.Length is 0 or > LongestUrl || url.AsSpan().ContainsAnyExceptInRange('!', '~') || !Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return $"Must be an address of 1 to {LongestUrl} visible ASCII characters, such as https://example.com/hooks.";
        }

        return address.Scheme != Uri.UriSchemeHttps && !(development && address.Scheme == Uri.UriSchemeHttp) ? "Must begin with https://."
            : address.Host.Length == 0 || address.UserInfo.Length > 0 || address.Fragment.Length > 0 ? "Must have a host, and no user name, password or fragment."
            : (!development && IsLocalName(address.IdnHost))
                || (System.Net.IPAddress.TryParse(address.IdnHost, out var literal) && !PublicAddresses.Allows(literal, loopback: development))
                ? "Must lead to an address of the public internet."
            : null;
    }

    /// <summary>RFC 6761, section 6.3: these names are this machine's, whoever is asked.</summary>
    static bool IsLocalName(string host) => host.TrimEnd('.') is var name
        && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
}
