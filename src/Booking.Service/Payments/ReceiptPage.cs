using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Booking.Contracts;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Payments;

/// <summary>A receipt on paper: one page, no script, nothing fetched.</summary>
static class ReceiptPage
{
    const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; inline-size: 100%; margin-block: 1rem; }
        th, td { text-align: start; padding: .3rem .5rem; border-block-end: 1px solid #888; }
        td.money, th.money { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
        @media print { body { margin: 0; } }
        """;

    static readonly ZonedDateTimePattern When =
        ZonedDateTimePattern.CreateWithInvariantCulture("d MMMM uuuu, HH:mm '('z')'", zoneProvider: null);

    /// <summary>Nothing but this page's own style, known by its hash.</summary>
    public static readonly string ContentPolicy =
        $"default-src 'none'; frame-ancestors 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    public static string Write(ReceiptAnswer receipt)
    {
        var zone = Zones.Find(receipt.TimeZone) ?? DateTimeZone.Utc;
        var lines = new StringBuilder();
        foreach (var line in receipt.Lines)
        {
            lines.AppendLine(CultureInfo.InvariantCulture, $"""
                <tr><td>{At(line.At, zone)}</td><td>{What(line)}</td><td>{Html(line.Reference)}</td><td class="money">{Money(line.Amount)}</td></tr>
                """);
        }

        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Receipt {receipt.Number}</title><style>{Style}</style></head>
            <body><main>
            <h1>Receipt {receipt.Number}</h1>
            <table>
            <tr><th scope="row">Doctor</th><td>{Html(receipt.DoctorName)}</td></tr>
            <tr><th scope="row">Patient</th><td>{Html(receipt.PatientName ?? "")}</td></tr>
            <tr><th scope="row">Appointment</th><td>{At(receipt.Start, zone)}</td></tr>
            <tr><th scope="row">Type</th><td>{(receipt.Type == AppointmentType.Standard ? "Consultation" : "Follow-up")}</td></tr>
            <tr><th scope="row">Price</th><td>{Money(receipt.Price)}</td></tr>
            <tr><th scope="row">Discount</th><td>{Money(receipt.Discount)}</td></tr>
            <tr><th scope="row">Due</th><td>{Money(receipt.Due)}</td></tr>
            </table>
            <table>
            <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Reference</th><th scope="col" class="money">Amount</th></tr></thead>
            <tbody>
            {lines}</tbody>
            <tfoot>
            <tr><th scope="row" colspan="3">Paid</th><td class="money">{Money(receipt.Paid)}</td></tr>
            <tr><th scope="row" colspan="3">Refunded</th><td class="money">{Money(receipt.Refunded)}</td></tr>
            <tr><th scope="row" colspan="3">Balance</th><td class="money">{Money(receipt.Balance)}</td></tr>
            </tfoot>
            </table>
            </main></body>
            </html>
            """;
    }

    static string At(Instant at, DateTimeZone zone) => When.Format(at.InZone(zone));

    static string Money(Money money) => $"{MoneyText.Major(money)} {money.Currency}";

    static string What(ReceiptLine line) => line.Kind switch
    {
        ReceiptLineKind.Payment => $"Paid by {Way(line)}",
        ReceiptLineKind.Refund => $"Refunded by {Way(line)}",
        _ => $"Refund by {Way(line)} failed",
    };

    static string Way(ReceiptLine line) => line.Method is { } method ? $"{Wire.Name(method)} at the desk" : line.Provider.ToString();

    static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
