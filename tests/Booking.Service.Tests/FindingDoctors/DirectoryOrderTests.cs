using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed class DirectoryOrderTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly Location Dubai = new(25.2m, 55.27m, "Dubai", "AE"), Sharjah = new(25.35m, 55.42m, "Sharjah", "AE");

    [Theory]
    [InlineData("name", "A B C D E F G")]
    [InlineData("fee", "G B A D C E F")]
    [InlineData("rating", "C E A B * * *")]
    [InlineData("nextAvailable", "B A F * * * *")]
    [InlineData("distance", "D A F B C E G")]
    public async Task Each_order_tells_every_doctor_once_in_pages_of_any_size_and_those_without_a_key_last(string sort, string order)
    {
        var directory = await Seven();
        var query = new DoctorQuery(Near: (25.2m, 55.27m), RadiusKm: 100, Sort: sort);

        foreach (var limit in (int[])[1, 2, 3, 7, 100])
        {
            var names = (await directory.Walk(query, limit)).ConvertAll(doctor => doctor.FullName);
            Assert.Equal(["A", "B", "C", "D", "E", "F", "G"], names.Order(StringComparer.Ordinal));
            Assert.All(order.Split(' ').Zip(names), pair => Assert.True(pair.First == "*" || pair.First == pair.Second, $"{sort}, {limit}: {string.Join(' ', names)}"));
        }
    }

    [Theory]
    [InlineData("name")]
    [InlineData("fee")]
    [InlineData("rating")]
    [InlineData("nextAvailable")]
    [InlineData("distance")]
    public async Task Every_filter_goes_with_every_order(string sort)
    {
        var directory = await Seven();
        var all = new DoctorQuery(
            "letter dub", Language: "english", MaxFee: 4_000, Currency: "USD", AvailableFrom: service.Now, AvailableTo: service.Now + Duration.FromDays(9),
            Near: (25.2m, 55.27m), RadiusKm: 1, Sort: sort);

        Assert.Equal(["A"], await directory.Names(all));
        Assert.Equal(["A", "F"], (await directory.Names(all with { Query = null, MaxFee = 7_000 })).Order(StringComparer.Ordinal));
        Assert.Empty(await directory.Names(all with { Language = "french" }));
    }

    [Fact]
    public async Task A_doctor_who_comes_or_goes_between_two_pages_takes_no_other_ones_place()
    {
        var directory = new Directory(service);
        foreach (var name in (string[])["B", "D", "F", "H"])
            await directory.Add(name);

        var walked = await directory.Walk(new(), limit: 2, between: async page => await directory.Add(page == 0 ? "A" : "I"));

        Assert.Equal(["B", "D", "F", "H"], walked.Where(doctor => doctor.FullName is not ("A" or "I")).Select(doctor => doctor.FullName));
        Assert.DoesNotContain(walked, doctor => doctor.FullName == "A");
    }

    [Fact]
    public async Task Doctors_of_one_key_follow_each_other_by_id_without_a_gap()
    {
        var directory = new Directory(service);
        for (var i = 0; i < 9; i++)
            await directory.Add("Same", place: Dubai, weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight));

        foreach (var sort in (string[])["name", "fee", "rating", "nextAvailable", "distance"])
        {
            var ids = (await directory.Walk(new(Near: (25m, 55m), Sort: sort), limit: 2)).ConvertAll(doctor => doctor.Id);
            Assert.Equal((9, 9), (ids.Count, ids.Distinct().Count()));
        }
    }

    [Fact]
    public async Task An_item_tells_rating_next_start_and_distance()
    {
        var directory = new Directory(service);
        var doctor = await directory.Add("One", place: Sharjah, weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight));
        await directory.Rate(doctor, total: 9, ratings: 2);

        var item = Assert.Single(await directory.Find(new(Near: (25.2m, 55.27m))));

        Assert.Equal((new Rating(4.5m, 2), 22.5m, Sharjah), (item.Rating, item.DistanceKm, item.Location));
        Assert.Equal((await service.Anonymous().Doctor(doctor)).Value.NextAvailable, item.NextAvailable);
        Assert.NotNull(item.NextAvailable);
        Assert.Null(Assert.Single(await directory.Find(new())).DistanceKm);
    }

    async Task<Directory> Seven()
    {
        var directory = new Directory(service);
        Location Around(int metres) => Dubai with { Lat = Dubai.Lat + (metres / 111_000m) };
        WeeklyWindow[] In(int days) => [new((WeekDay)(service.Now + Duration.FromDays(days)).InUtc().DayOfWeek, new(12, 0), new(14, 0), 30, [AppointmentType.Standard])];
        await directory.Rate(await directory.Add("A", fee: 3_000, place: Around(10), bio: "letter", weekly: In(2)), 12, 3);
        await directory.Rate(await directory.Add("B", fee: 2_000, place: Sharjah, weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight)), 3, 1);
        await directory.Rate(await directory.Add("C", fee: 5_000, place: Sharjah with { Lat = 25.4m }), 10, 2);
        await directory.Add("D", fee: 4_000, place: Dubai);
        await directory.Rate(await directory.Add("E", fee: 6_000, place: Sharjah with { Lat = 25.5m }), 9, 2);
        await directory.Rate(await directory.Add("F", fee: 7_000, place: Around(20), weekly: In(3)), 0, 0);
        await directory.Add("G", fee: 1_000, place: Sharjah with { Lat = 25.6m });
        return directory;
    }
}
