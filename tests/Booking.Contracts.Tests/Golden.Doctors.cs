namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Place = """{"lat":25.2,"lon":55.27,"city":"Dubai","country":"AE"}""";
    const string Conflict = $$$"""
        {"appointmentId":{{{Id}}},"start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z","status":"confirmed"}
        """;
    const string Item = $$$"""
        "id":{{{Id}}},"fullName":"Dr. Sarah Ahmed","specialties":["cardiology"],"languages":["en","ar"],"bio":"Hearts.",
        "timeZone":"Asia/Dubai","fees":{"standard":{{{Usd}}},"followup":{"amount":15000,"currency":"USD"}},
        "rating":{"average":4.5,"count":2},"nextAvailable":"2026-11-23T05:00:00Z","acceptingPatients":true,"photoUrl":null,
        "location":{{{Place}}},"licensedIn":["AE","US-CA"]
        """;
    const string Window = """
        {"dayOfWeek":"monday","start":"09:00","end":"17:00","slotMinutes":30,"bufferMinutes":0,"maxPatients":null,"types":["standard","followup"]}
        """;
    const string Exception = $$$"""
        {"id":{{{Id}}},"date":"2026-11-23","type":"custom_hours","reason":"Congress","start":"09:00","end":"12:30","slotMinutes":20,
         "bufferMinutes":5,"maxPatients":4,"types":["standard"],"conflicts":[{{{Conflict}}}]}
        """;

    public static IEnumerable<TheoryDataRow<Type, string>> Doctors =>
    [
        Row<DoctorRequest>($$$"""
            {"fullName":"Dr. Sarah Ahmed","email":"doctor@demo.test","phone":"+97150000000","specialties":["cardiology"],
             "languages":["en"],"bio":"Hearts.","qualifications":["MD"],"timeZone":"Asia/Dubai",
             "fees":{"standard":{{{Usd}}},"followup":{{{Usd}}}},"location":{{{Place}}},"licensedIn":["AE","US-CA"]}
            """),
        Row<DoctorAnswer>($$$"""{{{{Item}}},"qualifications":["MD"],"policy":{{{Policy}}},"rules":{{{Rules}}},"verified":true,"providers":["stripe","manual"]}"""),
        Row<Page<DoctorItem>>(Page($$$"""{{{{Item}}},"distanceKm":1.2}""")),
        Row<Page<RegisteredDoctor>>(Page($$$"""
            {"id":{{{Id}}},"fullName":"Dr. Sarah Ahmed","email":"doctor@demo.test","phone":"+97150000000","specialties":["cardiology"],"verified":false,
             "acceptingPatients":true}
            """)),
        Row<ScheduleRequest>($$$"""{"weekly":[{{{Window}}}],"rules":{{{Rules}}}}"""),
        Row<ScheduleAnswer>($$$"""{"weekly":[{{{Window}}}],"rules":{{{Rules}}},"conflicts":[{{{Conflict}}}]}"""),
        Row<SchedulePreviewRequest>($$$"""{"weekly":[{{{Window}}}],"from":"2026-11-23","to":"2026-11-29","rules":{{{Rules}}}}"""),
        Row<SchedulePreviewAnswer>($$$"""
            {"timeZone":"Europe/Berlin","lastDate":"2026-12-24","days":[{"date":"2026-10-25",
              "slots":[{"start":"2026-10-25T08:00:00Z","end":"2026-10-25T08:30:00Z","local":"2026-10-25T09:00:00+01:00","types":["standard"]}],
              "clockChanges":[{"at":"2026-10-25T01:00:00Z","before":"2026-10-25T03:00:00+02:00","after":"2026-10-25T02:00:00+01:00"}],
              "exceptions":[{"id":{{{Id}}},"type":"blocked","reason":"Leave","start":null,"end":null}]}],
             "conflicts":[{{{Conflict}}}]}
            """),
        Row<ExceptionRequest>("""
            {"date":"2026-11-23","type":"blocked","reason":"Leave","start":"12:00","end":"13:00","slotMinutes":null,
             "bufferMinutes":null,"maxPatients":null,"types":null}
            """),
        Row<ExceptionAnswer>(Exception),
        Row<Page<ExceptionAnswer>>(Page(Exception)),
        Row<DoctorPolicy>(Policy),
        Row<AvailabilityAnswer>($$$"""
            {"doctorId":{{{Id}}},"timeZone":"Asia/Karachi","days":[
              {"date":"2026-11-23","slots":[
                {"start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z","local":"2026-11-23T10:00:00+05:00"},
                {"start":"2026-11-23T05:30:00Z","end":"2026-11-23T06:00:00Z","local":"2026-11-23T10:30:00+05:00","mine":true}]},
              {"date":"2026-11-24","slots":[]}]}
            """),
        Row<DaySheetAnswer>($$$"""
            {"date":"2026-11-23","slots":[
              {"start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z","type":"standard","state":"pending_payment",
               "patient":{"id":{{{Id}}},"fullName":"Ann","phone":"+15550100"},"appointmentId":{{{Id}}},"paymentStatus":"pending","flagged":false,"unclosed":true,"flagReason":null,
               "holdId":null,"heldUntil":null,"reason":"Palpitations"},
              {"start":"2026-11-23T05:30:00Z","end":"2026-11-23T06:00:00Z","type":null,"state":"blocked",
               "patient":null,"appointmentId":null,"paymentStatus":null,"flagged":false,"unclosed":false,"flagReason":null,
               "holdId":{{{Id}}},"heldUntil":"2026-11-23T05:10:00Z","reason":"Lunch"}],
             "cashToHandBack":[{"paymentId":{{{Id}}},"appointmentId":{{{Id}}},
               "patient":{"id":{{{Id}}},"fullName":"Ann","phone":"+15550100"},"amount":{{{Usd}}},"since":"2026-11-22T05:00:00Z","version":7}],
             "unclosed":[{"appointmentId":{{{Id}}},"patient":{"id":{{{Id}}},"fullName":"Ann","phone":"+15550100"},"start":"2026-11-22T05:00:00Z",
               "end":"2026-11-22T05:30:00Z","type":"followup"}]}
            """),
        Row<VideoRequest>("""{"provider":"zoom","link":"https://video.example/{room}"}"""),
        Row<VideoAnswer>("""{"provider":null,"link":null}"""),
    ];
}
