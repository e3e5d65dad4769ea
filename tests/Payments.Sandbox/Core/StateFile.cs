using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Keeps the state over a restart. It holds the accounts' secrets, so only its owner may read it.</summary>
public sealed class StateFile(World world, IReadOnlyList<IProviderSandbox> providers, string path)
{
    sealed record Stored(
        Duration ClockOffset, IReadOnlyList<SandboxAccount> Accounts, IReadOnlyList<Delivery> Deliveries, Dictionary<string, JsonNode?> Providers,
        Uri? ClockFrom = null);

    long written = -1;

    /// <summary>Does nothing when there is no file yet.</summary>
    public void Load() => world.Do(() =>
    {
        if (!File.Exists(path)) return;
        var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllText(path), SandboxJson.Options)!;
        world.Clock.Offset = stored.ClockOffset;
        world.ClockFrom ??= stored.ClockFrom;
        foreach (var account in stored.Accounts) world.Put(account);
        world.Deliveries.AddRange(stored.Deliveries);
        foreach (var provider in providers)
        {
            if (stored.Providers.GetValueOrDefault($"{provider.Provider}") is { } state) provider.Load(state);
        }
    });

    /// <summary>Writes it whole or not at all; does nothing when nothing has changed.</summary>
    public void Save()
    {
        var version = world.Read(() => world.Version);
        if (version == written) return;
        var text = world.Read(() => JsonSerializer.Serialize(Everything(), SandboxJson.Options));
        var draft = path + ".draft";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options)) writer.Write(text);
        File.Move(draft, path, overwrite: true);
        written = version;
    }

    Stored Everything() => new(
        world.Clock.Offset, [.. world.Accounts], world.Deliveries, providers.ToDictionary(p => $"{p.Provider}", p => (JsonNode?)p.Save()),
        world.ClockFrom);
}
