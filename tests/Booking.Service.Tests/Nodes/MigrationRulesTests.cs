using System.Text.RegularExpressions;
using Booking.EventStore;
using Xunit;

namespace Booking.Service.Tests.Nodes;

/// <summary>
/// While nodes are restarted one after the other, the older program runs on the newer schema. So a migration only adds; what takes away comes a
/// release later, when no program uses it any more, and says so here.
/// </summary>
public sealed partial class MigrationRulesTests
{
    /// <summary>From before there was more than one node.</summary>
    const int LastOfBefore = 392;

    /// <summary>Number and reason: which release stopped using what it takes away.</summary>
    static readonly Dictionary<int, string> Contracts = [];

    public static TheoryData<string> Migrations
    {
        get
        {
            TheoryData<string> names = [];
            foreach (var (_, name, _) in All().Where(m => m.Version > LastOfBefore || m.Version is > 3 and < 100))
                names.Add(name);
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public void A_migration_takes_nothing_away_that_an_older_program_may_use(string name)
    {
        var (version, _, sql) = All().Single(m => m.Name == name);

        Assert.True(Contracts.ContainsKey(version) || Broken(sql) is null, $"{name}: {Broken(sql)}");
    }

    [Theory]
    [InlineData("drop table a", true)]
    [InlineData("alter table a drop column b", true)]
    [InlineData("alter table a drop constraint b", false)]
    [InlineData("drop index a", false)]
    [InlineData("drop function f()", true)]
    [InlineData("alter table a rename to b", true)]
    [InlineData("alter table a rename column b to c", true)]
    [InlineData("alter table a alter column b type bigint", true)]
    [InlineData("alter table a alter b set data type bigint", true)]
    [InlineData("alter table a alter column b set not null", true)]
    [InlineData("alter table a add column b int not null", true)]
    [InlineData("alter table a add b int not null, add column c int", true)]
    [InlineData("alter table a add column b int not null default 1", false)]
    [InlineData("alter table a add column b numeric(10, 2), add column c int", false)]
    [InlineData("alter table a add column b int; create table c (d int not null)", false)]
    [InlineData("alter table a add constraint b check (c > 0)", true)]
    [InlineData("alter table a add constraint b check (c > 0) not valid", false)]
    [InlineData("-- drop table a\ncreate table b (c int)", false)]
    [InlineData("create function f() returns void language sql as $$ delete from a $$", false)]
    [InlineData("truncate a", true)]
    public void What_takes_something_away_is_known(string sql, bool isBroken) => Assert.Equal(isBroken, Broken(sql) is not null);

    static string? Broken(string sql)
    {
        foreach (var statement in Bodies().Replace(Comments().Replace(sql, ""), "''").Split(';'))
        {
            if (TakesAway().Match(statement) is { Success: true } match)
                return match.Value.Trim();
            if (AddsNeeded().IsMatch(statement) || AddsRule().IsMatch(statement))
                return statement.Trim();
        }

        return null;
    }

    static IEnumerable<(int Version, string Name, string Sql)> All() =>
        from assembly in new[] { typeof(Migrator).Assembly, typeof(Program).Assembly }
        from resource in assembly.GetManifestResourceNames()
        where Numbered().IsMatch(resource)
        let reader = new StreamReader(assembly.GetManifestResourceStream(resource)!)
        select (int.Parse(resource.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), resource, reader.ReadToEnd());

    [GeneratedRegex(@"^\d{4}_[a-z0-9_]+\.sql$", RegexOptions.None, 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline, 1000)]
    private static partial Regex Comments();

    // What a function does is judged where it is called; a literal is no statement.
    [GeneratedRegex(@"\$\$.*?\$\$|'[^']*'", RegexOptions.Singleline, 1000)]
    private static partial Regex Bodies();

    [GeneratedRegex(
        @"\bdrop\s+(table|column|view|function|trigger|type|sequence|schema|materialized)\b|\balter\s+table\b.*\bdrop\s+(?!constraint|not\s+null|default|expression)\w+|\brename\b|\balter\b.*\btype\b|\bset\s+not\s+null\b|\btruncate\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TakesAway();

    // A column that an older program does not fill: not null without a default, up to the next part of the statement.
    [GeneratedRegex(
        @"\balter\s+table\b.*\badd\s+(column\s+)?(?!constraint|primary|foreign|unique|check|exclude)(?=[^,;]*\bnot\s+null\b)(?![^,;]*\b(default|generated)\b)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddsNeeded();

    // A rule that rows of an older program may break, and whose check would hold up all writers.
    [GeneratedRegex(@"\balter\s+table\b.*\badd\s+(constraint\s+\w+\s+)?(check|foreign|exclude|unique)\b(?!.*\bnot\s+valid\b)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddsRule();
}
