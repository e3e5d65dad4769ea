using System.Buffers.Text;
using System.Text;

namespace Booking.Service.Tests.Hostile;

/// <summary>What an attacker, or a careless program, puts where something else is expected.</summary>
static class Palette
{
    const int Long = 10_000, TooLong = 1_000_000;

    /// <summary>Raw JSON, some of it none.</summary>
    public static readonly string[] Json =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "-0", "-0.0", "1E3", "1e-400", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
        "1e400", "-1e400", "NaN", "Infinity", "0123", "0x10", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"a\":1}", "[1,2,3]",
        .. Texts().Select(Quoted),
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\x41\"", "'single'", "\"unterminated", "\"tab\tin it\"", "",
        Quoted(new('a', Long)), Quoted(string.Concat(Enumerable.Repeat("😀", Long / 4))), Quoted(new('a', TooLong)),
        string.Concat(Enumerable.Repeat('[', 500)) + string.Concat(Enumerable.Repeat(']', 500)),
        $"[{string.Join(',', Enumerable.Repeat("1", 5_000))}]", $"[{string.Join(',', Enumerable.Repeat("\"a\"", 1_000))}]",
    ];

    /// <summary>Percent-encoded or raw, as they stand in a path or a query.</summary>
    public static readonly string[] Address =
    [
        .. Texts().Select(Uri.EscapeDataString), "%00", "a%00b", "%0d%0aX-Injected:%201", "%ff", "%c0%ae%c0%ae", "%ed%a0%80", "%", "%zz", "%2e%2e%2f%2e%2e", "..%2f..", "%2f", "%5c",
        "+", "a+b", ";a=b", "*", "-1", "0", "1", "101", "1e3", "1.5", "9223372036854775808", "NaN", "true", new('a', 1_500), Forged(""), Forged("a"), Forged("\u001f"),
        Forged("\u001f\u001f\u001f"), Forged("9999-12-31T23:59:59Z\u001f00000000-0000-0000-0000-000000000000"), Forged("2026-11-23T05:00:00Z\u001f\u001f"),
        Forged("name\u001f\u001f"), Forged("Name\u001fx\u001f00000000-0000-0000-0000-000000000000"), Forged("9223372036854775807"), Forged("-1"), Forged("1\u001f2"),
        Forged("1e999\u001f00000000-0000-0000-0000-000000000000"), Base64Url.EncodeToString([0xff, 0xfe, 0x1f, 0x00]),
    ];

    public static readonly string[] ETags =
    [
        "1", "\"\"", "\"-1\"", "\"999999\"", "\"9223372036854775808\"", "W/\"1\"", "*", "\"1\", \"2\"", "\"a\"", "\"1", "''", "\"١\"", "\"1e3\"", "\" 1\"", "\"1\";x",
    ];

    public static readonly string[] Keys = ["", " ", "\"", "\"\"", "\"a\\\"", "\"\\x\"", "a\tb", new('k', 256), new('k', 5_000), "'; drop table mt_events; --", "\u001b[31m"];

    public static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    static string Forged(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    static string[] Texts() =>
    [
        "", " ", "a", "A", "ß", "İ", "\u202Eabc\u202C", "e\u0301\u0301\u0301", "😀👩‍👩‍👧", "𐍈", "\uFEFF", "\uFFFE", "\u200B", "\u0085", "\u2028", "\r\n", "\t", "a\r\nX-Injected: 1", "\u001b[31mred", "\u007f",
        "'; drop table mt_events; --", "' or '1'='1", "\\", "%", "_", "\"", "$1", "{0}", "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "=1+1", "../../etc/passwd", "file:///etc/passwd",
        "0001-01-01", "9999-12-31", "2027-02-29", "2028-02-29", "2026-13-01", "2026-11-23", "-0001-01-01", "+10000-01-01", "10000-01-01", "1999-12-31", "2199-12-31", "2200-01-01",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999Z", "-9998-01-01T00:00:00Z", "2026-03-29T02:30:00+01:00", "2026-11-23T05:00:00", "2026-11-23T24:00:00Z",
        "2026-11-23T05:00:60Z", "2026-11-23T05:00:00.1234567890123Z", "2030-01-01T00:00:00.000000001Z", "24:00", "23:59:59.999999999", "-1:00", "9:00", "09:00:00",
        "Mars/Olympus", "utc", "UTC+3", "Etc/GMT+12", "America/Sao_Paulo", "Asia/Dubai", "../UTC",
        "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000001}", "ffffffffffffffffffffffffffffffff", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "(00000000-0000-0000-0000-000000000001)",
        "USD", "usd", "XXX", "KWD", "JPY", "a@b", "a@b.c\r\nBcc: x@y.z", "+0", "+971501234567", "http://127.0.0.1:1/", "https://[::1]/", "https://user:pass@x.y/", "javascript:alert(1)",
    ];
}
