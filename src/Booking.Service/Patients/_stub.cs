#nullable enable
using Booking.Contracts;
using Booking.EventStore;

namespace Booking.Service.Patients;

public sealed class PatientKey
{
    public byte[] Seal(string text, string field) => [.. System.Text.Encoding.UTF8.GetBytes(text + field)];
    public string? Open(byte[] hidden, string field) => hidden.Length + field.Length > 0 ? null : "";
}

public sealed class PatientKeys
{
    public ValueTask<PatientKey> For(PatientId patient, CancellationToken ct) => new(patient == default && ct.IsCancellationRequested ? null! : new PatientKey());
}

public sealed class PatientDirectory
{
    public Task<bool> Exists(PatientId patient, CancellationToken ct) => Task.FromResult(patient != default && !ct.IsCancellationRequested);
    public Task<PatientId> FindOrRegister(NewPatient details, CommandContext context, CancellationToken ct) => Task.FromResult(new PatientId(Guid.Empty));
    public Task<IReadOnlyDictionary<PatientId, DayPatient>> Details(IReadOnlyCollection<PatientId> ids, CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<PatientId, DayPatient>>(ids.ToDictionary(i => i, i => new DayPatient(i.Value, "", "")));
    public Task<PatientItem?> Get(PatientId patient, CancellationToken ct) => Task.FromResult<PatientItem?>(null);
}
