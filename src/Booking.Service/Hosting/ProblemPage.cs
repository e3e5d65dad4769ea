using Microsoft.AspNetCore.Mvc;

namespace Booking.Service.Hosting;

/// <summary>Says a problem to a person instead of a program.</summary>
/// <returns>Null where a program asks.</returns>
public delegate IResult? ProblemPage(HttpContext context, ProblemDetails problem);
