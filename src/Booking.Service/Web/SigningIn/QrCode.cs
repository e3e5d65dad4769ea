using System.Text;
using QRCoder;

namespace Booking.Service.Web.SigningIn;

/// <summary>A picture that a telephone reads, drawn here: no picture of a secret comes from, or goes to, anybody else.</summary>
public static class QrCode
{
    /// <returns>The side in modules, quiet zone included, and the dark ones as the path of an SVG.</returns>
    public static (int Size, string Path) Draw(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows[y].Length; x++)
                if (rows[y][x])
                    path.Append($"M{x} {y}h1v1h-1z");
        return (rows.Count, path.ToString());
    }
}
