using Booking.Bench.Http;
using Booking.Bench.Measuring;
using Booking.Bench.Store;

if (args is ["select-one", var address])
{
    await SelectOne.Serve(address);
    return 0;
}

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}

var report = new Report(settings);
(string Name, Func<Settings, Report, Task> Run)[] parts =
[
    ("new", StoreFigures.New),
    ("append", StoreFigures.Append),
    ("size", StoreFigures.Size),
    ("long", StoreFigures.Long),
    ("rebuild", RebuildFigures.Rebuild),
    ("availability", HttpFigures.Availability),
    ("calendar", HttpFigures.Calendar),
    ("holds", HttpFigures.Holds),
    ("directory", DirectoryFigures.Pages),
    ("memory", HttpFigures.Memory),
    ("notifications", NotificationFigures.Accepted),
    ("confirmed", NotificationFigures.Confirmed),
    ("start", (_, figures) => StartFigures.Start(figures)),
];
foreach (var (_, run) in parts.Where(part => settings.Runs(part.Name)))
{
    await run(settings, report);
}

await using var server = Databases.OpenAdmin();
report.Print(
    await Databases.Scalar<string>(server, "select current_setting('server_version')"),
    await Databases.Scalar<string>(server, "select to_char(now(), 'YYYY-MM-DD HH24:MI \"UTC\"')"));
return report.MissedATarget ? 1 : 0;
