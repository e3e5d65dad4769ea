using System.Text;
using Booking.EventStore;
using Booking.Service.Patients;
using Xunit;

namespace Booking.Service.Tests.Patients;

/// <summary>What was once stored is read for ever.</summary>
public sealed class PatientEventTests
{
    const string Details = """
        {"fullName":"AQI=","email":"Aw==","phone":"BA==","timeZone":"Asia/Dubai","language":"ur","emailWord":"BQ==","words":["BQ==","Bg=="]}
        """;

    [Fact]
    public void The_first_patient_registered_loads()
    {
        var read = (PatientRegistered)Read("patient_registered", $$"""{"patient":"0197a3f0-0000-7000-8000-00000000000a","details":{{Details}}}""");

        Assert.Equal(new(new("0197a3f0-0000-7000-8000-00000000000a")), read.Patient);
        AssertDetails(read.Details);
    }

    [Fact]
    public void The_first_patient_details_changed_loads() =>
        AssertDetails(((PatientDetailsChanged)Read("patient_details_changed", $$"""{"details":{{Details}}}""")).Details);

    [Fact]
    public void The_first_patient_erased_loads() => Assert.IsType<PatientErased>(Read("patient_erased", "{}"));

    static void AssertDetails(SealedDetails details)
    {
        Assert.Equal("0102 03 04 Asia/Dubai ur 05", string.Join(' ',
            Convert.ToHexString(details.FullName), Convert.ToHexString(details.Email), Convert.ToHexString(details.Phone),
            details.TimeZone, details.Language, Convert.ToHexString(details.EmailWord)));
        Assert.Equal([[5], [6]], details.Words);
    }

    static object Read(string alias, string json)
    {
        var model = new StoreModel();
        PatientsFeature.Model(model);
        return model.Events.Read(alias, Encoding.UTF8.GetBytes(json));
    }
}
