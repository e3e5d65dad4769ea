using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Ops;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Ops;

public sealed class VerifyTests
{
    const string OfPayment = "(select p.id from payments p where p.status = 'paid')";

    [Fact]
    public async Task A_clinic_that_was_used_over_HTTP_alone_violates_nothing()
    {
        await using var clinic = await BusyClinic.Create();

        var answer = await Verify(clinic);

        Assert.All(answer.Invariants, invariant => Assert.Equal((0L, 0), (invariant.Violations, invariant.Examples.Count)));
        Assert.Equal(21, answer.Invariants.Count);
    }

    [Theory]
    [InlineData("claims-overlap", """
        alter table slot_claims drop constraint slot_claims_do_not_overlap;
        insert into slot_claims (hold_id, doctor_id, during, starts_at, lapses_at)
        select gen_random_uuid(), doctor_id, during, starts_at, '2100-01-01' from slot_claims where appointment_id is not null limit 1
        """)]
    [InlineData("visits-without-claim", "delete from slot_claims where appointment_id = (select id from appointments where status = 'confirmed')")]
    [InlineData("visits-without-claim", "delete from slot_claims where appointment_id = (select id from appointments where status = 'pending_payment')")]
    [InlineData("visits-without-claim", "update slot_claims set doctor_id = gen_random_uuid() where appointment_id = (select id from appointments where status = 'confirmed')")]
    [InlineData("holds-without-claim", "delete from slot_claims where appointment_id is null")]
    [InlineData("holds-without-claim", "update slot_claims set lapses_at = lapses_at + interval '1 minute' where appointment_id is null")]
    [InlineData("claims-without-owner", "update holds set state = 'released' where state = 'held'")]
    [InlineData("claims-without-owner", "update appointments set status = 'cancelled' where status = 'confirmed'")]
    [InlineData("claims-differ-from-events", "update slot_claims set during = tstzrange(lower(during), upper(during) - interval '1 minute') where appointment_id is null")]
    [InlineData("slots-without-visit", "delete from appointments where status = 'pending_payment'")]
    [InlineData("slots-without-visit", "update appointments set status = 'confirmed' where status = 'refunded'", 2)]
    [InlineData("patient-claims", """
        alter table patient_claims drop constraint patient_is_at_one_visit;
        update patient_claims set during = (select during from patient_claims order by during limit 1);
        update appointments set starts_at = lower(during), ends_at = upper(during) from patient_claims where appointment_id = id
        """)]
    [InlineData("patient-claims", "delete from patient_claims where appointment_id = (select id from appointments where status = 'confirmed')")]
    [InlineData("patient-claims", "update appointments set status = 'completed' where status = 'confirmed'")]
    [InlineData("money-without-visit", "delete from payments where status = 'pending'")]
    [InlineData("money-without-visit", "delete from appointments where status = 'cancelled'")]
    [InlineData("money-without-visit", "update payments set currency = 'EUR' where status = 'paid'")]
    [InlineData("money-differs-from-visit", "update appointments set kept = kept - 1 where status = 'confirmed'")]
    [InlineData("money-differs-from-visit", "update payments set refunded = 0 where status = 'partially_refunded'")]
    [InlineData("money-differs-from-visit", """
        update appointments set kept = kept + 1 where status = 'refunded' and kept > 0;
        update payments set refunded = refunded - 1 where status = 'partially_refunded'
        """)]
    [InlineData("money-differs-from-visit", $"""
        alter table mt_events disable trigger events_are_immutable;
        update mt_events set data = jsonb_set(data, '{"{number}"}', '2') where seq_id = (select min(seq_id) from mt_events where type = 'refund_succeeded')
        """)]
    [InlineData("money-differs-from-events", "update payments set captured = captured - 1 where status = 'paid'")]
    [InlineData("money-differs-from-events", "update payments set to_hand_back = 0 where status = 'refunded'")]
    [InlineData("stream-versions", $"update mt_streams set version = version + 1 where id = {OfPayment}")]
    [InlineData("stream-versions", $"""
        alter table mt_events disable trigger events_are_immutable;
        update mt_events set version = 3 where version = 2 and stream_id = {OfPayment}
        """)]
    [InlineData("stream-versions", "insert into mt_streams (id, type, version) values (gen_random_uuid(), 'payment', 1)")]
    [InlineData("event-order", $"""
        alter table mt_events disable trigger events_are_immutable;
        update mt_events set timestamp = timestamp - interval '100 days' where version = 2 and stream_id = {OfPayment}
        """)]
    [InlineData("event-order", $"""
        alter table mt_events disable trigger events_are_immutable;
        update mt_events set seq_id = -1 where version = 2 and stream_id = {OfPayment}
        """)]
    [InlineData("offers-without-hold", """
        insert into waitlist_entries (id, doctor_id, patient_id, type, from_date, to_date, ends_at, joined_at, place, state, hold_id, offered_start, version)
        select gen_random_uuid(), doctor_id, gen_random_uuid(), type, '2100-01-01', '2100-01-01', '2100-01-02', now(), 1, 'offered', id, starts_at, 2
          from holds where state = 'held'
        """)]
    [InlineData("deliveries-without-event", """
        insert into webhooks (id, number, url, events, sealed, version, created_at, created_by)
        values (gen_random_uuid(), 1, 'https://example.com/', '{*}', '', 1, now(), gen_random_uuid());
        insert into webhook_deliveries (id, webhook_id, event_id, type, stream_id, version, happened_at, state, created_at)
        select gen_random_uuid(), w.id, gen_random_uuid(), 'payment.paid', e.stream_id, e.version, now(), 'dead', now()
          from webhooks w, (select * from mt_events order by seq_id limit 1) e
        """)]
    [InlineData("outbox-states", """
        alter table outbox drop constraint outbox_sent_or_dead;
        update outbox set sent_at = now(), dead_at = now(), error = 'both', attempts = 1 where position = (select min(position) from outbox)
        """)]
    [InlineData("promises-of-visits", "update promised_times set starts_at = starts_at + interval '1 hour' where appointment_id = (select id from appointments where status = 'confirmed')")]
    [InlineData("promises-of-visits", "update promised_times set live = false where appointment_id = (select id from appointments where status = 'pending_payment')")]
    [InlineData("promised-times", "update promised_times set local_start = '2030-01-01T09:00:00' where appointment_id = (select id from appointments where status = 'confirmed')")]
    [InlineData("next-starts", "update next_starts set starts_at = '2100-01-01', known_from = '-infinity', known_until = 'infinity' where doctor_id = '00000000-0000-4000-8000-0000000000d1'")]
    [InlineData("next-starts", "delete from next_starts where doctor_id = '00000000-0000-4000-8000-0000000000d1'")]
    [InlineData("read-models-differ-from-events", "update calendars set notice_minutes = notice_minutes + 1 where doctor_id = '00000000-0000-4000-8000-0000000000d1'")]
    [InlineData("read-models-differ-from-events", "delete from doctors where id = '00000000-0000-4000-8000-0000000000d1'")]
    public async Task A_violation_that_was_planted_is_found(string invariant, string plant, long violations = 1)
    {
        await using var clinic = await BusyClinic.Create();
        await Run(clinic, plant);

        var found = Assert.Single((await Verify(clinic)).Invariants, result => result.Name == invariant);

        Assert.Equal(violations, found.Violations);
        Assert.Equal(violations, found.Examples.Count);
    }

