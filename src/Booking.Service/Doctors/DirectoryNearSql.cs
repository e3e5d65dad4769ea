namespace Booking.Service.Doctors;

/// <summary>What a list asks of a place, as parts of its statement; all of it as parameters.</summary>
/// <param name="Most">The radius in metres.</param>
sealed record DirectoryNearSql(string Lat, string Lon, string Km, string Most)
{
    string Point => $"point({Lon}, {Lat})";

    /// <summary>How far a row <c>d</c> of <c>doctors</c> is away.</summary>
    public string Metres => $"metres_between(d.place, {Point})";

    /// <summary>Whether such a row is near enough: a condition that a plan may weigh against others.</summary>
    public string Condition => $"(d.place <@ box_around({Point}, {Km}) or d.place <@ box_beyond({Point}, {Km})) and {Metres} <= {Most}";

    /// <summary>
    /// All verified doctors in the boxes around the point, each with <c>metres</c>. Boxes are computed once and not for each row, and the distance
    /// once for each row, however often the list goes by it. The point is a column, because the function is called, not inlined, with a subselect.
    /// </summary>
    public string Doctors => $"""
        (select doctors.*, metres_between(place, m.middle) as metres from (select {Point} as middle offset 0) m cross join doctors
          where verified and (place <@ (select box_around({Point}, {Km})) or place <@ (select box_beyond({Point}, {Km}))) offset 0)
        """;

    /// <summary>Whether a row <c>d</c> of <see cref="Doctors"/> is near enough.</summary>
    public string IsInside => $"d.metres <= {Most}";
}
