namespace Booking.Testing;

/// <summary>The working copy that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds Booking.sln.</summary>
    /// <exception cref="InvalidOperationException">The tests run outside a working copy.</exception>
    public static string Root { get; } = Find();

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Booking.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"No Booking.sln above {AppContext.BaseDirectory}.");
    }
}
