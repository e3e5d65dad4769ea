namespace Booking.Service.Accounts;

/// <summary>
/// Outside Development, an answer that could tell a stranger by its speed who has an account here comes no sooner than 400 ms after the request:
/// a refused sign-in, a registration, whatever asks for a mail. Each takes less than that by itself, unless the machine is overloaded.
/// </summary>
static class EvenTime
{
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(400);

    static readonly string[] Always = ["/register", "/forgotPassword", "/resendConfirmationEmail", "/resetPassword"];

    static readonly string[] SignIns = ["/login", "/sign-in", "/sign-in/code"];

    public static async ValueTask<object?> Keep(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var began = TimeProvider.System.GetTimestamp();
        var result = await next(invocation);
        var http = invocation.HttpContext;
        var rest = Least - TimeProvider.System.GetElapsedTime(began);
        if (rest > TimeSpan.Zero && Tells(http.Request.Path, result) && !http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
            await Task.Delay(rest, http.RequestAborted);
        return result;
    }

    // Who signs in waits for nothing.
    static bool Tells(PathString path, object? result) =>
        Always.Any(end => path.Value!.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        || (SignIns.Any(end => path.Value!.EndsWith(end, StringComparison.OrdinalIgnoreCase)) && result is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest });
}
