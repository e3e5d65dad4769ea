using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

/// <summary>Doctors of a test's own among all others: a specialty that nobody else has tells them apart.</summary>
sealed class Directory(ServiceFixture service)
{
    static int count;

    public string Specialty { get; } = $"Specialty {Interlocked.Increment(ref count)}";

    /// <summary>A verified doctor, without hours unless some are given.</summary>
    public async Task<Guid> Add(
        string name, long fee = 10_000, string currency = "USD", Location? place = null, string bio = "", string language = "English",
        IReadOnlyList<WeeklyWindow>? weekly = null, ScheduleRules? rules = null, string zone = "UTC")
    {
        var desk = service.Desk();
        var fees = new Fees(new(fee, currency), new(fee, currency));
        var doctor = (await desk.RegisterDoctor(new(name, "doctor@example.test", "+971501234567", [Specialty], [language], bio, [], zone, fees, place))).Value.Id;
        _ = (await service.Ops().VerifyDoctor(doctor)).Value;
        if (weekly is not null)
            _ = (await desk.SetSchedule(doctor, new(weekly, rules ?? new(HorizonDays: 10)))).Value;
        return doctor;
    }

    public async Task<List<DoctorItem>> Find(DoctorQuery query, int limit = 100) =>
        [.. (await service.Anonymous().Doctors(query with { Specialty = Specialty }, new(limit))).Value.Items];

    public async Task<List<string>> Names(DoctorQuery query) => [.. (await Find(query)).Select(doctor => doctor.FullName)];

    /// <summary>All pages of a list, one after the other.</summary>
    public async Task<List<DoctorItem>> Walk(DoctorQuery query, int limit, Func<int, Task>? between = null)
    {
        List<DoctorItem> walked = [];
        string? cursor = null;
        for (var page = 0; page == 0 || cursor is not null; page++)
        {
            var answer = (await service.Anonymous().Doctors(query with { Specialty = Specialty }, new(limit, cursor))).Value;
            Assert.True(answer.Items.Count <= limit && (answer.Next is null || answer.Items.Count == limit));
            walked.AddRange(answer.Items);
            cursor = answer.Next;
            if (between is not null)
                await between(page);
        }

        return walked;
    }

    /// <summary>As the projection of reviews would leave it; how ratings come about is tested there.</summary>
    public async Task Rate(Guid doctor, long total, int ratings)
    {
        await using var command = service.Database.DataSource
            .CreateCommand("insert into doctor_ratings (doctor_id, total, count) values ($1, $2, $3)").With(Pg.Uuid(doctor), Pg.Long(total), Pg.Int(ratings));
        await command.ExecuteNonQueryAsync();
    }
}
