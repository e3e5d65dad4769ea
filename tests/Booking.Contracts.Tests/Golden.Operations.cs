namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Event = $$$"""
        {"sequence":7,"id":{{{Id}}},"streamId":{{{Id}}},"version":1,"type":"slot_held","timestamp":"2026-11-22T05:00:00Z",
         "correlationId":"0af7","causationId":null,"actor":"system","actorRole":"system","data":{"until":"2026-11-22T05:10:00Z"}}
        """;
    const string Waiting = $$$"""
        "id":{{{Id}}},"type":"send_mail","orderKey":{{{Id}}},"createdAt":"2026-11-22T05:00:00Z"
        """;
    const string Rebuild = """
        {"name":"payments","state":"swapping","done":5,"total":7,"parity":{"same":1,"differing":2,"missing":3,"extra":4},
         "tables":[{"table":"anomalies","same":1,"differing":2,"missing":3,"extra":4}],"position":9,"ratePerSecond":2.5,"secondsLeft":1,"error":null,
         "askedBy":"ann","startedAt":"2026-11-23T09:00:00Z","endedAt":null,"kept":true}
        """;
    const string DeadLetter = $$$"""
        {{{{Waiting}}},"parks":true,"deadAt":"2026-11-22T05:00:00Z","attempts":9,"error":"refused","body":{"id":{{{Id}}}}}
        """;
    const string Anomaly = $$$"""
        {"id":"1-1","paymentId":{{{Id}}},"kind":"amount_differs","detail":"1 USD where 2 USD is due","at":"2026-11-22T05:00:00Z","resolvedAt":null}
        """;
    const string TimeZoneRun = $$$"""
        {"id":{{{Id}}},"at":"2026-11-22T05:00:00Z","from":"2026e","to":"2026f","doctors":3,"slotsChanged":120,"visitsMoved":12,"conflicts":1}
        """;

    public static IEnumerable<TheoryDataRow<Type, string>> Operations =>
    [
        Row<VerifyAnswer>("""{"invariants":[{"name":"claims-overlap","violations":0,"examples":[]}]}"""),
        Row<RebuildAnswer>(Rebuild),
        Row<ItemList<ProjectionItem>>(List($$$"""
            {"name":"offered_slots","position":5,"highWaterMark":7,"lag":2,"state":"live","rebuild":null},
            {"name":"payments","position":7,"highWaterMark":7,"lag":0,"state":"rebuilding","rebuild":{{{Rebuild}}}}
            """)),
        Row<Page<OutboxItem>>(Page($$$"""{{{{Waiting}}},"deliverAt":"2026-11-22T05:00:00Z","retryAt":null,"attempts":0,"error":null}""")),
        Row<Page<DeadLetterItem>>(Page(DeadLetter)),
        Row<AnomalyItem>(Anomaly),
        Row<Page<AnomalyItem>>(Page(Anomaly)),
        Row<ResolveRequest>("""{"note":"Asked the bank","wentBack":true}"""),
        Row<StreamAnswer>($$$"""{"id":{{{Id}}},"type":"slot_lock","version":1,"items":[{{{Event}}}],"next":null}"""),
        Row<Page<EventItem>>(Page(Event)),
        Row<TimeZonesAnswer>($$$"""
            {"running":"2026f","stored":[{"version":"2026e","doctors":3}],"runs":[{{{TimeZoneRun}}}]}
            """),
        Row<Page<TimeZoneVisit>>(Page($$$"""
            {"appointmentId":{{{Id}}},"doctorId":{{{Id}}},"date":"2026-12-01","time":"09:00","timeZone":"America/Havana",
             "oldStart":"2026-12-01T14:00:00Z","newStart":"2026-12-01T13:00:00Z","outcome":"moved"}
            """)),
        Row<ApplyTimeZonesRequest>("""{"force":true}"""),
        Row<AppliedTimeZones>($$$"""{"running":"2026f","run":{{{TimeZoneRun}}},"behind":0,"ahead":1}"""),
        Row<ClockAnswer>("""{"now":"2026-11-23T05:00:00Z"}"""),
        Row<ClockRequest>("""{"advance":"PT11M","now":null,"reset":null}"""),
        Row<ItemList<MailItem>>(List("""
            {"at":"2026-11-23T05:00:00Z","channel":"email","to":"ann@demo.test","subject":"Confirmed","text":"See you.","language":"en"}
            """)),
    ];
}
