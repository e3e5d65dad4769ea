namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>The visit as an iCalendar file.</summary>
    public Task<Answer<string>> Calendar(Guid appointment, CancellationToken ct = default) =>
        Get<string>(OfAppointment(appointment, "/calendar.ics"), ct);

    /// <summary>Makes an address under which a calendar program reads the caller's visits; at most 10 an account.</summary>
    public Task<Answer<FeedAnswer>> MakeFeed(string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<FeedAnswer>(new("/api/feeds"), idempotencyKey, ifMatch: null, ct);

    public Task<Answer<ItemList<FeedItem>>> Feeds(CancellationToken ct = default) => Get<ItemList<FeedItem>>(new("/api/feeds"), ct);

    /// <summary>From now on nobody reads anything at its address.</summary>
    public Task<Answer<Nothing>> RevokeFeed(Guid id, string? idempotencyKey = null, CancellationToken ct = default) =>
        Delete(new($"/api/feeds/{id}"), idempotencyKey, ifMatch: null, ct);

    /// <summary>All feeds that show a doctor's visits, whichever account made them; the desk and the doctor.</summary>
    public Task<Answer<ItemList<FeedItem>>> DoctorFeeds(Guid doctorId, CancellationToken ct = default) =>
        Get<ItemList<FeedItem>>(new($"/api/doctors/{doctorId}/feeds"), ct);

    /// <summary>Revokes one of them; the desk and the doctor.</summary>
    public Task<Answer<Nothing>> RevokeDoctorFeed(Guid doctorId, Guid id, string? idempotencyKey = null, CancellationToken ct = default) =>
        Delete(new($"/api/doctors/{doctorId}/feeds/{id}"), idempotencyKey, ifMatch: null, ct);
}
