namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Hold = $$$"""
        {"id":{{{Id}}},"doctorId":{{{Id}}},"start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z","type":"standard",
         "expiresAt":"2026-11-22T05:10:00.25Z","price":{{{Usd}}}}
        """;
    const string Visit = $$$"""
        {"id":{{{Id}}},"status":"pending_payment","doctorId":{{{Id}}},"patientId":{{{Id}}},"start":"2026-11-23T05:00:00Z",
         "end":"2026-11-23T05:30:00Z","timeZone":"Asia/Dubai","type":"followup","price":{{{Usd}}},"discount":{"amount":0,"currency":"USD"},
         "due":{{{Usd}}},"payment":{"id":{{{Id}}},"status":"pending","provider":"manual","checkoutUrl":null},"meetingLink":null,
         "policy":{{{Policy}}},"reason":"Palpitations","seriesId":{{{Id}}},
         "cancellation":{"by":"desk","fee":{{{Usd}}},"refund":{{{Usd}}},"rule":"Too late."},"noShow":{"fee":{{{Usd}}},"refund":{{{Usd}}},"rule":"Half."},"intakeComplete":true,
         "payBy":"2026-11-22T05:35:00Z"}
        """;

    const string Waits = $$$"""
        {"id":{{{Id}}},"doctorId":{{{Id}}},"patientId":{{{Id}}},"from":"2026-11-23","to":"2026-11-25","type":"standard","status":"offered",
         "position":2,"holdId":{{{Id}}},"start":"2026-11-23T05:00:00Z","until":"2026-11-22T05:30:00Z","endedBecause":null,"joinedAt":"2026-11-21T05:00:00Z"}
        """;

    public static IEnumerable<TheoryDataRow<Type, string>> Visits =>
    [
        Row<HoldRequest>($$$"""{"doctorId":{{{Id}}},"start":"2026-11-23T05:00:00Z","type":"standard"}"""),
        Row<HoldAnyRequest>($$$"""{"type":"standard","doctorIds":[{{{Id}}}],"specialty":"cardiology","language":"en","start":"2026-11-23T05:00:00Z"}"""),
        Row<HoldAnswer>(Hold),
        Row<Page<HoldAnswer>>(Page(Hold)),
        Row<HoldDetails>($$$"""
            {"id":{{{Id}}},"doctorId":{{{Id}}},"start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z","type":"standard",
             "expiresAt":"2026-11-22T05:10:00.25Z","price":{{{Usd}}},"status":"lapsed","extended":true,"policy":{{{Policy}}},"appointmentId":null,
             "alternatives":[{"start":"2026-11-23T09:30:00Z","end":"2026-11-23T10:00:00Z","local":"2026-11-23T13:30:00+04:00"}]}
            """),
        Row<AppointmentRequest>($$$"""
            {"holdId":{{{Id}}},"provider":"manual","couponCode":"SPRING","reason":"Palpitations","patientId":null,
             "patient":{"fullName":"Ann","email":"ann@demo.test","phone":"+15550100","timeZone":"Asia/Dubai"},
             "place":"US-CA","termsVersion":"1","override":["patient-busy"]}
            """),
        Row<SeriesRequest>($$$"""
            {"doctorId":{{{Id}}},"type":"standard","start":"2026-11-23T05:00:00Z","count":4,"onConflict":"skip","provider":"manual","reason":"Palpitations",
             "patientId":{{{Id}}},"patient":null,"place":"AE","termsVersion":null,"override":null}
            """),
        Row<SeriesAnswer>($$$"""
            {"id":{{{Id}}},"appointments":[{{{Visit}}}],"skipped":["2026-11-30T05:00:00Z"],"reasons":[{"start":"2026-11-30T05:00:00Z","code":"slot-taken"}]}
            """),
        Row<TermsAnswer>("""{"version":"2026-11"}"""), Row<TermsAnswer>("""{"version":"2026-11","url":"https://clinic.example/terms"}"""),
        Row<AppointmentAnswer>(Visit),
        Row<Page<AppointmentAnswer>>(Page(Visit)),
        Row<ItemList<HistoryItem>>(List($$$"""
            {"when":"2026-11-22T05:00:00.123456Z","what":"appointment_requested","who":{"id":"system","role":"system"},"version":1,
             "data":{"any":[1,null]}}
            """)),
        Row<CancellationPreview>($$$"""{"refund":{{{Usd}}},"fee":{"amount":0,"currency":"USD"},"rule":"24 hours or more before the start: 100 %"}"""),
        Row<CancelRequest>("""{"reason":"Better","for":"doctor"}"""),
        Row<RescheduleRequest>("""{"start":"2026-11-24T05:00:00Z","reason":"A train was late","for":"patient"}"""),
        Row<PaymentAnswer>($$$"""
            {"id":{{{Id}}},"appointmentId":{{{Id}}},"provider":"paytabs","status":"partially_refunded","amount":{{{Usd}}},"captured":{{{Usd}}},
             "refunded":{"amount":1,"currency":"USD"},"checkoutUrl":"https://pay.example/1","attempts":2,"instructions":"Window 3"}
            """),
        Row<ManualPaymentRequest>($$$"""{"amount":{{{Usd}}},"method":"cash","reference":"R-17"}"""),
        Row<CheckoutRequest>("""{"provider":"razorpay"}"""),
        Row<RefundRequest>($$$"""{"reason":"Too long a wait","amount":{{{Usd}}}}"""),
        Row<ReceiptAnswer>($$$"""
            {"number":"01A1FD13","appointmentId":{{{Id}}},"doctorName":"Dr. Sarah Ahmed","patientName":null,"start":"2026-11-23T05:00:00Z","timeZone":"Asia/Dubai",
             "type":"standard","price":{{{Usd}}},"discount":{{{Usd}}},"due":{{{Usd}}},
             "lines":[{"at":"2026-11-22T05:00:00Z","kind":"refund_failed","amount":{{{Usd}}},"provider":"stripe","method":null,"reference":"re_1"}],
             "paid":{{{Usd}}},"refunded":{{{Usd}}},"balance":{{{Usd}}}}
            """),
        Row<WhyAnswer>($$$"""
            {"start":"2026-11-23T05:00:00Z","type":"standard","code":"not_verified","detail":"Because.","exceptionId":{{{Id}}},"reason":"Leave","appointmentId":{{{Id}}},
             "holdId":{{{Id}}},"patient":{"id":{{{Id}}},"fullName":"Ann","phone":"+15550100"},"until":"2026-11-23T05:30:00Z"}
            """),
        Row<WalkInRequest>($$$"""
            {"type":"standard","patientId":{{{Id}}},"patient":{"fullName":"Ann","email":"ann@demo.test","phone":"+15550100","timeZone":"Asia/Dubai"},
             "provider":"manual","reason":"Palpitations","minutes":20,"place":"AE","override":["day-full"]}
            """),
        Row<SlotChange>("""{"start":"2026-11-23T05:00:00Z","free":true}"""),
        Row<WaitlistRequest>($$$"""{"doctorId":{{{Id}}},"from":"2026-11-23","to":"2026-11-25","type":"standard","patientId":{{{Id}}}}"""),
        Row<WaitlistEntry>(Waits),
        Row<Page<WaitlistEntry>>(Page(Waits)),
        Row<Problem>($$$"""
            {"type":"/problems/slot-taken","title":"Another patient has this slot.","status":409,"detail":null,"traceId":"0af7","errors":{"start":["Taken."]},
             "alternatives":[{"start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z","local":"2026-11-23T05:00:00Z"}],"visits":[{{{Conflict}}}],
             "starts":["2026-11-23T05:00:00Z"],"reasons":[{"start":"2026-11-23T05:00:00Z","code":"day-full"}],
             "freeAt":"2026-11-23T06:00:00Z","ids":[{{{Id}}}]}
            """),
    ];
}
