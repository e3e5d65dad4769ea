namespace Booking.Service.Hosting;
public sealed class PageRequest { public int Limit; public static PageRequest Of(FieldErrors e, int? l, string? c) => new(); public T? After<T>() where T: class => null; public Booking.Contracts.Page<T> Of<R,T>(List<R> rows, Func<R,T> f, Func<R,object> k) => throw new NotSupportedException(); }
