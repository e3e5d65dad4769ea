using Booking.Contracts;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed class DirectoryFillTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Doctors_from_before_the_directory_are_found_after_the_next_start_as_if_they_had_come_later()
    {
        var directory = new Directory(service);
        await directory.Add("Dr. Earlier", place: new(25.2m, 55.27m, "Dubai", "AE"));
        await directory.Add("Dr. Nowhere");
        var before = await directory.Find(new());
        await using (var command = service.Database.DataSource.CreateCommand("update doctors set search = null, item = null, place = null"))
            await command.ExecuteNonQueryAsync();

        await using var node = service.Start(Environments.Development);
        _ = node.Anonymous();

        Assert.Equal(before.ConvertAll(doctor => doctor.FullName), await directory.Names(new()));
        Assert.Equal(["Dr. Earlier"], await directory.Names(new("earl", Near: (25.2m, 55.2m), Language: "english")));
        await Invariants.Check(service);
    }
}
