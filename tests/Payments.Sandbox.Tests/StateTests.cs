namespace Payments.Sandbox.Tests;

public sealed class StateTests : IDisposable
{
    readonly string file = Path.Combine(Path.GetTempPath(), $"sandbox-{Guid.NewGuid():N}.json");

    [Fact]
    public async Task Everything_is_as_it_was_after_a_restart()
    {
        string session, refund;
        Answer created;
        Dictionary<string, string> form;
        var later = Instant.FromUtc(2031, 5, 6, 7, 8);
        await using (var before = await StripeBench.Start(new() { StateFile = file }))
        {
            before.Controls.SetClock(later);
            before.Inbox.Status = 500;
            form = before.Checkout();
            created = await before.Post("/v1/checkout/sessions", form, "create-1");
            session = created.Id;
            before.Controls.Pay(session);
            before.Controls.RefundsStayPending("clinic");
            refund = (await before.Refund((await before.Session(session))["payment_intent"]!.GetValue<string>())).Id;
            await before.Controls.Settled();
        }

        await using var after = await StripeBench.Start(new() { StateFile = file });
        Assert.InRange(after.Controls.Now - later, Duration.Zero, Duration.FromMinutes(2));
        Assert.Equal("paid", (await after.Session(session))["payment_status"]!.GetValue<string>());
        Assert.Equal("pending", (await after.Get($"/v1/refunds/{refund}")).Body!["status"]!.GetValue<string>());
        Assert.True((await after.Post("/v1/checkout/sessions", form, "create-1")) is { Replayed: true } replay && replay.Id == session);
        Assert.Equal(3, after.Controls.Deliveries.Count);
        Assert.All(after.Controls.Deliveries, d => Assert.Equal(500, Assert.Single(d.Attempts).Status));
    }

    [Fact]
    public async Task Only_its_owner_reads_the_file_because_keys_are_in_it()
    {
        await using (await StripeBench.Start(new() { StateFile = file })) { }
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    public void Dispose() => File.Delete(file);
}
