using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Sandbox.Tests.PayTabs;

public sealed class PayTabsNoticeTests
{
    [Fact]
    public async Task A_payment_is_told_to_the_callback_and_to_the_dashboards_address_over_their_exact_bytes()
    {
        await using var bench = await PayTabsBench.Open();
        var page = await bench.OpenPage(""","customer_details":{"name":"Zoë"} """);
        bench.Controls.Pay(page);
        await bench.Controls.Settled();
        foreach (var notice in new[] { Assert.Single(bench.Callbacks.Received), Assert.Single(bench.Notices.Received) })
        {
            Assert.Equal(Signature(notice.Body), notice.Headers["Signature"]);
            Assert.StartsWith("Go-http-client/", notice.Headers["User-Agent"]);
            var json = JsonNode.Parse(notice.Body)!;
            Assert.Equal((page, 9001, "500.00"), ((string)json["tran_ref"]!, (int)json["profile_id"]!, (string)json["tran_total"]!));
            Assert.Equal("A", (string)json["payment_result"]!["response_status"]!);
            Assert.Contains("Zoë", Encoding.UTF8.GetString(notice.Body));
        }
    }

    [Fact]
    public async Task A_refund_by_hand_is_told_to_the_dashboards_address()
    {
        await using var bench = await PayTabsBench.Open();
        bench.Controls.RefundByHand(await bench.PaidPage());
        await bench.Controls.Settled();
        Assert.Contains(bench.Notices.Received, notice => (string)JsonNode.Parse(notice.Body)!["tran_type"]! == "Refund");
    }

    [Theory]
    [InlineData(204, 6)]
    [InlineData(500, 6)]
    [InlineData(200, 1)]
    public async Task It_comes_again_five_times_unless_the_answer_is_exactly_200(int status, int times)
    {
        await using var bench = await PayTabsBench.Open();
        bench.Notices.Status = status;
        await bench.PaidPage();
        await bench.Controls.Settled();
        bench.Controls.Advance(Duration.FromDays(2));
        await bench.Controls.Settled();
        Assert.Equal(times, bench.Notices.Received.Count);
        Assert.All(bench.Notices.Received, notice => Assert.Equal(bench.Notices.Received[0].Body, notice.Body));
    }

    [Fact]
    public void A_return_is_signed_as_the_provider_documents_it()
    {
        var form = SandboxRequest.Pairs(
            "acquirerMessage=&acquirerRRN=&cartId=cart_11111&customerEmail=email%40domain.com&respCode=G84718&respMessage=Authorised"
            + "&respStatus=A&signature=x&token=&tranRef=TST2215201242166");
        Assert.Equal("7a181a32c768621eb6966107752ee70205a01f1c4403a3d13c0ff604f591f988", PayTabsSignatures.OfReturn(form, PayTabsBench.ServerKey));
    }

    [Fact]
    public void A_query_is_encoded_as_PHP_does() => Assert.Equal(
        "a=b+c%7E%2A%28%29%27%21&d=%C3%AB-_.%40",
        PayTabsSignatures.BuildQuery([new("a", "b c~*()'!"), new("d", "ë-_.@")]));

    static string Signature(byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(PayTabsBench.ServerKey), body));
}
