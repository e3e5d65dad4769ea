using System.Net;
using System.Text.RegularExpressions;

namespace Payments.Sandbox.Tests.PayTabs;

public sealed partial class PayTabsPageTests
{
    const string Return = ",\"return\":\"https://clinic.example/back?a=b\",\"customer_details\":{\"email\":\"a~b@clinic.example\"}";

    [Fact]
    public async Task It_shows_the_amount_in_major_units()
    {
        await using var bench = await PayTabsBench.Open();
        var page = await bench.Browser.GetStringAsync(
            new Uri((await bench.CreatePage("c", "12.3", "KWD"))["redirect_url"]!), TestContext.Current.CancellationToken);
        Assert.Contains("KWD 12.300", page);
        Assert.Contains("no money moves", page);
    }

    [Theory]
    [InlineData("pay", "A")]
    [InlineData("decline", "D")]
    [InlineData("cancel", "C")]
    [InlineData("hold", "P")]
    public async Task The_browser_brings_a_signed_form_back(string button, string status)
    {
        await using var bench = await PayTabsBench.Open();
        var fields = await Press(bench, button);
        Assert.Equal(("c", status), (fields["cartId"], fields["respStatus"]));
        Assert.Equal(PayTabsSignatures.OfReturn(fields, PayTabsBench.ServerKey), fields["signature"]);
        Assert.False(fields.ContainsKey("amount"));
    }

    [Fact]
    public async Task After_an_error_there_is_no_signature()
    {
        await using var bench = await PayTabsBench.Open();
        var fields = await Press(bench, "error");
        Assert.Equal(("E", ""), (fields["respStatus"], fields["signature"]));
    }

    [Fact]
    public async Task It_returns_by_GET_when_it_was_asked_to()
    {
        await using var bench = await PayTabsBench.Open();
        var created = await bench.CreatePage("c", more: Return + ",\"return_using_get\":true");
        using var answer = await Post(bench, created["redirect_url"]!, "pay");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var location = answer.Headers.Location!.AbsoluteUri;
        Assert.StartsWith("https://clinic.example/back?a=b&", location);
        Assert.Contains("tranRef=" + created["tran_ref"], location);
    }

    [Fact]
    public async Task A_page_that_has_ended_takes_no_payment()
    {
        await using var bench = await PayTabsBench.Open();
        var created = await bench.CreatePage("c", more: Return);
        bench.Controls.Cancel(created["tran_ref"]!);
        using var late = await Post(bench, created["redirect_url"]!, "pay");
        Assert.Equal(("Sale", "C"), await bench.StateOf(created["tran_ref"]!));
    }

    static async Task<Dictionary<string, string>> Press(PayTabsBench bench, string button)
    {
        using var answer = await Post(bench, (await bench.CreatePage("c", more: Return))["redirect_url"]!, button);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("action=\"https://clinic.example/back?a=b\"", page);
        return Hidden().Matches(page).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
    }

    static async Task<HttpResponseMessage> Post(PayTabsBench bench, string url, string button)
    {
        using var form = new FormUrlEncodedContent([new("action", button)]);
        return await bench.Browser.PostAsync(new Uri(url), form, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
