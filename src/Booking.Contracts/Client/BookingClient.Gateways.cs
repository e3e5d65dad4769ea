namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>A doctor's accounts with providers, without their secrets; for ops and the doctor.</summary>
    public Task<Answer<ItemList<GatewayItem>>> Gateways(Guid doctorId, CancellationToken ct = default) =>
        Get<ItemList<GatewayItem>>(OfDoctor(doctorId, "/gateways"), ct);

    public Task<Answer<GatewayAnswer>> SetGateway(
        Guid doctorId, StripeGatewayRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<StripeGatewayRequest, GatewayAnswer>(OfDoctor(doctorId, "/gateways/stripe"), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<GatewayAnswer>> SetGateway(
        Guid doctorId, RazorpayGatewayRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<RazorpayGatewayRequest, GatewayAnswer>(OfDoctor(doctorId, "/gateways/razorpay"), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<GatewayAnswer>> SetGateway(
        Guid doctorId, PayTabsGatewayRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<PayTabsGatewayRequest, GatewayAnswer>(OfDoctor(doctorId, "/gateways/paytabs"), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<GatewayAnswer>> SetGateway(
        Guid doctorId, ManualGatewayRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<ManualGatewayRequest, GatewayAnswer>(OfDoctor(doctorId, "/gateways/manual"), request, idempotencyKey, ifMatch, ct);
}
