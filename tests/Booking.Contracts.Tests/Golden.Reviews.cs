namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Review = $$$"""
        {"id":{{{Id}}},"appointmentId":{{{Id}}},"doctorId":{{{Id}}},"rating":4,"comment":"Took her time.","status":"pending","writtenAt":"2026-11-23T05:00:00Z"}
        """;

    public static IEnumerable<TheoryDataRow<Type, string>> Reviews =>
    [
        Row<ReviewRequest>("""{"rating":4,"comment":"Took her time."}"""),
        Row<ReviewAnswer>(Review),
        Row<Page<ReviewAnswer>>(Page(Review)),
        Row<Page<PublicReview>>(Page("""{"rating":4,"comment":null,"month":"2026-11"}""")),
    ];
}
