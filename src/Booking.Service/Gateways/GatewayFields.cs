using System.Text.RegularExpressions;
using Booking.Contracts;
using Payments.Adapters.PayTabs;

namespace Booking.Service.Gateways;

/// <summary>What the fields of an account may hold. Messages tell the rule and never the value.</summary>
static partial class GatewayFields
{
    const int LongestKey = 255, MostWebhookSecrets = 5;

    public static FieldErrors Check(StripeGatewayRequest request)
    {
        var errors = Begin(request.Currency);
        var mode = Wire.Name(request.Mode);
        Key(errors, "secretKey", request.SecretKey, $"sk_{mode}_", $"rk_{mode}_");
        foreach (var (path, secret) in WebhookSecrets(errors, request.WebhookSecrets))
            Key(errors, path, secret, "whsec_");
        return errors;
    }

    public static FieldErrors Check(RazorpayGatewayRequest request)
    {
        var errors = Begin(request.Currency);
        Key(errors, "keyId", request.KeyId, $"rzp_{Wire.Name(request.Mode)}_");
        Key(errors, "keySecret", request.KeySecret);
        foreach (var (path, secret) in WebhookSecrets(errors, request.WebhookSecrets))
            errors.Require(
                !string.IsNullOrWhiteSpace(secret) && secret.Length <= LongestKey && !secret.Any(char.IsControl),
                path, $"Must have 1 to {LongestKey} characters, none of them a control character.");
        return errors;
    }

    public static FieldErrors Check(PayTabsGatewayRequest request)
    {
        var errors = Begin(request.Currency);
        errors.Require(PayTabsRegions.AddressOf(request.Region) is not null, "region", $"Must be one of {string.Join(", ", PayTabsRegions.Names.Order(StringComparer.Ordinal))}.");
        errors.Require(request.ProfileId > 0, "profileId", "Must be positive.");
        Key(errors, "serverKey", request.ServerKey);
        return errors;
    }

    public static FieldErrors Check(ManualGatewayRequest request)
    {
        var errors = new FieldErrors();
        errors.Require(
            !string.IsNullOrWhiteSpace(request.Instructions) && request.Instructions.Length <= Limits.FreeText,
            "instructions", $"Must have 1 to {Limits.FreeText} characters.");
        return errors;
    }

    static FieldErrors Begin(string currency)
    {
        var errors = new FieldErrors();
        errors.Require(Currency().IsMatch(currency), "currency", "Must be an ISO 4217 code such as USD.");
        return errors;
    }

    /// <summary>Keys go into headers: visible ASCII without a blank, so that a paste that caught more than the key is noticed.</summary>
    static void Key(FieldErrors errors, string path, string key, params string[] prefixes)
    {
        errors.Require(
            key.Length is >= 1 and <= LongestKey && !key.AsSpan().ContainsAnyExceptInRange('!', '~'),
            path, $"Must have 1 to {LongestKey} visible ASCII characters and no blank.");
        errors.Require(
            prefixes.Length == 0 || prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length),
            path, $"Must begin with {string.Join(" or ", prefixes)} and go on.");
    }

    static IEnumerable<(string Path, string Secret)> WebhookSecrets(FieldErrors errors, IReadOnlyList<string> secrets)
    {
        errors.Require(secrets.Count is >= 1 and <= MostWebhookSecrets, "webhookSecrets", $"Must have 1 to {MostWebhookSecrets} entries.");
        return secrets.Take(MostWebhookSecrets).Select((secret, i) => ($"webhookSecrets[{i}]", secret));
    }

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Currency();
}
