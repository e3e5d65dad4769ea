using System.Diagnostics;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>What became of a line of a file of doctors.</summary>
/// <param name="Outcome"><c>created</c>, <c>updated</c>, <c>unchanged</c> or <c>refused</c>.</param>
/// <param name="Id">Of the doctor; null when refused, and in a dry run for one who would be new.</param>
/// <param name="Errors">None unless refused.</param>
public sealed record ImportedLine(int Line, string Outcome, string? Email, Guid? Id, IReadOnlyList<ImportError> Errors)
{
    public const string Created = "created", Updated = "updated", Unchanged = "unchanged", Refused = "refused";
}

/// <summary>
/// Registers the doctors of a file, and changes those who are here: known by their e-mail address, capitals or not. By the rules of POST and PUT of a
/// doctor and of their schedule, and in the same transactions; what is so already makes no event, so a file may be imported again.
/// </summary>
sealed class ImportDoctors(StreamStore store, NpgsqlDataSource dataSource, IClock clock, Actor actor)
{
    const string Part = "doctor import";

    const string FindText = "select lower(email), id from doctors where lower(email) = any($1)";

    /// <summary>The ids of doctors by their address in small letters; several where an address was given to several.</summary>
    public async Task<ILookup<string, DoctorId>> Find(IEnumerable<DoctorLine> lines, CancellationToken ct)
    {
        var emails = lines.Where(line => line.Doctor is not null).Select(line => line.Email!.ToLowerInvariant()).ToArray();
        await using var command = dataSource.CreateCommand(FindText).With(Pg.Texts(emails));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<(string Email, DoctorId Id)> found = [];
        while (await row.ReadAsync(ct))
        {
            found.Add((row.GetString(0), new(row.GetGuid(1))));
        }

        return found.ToLookup(doctor => doctor.Email, doctor => doctor.Id, StringComparer.Ordinal);
    }

    /// <summary>The line with what POST of a doctor would refuse it for.</summary>
    public static DoctorLine Check(DoctorLine line, ILookup<string, DoctorId> present)
    {
        if (line.Doctor is not { } doctor)
        {
            return line;
        }

        var errors = DoctorFields.Check(doctor.Request(present: null));
        doctor.Hours?.Validate("weekly", errors);
        List<ImportError> told = [.. errors.ToDictionary().SelectMany(field => field.Value.Select(message => new ImportError(DoctorColumns.Of(field.Key), message)))];
        if (present[doctor.Email.ToLowerInvariant()].Take(3).ToList() is { Count: > 1 } several)
        {
            told.Add(new("email", $"Belongs to several doctors: {string.Join(", ", several)}."));
        }

        return told.Count > 0 ? line with { Doctor = null, Errors = told } : line;
    }

    /// <summary>Writes all of these lines in one transaction; in a dry run, says what that would do.</summary>
    /// <param name="lines">Those that <see cref="Check"/> found nothing wrong with; at most 500.</param>
    public async Task<IReadOnlyList<ImportedLine>> Write(
        IReadOnlyList<ImportedDoctor> lines, ILookup<string, DoctorId> present, bool dryRun, CancellationToken ct)
    {
        var context = new CommandContext(clock.GetCurrentInstant(), ActivityTraceId.CreateRandom().ToHexString(), Part, actor);
        var outcome = await store.Transact<IReadOnlyList<ImportedLine>>(
            context,
            unit =>
            {
                var writers = lines.Select(line => Writer(unit, line, present[line.Email.ToLowerInvariant()].Cast<DoctorId?>().SingleOrDefault(), dryRun)).ToList();
                return () => writers.ConvertAll(write => write());
            },
            answer: null, ct);
        return outcome.Value ?? [.. lines.Select(line => Refused(line.Line, line.Email, [new("", outcome.Refusal!.Title)]))];
    }

    public static ImportedLine Refused(int line, string? email, IReadOnlyList<ImportError> errors) => new(line, ImportedLine.Refused, email, Id: null, errors);

    static Func<ImportedLine> Writer(Unit unit, ImportedDoctor line, DoctorId? present, bool dryRun)
    {
        var id = present ?? DoctorId.New();
        var doctor = unit.Load(Doctor.Category, id.Stream());
        var schedule = unit.Load(Schedule.Category, Schedule.Stream(id));
        return () => present is null ? Create(unit, doctor, schedule, line, id, dryRun) : Change(unit, doctor, schedule, line, id, dryRun);
    }

    static ImportedLine Create(
        Unit unit, EventStream<DoctorState, DoctorEvent> doctor, EventStream<ScheduleState, ScheduleEvent> schedule, ImportedDoctor line, DoctorId id, bool dryRun)
    {
        if (dryRun)
        {
            return new(line.Line, ImportedLine.Created, line.Email, Id: null, []);
        }

        var now = unit.Context.Now;
        unit.Append(schedule, [Schedule.Open(id, line.TimeZone, now)]);
        unit.Append(doctor, [new DoctorRegistered(id, RegisterDoctor.Profile(line.Request(present: null)), line.Fees)]);
        unit.Append(schedule, SetSchedule.Decide(schedule.State, line.Hours ?? schedule.State.Timetable.Weekly, rules: null, now));
        unit.Append(doctor, line.Verified ? DoctorSwitches.Verify(doctor.State) : []);
        return new(line.Line, ImportedLine.Created, line.Email, id.Value, []);
    }

    static ImportedLine Change(
        Unit unit, EventStream<DoctorState, DoctorEvent> doctor, EventStream<ScheduleState, ScheduleEvent> schedule, ImportedDoctor line, DoctorId id, bool dryRun)
    {
        var (state, now) = (doctor.State, unit.Context.Now);
        var profile = RegisterDoctor.Profile(line.Request(state.Profile), state.Profile!.LicensedIn);
        Decision<DoctorEvent> changes = [.. RegisterDoctor.Decide(state, profile, line.Fees), .. line.Verified ? DoctorSwitches.Verify(state) : []];
        var moves = line.TimeZone != state.Profile.TimeZone;
        var opens = line.Hours is { } hours && !hours.Equals(schedule.State.Timetable.Weekly);
        if (!dryRun && (moves || opens))
        {
            unit.Lock(schedule.Id, schedule.Version);
            unit.Append(schedule, moves ? [Schedule.MoveTo(schedule.State, line.TimeZone, now)] : []);
            unit.Append(schedule, opens ? SetSchedule.Decide(schedule.State, line.Hours!, rules: null, now) : []);
        }

        if (!dryRun)
        {
            unit.Append(doctor, changes);
        }

        return new(line.Line, moves || opens || changes.Events.Length > 0 ? ImportedLine.Updated : ImportedLine.Unchanged, line.Email, id.Value, []);
    }
}
