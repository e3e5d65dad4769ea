namespace Payments.Sandbox;

/// <summary>The providers that are played.</summary>
static class ProviderSandboxes
{
    public static IReadOnlyList<IProviderSandbox> All(World world) =>
    [
        new StripeSandbox(world),
        new RazorpaySandbox(world),
        new PayTabsSandbox(world),
    ];
}
