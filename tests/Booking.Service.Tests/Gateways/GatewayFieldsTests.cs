using System.Net;
using System.Text;
using Xunit;

namespace Booking.Service.Tests.Gateways;

/// <summary>What an account may hold, field by field, over HTTP. A refusal names the field and never its value.</summary>
public sealed class GatewayFieldsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Long = "256 characters";

    [Theory]
    [InlineData("stripe", "mode", "\"TEST\"")]
    [InlineData("stripe", "mode", "\"sandbox\"")]
    [InlineData("stripe", "mode", "null")]
    [InlineData("stripe", "currency", "\"usd\"")]
    [InlineData("stripe", "currency", "\"USDX\"")]
    [InlineData("stripe", "currency", "\"USD\\n\"")]
    [InlineData("stripe", "secretKey", "\"sk_live_canary\"")]
    [InlineData("stripe", "secretKey", "\"rk_live_canary\"")]
    [InlineData("stripe", "secretKey", "\"pk_test_canary\"")]
    [InlineData("stripe", "secretKey", "\"sk_test_\"")]
    [InlineData("stripe", "secretKey", "\"sk_test_can ary\"")]
    [InlineData("stripe", "secretKey", "\"sk_test_canary\\n\"")]
    [InlineData("stripe", "secretKey", "\"sk_test_canäry\"")]
    [InlineData("stripe", "secretKey", Long)]
    [InlineData("stripe", "secretKey", "7")]
    [InlineData("stripe", "webhookSecrets", "[]")]
    [InlineData("stripe", "webhookSecrets", "[\"whsec_1\",\"whsec_2\",\"whsec_3\",\"whsec_4\",\"whsec_5\",\"whsec_6\"]")]
    [InlineData("stripe", "webhookSecrets[1]", "[\"whsec_1\",\"canary\"]")]
    [InlineData("stripe", "webhookSecrets[0]", "[null]")]
    [InlineData("stripe", "keyId", "\"rzp_test_canary\"")]
    [InlineData("razorpay", "currency", "\"\"")]
    [InlineData("razorpay", "keyId", "\"rzp_live_canary\"")]
    [InlineData("razorpay", "keyId", "\"canary\"")]
    [InlineData("razorpay", "keySecret", "\"\"")]
    [InlineData("razorpay", "keySecret", "\"can ary\"")]
    [InlineData("razorpay", "webhookSecrets", "[]")]
    [InlineData("razorpay", "webhookSecrets[0]", "[\"  \"]")]
    [InlineData("razorpay", "webhookSecrets[0]", "[\"canary\\u0007\"]")]
    [InlineData("paytabs", "region", "\"ARG\"")]
    [InlineData("paytabs", "region", "\"are\"")]
    [InlineData("paytabs", "profileId", "0")]
    [InlineData("paytabs", "profileId", "-5")]
    [InlineData("paytabs", "profileId", "\"5\"")]
    [InlineData("paytabs", "serverKey", "\"\"")]
    [InlineData("paytabs", "serverKey", Long)]
    [InlineData("manual", "instructions", "\"  \"")]
    [InlineData("manual", "instructions", "null")]
    public async Task A_field_that_is_not_right_is_named_and_nothing_is_kept(string provider, string field, string json)
    {
        var clinic = await Clinic.Open(service);
        var member = field.Split('[')[0];

        var answer = await Put(clinic, provider, With(provider, member, json == Long ? $"\"{new string('k', 256)}\"" : json));

        var problem = await answer.Problem(400, "invalid");
        Assert.Equal([field], problem.Errors!.Keys);
        Assert.DoesNotContain("can", string.Concat(problem.Errors.Values.SelectMany(messages => messages)), StringComparison.Ordinal);
        Assert.Equal(0, await service.Configured(clinic.Doctor));
    }

    [Theory]
    [InlineData("stripe", "secretKey", "\"rk_test_restricted\"")]
    [InlineData("stripe", "webhookSecrets", "[\"whsec_1\",\"whsec_2\",\"whsec_3\",\"whsec_4\",\"whsec_5\"]")]
    [InlineData("razorpay", "webhookSecrets", "[\"گزرنامہ with blanks\"]")]
    [InlineData("paytabs", "region", "\"GLOBAL\"")]
    [InlineData("paytabs", "profileId", "9223372036854775807")]
    [InlineData("manual", "instructions", "\"Bank\\nIBAN\"")]
    public async Task A_field_at_its_bound_is_taken(string provider, string member, string json)
    {
        var clinic = await Clinic.Open(service);

        var answer = await Put(clinic, provider, With(provider, member, json));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, await service.Configured(clinic.Doctor));
    }

    async Task<HttpResponseMessage> Put(Clinic clinic, string provider, string json) => await service.Ops().Http.PutAsync(
        $"/api/doctors/{clinic.Doctor}/gateways/{provider}", new StringContent(json, Encoding.UTF8, "application/json"));

    // A request that is right but for one member.
    static string With(string provider, string member, string json)
    {
        var members = provider switch
        {
            "stripe" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["mode"] = "\"test\"", ["currency"] = "\"USD\"", ["secretKey"] = "\"sk_test_1\"", ["webhookSecrets"] = "[\"whsec_1\"]",
            },
            "razorpay" => new(StringComparer.Ordinal)
            {
                ["mode"] = "\"test\"", ["currency"] = "\"INR\"", ["keyId"] = "\"rzp_test_1\"", ["keySecret"] = "\"s\"", ["webhookSecrets"] = "[\"w\"]",
            },
            "paytabs" => new(StringComparer.Ordinal)
            {
                ["mode"] = "\"test\"", ["currency"] = "\"AED\"", ["region"] = "\"ARE\"", ["profileId"] = "1", ["serverKey"] = "\"s\"",
            },
            _ => new(StringComparer.Ordinal) { ["instructions"] = "\"Cash\"" },
        };
        members[member] = json;
        return $"{{{string.Join(',', members.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}";
    }
}
