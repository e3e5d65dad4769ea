namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Which time zone rules are in force, and what applying them did.</summary>
    public Task<Answer<TimeZonesAnswer>> TimeZones(CancellationToken ct = default) => Get<TimeZonesAnswer>(new("/ops/time-zones"), ct);

    /// <summary>The visits whose wall time is another instant since a run.</summary>
    public Task<Answer<Page<TimeZoneVisit>>> TimeZoneVisits(Guid run, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<TimeZoneVisit>>(new Url($"/ops/time-zones/{run}/visits").With(page), ct);

    /// <summary>Applies the node's time zone rules to every doctor that stands by others. A repeat finds nothing to do.</summary>
    public Task<Answer<AppliedTimeZones>> ApplyTimeZones(ApplyTimeZonesRequest request, CancellationToken ct = default) =>
        Post<ApplyTimeZonesRequest, AppliedTimeZones>(new("/ops/time-zones/apply"), request, idempotencyKey: null, ifMatch: null, ct);
}
