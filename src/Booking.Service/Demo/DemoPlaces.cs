using Booking.Contracts;

namespace Booking.Service.Demo;

/// <summary>Where the demo doctors practise: in the city that their time zone is named after, or the next larger one of its country.</summary>
static class DemoPlaces
{
    /// <returns>Null for a zone that no demo doctor is in.</returns>
    public static Location? Of(string zone) => zone switch
    {
        "Asia/Dubai" => new(25.2048m, 55.2708m, "Dubai", "AE"),
        "Asia/Riyadh" => new(24.7136m, 46.6753m, "Riyadh", "SA"),
        "Asia/Kuwait" => new(29.3759m, 47.9774m, "Kuwait City", "KW"),
        "Asia/Bahrain" => new(26.2285m, 50.5860m, "Manama", "BH"),
        "Asia/Muscat" => new(23.5880m, 58.3829m, "Muscat", "OM"),
        "Asia/Amman" => new(31.9539m, 35.9106m, "Amman", "JO"),
        "Asia/Karachi" => new(24.8607m, 67.0011m, "Karachi", "PK"),
        "Asia/Kolkata" => new(28.6139m, 77.2090m, "Delhi", "IN"),
        "Asia/Kathmandu" => new(27.7172m, 85.3240m, "Kathmandu", "NP"),
        "Asia/Dhaka" => new(23.8103m, 90.4125m, "Dhaka", "BD"),
        "Asia/Colombo" => new(6.9271m, 79.8612m, "Colombo", "LK"),
        "Asia/Singapore" => new(1.3521m, 103.8198m, "Singapore", "SG"),
        "Asia/Tokyo" => new(35.6762m, 139.6503m, "Tokyo", "JP"),
        "Asia/Seoul" => new(37.5665m, 126.9780m, "Seoul", "KR"),
        "Australia/Sydney" => new(-33.8688m, 151.2093m, "Sydney", "AU"),
        "Australia/Lord_Howe" => new(-31.5553m, 159.0821m, "Lord Howe Island", "AU"),
        "Pacific/Auckland" => new(-36.8509m, 174.7645m, "Auckland", "NZ"),
        "Pacific/Apia" => new(-13.8333m, -171.7667m, "Apia", "WS"),
        "Europe/Berlin" => new(52.5200m, 13.4050m, "Berlin", "DE"),
        "Europe/Paris" => new(48.8566m, 2.3522m, "Paris", "FR"),
        "Europe/London" => new(51.5072m, -0.1276m, "London", "GB"),
        "Europe/Istanbul" => new(41.0082m, 28.9784m, "Istanbul", "TR"),
        "Africa/Cairo" => new(30.0444m, 31.2357m, "Cairo", "EG"),
        "Africa/Lagos" => new(6.5244m, 3.3792m, "Lagos", "NG"),
        "Africa/Nairobi" => new(-1.2921m, 36.8219m, "Nairobi", "KE"),
        "Africa/Kampala" => new(0.3476m, 32.5825m, "Kampala", "UG"),
        "America/New_York" => new(40.7128m, -74.0060m, "New York", "US"),
        "America/Chicago" => new(41.8781m, -87.6298m, "Chicago", "US"),
        "America/Los_Angeles" => new(34.0522m, -118.2437m, "Los Angeles", "US"),
        "America/Sao_Paulo" => new(-23.5505m, -46.6333m, "Sao Paulo", "BR"),
        _ => null,
    };
}
