using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>Keeps the keys of tokens in the database, so that every node reads what any node issued, also after a restart.</summary>
sealed class KeyRing(NpgsqlDataSource database, MasterKeys masterKeys) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public static void Add(IServiceCollection services)
    {
        // Without a name of its own the ring would belong to the folder that the service runs from.
        services.AddDataProtection().SetApplicationName("booking");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyRing>();
    }

    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = this;
        options.XmlEncryptor = new Sealer(masterKeys);
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand("select xml from identity.data_protection_keys order by name");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
            keys.Add(XElement.Parse(reader.GetString(0)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.CreateCommand(
            "insert into identity.data_protection_keys (name, xml) values ($1, $2) on conflict (name) do update set xml = excluded.xml");
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }

    internal static readonly byte[] Purpose = "data-protection-key"u8.ToArray();

    // The envelope is the text of the one element that Sealer made.
    internal static SealedRows Sealed { get; } = new(
        "data_protection_keys", """
            select name as key, decode(substring(xml from '<sealed[^>]*>([^<]+)'), 'base64') as envelope
              from identity.data_protection_keys where xml like '%<sealed%'
            """,
        """
        update identity.data_protection_keys
           set xml = regexp_replace(xml, '(<sealed[^>]*>)[^<]+', '\1' || translate(encode($3, 'base64'), E'\n', ''))
         where name = $1 and decode(substring(xml from '<sealed[^>]*>([^<]+)'), 'base64') = $2
        """, _ => Purpose);

    sealed class Sealer(MasterKeys keys) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement)
        {
            var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
            var element = new XElement("sealed", Convert.ToBase64String(keys.Seal(plain, Purpose)));
            CryptographicOperations.ZeroMemory(plain);
            return new(element, typeof(KeyOpener));
        }
    }
}

/// <summary>Opens what the key ring sealed. Its full name stands in stored keys, so it keeps its name and its place.</summary>
public sealed class KeyOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(
        services.GetRequiredService<MasterKeys>().Open(Convert.FromBase64String(encryptedElement.Value), KeyRing.Purpose)));
}
