using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed class DirectorySearchTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("josé", true)]
    [InlineData("JOSE", true)]
    [InlineData("jose\u0301", true)]
    [InlineData("mul fer", true)]
    [InlineData("müller josé", true)]
    [InlineData("ｊｏｓｅ", true)]
    [InlineData("hearts", true)]
    [InlineData("salzb", true)]
    [InlineData("jose berlin", false)]
    [InlineData("uller", false)]
    [InlineData("' & jose", true)]
    [InlineData("!!!", true)]
    [InlineData("jose | berlin", false)]
    [InlineData("%", true)]
    public async Task Every_word_must_begin_a_word_of_name_specialties_bio_or_city_whatever_its_case_and_accents(string query, bool isFound)
    {
        var directory = new Directory(service);
        await directory.Add("Dr. José Müller-Fernández", bio: "Hearts, and what's around them.", place: new(47.8m, 13.04m, "Salzburg", "AT"));

        Assert.Equal(isFound, (await directory.Find(new(Query: query))).Count == 1);
    }

    [Fact]
    public async Task A_specialty_and_a_language_are_found_whole_in_any_case()
    {
        var doctor = (await service.Desk().RegisterDoctor(new(
            "Dr. Quote", "q@example.test", "+971501234567", [@"Women's \ Health & ""Care"""], ["Español"], "", [], "UTC", new(new(1, "USD"), new(1, "USD"))))).Value.Id;
        _ = (await service.Ops().VerifyDoctor(doctor)).Value;

        Assert.Equal(doctor, Assert.Single(await Found(new(Specialty: @"women's \ health & ""care"""))).Id);
        Assert.Equal(doctor, Assert.Single(await Found(new(Language: "ESPAÑOL"))).Id);
        Assert.Contains(await Found(new(Specialty: "", Language: " ")), item => item.Id == doctor);
        Assert.Empty(await Found(new(Specialty: "Women's")));
        Assert.Empty(await Found(new(Language: "Españo")));
        Assert.Empty(await Found(new(Specialty: @"women's \ health & ""care""", Language: "English")));
    }

    [Fact]
    public async Task A_fee_counts_in_its_own_currency_and_its_highest_is_included()
    {
        var directory = new Directory(service);
        await directory.Add("A", fee: 5_000);
        await directory.Add("B", fee: 5_001);
        await directory.Add("C", fee: 4_000, currency: "JPY");

        Assert.Equal(["A"], await directory.Names(new(MaxFee: 5_000, Currency: "USD")));
        Assert.Equal(["A", "B"], await directory.Names(new(Currency: "USD")));
    }

    [Fact]
    public async Task A_doctor_is_found_by_what_they_are_now_and_only_once_they_are_verified()
    {
        var directory = new Directory(service);
        var (desk, fees) = (service.Desk(), new Fees(new(1, "USD"), new(1, "USD")));
        var request = new DoctorRequest("Dr. Before", "b@example.test", "+971501234567", [directory.Specialty], ["English"], "", [], "UTC", fees);
        var doctor = (await desk.RegisterDoctor(request)).Value.Id;
        Assert.Empty(await directory.Find(new()));
        _ = (await service.Ops().VerifyDoctor(doctor)).Value;
        Assert.Single(await directory.Find(new(Query: "before")));

        _ = (await desk.ChangeDoctor(doctor, request with { FullName = "Dr. After", Fees = new(new(2, "EUR"), new(2, "EUR")) })).Value;

        Assert.Empty(await directory.Find(new(Query: "before")));
        var item = Assert.Single(await directory.Find(new(Query: "after", Currency: "EUR", MaxFee: 2)));
        var one = (await service.Anonymous().Doctor(doctor)).Value;
        Assert.Equal((one.FullName, one.Fees, one.Rating, one.NextAvailable, one.AcceptingPatients), (item.FullName, item.Fees, item.Rating, item.NextAvailable, item.AcceptingPatients));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_doctor_is_told_with_every_rule_of_their_schedule()
    {
        var rules = new ScheduleRules(61, 62, 13, 36, 25, 7);
        var doctor = await new Directory(service).Add("Dr. Rules", weekly: [], rules: rules);

        Assert.Equal(rules, (await service.Anonymous().Doctor(doctor)).Value.Rules);
    }

    async Task<IReadOnlyList<DoctorItem>> Found(DoctorQuery query) => (await service.Anonymous().Doctors(query)).Value.Items;
}
