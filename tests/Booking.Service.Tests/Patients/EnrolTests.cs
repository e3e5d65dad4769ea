using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Patients;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Patients;

/// <summary>A patient's account and what is known of the patient are one.</summary>
public sealed class EnrolTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Secret = "quiet purple lamp";

    PatientDirectory Patients => service.Services.GetRequiredService<PatientDirectory>();

    [Fact]
    public async Task Who_registers_is_a_patient_whom_the_desk_finds()
    {
        var me = await Register(Request("new@enrol.test") with { Language = "ur" });

        Assert.Equal(new(me.PatientId!.Value, "Zoe Enrolled", "new@enrol.test", "+971509990001", "Asia/Dubai", "ur"), await Patients.Get(new(me.Id), default));
    }

    [Fact]
    public async Task Whom_the_desk_wrote_down_before_keeps_id_and_details()
    {
        var id = await Patients.FindOrRegister(People.Ann with { Email = "before@enrol.test" }, People.Context, default);

        var me = await Register(Request("Before@Enrol.test"));

        Assert.Equal(id.Value, me.PatientId);
        Assert.Equal(id.Value, me.Id);
        Assert.Equal("Ann Example", (await Patients.Get(id, default))!.FullName);
        Assert.Single(await service.Database.DataSource.ReadStream(id.Stream()));
    }

    [Fact]
    public async Task A_registration_that_broke_off_after_the_patient_was_made_is_completed_by_the_next_try()
    {
        var interrupted = await Patients.Enrol(Contact.Of(Request("crash@enrol.test")), People.Context, default);

        Assert.Equal(interrupted.Value, (await Register(Request("crash@enrol.test"))).PatientId);
    }

    [Fact]
    public async Task An_address_may_hold_what_a_user_name_may_not() =>
        Assert.Equal("o'brien@enrol.test", (await Register(Request("o'brien@enrol.test"))).Email);

    [Fact]
    public async Task Bad_fields_are_named_and_nobody_is_written_down()
    {
        var before = await Rows();

        var answer = await service.Anonymous().Register(new("no address", Secret, "a\nb", "0501234567", "UTC+03:00", "EN"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["email", "fullName", "language", "phone", "timeZone"], answer.Problem!.Errors!.Keys.Order());
        Assert.Equal(before, await Rows());
    }

    [Fact]
    public async Task Bad_fields_of_a_patient_at_the_desk_are_named_by_their_path_and_nobody_is_written_down()
    {
        var before = await Rows();
        var desk = await service.SignedIn(DemoAccounts.FrontDeskEmail);

        var answer = await desk.Book(new(Guid.NewGuid(), PaymentProvider.Manual, Patient: new("", "ann@nowhere", "+971501234567\n", "Mars/Olympus")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["patient.email", "patient.fullName", "patient.phone", "patient.timeZone"], answer.Problem!.Errors!.Keys.Order());
        Assert.Equal(before, await Rows());
    }

    static RegisterRequest Request(string email) => new(email, Secret, "Zoe Enrolled", "+971509990001", "Asia/Dubai", "en");

    async Task<MeAnswer> Register(RegisterRequest request)
    {
        var client = service.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await client.Register(request)).Status);
        await client.SignIn(request.Email, Secret);
        return (await client.Me()).Value;
    }

    async Task<object?> Rows()
    {
        await using var command = service.Database.DataSource.CreateCommand(
            "select concat_ws(' ', (select count(*) from patients), (select count(*) from patient_keys), (select count(*) from mt_streams where type = 'patient'))");
        return await command.ExecuteScalarAsync();
    }
}
