using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>What becomes of a visit is told to those whom it concerns, in their own words and time.</summary>
public sealed class NoticesTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync() => await Invariants.Check(service);

    [Fact]
    public async Task A_visit_that_waits_for_its_payment_is_told_to_the_patient_alone()
    {
        var (reader, visit) = await Pending();

        var mail = await Told(reader, visit, "Your appointment is waiting for your payment");

        Assert.Contains($"/visits/{visit.Id}", mail.Text);
        Assert.Contains("USD 200.00", mail.Text);
        Assert.Contains("(Asia/Dubai, UTC+4)", mail.Text);
        Assert.Contains("At the clinic it is then", mail.Text);
        Assert.Empty(await reader.ToDoctor(visit));
        Assert.Empty(await reader.Mail(visit, "sms"));
    }

    [Fact]
    public async Task Who_has_paid_meanwhile_is_not_asked_for_money_any_more()
    {
        var (reader, visit) = await Confirmed();
        await Waiting.Until(async () => await Correspondent.Waits(service, visit, service.Now + Duration.FromMinutes(1)) == 0, "the mail that asks for money");

        Assert.Equal(["Your appointment is confirmed"], await reader.Subjects(visit));
    }

    [Fact]
    public async Task A_confirmation_goes_to_the_patient_by_mail_and_SMS_and_to_the_doctor_by_mail()
    {
        var (reader, visit) = await Confirmed();

        Assert.Contains("confirmed", (await Told(reader, visit, "Your appointment is confirmed")).Text);
        Assert.StartsWith("Confirmed: your appointment with Test", Assert.Single(await reader.Mail(visit, "sms")).Text);
        var doctor = Assert.Single(await reader.ToDoctor(visit));
        Assert.Equal(("A new appointment", "en"), (doctor.Subject, doctor.Language));
        Assert.DoesNotContain(reader.Email, doctor.Text);
    }

    [Fact]
    public async Task Who_moves_a_visit_without_end_is_sent_twenty_SMS_a_day_and_every_mail()
    {
        var (reader, visit) = await Confirmed();
        for (var move = 1; move <= 21; move++)
            _ = (await reader.Client.Reschedule(visit.Id, new(visit.Start + Duration.FromHours(move % 2)))).Value;

        Assert.Equal(21, (await reader.Subjects(visit)).Count(subject => subject == "Your appointment has a new time"));
        Assert.Equal(20, (await reader.Mail(visit, "sms")).Count);

        await service.Advance(Duration.FromHours(24));
        _ = (await reader.Client.Reschedule(visit.Id, new(visit.Start))).Value;
        Assert.Equal(21, (await reader.Mail(visit, "sms")).Count);
    }

    [Fact]
    public async Task A_move_names_the_old_and_the_new_time()
    {
        var (reader, visit) = await Confirmed();
        var to = visit.Start + Duration.FromHours(3);

        Assert.True((await reader.Client.Reschedule(visit.Id, new(to))).Value.Start == to);

        var mail = await Told(reader, visit, "Your appointment has a new time");
        Assert.Contains($"Before: {Dubai(visit.Start)}", mail.Text);
        Assert.Contains($"Now: {Dubai(to)}", mail.Text);
        Assert.Equal(["A new appointment", "An appointment has a new time"], (await reader.ToDoctor(visit)).Select(item => item.Subject));
        Assert.Equal(2, (await reader.Mail(visit, "sms")).Count);
    }

    [Fact]
    public async Task A_cancellation_says_by_whom_and_what_comes_back_and_the_refund_is_told_by_itself()
    {
        var (reader, visit) = await Confirmed();

        _ = (await service.Desk().Cancel(visit.Id, new("closed"))).Value;

        var mail = await Told(reader, visit, "Your appointment is cancelled");
        Assert.Contains("The clinic has cancelled your appointment with Test", mail.Text);
        Assert.Contains("You get back USD 200.00", mail.Text);
        Assert.DoesNotContain("closed", mail.Text);
        Assert.Contains("Please collect USD 200.00", (await Told(reader, visit, "Your money has been sent back")).Text);
        Assert.Equal("An appointment is cancelled", (await reader.ToDoctor(visit))[^1].Subject);
    }

    [Fact]
    public async Task A_doctor_hears_nothing_of_a_visit_that_was_never_confirmed()
    {
        var (reader, visit) = await Pending();
        _ = (await reader.Client.Cancel(visit.Id, new("changed my mind"))).Value;

        Assert.Contains("You have cancelled", (await Told(reader, visit, "Your appointment is cancelled")).Text);
        Assert.Empty(await reader.ToDoctor(visit));
    }

    [Fact]
    public async Task A_visit_that_nobody_paid_for_says_so()
    {
        var (reader, visit) = await Pending();
        await service.Advance(Duration.FromHours(25));

        Assert.Contains("no payment arrived", (await Told(reader, visit, "Your appointment is cancelled")).Text);
        Assert.Empty(await reader.Mail(visit, "sms"));
    }

    [Theory]
    [InlineData("ar", "تم تأكيد موعدك")]
    [InlineData("ur", "آپ کی اپائنٹمنٹ کی تصدیق ہو گئی ہے")]
    public async Task A_patient_is_written_to_in_their_language(string language, string subject)
    {
        var (reader, visit) = await Confirmed(language);

        var mail = await Told(reader, visit, subject);

        Assert.Equal(language, mail.Language);
        Assert.Equal(language, Assert.Single(await reader.Mail(visit, "sms")).Language);
    }

    static string Dubai(Instant at) => NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("dddd d MMMM uuuu', 'h:mm tt")
        .Format(at.InZone(DateTimeZoneProviders.Tzdb["Asia/Dubai"]).LocalDateTime);

    static async Task<MailItem> Told(Correspondent reader, AppointmentAnswer visit, string subject)
    {
        MailItem? found = null;
        await Waiting.Until(async () => (found = (await reader.Mail(visit)).SingleOrDefault(item => item.Subject == subject)) is not null, $"the mail '{subject}'");
        return found!;
    }

    async Task<(Correspondent, AppointmentAnswer)> Pending(string language = "en")
    {
        var (reader, clinic) = (await Correspondent.Join(service, language), await Clinic.Open(service));
        return (reader, await clinic.Pending(reader.Client, (await clinic.Free(from: clinic.Today.PlusDays(4)))[0]));
    }

    async Task<(Correspondent, AppointmentAnswer)> Confirmed(string language = "en")
    {
        var (reader, clinic) = (await Correspondent.Join(service, language), await Clinic.Open(service));
        return (reader, await clinic.Confirmed(reader.Client, (await clinic.Free(from: clinic.Today.PlusDays(4)))[0]));
    }
}
