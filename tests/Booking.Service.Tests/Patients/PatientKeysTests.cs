using System.Security.Cryptography;
using Booking.EventStore;
using Booking.Service.Patients;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Internal;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Patients;

public sealed class PatientKeysTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Nodes_that_need_a_new_patients_key_at_once_get_the_same()
    {
        var patient = PatientId.New();
        var nodes = Enumerable.Range(0, 8).Select(_ => Node()).ToList();

        var keys = await Task.WhenAll(nodes.Select(node => node.For(patient, TestContext.Current.CancellationToken).AsTask()));

        Assert.All(keys, key => Assert.Equal("Ann", key.Open(keys[0].Seal("Ann", "reason"), "reason")));
        nodes.ForEach(node => node.Dispose());
    }

    [Fact]
    public async Task A_key_that_is_moved_to_another_patients_row_does_not_unwrap()
    {
        var (ann, bob) = (PatientId.New(), PatientId.New());
        using var node = Node();
        await node.For(ann, TestContext.Current.CancellationToken);
        var wrapped = (byte[])(await Scalar("select wrapped from patient_keys where patient_id = $1", ann))!;

        Assert.ThrowsAny<CryptographicException>(() => node.Unwrap(bob, wrapped));
    }

    [Fact]
    public async Task An_erased_patient_stays_erased_however_often_the_key_is_asked_for()
    {
        var patient = await Registered("erased@keys.test");
        using var before = Node();
        var hidden = (await before.For(patient, TestContext.Current.CancellationToken)).Seal("my back hurts", "reason");
        await Scalar("delete from patient_keys where patient_id = $1", patient);
        using var after = Node();

        var key = await after.For(patient, TestContext.Current.CancellationToken);

        Assert.True(key.IsErased);
        Assert.Null(key.Open(hidden, "reason"));
        Assert.Null((await after.For(patient, TestContext.Current.CancellationToken)).Open(hidden, "reason"));
        Assert.Equal(0L, await Scalar("select count(*) from patient_keys where patient_id = $1", patient));
    }

    [Fact]
    public async Task A_node_opens_for_five_more_minutes_what_another_node_erased_and_no_longer()
    {
        var patient = await Registered("cached@keys.test");
        var clock = new RealTime();
        using var node = Node(clock);
        var hidden = (await node.For(patient, TestContext.Current.CancellationToken)).Seal("my back hurts", "reason");
        await Scalar("delete from patient_keys where patient_id = $1", patient);

        clock.UtcNow += PatientKeys.CachedFor - TimeSpan.FromSeconds(1);
        var before = await node.For(patient, TestContext.Current.CancellationToken);
        clock.UtcNow += TimeSpan.FromSeconds(1);
        var after = await node.For(patient, TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromMinutes(5), PatientKeys.CachedFor);
        Assert.Equal("my back hurts", before.Open(hidden, "reason"));
        Assert.Null(after.Open(hidden, "reason"));
    }

    [Fact]
    public async Task The_node_that_erases_forgets_at_once()
    {
        var patient = await Registered("forgotten@keys.test");
        using var node = Node();
        await node.For(patient, TestContext.Current.CancellationToken);
        await Scalar("delete from patient_keys where patient_id = $1", patient);

        node.Forget(patient);

        Assert.True((await node.For(patient, TestContext.Current.CancellationToken)).IsErased);
    }

    PatientKeys Node(ISystemClock? realTime = null) =>
        new(service.Database.DataSource, service.Services.GetRequiredService<MasterKeys>(), realTime);

    Task<PatientId> Registered(string email) => service.Services.GetRequiredService<PatientDirectory>()
        .FindOrRegister(People.Ann with { Email = email }, People.Context, TestContext.Current.CancellationToken);

    async Task<object?> Scalar(string sql, PatientId patient)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql).With(Pg.Uuid(patient.Value));
        return await command.ExecuteScalarAsync();
    }

    sealed class RealTime : ISystemClock
    {
        public DateTimeOffset UtcNow { get; set; } = Instant.FromUtc(2027, 3, 1, 8, 0).ToDateTimeOffset();
    }
}
