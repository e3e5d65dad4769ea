using Booking.Contracts;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web;

/// <summary>
/// What somebody filled in, what is wrong with it, and what the interface said of it. A page that is shown again shows it as it was typed. Fields have the
/// names that they have in <c>/api</c>, so that what is refused there is told beside the field.
/// </summary>
public sealed class Form
{
    readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);
    readonly Dictionary<string, StringValues> fields;

    Form(Dictionary<string, StringValues> fields) => this.fields = fields;

    /// <summary>Nothing filled in yet, but for what is known already.</summary>
    public static Form Of(params ReadOnlySpan<(string Name, string? Value)> known)
    {
        var form = new Form(new(StringComparer.Ordinal));
        foreach (var (name, value) in known)
            form.fields[name] = value;
        return form;
    }

    public static async ValueTask<Form> BindAsync(HttpContext context)
    {
        if (!IsForm(context.Request))
            throw new BadHttpRequestException("The body must be a form.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var sent = await context.Request.ReadFormAsync(context.RequestAborted);
            return new(sent.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal));
        }
        catch (InvalidDataException exception)
        {
            // More fields than any form of ours has, a name of thousands of letters, U+0000.
            throw new BadHttpRequestException("The form cannot be read.", StatusCodes.Status400BadRequest, exception);
        }
    }

    /// <summary>Nothing is uploaded here, and browsers send a form in the encoding of its page.</summary>
    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>What the interface refused; null when nothing, or only fields.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>By field name; messages in English, as the interface gives them, or of <see cref="Viewer"/>'s texts.</summary>
    public IReadOnlyDictionary<string, List<string>> Errors => errors;

    /// <summary>Each rendered form has a key of its own, so that sending it twice is one change.</summary>
    public string? Key => this["key"];

    /// <summary>The version of the thing that was changed, as it was when the form was shown; null when that does not matter.</summary>
    public string? Version => this["version"];

    /// <summary>What was typed, without space around it, and numbers in the interface's signs; null when nothing.</summary>
    public string? this[string name] => Spelling.Of(name, fields.GetValueOrDefault(name).ToString().Trim()) is { Length: > 0 } text ? text : null;

    /// <summary>What was typed, with the space around it: a password is exactly that. Empty when nothing.</summary>
    public string Exactly(string name) => fields.GetValueOrDefault(name).ToString();

    /// <summary>What is known of a field that nobody has filled in.</summary>
    public void Fill(string name, string? value)
    {
        if (value is not null && !Has(name))
            fields[name] = value;
    }

    public IReadOnlyList<string> All(string name) => [.. fields.GetValueOrDefault(name).OfType<string>().Where(value => value.Length > 0)];

    public bool Has(string name) => this[name] is not null;

    /// <summary>Whether there was such a field, filled in or not: rows of a list are counted by it.</summary>
    public bool Sent(string name) => fields.ContainsKey(name);

    /// <summary>The same form with these values of a field, such as boxes that are ticked.</summary>
    public Form Put(string name, params string?[] values)
    {
        fields[name] = values;
        return this;
    }

    public T Enum<T>(string name, T otherwise) where T : struct, Enum =>
        this[name] is not { } text ? otherwise : Wire.TryParse<T>(text, out var value) ? value : Wrong(name, "Cannot be read.", otherwise);

    public int? Number(string name) => this[name] is not { } text ? null : int.TryParse(Spelling.Number(text), out var number) ? number : Wrong<int?>(name, "Must be a whole number.", null);

    public Instant? Instant(string name) => this[name] is not { } text ? null : InstantOf(text) is { } instant ? instant : Wrong<Instant?>(name, "Cannot be read.", null);

    public LocalDate? Date(string name) => this[name] is not { } text ? null : DateOf(text) is { } date ? date : Wrong<LocalDate?>(name, "Must be a date.", null);

    public Guid? Id(string name) => this[name] is not { } text ? null : Guid.TryParse(text, out var id) ? id : Wrong<Guid?>(name, "Cannot be read.", null);

    /// <returns>Null for what is no instant of the years 2000 to 2199: nothing else is ever meant, and at the ends of all time there is no day before or after.</returns>
    public static Instant? InstantOf(string? text) =>
        text is not null && InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var instant } && IsInReach(instant.InUtc().Date) ? instant : null;

    /// <inheritdoc cref="InstantOf"/>
    public static LocalDate? DateOf(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && IsInReach(date) ? date : null;

    static bool IsInReach(LocalDate date) => date.Year is >= 2000 and < 2200;

    /// <summary>Says of each that is empty that it is required.</summary>
    public void Require(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Exactly(name).Length == 0 || !Has(name))
                Add(name, "Is required.");
    }

    /// <summary>The id of a field's element: its name with nothing in it that means something to a style sheet, <c>weekly-0-start</c>.</summary>
    public static string IdOf(string name) => name.Replace("]", "", StringComparison.Ordinal).Replace('[', '-').Replace('.', '-');

    public void Add(string field, string message)
    {
        if (!errors.TryGetValue(field, out var messages))
            errors[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>Takes over what the interface refused, field by field where it named fields.</summary>
    /// <returns>Whether something was refused.</returns>
    public bool Refused<T>(Answer<T> answer)
    {
        if (answer.Problem is not { } problem)
            return false;
        foreach (var (field, messages) in problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
            foreach (var message in messages)
                Add(field, message);
        if (problem.Errors is null)
            Problem = problem;
        return true;
    }

    T Wrong<T>(string field, string message, T otherwise)
    {
        Add(field, message);
        return otherwise;
    }
}
