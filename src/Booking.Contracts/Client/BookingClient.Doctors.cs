using System.Globalization;

namespace Booking.Contracts;

public sealed partial class BookingClient
{
    public Task<Answer<Page<DoctorItem>>> Doctors(DoctorQuery? query = null, PageQuery page = default, CancellationToken ct = default)
    {
        var asked = query ?? new DoctorQuery();
        var near = asked.Near is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.Lat},{at.Lon}") : null;
        var url = new Url("/api/doctors")
            .With("query", asked.Query).With("specialty", asked.Specialty).With("language", asked.Language)
            .With("maxFee", asked.MaxFee).With("currency", asked.Currency)
            .With("availableFrom", asked.AvailableFrom).With("availableTo", asked.AvailableTo)
            .With("near", near).With("radiusKm", asked.RadiusKm).With("sort", asked.Sort).With(page);
        return Get<Page<DoctorItem>>(url, ct);
    }

    public Task<Answer<DoctorAnswer>> Doctor(Guid id, CancellationToken ct = default) => Get<DoctorAnswer>(OfDoctor(id), ct);

    /// <summary>All doctors by name, verified or not; the desk.</summary>
    /// <param name="query">A part of name, e-mail address or telephone number.</param>
    public Task<Answer<Page<RegisteredDoctor>>> RegisteredDoctors(string? query = null, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<RegisteredDoctor>>(new Url("/api/doctors/registered").With("query", query).With(page), ct);

    /// <summary>All that a change replaces, e-mail and telephone included; the desk and the doctor.</summary>
    public Task<Answer<DoctorRequest>> DoctorProfile(Guid id, CancellationToken ct = default) => Get<DoctorRequest>(OfDoctor(id, "/profile"), ct);

    public Task<Answer<DoctorAnswer>> RegisterDoctor(DoctorRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<DoctorRequest, DoctorAnswer>(new("/api/doctors"), request, idempotencyKey, ifMatch: null, ct);

    public Task<Answer<DoctorAnswer>> ChangeDoctor(
        Guid id, DoctorRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<DoctorRequest, DoctorAnswer>(OfDoctor(id), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<DoctorAnswer>> VerifyDoctor(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<DoctorAnswer>(OfDoctor(id, "/verify"), idempotencyKey, ifMatch, ct);

    public Task<Answer<DoctorAnswer>> PauseDoctor(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<DoctorAnswer>(OfDoctor(id, "/pause"), idempotencyKey, ifMatch, ct);

    public Task<Answer<DoctorAnswer>> ResumeDoctor(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<DoctorAnswer>(OfDoctor(id, "/resume"), idempotencyKey, ifMatch, ct);

    public Task<Answer<DoctorAnswer>> SetPolicy(
        Guid id, DoctorPolicy policy, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<DoctorPolicy, DoctorAnswer>(OfDoctor(id, "/policy"), policy, idempotencyKey, ifMatch, ct);

    static Url OfDoctor(Guid id, string rest = "") => new($"/api/doctors/{id}{rest}");
}
