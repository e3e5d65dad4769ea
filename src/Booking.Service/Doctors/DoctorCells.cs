using System.Globalization;
using Booking.Contracts;
using Booking.Service.Payments;

namespace Booking.Service.Doctors;

/// <summary>Reads single cells of a file of doctors.</summary>
static class DoctorCells
{
    /// <summary>Between the entries of a cell that has several.</summary>
    const char Between = '|';

    /// <summary>In major units.</summary>
    const decimal MostFee = 1_000_000_000;

    public static IReadOnlyList<string> List(string cell) => cell.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static IReadOnlyList<string>? ListOrNull(IReadOnlyDictionary<string, string> cells, string column) => cells.TryGetValue(column, out var cell) ? List(cell) : null;

    public static bool YesOrNo(IReadOnlyDictionary<string, string> cells, string column, List<ImportError> errors)
    {
        var cell = cells.GetValueOrDefault(column, "");
        if (cell is not ("" or "yes" or "no"))
        {
            errors.Add(new(column, "Must be yes, no or empty."));
        }

        return cell == "yes";
    }

    /// <summary>Fees as people write them: in the currency's unit, with a point.</summary>
    public static Fees? Fees(IReadOnlyDictionary<string, string> cells, List<ImportError> errors)
    {
        var currency = cells["currency"];
        if (!DoctorFields.IsCurrency(currency))
        {
            errors.Add(new("currency", "Must be an ISO 4217 code such as USD."));
            return null;
        }

        var (standard, followup) = (Fee("fee_standard"), Fee("fee_followup"));
        return standard is { } first && followup is { } second ? new(new(first, currency), new(second, currency)) : null;

        long? Fee(string column)
        {
            if (MoneyText.Minor(cells[column], currency, MostFee) is { } amount)
            {
                return amount;
            }

            var digits = MoneyText.Digits(currency);
            errors.Add(new(column, $"Must be an amount such as {(digits == 0 ? "200" : "200.00")}, with at most {digits} digits after the point."));
            return null;
        }
    }

    /// <summary>All four cells, or none.</summary>
    public static Location? Location(IReadOnlyDictionary<string, string> cells, List<ImportError> errors)
    {
        var (city, country) = (cells.GetValueOrDefault("city", ""), cells.GetValueOrDefault("country", ""));
        if (city.Length + country.Length + cells.GetValueOrDefault("latitude", "").Length + cells.GetValueOrDefault("longitude", "").Length == 0)
        {
            return null;
        }

        var (latitude, longitude) = (Degrees("latitude"), Degrees("longitude"));
        return latitude is { } lat && longitude is { } lon ? new(lat, lon, city, country) : null;

        decimal? Degrees(string column)
        {
            if (decimal.TryParse(cells.GetValueOrDefault(column, ""), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }

            errors.Add(new(column, "Must be degrees such as 25.2048; a place has city, country, latitude and longitude."));
            return null;
        }
    }
}
