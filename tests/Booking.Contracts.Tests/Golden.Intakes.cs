namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Questions = """
        [{"id":"smoke","text":"Do you smoke?","required":true,"kind":"yes_no","choices":null},
         {"id":"since","text":"Since when?","required":false,"kind":"choice","choices":["days","weeks"]}]
        """;

    public static IEnumerable<TheoryDataRow<Type, string>> Intakes =>
    [
        Row<IntakeQuestions>($$$"""{"questions":{{{Questions}}}}"""),
        Row<IntakeRequest>("""{"answers":{"smoke":"no","since":"weeks"}}"""),
        Row<IntakeAnswer>($$$"""{"complete":true,"questions":{{{Questions}}},"answers":{"smoke":"no"}}"""),
    ];
}
