using System.Globalization;
using System.Text;

namespace Booking.Drills.Load;

/// <summary>A line of a panel.</summary>
/// <param name="Points">In order of x; a NaN breaks the line.</param>
sealed record Curve(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points);

/// <summary>One diagram of a picture: lines that share a unit.</summary>
sealed record Panel(string Title, string Unit, params Curve[] Curves);

/// <summary>Panels below each other over one axis of seconds, as an SVG that any browser shows.</summary>
static class Picture
{
    const int Width = 900, Height = 230, Left = 70, Right = 20, Top = 40, Bottom = 45, Heading = 50, XTicks = 8, YTicks = 5;

    public static string Draw(string title, IReadOnlyList<Panel> panels)
    {
        var svg = new StringBuilder();
        var last = Math.Max(1, panels.SelectMany(p => p.Curves).SelectMany(c => c.Points).Select(p => p.X).DefaultIfEmpty(1).Max());
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Heading + (panels.Count * Height)}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">");
        Line(svg, $"<title>{Escape(title)}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><text x=\"{Left}\" y=\"30\" font-size=\"17\" font-weight=\"bold\">{Escape(title)}</text>");
        for (var at = 0; at < panels.Count; at++)
        {
            Line(svg, $"<g transform=\"translate(0 {Heading + (at * Height)})\">");
            Draw(svg, panels[at], last);
            Line(svg, $"</g>");
        }

        Line(svg, $"</svg>");
        return svg.ToString();
    }

    /// <summary>Writes it to a file of a folder that is made when it is missing.</summary>
    public static async Task Save(string folder, string name, string title, params Panel[] panels)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.svg");
        await File.WriteAllTextAsync(file, Draw(title, panels));
        Console.WriteLine($"Picture: {file}");
    }

    static void Draw(StringBuilder svg, Panel panel, double last)
    {
        var step = Nice(panel.Curves.SelectMany(c => c.Points).Select(p => p.Y).Where(double.IsFinite).DefaultIfEmpty(1).Max() / YTicks);
        var most = step * YTicks;
        double X(double x) => Left + (x / last * (Width - Left - Right));
        double Y(double y) => Height - Bottom - (y / most * (Height - Top - Bottom));
        Line(svg, $"<text x=\"{Left}\" y=\"20\" font-weight=\"bold\">{Escape(panel.Unit.Length > 0 ? $"{panel.Title}, {panel.Unit}" : panel.Title)}</text>");
        for (var y = 0; y <= YTicks; y++)
            Line(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y * step):0.#}\" y2=\"{Y(y * step):0.#}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{Y(y * step) + 4:0.#}\" text-anchor=\"end\">{y * step:0.###}</text>");
        var second = Nice(last / XTicks);
        for (var x = 0.0; x <= last; x += second)
            Line(svg, $"<line x1=\"{X(x):0.#}\" x2=\"{X(x):0.#}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 4}\" stroke=\"#222\"/><text x=\"{X(x):0.#}\" y=\"{Height - Bottom + 17}\" text-anchor=\"middle\">{x:0.###}</text>");
        Line(svg, $"<text x=\"{Width - Right}\" y=\"{Height - 10}\" text-anchor=\"end\">seconds</text>");
        for (var at = 0; at < panel.Curves.Length; at++)
            Draw(svg, panel.Curves[at], Left + 400 + (at * 130), X, Y);
    }

    static void Draw(StringBuilder svg, Curve curve, int legend, Func<double, double> x, Func<double, double> y)
    {
        if (curve.Name.Length > 0)
            Line(svg, $"<line x1=\"{legend}\" x2=\"{legend + 22}\" y1=\"16\" y2=\"16\" stroke=\"{curve.Colour}\" stroke-width=\"3\"/><text x=\"{legend + 28}\" y=\"20\">{Escape(curve.Name)}</text>");
        var path = new StringBuilder();
        var pen = 'M';
        foreach (var point in curve.Points)
        {
            if (double.IsFinite(point.Y))
                path.Append(CultureInfo.InvariantCulture, $"{pen}{x(point.X):0.#} {y(point.Y):0.#}");
            pen = double.IsFinite(point.Y) ? 'L' : 'M';
        }

        Line(svg, $"<path d=\"{path}\" fill=\"none\" stroke=\"{curve.Colour}\" stroke-width=\"1.5\"/>");
    }

    /// <summary>The next of 1, 2, 5, 10, ... that is not below.</summary>
    static double Nice(double step)
    {
        if (step <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * (step / power) switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 5.0001 => 5, _ => 10 };
    }

    static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    static void Line(StringBuilder svg, FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
