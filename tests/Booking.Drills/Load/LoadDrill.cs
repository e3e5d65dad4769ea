using System.Globalization;
using System.Runtime.InteropServices;

namespace Booking.Drills.Load;

/// <summary>The load of <c>ops/load</c>: who sends does not wait for answers, and every answer is checked.</summary>
static class LoadDrill
{
    const int Interrupted = 130;

    public static async Task<int> Run(string[] args)
    {
        if (LoadOptions.Read(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(LoadOptions.Usage);
            return 2;
        }

        // Without this an interrupt would end the load and leave the service behind.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(Interrupted));
        var load = await File.ReadAllTextAsync("/proc/loadavg");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {TimeProvider.System.GetUtcNow():yyyy-MM-dd}; {Environment.ProcessorCount} cores that client, service and PostgreSQL share; load of the machine {load.Split(' ')[0]} at the beginning; seed {options.Seed}.
            """));
        var right = true;
        foreach (var part in options.Part == "all" ? ["mix", "ramp", "herd"] : new[] { options.Part })
            right &= await Run(part, options);
        return right ? 0 : 1;
    }

    static Task<bool> Run(string part, LoadOptions options) => part switch
    {
        "mix" => MixDrill.Run(options),
        "ramp" => RampDrill.Run(options),
        "herd" => HerdDrill.Run(options),
        "rebuild" => RebuildDrill.Run(options),
        "soak" => SoakDrill.Run(options),
        _ => ReadDrill.Run(options),
    };
}
