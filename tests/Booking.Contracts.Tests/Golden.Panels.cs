namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Group = """
        {"fingerprint":"0af7be12","type":"send_mail","error":"refused by #","count":2,"first":"2026-11-22T05:00:00Z","last":"2026-11-22T06:00:00Z"}
        """;
    const string Audit = $$$"""{"at":"2026-11-22T05:00:00Z","by":"ann","change":"streams.read","subject":{{{Id}}},"detail":"slot_lock"}""";

    public static IEnumerable<TheoryDataRow<Type, string>> Panels =>
    [
        Row<OverviewAnswer>("""
            {"environment":"Production","node":"web-1/7","at":"2026-11-23T05:00:00Z","outboxDue":1,"outboxScheduled":2,"outboxOldestSeconds":3,"deadLetters":4,
             "holdsActive":5,"holdsSoon":6,"anomalies":7,"paymentsWatched":8,"paymentsStuck":9,"reminders":10,"reviewsPending":11,"deliveriesWaiting":12,
             "rebuildsRunning":13,"rebuildsFailed":14,"nodes":15,"p99Milliseconds":2.5,"archiveFailing":false,"timeZones":"2026f"}
            """),
        Row<ActivityAnswer>("""
            {"node":"web-1/7","since":"2026-11-22T05:00:00Z","minutes":[{"at":"2026-11-23T04:59:00Z","events":3}],"complete":true,
             "commands":[{"outcome":"done","count":2,"p50":2.5,"p95":10,"p99":null}]}
            """),
        Row<ItemList<OutboxType>>(List("""{"type":"send_mail","waiting":5,"due":4,"leased":3,"retried":2,"oldestSeconds":null,"dead":1}""")),
        Row<ItemList<DeadLetterGroupItem>>(List(Group)),
        Row<DeadLetterGroupAnswer>($$$"""{"group":{{{Group}}},"examples":[{{{DeadLetter}}}]}"""),
        Row<DeadLettersChanged>("""{"messages":2}"""),
        Row<Page<WatchedPayment>>(Page($$$"""
            {"id":{{{Id}}},"appointmentId":{{{Id}}},"doctorId":{{{Id}}},"provider":"stripe","status":"processing","amount":{{{Usd}}},"captured":{{{Usd}}},
             "refunded":{"amount":1,"currency":"USD"},"refunding":{"amount":2,"currency":"USD"},"stuck":{"amount":3,"currency":"USD"},"attempts":2,
             "watchTill":"2026-11-25T05:00:00Z","checkedAt":null,"nextAt":"2026-11-23T05:05:00Z"}
            """)),
        Row<Page<LiveHold>>(Page($$$"""
            {"id":{{{Id}}},"slotId":{{{Id}}},"doctorId":{{{Id}}},"type":"standard","start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z",
             "until":"2026-11-22T05:10:00Z"}
            """)),
        Row<RemindersAnswer>($$$"""
            {"hours":[{"at":"2026-11-23T05:00:00Z","reminders":3}],
             "next":[{"id":{{{Id}}},"appointmentId":{{{Id}}},"channel":"sms","deliverAt":"2026-11-23T05:00:00Z"}]}
            """),
        Row<ToldByProviders>("""
            {"node":"web-1/7","since":"2026-11-22T05:00:00Z","providers":[
              {"provider":"stripe","lastDay":2,"lastMonth":30,"lastAt":null,"outcomes":[{"outcome":"not_ours","count":1}]}]}
            """),
        Row<Page<AuditItem>>(Page(Audit)),
        Row<AnchorRequest>("""{"kept":"2026-11-22T05:00:00Z 7 9 0af7"}"""),
        Row<AnchorAnswer>("""{"line":"2026-11-22T05:00:00Z 7 9 0af7","at":"2026-11-22T05:00:00Z","events":7,"position":9,"digest":"0af7","same":null}"""),
        Row<BackupAnswer>($$$"""
            {"archiveMode":"on","failing":true,"lastArchived":"000000010000000000000007","lastArchivedAt":"2026-11-22T05:00:00Z","archived":7,"failures":1,
             "lastFailedAt":"2026-11-23T05:00:00Z","baseBackup":null,"anchor":{{{Audit}}},"database":"booking","databaseSince":"2026-11-21T05:00:00Z","timeZones":"2026f"}
            """),
        Row<ItemList<SettingItem>>(List("""{"key":"Payments:Origin","value":null,"source":"the environment"}""")),
        Row<ItemList<NodeItem>>(List("""
            {"name":"web-1/7","address":"10.0.0.7","sessions":3,"active":1,"since":"2026-11-22T05:00:00Z","owns":["reminders"]}
            """)),
        Row<TimelineAnswer>($$$"""
            {"appointmentId":{{{Id}}},"doctorId":{{{Id}}},"paymentId":null,"items":[
              {"at":"2026-11-22T05:00:00Z","kind":"provider_call","name":"refund","stream":{{{Id}}},"version":3,"traceId":"0af7","cause":"c","actor":"system",
               "actorRole":"system","outcome":"sent","endedAt":"2026-11-22T05:00:01Z","attempts":1,"error":null,"data":{"any":[1,null]}}],
             "unknown":["forgotten_messages"]}
            """),
        Row<PastAvailability>($$$"""
            {"doctorId":{{{Id}}},"asOf":"2026-11-22T05:00:00Z","timeZone":"Asia/Dubai","listed":true,"days":[
              {"date":"2026-11-23","slots":[{"start":"2026-11-23T05:00:00Z","end":"2026-11-23T05:30:00Z","local":"2026-11-23T09:00:00+04:00"}]}],
             "taken":[{"start":"2026-11-23T05:30:00Z","end":"2026-11-23T06:00:00Z","holdId":{{{Id}}},"lapsesAt":null}],"unknown":["own_hold"]}
            """),
    ];
}
