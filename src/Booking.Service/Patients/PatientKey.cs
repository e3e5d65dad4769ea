using System.Security.Cryptography;
using System.Text;

namespace Booking.Service.Patients;

/// <summary>
/// Seals what is known of one patient with AES-256-GCM. Each sealed value is bound to the patient and to the name of its field,
/// so that none passes for another. Of an erased patient nothing opens, and what is sealed is lost at once.
/// </summary>
public sealed class PatientKey
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Bytes = 32;

    const byte Version = 1;
    const int NonceBytes = 12, TagBytes = 16, Overhead = 1 + NonceBytes + TagBytes;

    readonly PatientId patient;
    readonly byte[] key;

    PatientKey(PatientId patient, byte[] key, bool isErased) => (this.patient, this.key, IsErased) = (patient, key, isErased);

    public bool IsErased { get; }

    /// <param name="key">32 bytes.</param>
    public static PatientKey Of(PatientId patient, byte[] key) => new(patient, key, isErased: false);

    /// <summary>Work on an erased patient's visits goes on, but nobody keeps what it is sealed with.</summary>
    public static PatientKey Erased(PatientId patient) => new(patient, RandomNumberGenerator.GetBytes(Bytes), isErased: true);

    /// <param name="field">What the text is; it opens only as the same.</param>
    /// <returns>A version, a nonce, the text in UTF-8 enciphered, and the tag.</returns>
    public byte[] Seal(string text, string field)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var hidden = new byte[Overhead + plain.Length];
        hidden[0] = Version;
        var nonce = hidden.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, hidden.AsSpan(1 + NonceBytes, plain.Length), hidden.AsSpan(^TagBytes..), Bound(field));
        return hidden;
    }

    /// <returns>Null when the patient is erased.</returns>
    /// <exception cref="CryptographicException">Altered, cut short, another patient's or another field's.</exception>
    public string? Open(byte[] hidden, string field)
    {
        if (IsErased)
            return null;
        if (hidden.Length < Overhead || hidden[0] != Version)
            throw new CryptographicException("This is no sealed value.");
        var plain = new byte[hidden.Length - Overhead];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(hidden.AsSpan(1, NonceBytes), hidden.AsSpan(1 + NonceBytes, plain.Length), hidden.AsSpan(^TagBytes..), plain, Bound(field));
        return Encoding.UTF8.GetString(plain);
    }

    byte[] Bound(string field) => [Version, .. patient.Value.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(field)];
}
