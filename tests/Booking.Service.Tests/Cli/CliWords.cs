using Booking.Testing;
using Npgsql;

namespace Booking.Service.Tests.Cli;

/// <summary>Runs commands on a database, and looks at it by hand.</summary>
static class CliWords
{
    public static Task<ProgramRun> Run(this TestDatabase database, params string[] arguments) => database.Pipe("", arguments);

    /// <param name="input">What stands on standard input.</param>
    public static Task<ProgramRun> Pipe(this TestDatabase database, string input, params string[] arguments) =>
        ProgramRun.Start(arguments, input, ("ConnectionStrings__Booking", database.ConnectionString), ProgramRun.MasterKeys);

    public static async Task<T> Scalar<T>(this TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task Sql(this TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
