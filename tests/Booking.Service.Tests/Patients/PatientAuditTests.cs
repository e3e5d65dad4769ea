using System.Net;
using Booking.EventStore;
using Booking.Service.Accounts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Patients;

/// <summary>Whoever looks at a patient is noted, and nobody's table is filled by typing.</summary>
public sealed class PatientAuditTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly Guid Amina = DemoAccounts.Patient.Value;

    [Fact]
    public async Task Each_look_at_a_patient_is_noted_and_one_that_is_refused_is_none()
    {
        var (desk, stranger, ops) = (service.Desk(), service.Doctor(Guid.NewGuid()), service.Ops());
        var before = await Reads();

        _ = (await desk.Patient(Amina)).Value;
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Patient(Amina)).Status);

        Assert.Equal(before + 1, await Reads());
        var note = (await ops.Audit("patients.read")).Value.Items[0];
        Assert.Equal((Amina, ""), (note.Subject, note.Detail));
    }

    [Fact]
    public async Task A_search_while_somebody_types_is_noted_once_a_minute_and_never_what_for()
    {
        var (desk, other) = (service.Desk(), service.Desk());
        var before = await Found();
        foreach (var query in (string[])[DemoAccounts.PatientEmail, "Amina", "amina demo", "nobody of this name"])
            _ = (await desk.Patients(query)).Value;
        Assert.Equal(before + 1, await Found());
        _ = (await other.Patients("nobody of this name")).Value;
        Assert.Equal(before + 1, await Found());

        _ = (await other.Patients("Amina")).Value;
        await service.Advance(Duration.FromSeconds(61));
        _ = (await desk.Patients("Amina")).Value;

        Assert.Equal(before + 3, await Found());
        Assert.All((await service.Ops().Audit("patients.found")).Value.Items, note => Assert.Matches("^[0-9]+ found$", note.Detail));
    }

    Task<long> Reads() => Invariants.Count(service, "select count(*) from operator_changes where change = 'patients.read' and subject = $1", Pg.Uuid(Amina));
    Task<long> Found() => Invariants.Count(service, "select count(*) from operator_changes where change = 'patients.found'");
}
