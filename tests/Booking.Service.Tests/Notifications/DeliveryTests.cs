using System.Text;
using System.Text.RegularExpressions;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>Messages get out over real sockets, once, whatever fails on the way, and leave nothing personal behind.</summary>
public sealed partial class DeliveryTests(MessagingFixture service) : IClassFixture<MessagingFixture>, IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        (service.Gateway.IsDown, service.Gateway.LosesAnswers, service.Smtp.Refuses) = (false, false, false);
        return default;
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_gateway_that_was_down_gets_the_message_once_it_is_up_and_under_the_same_key()
    {
        service.Gateway.IsDown = true;
        var (reader, visit) = await Confirmed();
        await Waiting.Until(() => Task.FromResult(!service.Gateway.Requests.IsEmpty), "a first attempt");
        await Waiting.Until(async () => (await MailOf(reader)).Contains("Your appointment is confirmed"), "the mail, whatever becomes of the SMS");

        service.Gateway.IsDown = false;
        await service.Advance(Duration.FromMinutes(20));
        await Correspondent.Quiet(service, visit);

        var (key, sms) = Assert.Single(service.Gateway.Taken, taken => taken.Value.To == reader.Phone);
        Assert.Equal((key, "Clinic"), (sms.Reference, sms.From));
        Assert.Contains($"/visits/{visit.Id}", sms.Text);
        Assert.True(service.Gateway.Requests.Count(request => request == (key, "Bearer gateway-secret")) > 1);
        Assert.Single(await MailOf(reader), subject => subject == "Your appointment is confirmed");
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_sent_again_under_the_same_key()
    {
        service.Gateway.LosesAnswers = true;
        var (reader, visit) = await Confirmed();
        await Waiting.Until(() => Task.FromResult(service.Gateway.Taken.Values.Any(sms => sms.To == reader.Phone)), "the message");
        service.Gateway.LosesAnswers = false;
        await service.Advance(Duration.FromMinutes(20));
        await Correspondent.Quiet(service, visit);

        Assert.Single(service.Gateway.Taken.Values, sms => sms.To == reader.Phone);
    }

    [Fact]
    public async Task A_gateway_that_never_comes_back_holds_up_neither_mail_nor_the_visit()
    {
        service.Gateway.IsDown = true;
        var (reader, visit) = await Confirmed();
        _ = (await reader.Client.Cancel(visit.Id, new("ill"))).Value;

        await Waiting.Until(async () => (await MailOf(reader)).Contains("Your appointment is cancelled"), "the mail");
        Assert.Equal(0, await Invariants.Count(service, "select count(*) from outbox where parks and type in ('send_notice', 'send_reminder')"));
        Assert.DoesNotContain(service.Gateway.Taken.Values, sms => sms.To == reader.Phone);
        service.Gateway.IsDown = false;
        await service.Advance(Duration.FromMinutes(20));
        await Correspondent.Quiet(service, visit);

        Assert.Equal(["Confirmed", "Cancelled"], service.Gateway.Taken.Where(taken => taken.Value.To == reader.Phone)
            .OrderBy(taken => service.Gateway.Requests.ToList().FindIndex(request => request.Key == taken.Key)).Select(taken => taken.Value.Text.Split(':')[0]));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_mail_has_a_plain_and_a_right_to_left_part_and_keeps_its_id_when_it_is_sent_again()
    {
        service.Smtp.Refuses = true;
        var (reader, visit) = await Confirmed("ar");
        await Waiting.Until(async () => await Attempts(visit) > 0, "a first attempt");
        service.Smtp.Refuses = false;
        await service.Advance(Duration.FromMinutes(20));
        await Correspondent.Quiet(service, visit);

        var message = Assert.Single(service.Smtp.Taken, taken => taken.To == reader.Email).Message;
        Assert.Contains("multipart/alternative", message);
        Assert.Contains("Content-Language: ar", message);
        Assert.Contains(Parts(message), part => part.StartsWith("BEGIN:VCALENDAR", StringComparison.Ordinal));
        Assert.Matches("Message-ID: <[0-9a-f-]{36}@letters.test>", message);
        Assert.Contains(Parts(message), part => part.Contains("<html lang=\"ar\" dir=\"rtl\">", StringComparison.Ordinal));
        Assert.Contains(Parts(message), part => part.Contains("تم تأكيد موعدك مع \u2068Test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neither_the_outbox_nor_a_log_line_names_a_person()
    {
        service.Smtp.Refuses = service.Gateway.IsDown = true;
        var (reader, visit) = await Confirmed();
        await Waiting.Until(async () => await Attempts(visit) > 2, "some attempts");
        service.Smtp.Refuses = service.Gateway.IsDown = false;
        await service.Advance(Duration.FromMinutes(20));
        await Correspondent.Quiet(service, visit);

        var (_, rows) = await Canaries.Dump(service.Database, except: "identity");
        foreach (var secret in new[] { reader.Email, reader.Phone[1..] })
        {
            Assert.DoesNotContain(secret, rows);
            Assert.DoesNotContain(service.Logged, line => line.Contains(secret, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(service.Logged, line => line.Contains("gateway-secret", StringComparison.Ordinal));
        Assert.Contains(service.Logged, line => line.Contains("The mail server answered", StringComparison.Ordinal));
    }

    async Task<List<string>> MailOf(Correspondent reader) =>
        [.. (await service.Anonymous().Mail()).Value.Items.Where(item => item.To == reader.Email).Select(item => item.Subject)];

    Task<long> Attempts(AppointmentAnswer visit) => Invariants.Count(
        service, "select coalesce(sum(attempts), 0)::bigint from outbox where error is not null and body ->> 'appointment' = $1", Pg.Text(visit.Id.ToString()));

    static IEnumerable<string> Parts(string message) => Base64().Matches(message)
        .Select(match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["bytes"].Value.Replace("\n", "", StringComparison.Ordinal))));

    async Task<(Correspondent, AppointmentAnswer)> Confirmed(string language = "en")
    {
        var (reader, clinic) = (await Correspondent.Join(service, language), await Clinic.Open(service));
        return (reader, await clinic.Confirmed(reader.Client, (await clinic.Free(from: clinic.Today.PlusDays(8)))[0]));
    }

    [GeneratedRegex("base64\n(?:[A-Za-z-]+:[^\n]*\n)*\n(?<bytes>[A-Za-z0-9+/=\n]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Base64();
}
