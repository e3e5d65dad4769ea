using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>What a stranger, a former colleague and a former doctor do not learn.</summary>
public sealed class WhatOthersKnowTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_doctor_whom_ops_have_not_verified_is_there_for_the_clinic_alone()
    {
        var doctor = (await service.Desk().RegisterDoctor(New("Dr Unseen"))).Value.Id;
        var today = service.Now.InUtc().Date;
        foreach (var stranger in (BookingClient[])[service.Anonymous(), service.Patient(), service.Doctor(Guid.NewGuid())])
        {
            (await stranger.Schedule(doctor)).Refused(HttpStatusCode.NotFound, "not-found");
            (await stranger.Availability(doctor, new(today, today))).Refused(HttpStatusCode.NotFound, "not-found");
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Http.GetAsync($"/api/doctors/{doctor}/availability/live?from=2026-11-23&to=2026-11-23", TestContext.Current.CancellationToken)).StatusCode);
        }

        foreach (var own in (BookingClient[])[service.Desk(), service.Ops(), service.Doctor(doctor)])
        {
            Assert.Equal(HttpStatusCode.OK, (await own.Schedule(doctor)).Status);
            Assert.Equal(HttpStatusCode.OK, (await own.Availability(doctor, new(today, today))).Status);
        }
    }

    [Fact]
    public async Task Of_an_unknown_doctor_no_instant_however_far_is_explained()
    {
        var far = Instant.FromUtc(9999, 1, 1, 0, 0);

        (await service.Desk().Why(Guid.NewGuid(), far)).Refused(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(WhyCode.Window, (await service.Desk().Why((await Clinic.Open(service)).Doctor, far)).Value.Code);
    }

    [Fact]
    public async Task A_feed_and_a_doctors_webhook_end_with_the_role_of_the_account_that_made_them()
    {
        var clinic = await Clinic.Open(service);
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { Id = Guid.NewGuid(), UserName = "leaving@demo.test", Email = "leaving@demo.test", EmailConfirmed = true, DoctorId = clinic.Doctor };
        Assert.True((await accounts.CreateAsync(account, DemoAccounts.Password)).Succeeded);
        Assert.True((await accounts.AddToRoleAsync(account, Roles.Doctor)).Succeeded);
        var leaving = service.Node.As(Roles.Doctor, account.Id, clinic.Doctor);
        var (feed, webhook) = ((await leaving.MakeFeed()).Value, (await leaving.CreateWebhook(new("http://127.0.0.1:9/", ["*"]))).Value.Id);
        var clinics = (await service.Desk().CreateWebhook(new("http://127.0.0.1:9/", ["*"]))).Value.Id;
        Assert.Equal(HttpStatusCode.OK, await Read(feed));

        Assert.True((await accounts.RemoveFromRoleAsync(account, Roles.Doctor)).Succeeded);

        Assert.Equal(HttpStatusCode.NotFound, await Read(feed));
        var resting = (await service.Desk().Webhook(webhook)).Value;
        Assert.Equal((false, "role_ended"), (resting.Active, resting.DisabledReason));
        Assert.True((await service.Desk().Webhook(clinics)).Value.Active);
    }

    [Fact]
    public async Task The_desk_revokes_a_doctors_feed_and_another_doctor_does_not()
    {
        var (clinic, other) = (await Clinic.Open(service), await Clinic.Open(service));
        var feed = (await service.Doctor(clinic.Doctor).MakeFeed()).Value;

        (await service.Doctor(other.Doctor).RevokeDoctorFeed(other.Doctor, feed.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Doctor(other.Doctor).RevokeDoctorFeed(clinic.Doctor, feed.Id)).Refused(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(feed.Id, Assert.Single((await service.Desk().DoctorFeeds(clinic.Doctor)).Value.Items).Id);
        Assert.Equal(HttpStatusCode.OK, await Read(feed));

        Assert.Equal(HttpStatusCode.NoContent, (await service.Desk().RevokeDoctorFeed(clinic.Doctor, feed.Id)).Status);

        Assert.Equal(HttpStatusCode.NotFound, await Read(feed));
    }

    [Fact]
    public async Task Whether_an_address_has_an_account_is_told_neither_by_the_answer_nor_by_its_speed()
    {
        await using var production = service.Start(Environments.Production, ("RateLimits:SignIn:PerMinute", "1000"));
        using var http = production.Client();
        string[] known = [DemoAccounts.PatientEmail, "nobody-at-all@demo.test"];
        foreach (var (path, body) in new[]
        {
            ("login", """{"email":"$","password":"wrong password"}"""), ("forgotPassword", """{"email":"$"}"""), ("resendConfirmationEmail", """{"email":"$"}"""),
            ("resetPassword", """{"email":"$","resetCode":"AAAA","newPassword":"correct horse battery"}"""),
        })
        {
            var answers = await Task.WhenAll(known.Select(async email =>
            {
                var began = TimeProvider.System.GetTimestamp();
                var answer = await http.PostJson($"/api/accounts/{path}", body.Replace("$", email, StringComparison.Ordinal));
                return (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Split("traceId")[0], TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(390));
            }));
            Assert.Equal(answers[0], answers[1]);
            Assert.True(answers[0].Item3, $"{path} was answered at once");
        }
    }

    /// <summary>The tables are kept by hand beside the model of Identity, which a new release may change.</summary>
    [Fact]
    public async Task The_tables_of_accounts_are_those_that_Identitys_model_expects()
    {
        await using var scope = service.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<AccountsContext>().Model;
        var expected =
            from entity in model.GetEntityTypes()
            from property in entity.GetProperties()
            select $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()} {(property.IsNullable ? "null" : "not null")}";
        await using var command = service.Database.DataSource.CreateCommand("""
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else ' null' end
              from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'identity'::regnamespace and c.relkind = 'r' and c.relname not in ('data_protection_keys', 'dev_mail')
            """);
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> found = [];
        while (await row.ReadAsync(TestContext.Current.CancellationToken))
            found.Add(row.GetString(0));

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    internal static DoctorRequest New(string name, string currency = "USD", long fee = 20_000) => new(
        name, "doctor@example.test", "+971501234567", ["Hostility"], ["English"], "", [], "UTC", new(new(fee, currency), new(fee, currency)));

    async Task<HttpStatusCode> Read(FeedAnswer feed)
    {
        using var http = service.Http();
        return (await http.GetAsync(new Uri(feed.Url).AbsolutePath)).StatusCode;
    }
}
