namespace Booking.Contracts.Tests;

/// <summary>Samples of the wire. To change one is to change what other people's programs hold on to.</summary>
static partial class Golden
{
    const string Id = "\"018f3a5e-0000-7000-8000-000000000001\"";
    const string Usd = """{"amount":20000,"currency":"USD"}""";
    const string Policy = """
        {"cancellation":[{"hoursBefore":24,"refundPercent":100},{"hoursBefore":2,"refundPercent":50}],
         "rescheduleHoursBefore":4,"noShowRefundPercent":0}
        """;
    const string Rules = """{"minimumNoticeMinutes":60,"horizonDays":60,"holdMinutes":10,"paymentMinutes":35,"manualPaymentHours":24,"followupWithinDays":90}""";

    static TheoryDataRow<Type, string> Row<T>(string json) => new(typeof(T), json);

    static string Page(string item) => $$$"""{"items":[{{{item}}}],"next":"b3Blbg"}""";
    static string List(string item) => $$$"""{"items":[{{{item}}}]}""";

    public static IEnumerable<TheoryDataRow<Type, string>> Accounts =>
    [
        Row<RegisterRequest>("""
            {"email":"ann@demo.test","password":"Demo-2026!pass","fullName":"Ann","phone":"+15550100","timeZone":"Asia/Dubai","language":"en"}
            """),
        Row<LoginRequest>("""{"email":"ann@demo.test","password":"Demo-2026!pass","twoFactorCode":null,"twoFactorRecoveryCode":null}"""),
        Row<RefreshRequest>("""{"refreshToken":"r"}"""),
        Row<TokenAnswer>("""{"tokenType":"Bearer","accessToken":"a","expiresIn":3600,"refreshToken":"r"}"""),
        Row<MeAnswer>($$$"""{"id":{{{Id}}},"email":"ann@demo.test","roles":["patient","doctor","frontdesk","ops"],"patientId":{{{Id}}},"doctorId":null}"""),
        Row<DetailsRequest>("""{"fullName":"Ann","phone":"+15550100","timeZone":"Asia/Dubai","language":"en"}"""),
        Row<DetailsAnswer>("""{"fullName":"Ann","email":"ann@demo.test","phone":"+15550100","timeZone":"Asia/Dubai","language":"en"}"""),
        Row<AddressRequest>("""{"email":"ann@demo.test"}"""),
        Row<ResetPasswordRequest>("""{"email":"ann@demo.test","resetCode":"c","newPassword":"quiet purple lamp"}"""),
        Row<ChangePasswordRequest>("""{"oldPassword":"Demo-2026!pass","newPassword":"quiet purple lamp"}"""),
        Row<AccountInfo>("""{"email":"ann@demo.test","isEmailConfirmed":true}"""),
        Row<SecondFactorRequest>("""{"enable":true,"twoFactorCode":"123456","resetSharedKey":false,"resetRecoveryCodes":true}"""),
        Row<SecondFactorAnswer>("""{"sharedKey":"ABCD","recoveryCodesLeft":2,"recoveryCodes":["a","b"],"isTwoFactorEnabled":true,"isMachineRemembered":false}"""),
        Row<NotificationSettings>("""{"sms":false,"reminders":true}"""),
        Row<ErasedPatient>($$$"""{"id":{{{Id}}},"erasedAt":"2026-11-23T05:00:00Z"}"""),
        Row<Page<PatientItem>>(Page($$$"""
            {"id":{{{Id}}},"fullName":"Ann","email":"ann@demo.test","phone":"+15550100","timeZone":"Asia/Dubai","language":"en"}
            """)),
    ];
}
