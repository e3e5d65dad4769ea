namespace Booking.Service.Patients;
using Booking.Contracts; using Booking.EventStore;
public sealed class PatientKey { public byte[] Seal(string t, string f) => []; public string? Open(byte[] b, string f) => null; }
public sealed class PatientKeys { public ValueTask<PatientKey> For(PatientId p, CancellationToken ct) => default; }
public sealed class Patients { public Task<bool> Exists(PatientId p, CancellationToken ct) => Task.FromResult(true); public Task<PatientId> FindOrRegister(NewPatient d, CommandContext c, CancellationToken ct) => Task.FromResult(default(PatientId)); public Task<PatientItem?> Get(PatientId p, CancellationToken ct) => Task.FromResult<PatientItem?>(null);}
