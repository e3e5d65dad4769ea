namespace Payments.Sandbox.Tests.PayTabs;

public sealed class PayTabsRefusalTests
{
    [Theory]
    [InlineData("another-key", "9001")]
    [InlineData("Bearer " + PayTabsBench.ServerKey, "9001")]
    [InlineData(PayTabsBench.ServerKey, "9002")]
    public async Task A_key_that_is_not_the_profiles_is_401_with_code_1(string key, string profile)
    {
        await using var bench = await PayTabsBench.Open();
        var answer = await bench.Post("/payment/query", "\"cart_id\":\"c\"", key, profile);
        Assert.Equal((401, "1"), (answer.Status, answer["code"]));
        Assert.NotNull(answer["trace"]);
    }

    [Fact]
    public async Task A_key_is_not_known_in_another_region()
    {
        await using var bench = await PayTabsBench.Open();
        Assert.Equal(200, (await bench.Post("/ARE/payment/query", "\"cart_id\":\"c\"")).Status);
        var elsewhere = await bench.Post("/SAU/payment/query", "\"cart_id\":\"c\"");
        Assert.Equal((401, "1"), (elsewhere.Status, elsewhere["code"]));
        bench.Controls.AddAccount(bench.Merchant with { WrongRegion = true });
        Assert.Equal("1", (await bench.Post("/payment/query", "\"cart_id\":\"c\""))["code"]);
    }

    [Theory]
    [InlineData("0", "AED")]
    [InlineData("-1", "AED")]
    [InlineData("\"500\"", "AED")]
    [InlineData("10000000000", "AED")]
    [InlineData("1.005", "AED")]
    [InlineData("1.5", "JPY")]
    [InlineData("1.0005", "KWD")]
    public async Task An_amount_that_it_cannot_take_is_code_2(string amount, string currency)
    {
        await using var bench = await PayTabsBench.Open();
        var answer = await bench.CreatePage("c", amount, currency);
        Assert.Equal((400, "2"), (answer.Status, answer["code"]));
    }

    [Theory]
    [InlineData("500", "AED", "500.00")]
    [InlineData("12.3", "AED", "12.30")]
    [InlineData("500", "JPY", "500")]
    [InlineData("295.991", "KWD", "295.991")]
    [InlineData("9999999999.99", "AED", "9999999999.99")]
    public async Task An_amount_goes_in_as_a_number_and_comes_out_as_text(string amount, string currency, string text)
    {
        await using var bench = await PayTabsBench.Open();
        var answer = await bench.CreatePage("c", amount, currency);
        Assert.Equal(text, (string)answer.Json["cart_amount"]!);
    }

    [Theory]
    [InlineData("tran_type")]
    [InlineData("tran_class")]
    [InlineData("cart_id")]
    [InlineData("cart_currency")]
    [InlineData("cart_amount")]
    [InlineData("cart_description")]
    public async Task Each_required_field_is_required(string field)
    {
        await using var bench = await PayTabsBench.Open();
        var answer = await bench.Post("/payment/request", PayTabsBench.Request("sale", "c", "500", "AED").Replace(field, "other"));
        Assert.Equal((400, "2"), (answer.Status, answer["code"]));
    }

    [Theory]
    [InlineData(64, 200)]
    [InlineData(65, 400)]
    public async Task A_cart_id_has_at_most_64_characters(int length, int status)
    {
        await using var bench = await PayTabsBench.Open();
        Assert.Equal(status, (await bench.CreatePage(new string('c', length))).Status);
    }

    [Fact]
    public async Task A_currency_that_is_none_is_code_206()
    {
        await using var bench = await PayTabsBench.Open();
        var answer = await bench.CreatePage("c", currency: "aed");
        Assert.Equal((400, "206"), (answer.Status, answer["code"]));
    }

    [Fact]
    public async Task The_same_cart_and_amount_is_a_duplicate_for_two_minutes_and_is_not_replayed()
    {
        await using var bench = await PayTabsBench.Open();
        Assert.Equal(200, (await bench.CreatePage("c")).Status);
        bench.Controls.Advance(Duration.FromSeconds(110));
        var again = await bench.CreatePage("c");
        Assert.Equal((409, "4", null), (again.Status, again["code"], again["redirect_url"]));
        Assert.Equal(200, (await bench.CreatePage("c", "501")).Status);
        bench.Controls.Advance(Duration.FromSeconds(15));
        Assert.Equal(200, (await bench.CreatePage("c")).Status);
    }

    [Fact]
    public async Task Twenty_questions_a_minute_are_the_most()
    {
        await using var bench = await PayTabsBench.Open();
        for (var number = 0; number < 20; number++) Assert.Equal(200, (await bench.QueryCart("c")).Status);
        Assert.Equal("5", (await bench.QueryCart("c"))["code"]);
        Assert.Equal(200, (await bench.CreatePage("c")).Status);
        bench.Controls.Advance(Duration.FromSeconds(61));
        Assert.Equal(200, (await bench.QueryCart("c")).Status);
    }

    [Fact]
    public async Task A_query_names_a_transaction_or_a_cart_and_not_both()
    {
        await using var bench = await PayTabsBench.Open();
        Assert.Equal("2", (await bench.Post("/payment/query", "\"cart_id\":\"c\",\"tran_ref\":\"t\""))["code"]);
        Assert.Equal("2", (await bench.Post("/payment/query", "\"other\":1"))["code"]);
    }

    [Fact]
    public async Task Business_errors_come_as_200_where_they_are_told_to()
    {
        await using var bench = await PayTabsBench.Open(merchant => merchant with { ErrorsAsOk = true });
        var answer = await bench.CreatePage("c", currency: "aed");
        Assert.Equal((200, "206", null), (answer.Status, answer["code"], answer["redirect_url"]));
    }

    [Theory]
    [InlineData("http://clinic.example/hook")]
    [InlineData("https://clinic.example:8443/hook")]
    [InlineData("https://localhost/hook")]
    public async Task Addresses_that_the_real_one_refuses_are_refused_on_demand(string url)
    {
        await using var bench = await PayTabsBench.Open(merchant => merchant with { RealUrlsOnly = true });
        var request = PayTabsBench.Request("sale", "c", "500", "AED");
        Assert.Equal("2", (await bench.Post("/payment/request", $"{request},\"callback\":\"{url}\""))["code"]);
        Assert.Equal("2", (await bench.Post("/payment/request", $"{request},\"return\":\"{url}\""))["code"]);
        Assert.Equal(200, (await bench.Post("/payment/request", $"{request},\"callback\":\"https://clinic.example/hook\"")).Status);
    }
}
