using System.Net.Http.Headers;

namespace Booking.Contracts;

public sealed partial class BookingClient
{
    public Task<Answer<Nothing>> Register(RegisterRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<RegisterRequest, Nothing>(new("/api/accounts/register"), request, idempotencyKey, ifMatch: null, ct);

    public Task<Answer<TokenAnswer>> Login(LoginRequest request, CancellationToken ct = default) =>
        Post<LoginRequest, TokenAnswer>(new("/api/accounts/login"), request, idempotencyKey: null, ifMatch: null, ct);

    public Task<Answer<TokenAnswer>> Refresh(RefreshRequest request, CancellationToken ct = default) =>
        Post<RefreshRequest, TokenAnswer>(new("/api/accounts/refresh"), request, idempotencyKey: null, ifMatch: null, ct);

    /// <summary>Logs in and sends the access token with every later call. A refusal leaves nobody signed in.</summary>
    public async Task<Answer<TokenAnswer>> SignIn(string email, string password, CancellationToken ct = default)
    {
        SignOut();
        var answer = await Login(new LoginRequest(email, password), ct);
        if (answer.Body is { } token) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        return answer;
    }

    /// <summary>Later calls are nobody's.</summary>
    public void SignOut() => http.DefaultRequestHeaders.Authorization = null;

    public Task<Answer<MeAnswer>> Me(CancellationToken ct = default) => Get<MeAnswer>(new("/api/accounts/me"), ct);

    /// <summary>Ops: nothing is known of this patient any more, for good. A repeat answers the same.</summary>
    public Task<Answer<ErasedPatient>> ErasePatient(Guid id, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<ErasedPatient>(new($"/api/patients/{id}/erase"), idempotencyKey, ifMatch: null, ct);

    /// <summary>One patient, for the desk and for a doctor of theirs.</summary>
    public Task<Answer<PatientItem>> Patient(Guid id, CancellationToken ct = default) => Get<PatientItem>(new($"/api/patients/{id}"), ct);

    /// <param name="query">Phone, e-mail or a whole word of the name.</param>
    public Task<Answer<Page<PatientItem>>> Patients(string query, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<PatientItem>>(new Url("/api/patients").With("query", query).With(page), ct);
}
