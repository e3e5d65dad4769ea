using System.Security.Claims;

namespace Booking.Service.Hosting;

/// <summary>
/// Who calls and under which conditions, as an endpoint parameter. It is read from the token and the headers alone; <see cref="SessionStamps"/> has
/// seen to it that the token is not of a session that ended, as when a role was taken away.
/// </summary>
public sealed class Caller
{
    Caller(HttpContext context, IdempotentRequest? idempotency, long? ifMatch)
    {
        Http = context;
        Idempotency = idempotency;
        IfMatch = ifMatch;
        if (!Identities.LacksSecondFactor(context.User))
            Read(context.User);
    }

    /// <summary>The request, for problems and headers.</summary>
    public HttpContext Http { get; }

    /// <summary>Null when nobody is signed in.</summary>
    public AccountId? AccountId { get; private set; }

    public bool IsPatient { get; private set; }

    /// <summary>The front desk or ops: may act for every doctor and every patient.</summary>
    public bool IsDesk { get; private set; }
    public bool IsOps { get; private set; }

    /// <summary>The doctor whose account this is; null for everybody else.</summary>
    public DoctorId? DoctorId { get; private set; }

    /// <summary>A patient's id is the id of their account; null for who is no patient.</summary>
    public PatientId? PatientId => IsPatient && AccountId is { } account ? new PatientId(account.Value) : null;

    /// <summary>The highest right, as events name it: ops, frontdesk, doctor, patient or anonymous.</summary>
    public string Role { get; private set; } = "anonymous";

    /// <summary>The W3C trace id, which is the correlation id of the events that come of this request.</summary>
    public string TraceId => Problems.TraceId(Http);

    /// <summary>The version that the caller has seen; null when they did not say, or said <c>*</c>.</summary>
    public long? IfMatch { get; }

    /// <summary>The key under which a repeat is recognised; null without the header.</summary>
    public IdempotentRequest? Idempotency { get; }

    /// <summary>May act for this doctor: the desk, or the doctor.</summary>
    public bool ActsFor(DoctorId doctor) => IsDesk || DoctorId == doctor;

    /// <summary>May see and change where this doctor's money goes: ops, or the doctor, and not the front desk.</summary>
    public bool ManagesMoneyOf(DoctorId doctor) => IsOps || DoctorId == doctor;

    /// <exception cref="InvalidFieldException"><c>If-Match</c> is no strong ETag, or <c>Idempotency-Key</c> no key.</exception>
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new Caller(context, RequestConditions.Idempotency(context), RequestConditions.IfMatch(context.Request)));

    /// <summary>Who opened a page: a request that has no conditions of its own.</summary>
    public static Caller Of(HttpContext context) => new(context, idempotency: null, ifMatch: null);

    void Read(ClaimsPrincipal user)
    {
        var (doctor, frontDesk) = (false, false);
        foreach (var claim in user.Claims)
            switch (claim.Type, claim.Value)
            {
                case (Identities.Id, var id) when Guid.TryParse(id, out var account): AccountId = new(account); break;
                case (Identities.DoctorId, var id) when Guid.TryParse(id, out var own): DoctorId = new(own); break;
                case (Identities.Role, Roles.Patient): IsPatient = true; break;
                case (Identities.Role, Roles.FrontDesk): frontDesk = true; break;
                case (Identities.Role, Roles.Ops): IsOps = true; break;
                case (Identities.Role, Roles.Doctor): doctor = true; break;
            }
        IsDesk = frontDesk || IsOps;
        if (!doctor)
            DoctorId = null;
        if (AccountId is not null)
            Role = IsOps ? Roles.Ops : frontDesk ? Roles.FrontDesk : doctor ? Roles.Doctor : Roles.Patient;
    }
}
