namespace Booking.Contracts.Tests;

static partial class Golden
{
    public static IEnumerable<TheoryDataRow<Type, string>> Gateways =>
    [
        Row<StripeGatewayRequest>("""{"mode":"test","currency":"USD","secretKey":"sk_test_1","webhookSecrets":["whsec_2","whsec_1"]}"""),
        Row<RazorpayGatewayRequest>("""
            {"mode":"live","currency":"INR","keyId":"rzp_live_1","keySecret":"s","webhookSecrets":["chosen"]}
            """),
        Row<PayTabsGatewayRequest>("""{"mode":"live","currency":"AED","region":"ARE","profileId":12345,"serverKey":"k"}"""),
        Row<ManualGatewayRequest>("""{"instructions":"At the desk, in cash."}"""),
        Row<GatewayAnswer>($$$"""
            {"accountId":{{{Id}}},"webhookPath":"/webhooks/stripe/018f3a5e-0000-7000-8000-000000000001","active":true}
            """),
        Row<ItemList<GatewayItem>>(List($$$"""
            {"provider":"manual","accountId":{{{Id}}},"webhookPath":null,"active":true,"mode":"live","currency":null}
            """)),
    ];
}
