using System.Globalization;
using Booking.Contracts;
using Booking.Service.Payments;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Settings;

/// <summary>What these forms are made of beyond plain fields: times, money, lists with a line an entry, rows.</summary>
static class Fields
{
    /// <summary>In major units.</summary>
    const decimal MostFee = 10_000_000_000;

    static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    extension(Form form)
    {
        public LocalTime? Time(string name)
        {
            if (form[name] is not { } text)
                return null;
            if (Minute.Parse(text) is { Success: true } parsed)
                return parsed.Value;
            form.Add(name, "Must be a time such as 09:00.");
            return null;
        }

        /// <summary>An amount as people write it, in minor units; 0 and an error where it is none.</summary>
        public long Amount(string name, string currency)
        {
            if (MoneyText.Minor(form[name], currency, MostFee) is { } minor)
                return minor;
            form.Add(name, form.Has(name) ? "Must be an amount such as 200.00." : "Is required.");
            return 0;
        }

        /// <summary>Whole number that is needed; 0 and an error where it is none.</summary>
        public int Needed(string name)
        {
            if (!form.Has(name))
                form.Add(name, "Is required.");
            return form.Number(name) ?? 0;
        }

        public decimal? Decimal(string name)
        {
            if (form[name] is not { } text)
                return null;
            if (decimal.TryParse(Spelling.Number(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return number;
            form.Add(name, "Must be a number.");
            return null;
        }

        /// <summary>A line an entry; also commas, for short words.</summary>
        public IReadOnlyList<string> Lines(string name, bool commas = true) =>
            (form[name] ?? "").Split(commas ? ['\n', '\r', ',', '،'] : ['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        public IReadOnlyList<T> Enums<T>(string name) where T : struct, Enum => [.. form.All(name).Where(text => Wire.TryParse<T>(text, out _)).Select(Wire.Parse<T>)];

        /// <summary>How many rows of a list were sent; rows have no gaps.</summary>
        public int Rows(string list, string field, int most)
        {
            var rows = 0;
            while (rows < most && form.Sent($"{list}[{rows}].{field}"))
                rows++;
            return rows;
        }

        /// <summary>As <see cref="Form.Refused"/>, where the fields of the interface that one field here stands for are told beside it.</summary>
        /// <param name="say">What is said here instead of the interface's sentence; null: the same.</param>
        public bool Refused<T>(Answer<T> answer, Func<string, string> fieldOf, Func<string, string>? say = null) => form.Refused(answer.Problem is not { Errors: { } errors } problem ? answer : answer with
        {
            Problem = problem with
            {
                Errors = errors.GroupBy(error => fieldOf(error.Key), error => error.Value, StringComparer.Ordinal)
                    .ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.SelectMany(messages => messages).Select(say ?? (static message => message)).Distinct(StringComparer.Ordinal)], StringComparer.Ordinal),
            },
        });
    }

    public static string Minutes(LocalTime time) => Minute.Format(time);
}