    [Fact]
    public async Task Many_violations_are_counted_in_full_and_named_in_part()
    {
        await using var clinic = await BusyClinic.Create();
        await Run(clinic, "insert into mt_streams (id, type, version) select gen_random_uuid(), 'payment', 1 from generate_series(1, 250)");

        var found = Assert.Single((await Verify(clinic)).Invariants, result => result.Violations > 0);

        Assert.Equal((250L, 100), (found.Violations, found.Examples.Count));
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_and_was_not_swept_is_no_violation()
    {
        await using var clinic = await BusyClinic.Create();
        await Run(clinic, "update dev_clock set shift = shift + interval '1 hour'");

        Assert.DoesNotContain((await Verify(clinic)).Invariants, invariant => invariant.Violations > 0);
    }

    [Fact]
    public async Task Only_ops_may_verify_and_hear_what_is_wrong()
    {
        await using var clinic = await BusyClinic.Create();
        await using var host = ServiceFixture.StartOn(clinic.ConnectionString, Environments.Development);
        await Run(clinic, $"update mt_streams set version = version + 1 where id = {OfPayment}");
        var client = new BookingClient(host.Client());

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Verify()).Status);
        await client.SignIn(DemoAccounts.FrontDeskEmail, DemoAccounts.Password);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.Verify()).Status);
        await client.SignIn(DemoAccounts.OpsEmail, DemoAccounts.Password);
        Assert.Equal("stream-versions", Assert.Single((await client.Verify()).Value.Invariants, invariant => invariant.Violations > 0).Name);
    }

    static async Task<VerifyAnswer> Verify(TestDatabase clinic)
    {
        using var clock = new DatabaseClock(clinic.DataSource, movable: true);
        await clock.Synchronize(CancellationToken.None);
        return await new Verify(clinic.DataSource, BookingModel.Create(new()), clock).Run(CancellationToken.None);
    }

    static async Task Run(TestDatabase clinic, string sql)
    {
        await using var command = clinic.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
