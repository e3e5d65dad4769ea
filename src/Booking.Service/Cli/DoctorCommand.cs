using System.CommandLine;

namespace Booking.Service.Cli;

/// <summary>Doctors, many at a time.</summary>
static class DoctorCommand
{
    const string More = """
        The first line names the columns, in any order. A line is a doctor, known by the e-mail address: imported again, it says updated or unchanged.
          name, email, phone       as POST /api/doctors takes them; the telephone as +971501234567
          specialties, languages   one or more, with | between
          time_zone                such as Asia/Dubai
          currency                 such as AED
          fee_standard, fee_followup   in that currency, such as 250 or 250.50
        and, where wanted (a column that is left out changes nothing):
          qualifications           with | between
          bio                      may have several lines
          city, country, latitude, longitude   all four, or none; such as Dubai, AE, 25.2048, 55.2708
          licensed_in              where patients may be, such as AE|US-CA; empty: anywhere
          hours                    such as: mon-fri 09:00-17:00 30 | sat 10:00-14:00 20+5 followup max 6 (visit and pause in minutes); empty: as they are
          verified                 yes makes the doctor a verified one: patients find only those
        The file is CSV in UTF-8 with commas or semicolons, at most 5 MB and 10,000 lines.

        Changes doctors and their schedules, a doctor a transaction: a bad line stops no other, and a run that was stopped is run again. With
        --all-or-nothing everything is one transaction, of at most 500 lines. The service may run. Exit code 1 when a line was refused.

        Examples:
          booking doctor import doctors.csv --dry-run
          booking doctor import doctors.csv --json | jq 'select(.outcome == "refused")'
        """;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A CSV file; - is standard input." };
        var dryRun = Options.DryRun("Say what would become of each line and change nothing.");
        var whole = new Option<bool>("--all-or-nothing") { Description = "Change nothing unless every line is good." };
        var import = new Explained("import", "Registers doctors from a CSV file, and changes those who are here.", More) { file, dryRun, whole };
        import.SetAction((parsed, ct) => ImportCommand.Run(new(parsed), new(parsed.GetRequiredValue(file), parsed.GetValue(dryRun), parsed.GetValue(whole)), ct));
        return new Command("doctor", "Doctors, many at a time.") { import };
    }
}
