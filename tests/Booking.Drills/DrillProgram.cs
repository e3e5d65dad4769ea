using Booking.Drills.Faults;
using Booking.Drills.Fuzzing;
using Booking.Drills.Load;
using Booking.Drills.Recovery;
using Booking.Drills.Rolling;
using Booking.Drills.Scale;
using Booking.Drills.Storm;

namespace Booking.Drills;

/// <summary>The drills of <c>ops/</c>, each under its name. It has a name itself, because the service has a Program, too.</summary>
static class DrillProgram
{
    /// <returns>0 when nothing was wrong, 1 when something was, 2 when it was asked for in a way that is not understood.</returns>
    static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["fuzz", .. var options]: return await FuzzDrill.Run(options);
            case ["load", .. var options]: return await LoadDrill.Run(options);
            case ["recovery", .. var options]: return await RecoveryDrill.Run(options);
            case ["storm", .. var options]: return await StormDrill.Run(options);
            case ["faults", .. var options]: return await FaultsDrill.Run(options);
            case ["rolling", .. var options]: return await RollingDrill.Run(options);
            case ["scale", .. var options]: return await ScaleDrill.Run(options);
            default:
                await Console.Error.WriteLineAsync("ops/storm, ops/faults, ops/load, ops/fuzz, ops/rolling, ops/scale, ops/recovery");
                return 2;
        }
    }
}
