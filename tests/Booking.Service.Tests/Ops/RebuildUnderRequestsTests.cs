using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Ops;

/// <summary>Whoever uses the clinic while projections are made anew sees no error and nothing that is not so.</summary>
public sealed class RebuildUnderRequestsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    /// <summary>What 50 requests a second come to in six seconds; each client asks again as soon as it is answered.</summary>
    const int Enough = 300;

    static readonly string[] Projections = ["appointments", "holds", "payments", "slots", "calendar", "directory"];

    int _answered;

    [Fact]
    public async Task Three_hundred_requests_during_rebuilds_are_answered_rightly()
    {
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();
        var known = await clinic.Confirmed(service.Patient(), free[0]);
        using var end = new CancellationTokenSource();
        Task[] clients = [Book(clinic, free[1..100], end), Book(clinic, free[100..200], end), Read(clinic, known, end), Read(clinic, known, end)];

        var rebuilt = 0;
        try
        {
            while (rebuilt < Projections.Length || Volatile.Read(ref _answered) < Enough)
            {
                // A client that saw something wrong says so at once.
                foreach (var failed in clients.Where(client => client.IsFaulted))
                {
                    await failed;
                }

                var answer = await service.Ops().RebuildWhole(Projections[rebuilt++ % Projections.Length]);
                Assert.Equal(("done", null), (answer.State, answer.Error));
                Assert.Equal((0, 0, 0), (answer.Parity!.Differing, answer.Parity.Missing, answer.Parity.Extra));
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(clients);
        }

        await Invariants.Check(service);
    }

    /// <summary>Books, reads what it wrote, and calls it off, over and over.</summary>
    async Task Book(Clinic clinic, List<Instant> starts, CancellationTokenSource end)
    {
        for (var turn = 0; !end.IsCancellationRequested; turn++)
        {
            var (patient, start) = (service.Patient(), starts[turn % starts.Count]);
            var hold = Counted(await clinic.Hold(patient, start));
            var visit = Counted(await Clinic.Book(patient, hold));
            Assert.Equal((visit.Id, start, AppointmentStatus.PendingPayment), Told(Counted(await patient.Appointment(visit.Id))));
            Assert.Equal((visit.Id, start, AppointmentStatus.PendingPayment), Told(Assert.Single(Counted(await patient.Appointments(page: new(Limit: 100))).Items)));
            _ = Counted(await patient.Cancel(visit.Id, new CancelRequest("so that there is room for the next")));
            Assert.Equal((visit.Id, start, AppointmentStatus.Cancelled), Told(Assert.Single(Counted(await patient.Appointments(page: new(Limit: 100))).Items)));
        }
    }

    /// <summary>A time that is taken is never free, and a visit that is confirmed never anything else.</summary>
    async Task Read(Clinic clinic, AppointmentAnswer known, CancellationTokenSource end)
    {
        var (anonymous, desk, date) = (service.Anonymous(), service.Desk(), known.Start.InUtc().Date);
        while (!end.IsCancellationRequested)
        {
            var day = Assert.Single(Counted(await anonymous.Availability(clinic.Doctor, new(date, date))).Days);
            Assert.DoesNotContain(day.Slots, slot => slot.Start == known.Start);
            Assert.NotEmpty(day.Slots);
            Assert.Equal((known.Id, known.Start, AppointmentStatus.Confirmed), Told(Counted(await desk.Appointment(known.Id))));
        }
    }

    T Counted<T>(Answer<T> answer)
    {
        Interlocked.Increment(ref _answered);
        return answer.Value;
    }

    static (Guid Id, Instant Start, AppointmentStatus Status) Told(AppointmentAnswer visit) => (visit.Id, visit.Start, visit.Status);
}
