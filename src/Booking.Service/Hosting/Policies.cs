using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Booking.Service.Hosting;

/// <summary>Roles of accounts, as they stand in tokens and in the database.</summary>
public static class Roles
{
    public const string Patient = "patient";
    public const string Doctor = "doctor";
    public const string FrontDesk = "frontdesk";
    public const string Ops = "ops";
}

/// <summary>
/// Who may call an endpoint. Every endpoint names one of these (or allows anonymous calls in so many words); one that names none is
/// closed to all. They judge the kind of caller; whether this doctor or this visit is the caller's own is the endpoint's question.
/// </summary>
public static class Policies
{
    /// <summary>Anyone, signed in or not.</summary>
    public const string Anyone = "anyone";

    /// <summary>Any account, also one of the staff that still has to set up its second factor.</summary>
    public const string AnyAccount = "any-account";

    public const string SignedIn = "signed-in";
    public const string Patient = "patient";
    public const string PatientOrDesk = "patient-or-desk";

    /// <summary>The front desk and ops.</summary>
    public const string Desk = "desk";
    public const string DeskOrDoctor = "desk-or-doctor";
    public const string Ops = "ops";

    /// <summary>Ops, and whoever collects the metrics.</summary>
    public const string Metrics = "metrics";

    /// <summary>Ops and doctors, not the front desk: where a doctor's own money goes.</summary>
    public const string OpsOrDoctor = "ops-or-doctor";

    public static void Add(IServiceCollection services) => services.AddAuthorizationBuilder()
        .AddPolicy(Anyone, policy => policy.RequireAssertion(_ => true))
        .AddPolicy(AnyAccount, policy => policy.RequireAuthenticatedUser())
        .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => !Identities.LacksSecondFactor(context.User)))
        .AddPolicy(Patient, policy => OneOf(policy, Roles.Patient))
        .AddPolicy(PatientOrDesk, policy => OneOf(policy, Roles.Patient, Roles.FrontDesk, Roles.Ops))
        .AddPolicy(Desk, policy => OneOf(policy, Roles.FrontDesk, Roles.Ops))
        .AddPolicy(DeskOrDoctor, policy => OneOf(policy, Roles.FrontDesk, Roles.Ops, Roles.Doctor))
        .AddPolicy(Ops, policy => OneOf(policy, Roles.Ops))
        .AddPolicy(Metrics, policy => policy.RequireAssertion(Service.Metrics.MetricsDoor.Opens))
        .AddPolicy(OpsOrDoctor, policy => OneOf(policy, Roles.Ops, Roles.Doctor))
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsNoRoute).Build());

    static void OneOf(AuthorizationPolicyBuilder policy, params string[] roles) =>
        policy.RequireAuthenticatedUser().RequireAssertion(context =>
            !Identities.LacksSecondFactor(context.User) && roles.Any(context.User.IsInRole));

    // The framework's own 404, 405 and 415 are no routes and say nothing about anybody; a route without a policy is closed.
    static bool IsNoRoute(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}

/// <summary>The claims of our tokens: short names, because every request carries them.</summary>
public static class Identities
{
    public const string Id = "sub";
    public const string Role = "role";
    public const string DoctorId = "doctor_id";
    public const string SecurityStamp = "stamp";

    /// <summary>Present with the value <see cref="Missing"/> when the account must set up a second factor before anything else.</summary>
    public const string SecondFactor = "second_factor";
    public const string Missing = "missing";

    public static bool LacksSecondFactor(ClaimsPrincipal user) => user.HasClaim(SecondFactor, Missing);
}
