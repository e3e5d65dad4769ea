using System.Globalization;
using System.Runtime.InteropServices;

namespace Payments.Sandbox;

/// <summary>The sandbox as a program of its own. It has a name, because programs that are tested beside it have a Program, too.</summary>
static class SandboxProgram
{
    const string Usage = "Payments.Sandbox [--stripe-port N] [--razorpay-port N] [--paytabs-port N] [--control-port N] [--retry-scale N] [--state FILE] [--clock-from URL]";

    static async Task<int> Main(string[] args)
    {
        var options = new SandboxOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var port = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65_535 ? number : -1;
            SandboxOptions? next = args[i] switch
            {
                "--stripe-port" when port >= 0 => options with { StripePort = port },
                "--razorpay-port" when port >= 0 => options with { RazorpayPort = port },
                "--paytabs-port" when port >= 0 => options with { PayTabsPort = port },
                "--control-port" when port >= 0 => options with { ControlPort = port },
                "--retry-scale" when port > 0 => options with { RetryScale = port },
                "--state" when value.Length > 0 => options with { StateFile = value },
                "--clock-from" when Uri.TryCreate(value, UriKind.Absolute, out var url) && url.IsLoopback => options with { ClockFrom = url },
                _ => null,
            };
            if (next is null)
            {
                await Console.Error.WriteLineAsync($"{args[i]} {value} is not understood. Usage: {Usage}");
                return 2;
            }

            options = next;
        }

        var stop = new TaskCompletionSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        try
        {
            await using var sandbox = await Sandbox.Start(options);
            foreach (var (provider, address) in sandbox.Addresses)
                Console.WriteLine($"{provider} {address}");
            Console.WriteLine($"Control {sandbox.Control}");
            await stop.Task;
        }
        catch (IOException taken)
        {
            // Another program listens there.
            await Console.Error.WriteLineAsync(taken.Message);
            return 2;
        }

        return 0;
    }

    static void Stop(PosixSignalContext signal, TaskCompletionSource stop)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}
