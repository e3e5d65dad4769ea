namespace Booking.Service.Hosting;

/// <summary>Reads the statements that stand in files of their own, one a file.</summary>
static class EmbeddedSql
{
    /// <param name="name">The file's name without its folder: <c>verify_claims_overlap.sql</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such file in this assembly.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
