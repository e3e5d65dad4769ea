using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Booking.Service.Tests.Patients;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>A patient who can be written to, and what has come for them.</summary>
public sealed record Correspondent(ServiceFixture Service, Guid Id, string Email, string Phone, BookingClient Client)
{
    static int count;

    public static async Task<Correspondent> Join(ServiceFixture service, string language = "en", string zone = "Asia/Dubai")
    {
        var number = Interlocked.Increment(ref count);
        var (id, email, phone) = (PatientId.New(), $"reader{number}@letters.test", $"+9715012{number:00000}");
        var directory = service.Services.GetRequiredService<PatientDirectory>();
        Assert.True(await directory.Register(id, new(email, email, phone, zone, language), People.Context, CancellationToken.None));
        return new(service, id.Value, email, phone, service.Node.As(Roles.Patient, id.Value));
    }

    /// <summary>Everything that was sent to this patient, the oldest first, once nothing that is due waits any more.</summary>
    public async Task<List<MailItem>> Mail(AppointmentAnswer visit, string channel = "email")
    {
        await Quiet(Service, visit);
        var to = channel == "sms" ? Phone : Email;
        return [.. (await Service.Anonymous().Mail()).Value.Items.Where(item => item.To == to && item.Channel == channel).Reverse()];
    }

    public async Task<List<string>> Subjects(AppointmentAnswer visit) => [.. (await Mail(visit)).Select(item => item.Subject)];

    /// <summary>What doctors were told of this visit.</summary>
    public async Task<List<MailItem>> ToDoctor(AppointmentAnswer visit)
    {
        await Quiet(Service, visit);
        var number = visit.Id.ToString("N")[20..].ToUpperInvariant();
        return [.. (await Service.Anonymous().Mail()).Value.Items
            .Where(item => item.To == "doctor@example.test" && item.Text.Contains(number, StringComparison.Ordinal)).Reverse()];
    }

    /// <summary>No notice of the visit that is due waits.</summary>
    public static Task Quiet(ServiceFixture service, AppointmentAnswer visit) => Waiting.Until(async () => await Waits(service, visit, service.Now) == 0, "the notices to go out");

    /// <summary>Notices of the visit that wait and are to go out by then.</summary>
    public static Task<long> Waits(ServiceFixture service, AppointmentAnswer visit, Instant until) => Invariants.Count(
        service, """
            select count(*) from outbox
             where sent_at is null and dead_at is null and type in ('send_notice', 'send_reminder') and body ->> 'appointment' = $1 and deliver_at <= $2
            """, Pg.Text(visit.Id.ToString()), Pg.At(until));
}
