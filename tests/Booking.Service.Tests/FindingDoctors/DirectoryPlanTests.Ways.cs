using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Doctors;
using Booking.Service.Replicas;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed partial class DirectoryPlanTests
{
    /// <summary>Each way finds the same doctors in the same order, so it does not matter which one is believed to be quick.</summary>
    [Theory]
    [InlineData("query=plan")]
    [InlineData("language=maori&sort=rating")]
    [InlineData("specialty=heart 7&sort=nextAvailable")]
    [InlineData("maxFee=40000&currency=USD&sort=fee")]
    [InlineData("query=plan&sort=fee")]
    [InlineData("days=4")]
    [InlineData("days=4&sort=nextAvailable&language=english")]
    [InlineData("days=5&sort=rating")]
    public async Task Every_way_to_a_list_finds_the_same(string query)
    {
        var filter = DirectoryFilter.Of(new(), Parsed(query));
        using var starts = new NextStarts(service.Database.DataSource);
        // So that no next start is computed between two of them.
        var known = filter with { Sort = DoctorSort.NextAvailable };
        _ = await Read(new(starts, new()), known, DirectoryPlace.Beginning(known.Sort), 1);
        var ways = Enum.GetValues<DirectoryWay>().Where(way => way != DirectoryWay.Span || filter.From is not null);
        foreach (var after in Places(filter.Sort))
        {
            var lists = new List<string>();
            foreach (var way in ways)
                lists.Add(string.Join(' ', await Ids(new(filter, service.Now, way), after)));

            Assert.NotEmpty(lists[0]);
            Assert.Single(lists.Distinct(StringComparer.Ordinal));
        }
    }

    /// <summary>Where few pass a filter, the second reader does not walk the order for them.</summary>
    [Fact]
    public async Task A_way_that_is_known_is_the_whole_statement()
    {
        var filter = DirectoryFilter.Of(new(), Parsed("specialty=heart 7&sort=nextAvailable"));
        var (ways, first) = (new DirectoryWays(), DirectoryPlace.Beginning(filter.Sort));
        using var starts = new NextStarts(service.Database.DataSource);
        var rows = new DirectoryRows(starts, ways);

        _ = await Read(rows, filter, first, 21);

        Assert.Equal(DirectoryWay.Index, ways.Of(filter, first));
        Assert.Equal(DirectoryWay.Unknown, ways.Of(filter with { Near = new(1, 1, 1) }, first));
        var list = new DirectorySql(filter, service.Now, ways.Of(filter, first));
        var page = list.Page(first, 21);
        Assert.DoesNotContain("next_starts_in_order", await Plan(DirectoryRows.PlanOf(list), page, list.Parameters), StringComparison.Ordinal);
    }

    /// <summary>Some of these fill a page from the first rows of the order, some need the filter's index, and some change over between two pages.</summary>
    [Theory]
    [InlineData("query=plan", 2_000)]
    [InlineData("query=plan&sort=rating", 2_000)]
    [InlineData("query=rare7&sort=fee", 111)]
    [InlineData("language=maori", 40)]
    [InlineData("language=maori&sort=rating", 40)]
    [InlineData("language=english&sort=nextAvailable&maxFee=100000&currency=USD", 180)]
    [InlineData("days=4&sort=fee", 147)]
    [InlineData("days=4&sort=rating&language=english", 145)]
    [InlineData("days=5", 23)]
    public async Task Pages_tell_each_doctor_once_whichever_way_they_are_found(string query, int count)
    {
        var filter = DirectoryFilter.Of(new(), Parsed(query));
        using var starts = new NextStarts(service.Database.DataSource);
        var (rows, after, told) = (new DirectoryRows(starts, new()), DirectoryPlace.Beginning(filter.Sort), new List<Guid>());
        for (var page = 100; page == 100;)
        {
            var found = await Read(rows, filter, after, 100);
            page = found.Count;
            told.AddRange(found.Where(row => row.FullName.StartsWith("Plan ", StringComparison.Ordinal)).Select(row => row.Doctor.Id));
            after = page > 0 ? DirectoryPlace.Of(filter.Sort, found[^1]) : after;
        }

        Assert.Equal(count, told.Distinct().Count());
        Assert.Equal(count, told.Count);
    }

    /// <summary>The beginning of an order, and somewhere in it.</summary>
    static DirectoryPlace[] Places(DoctorSort sort) =>
        [DirectoryPlace.Beginning(sort), new(sort, sort switch { DoctorSort.Name => "Plan 3", DoctorSort.Fee => "USD3", _ => "3" }, Guid.Empty)];

    Task<List<DirectoryRow>> Read(DirectoryRows rows, DirectoryFilter filter, DirectoryPlace after, int limit) =>
        rows.Read(ReadPlace.Primary(service.Database.DataSource), filter, after, limit, service.Now, TestContext.Current.CancellationToken);

    async Task<List<Guid>> Ids(DirectorySql list, DirectoryPlace after)
    {
        var page = list.Page(after, 21);
        await using var command = service.Database.DataSource.CreateCommand(page).With(list.Parameters);
        await using var row = await command.ExecuteReaderAsync();
        List<Guid> ids = [];
        while (await row.ReadAsync())
            ids.Add(row.GetGuid(0));
        return ids;
    }
}
