using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Webhooks;

public sealed class WebhookKillTests
{
    [Fact]
    public async Task What_a_killed_process_was_sending_is_sent_by_the_next_one_under_the_same_id()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var receiver = await Receiver.Open();
        receiver.Before = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using (var node = await ServiceProcess.Start(database.ConnectionString))
        {
            await Book(node, receiver);
            await receiver.Until(1);
            node.Kill();
        }

        receiver.Before = static _ => Task.CompletedTask;
        // The minute that a lease lasts passes in the database's own time.
        await using (var lapse = database.DataSource.CreateCommand("update webhook_deliveries set leased_until = clock_timestamp()"))
            Assert.Equal(1, await lapse.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        await using var next = ServiceFixture.StartOn(database.ConnectionString, Environments.Development);
        await receiver.Until(2);

        Assert.Equal(receiver.All[0].Id, receiver.All[1].Id);
        Assert.Equal(receiver.All[0].Body, receiver.All[1].Body);
    }

    static async Task Book(ServiceProcess node, Receiver receiver)
    {
        using var http = new HttpClient { BaseAddress = node.Address };
        var desk = new BookingClient(http);
        _ = (await desk.SignIn(DemoAccounts.FrontDeskEmail, DemoAccounts.Password)).Value;
        _ = (await desk.CreateWebhook(new(receiver.Url, [WebhookTypes.Requested]))).Value;
        using var patientHttp = new HttpClient { BaseAddress = node.Address };
        var patient = new BookingClient(patientHttp);
        _ = (await patient.SignIn(DemoAccounts.PatientEmail, DemoAccounts.Password)).Value;
        var today = (await patient.Clock()).Value.Now.InUtc().Date;
        var doctor = DemoAccounts.Doctor.Value;
        var slot = (await patient.Availability(doctor, new(today.PlusDays(4), today.PlusDays(16)))).Value.Days.SelectMany(day => day.Slots).First();
        var hold = (await patient.Hold(new(doctor, slot.Start, AppointmentType.Standard))).Value;
        _ = (await patient.Book(new(hold.Id, PaymentProvider.Manual))).Value;
    }
}
