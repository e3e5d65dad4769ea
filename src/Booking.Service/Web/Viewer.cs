using Booking.Contracts;
using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Web;

/// <summary>
/// Who looks at a page, and how: language, time zone, rights, and the interface that the page asks in their name. Language and zone are cookies, set by
/// whoever chooses them, by the browser's own settings before that, and by the account at sign-in.
/// </summary>
public sealed class Viewer
{
    public const string LanguageCookie = "language", ZoneCookie = "zone";

    readonly Lazy<BookingClient> api;

    public Viewer(IHttpContextAccessor accessor, Api api, IClock clock)
    {
        Http = accessor.HttpContext!;
        Caller = Caller.Of(Http);
        Language = LanguageOf(Http.Request);
        T = Texts.OfPages(Language);
        Zone = Zones.Find(Http.Request.Cookies[ZoneCookie]);
        Now = clock.GetCurrentInstant();
        this.api = new(() => api.For(Http));
    }

    public HttpContext Http { get; }
    public Caller Caller { get; }

    /// <summary>en, ar or ur.</summary>
    public string Language { get; }
    public Texts T { get; }

    /// <summary>The zone that they chose, or their browser told; null before that: then times are those of the clinic, and say so.</summary>
    public DateTimeZone? Zone { get; }

    /// <summary>The instant at which the page was asked for.</summary>
    public Instant Now { get; }

    public BookingClient Api => api.Value;

    /// <summary>Also who still has to set up a second factor, and may do nothing else.</summary>
    public bool IsSignedIn => Http.User.Identity is { IsAuthenticated: true };

    /// <summary>The desk or a doctor: who sees days and not doctors.</summary>
    public bool IsStaff => Caller.IsDesk || Caller.DoctorId is not null;

    /// <summary>Path and query of this page, to come back to.</summary>
    public string Address => Http.Request.Path + Http.Request.QueryString;

    /// <summary>The page is there already, and asks for a part of itself.</summary>
    public bool WantsPart => Http.Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>Times and money in their language.</summary>
    /// <param name="otherwise">The zone to use while theirs is not known, such as the doctor's.</param>
    public Words In(DateTimeZone otherwise) => new(T, Zone ?? otherwise);

    /// <inheritdoc cref="In(DateTimeZone)"/>
    public Words In(string otherwise) => In(Zones.Find(otherwise) ?? DateTimeZone.Utc);

    /// <summary>The text of a key, for places where no other text goes in.</summary>
    public string this[string key] => T.ByKey[key];

    /// <summary>The text for a value of the wire's enums: key <c>payment_status.paid</c> for <c>PaymentStatus.Paid</c>.</summary>
    public string Name<T>(T value) where T : struct, Enum => this.T.ByKey[$"{EnumKeys<T>.Prefix}.{Wire.Name(value)}"];

    /// <summary>The text for a word of the wire that no enum has: key <c>anomaly_kind.disputed</c>.</summary>
    /// <returns>The word itself, when there is no text for it.</returns>
    public string Name(string family, string word) => T.ByKey.GetValueOrDefault($"{family}.{word}") ?? word;

    /// <summary>How the payment of a visit stands. One that somebody called off first has missed no time.</summary>
    public string Payment(AppointmentAnswer visit, PaymentStatus status) =>
        status == PaymentStatus.Expired && visit.Cancellation is { By: not VisitParty.System } ? this["names.not_paid"] : Name(status);

    /// <summary>An English sentence of the interface, such as the rule of a refund, in their language.</summary>
    public string Sentence(string english) => FieldMessages.In(T, english);

    /// <summary>What the interface refused, in their language.</summary>
    public string Problem(Problem problem) => Problem(problem.Code, problem.Detail ?? problem.Title, problem.Status);

    /// <param name="otherwise">The interface's own English words, for a code that no page expects.</param>
    public string Problem(string code, string otherwise, int status) =>
        T.ByKey.GetValueOrDefault($"problem.{code}") ?? (status >= StatusCodes.Status500InternalServerError || otherwise.Length == 0 ? this["problem.internal"] : otherwise);

    /// <summary>What is wrong with a field, in their language.</summary>
    public string Errors(IEnumerable<string> messages) => string.Join(" ", messages.Select(message => FieldMessages.In(T, message)));

    /// <summary>A local address to go on to, as a form or a link gave it.</summary>
    /// <returns><paramref name="otherwise"/> for what leads anywhere else than to this service.</returns>
    public static string Local(string? address, string otherwise = "/") =>
        address is ['/', ..] && !address.Any(char.IsControl) && Uri.TryCreate("http://here" + address, UriKind.Absolute, out var whole)
        // Dots may have led to two slashes, behind which browsers look for another host.
        && whole.PathAndQuery is not ['/', '/' or '\\', ..]
            ? whole.PathAndQuery + whole.Fragment : otherwise;

    static string LanguageOf(HttpRequest request)
    {
        if (request.Cookies[LanguageCookie] is { } chosen && Accounts.Languages.IsKnown(chosen))
            return chosen;
        return request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0].ToLowerInvariant() ?? "").FirstOrDefault(Accounts.Languages.IsKnown) ?? Accounts.Languages.Default;
    }

    static class EnumKeys<T>
    {
        public static readonly string Prefix = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(typeof(T).Name);
    }
}
