using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Doctors;

/// <summary>A doctor as clients see them; e-mail and telephone are the clinic's business.</summary>
public static class DoctorBody
{
    static readonly Rating Unrated = new(Average: null, Count: 0);

    public static DoctorAnswer Of(DoctorState state, BookingRules rules, Rating? rating = null, Instant? nextAvailable = null)
    {
        var profile = state.Profile!;
        return new(
            state.Id.Value, profile.FullName, profile.Specialties, profile.Languages, profile.Bio, profile.TimeZone, state.Fees!, rating ?? Unrated,
            nextAvailable, state.Accepting, PhotoUrl: null, profile.Location, profile.Qualifications, state.Policy, ScheduleWire.Rules(rules), state.Verified,
            profile.LicensedIn ?? [], Providers(state));
    }

    /// <summary>In the order of the enum; an account in another currency than the fees' takes nothing of them.</summary>
    static PaymentProvider[] Providers(DoctorState state) =>
    [
        .. (state.Gateways ?? []).Where(account => account.Active && account.Provider != PaymentProvider.Manual && (account.Currency ?? Currency(state)) == Currency(state))
            .Select(account => account.Provider).Append(PaymentProvider.Manual).Distinct().Order(),
    ];

    static string Currency(DoctorState state) => state.Fees!.Standard.Currency;

    /// <summary>Without what changes by itself: rating, next start and distance.</summary>
    public static DoctorItem Item(DoctorState state)
    {
        var profile = state.Profile!;
        return new(
            state.Id.Value, profile.FullName, profile.Specialties, profile.Languages, profile.Bio, profile.TimeZone, state.Fees!, Unrated, NextAvailable: null,
            state.Accepting, PhotoUrl: null, profile.Location, profile.LicensedIn ?? []);
    }
}
