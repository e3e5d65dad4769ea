namespace Booking.Service.Hosting;

/// <summary>
/// The service cannot start with what it was given. The message is one line for the operator: what is wrong and what to do.
/// The process prints it to standard error and ends with exit code 2.
/// </summary>
public sealed class StartupRefusedException(string message) : Exception(message);
