using System.Diagnostics;

namespace Booking.Service.Tests;

/// <summary>The program itself as a process of its own, with nothing in its environment but what is given.</summary>
/// <param name="Code">The exit code.</param>
public sealed record ProgramRun(int Code, string[] Output, string[] Error)
{
    public static readonly (string Key, string? Value) MasterKeys = ("Booking__MasterKeys", "test:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    static readonly string[] Settings = ["ConnectionStrings__Booking", "Booking__MasterKeys", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    public static async Task<ProgramRun> Start(string[] arguments, string input = "", params (string Key, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in Settings)
            start.Environment.Remove(variable);
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.StandardInput.WriteAsync(input);
        program.StandardInput.Close();
        await program.WaitForExitAsync();
        return new(program.ExitCode, Lines(await output), Lines(await error));
    }

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
