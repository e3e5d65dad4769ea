namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Hook = $$$"""
        {"id":{{{Id}}},"url":"https://example.com/hook","events":["*"],"doctorId":null,"createdAt":"2026-11-22T05:00:00Z","active":false,
         "failingSince":"2026-11-22T05:00:00Z","disabledAt":"2026-11-27T05:00:00Z","disabledReason":"failing"}
        """;

    const string Delivery = $$$"""
        {"id":{{{Id}}},"eventId":"evt_018f3a5e000070008000000000000001","type":"payment.paid","state":"waiting","attempts":1,"statusCode":null,
         "error":"timeout","durationMs":15000,"createdAt":"2026-11-22T05:00:00Z","triedAt":"2026-11-22T05:00:00Z","nextAt":"2026-11-22T05:00:05Z"}
        """;

    public static IEnumerable<TheoryDataRow<Type, string>> Webhooks =>
    [
        Row<WebhookRequest>("""{"url":"https://example.com/hook","events":["appointment.confirmed","payment.paid"]}"""),
        Row<WebhookSecretAnswer>($$$"""{"id":{{{Id}}},"secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","previousUntil":null}"""),
        Row<WebhookAnswer>(Hook),
        Row<Page<WebhookAnswer>>(Page(Hook)),
        Row<DeliveryItem>(Delivery),
        Row<Page<DeliveryItem>>(Page(Delivery)),
        Row<WebhookEvent<VisitEventData>>($$$"""
            {"type":"appointment.rescheduled","timestamp":"2026-11-22T05:00:00.123Z","data":{"appointmentId":{{{Id}}},"doctorId":{{{Id}}},"patientId":{{{Id}}},
             "status":"confirmed","start":"2026-11-23T06:00:00Z","end":"2026-11-23T06:30:00Z","timeZone":"Asia/Dubai","type":"standard","due":{{{Usd}}},
             "paymentId":{{{Id}}},"previousStart":"2026-11-23T05:00:00Z","code":null,"fee":null,"refund":null}}
            """),
        Row<WebhookEvent<PaymentEventData>>($$$"""
            {"type":"payment.refunded","timestamp":"2026-11-22T05:00:00Z","data":{"paymentId":{{{Id}}},"appointmentId":{{{Id}}},"doctorId":{{{Id}}},
             "provider":"stripe","status":"refunded","due":{{{Usd}}},"amount":{{{Usd}}},"captured":{{{Usd}}},"refunded":{{{Usd}}}}}
            """),
        Row<FeedAnswer>($$$"""{"id":{{{Id}}},"url":"https://booking.example/feeds/t.ics"}"""),
        Row<ItemList<FeedItem>>(List($$$"""{"id":{{{Id}}},"createdAt":"2026-11-22T05:00:00Z"}""")),
    ];
}
