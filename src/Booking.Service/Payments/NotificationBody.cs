namespace Booking.Service.Payments;

/// <summary>Reads a notification as it came, to the byte: its signature is made of that.</summary>
static class NotificationBody
{
    /// <summary>The longest in bytes.</summary>
    const int Longest = 256 * 1024;

    /// <returns>False when it is too long.</returns>
    public static async Task<bool> Read(HttpRequest request, MemoryStream into, CancellationToken ct)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            foreach (var piece in read.Buffer)
            {
                into.Write(piece.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (into.Length > Longest)
            {
                return false;
            }

            if (read.IsCompleted)
            {
                return true;
            }
        }
    }
}
