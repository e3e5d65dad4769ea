using System.Numerics;
using Npgsql;
using NpgsqlTypes;

namespace Booking.EventStore.Rebuilding;

/// <summary>
/// Values of rows in memory. A cell is the parameter that a projection gave, so nothing is copied or boxed on its way into the table; a null
/// reference is <c>null</c>.
/// </summary>
static class Cells
{
    /// <summary>A parameter as it was given to a statement.</summary>
    public static NpgsqlParameter? Given(NpgsqlParameter parameter) =>
        parameter.GetType() == typeof(NpgsqlParameter) && parameter.Value is null or DBNull ? null : parameter;

    public static NpgsqlParameter? Of(object value) => value switch
    {
        DBNull => null,
        long number => Number(number),
        int number => Number(number),
        _ => new() { Value = value },
    };

    public static NpgsqlParameter Number(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Word(string value) => new NpgsqlParameter<string> { TypedValue = value };

    public static NpgsqlParameter Truth(bool value) => new NpgsqlParameter<bool> { TypedValue = value };

    /// <summary>What a cell is compared by; whole numbers of any width are equal.</summary>
    public static object? Scalar(NpgsqlParameter? cell) => cell switch
    {
        null => null,
        NpgsqlParameter<int> number => (long)number.TypedValue,
        LaterJson later => later.Make(),
        _ => cell.Value,
    };

    /// <summary>As <c>+</c> does: nothing is known of a sum with what is not known.</summary>
    /// <exception cref="NotSupportedException">One of them is no whole number.</exception>
    public static NpgsqlParameter? Sum(NpgsqlParameter? one, NpgsqlParameter? other, int sign) =>
        one is null || other is null ? null : Number(checked(Whole(one) + sign * Whole(other)));

    /// <summary>As <c>greatest</c> and <c>least</c> do, which pass over nulls.</summary>
    /// <param name="sign">1 for the greatest, -1 for the least.</param>
    public static NpgsqlParameter? Most(NpgsqlParameter? one, NpgsqlParameter? other, int sign) =>
        one is null ? other
        : other is null ? one
        : sign * ((IComparable)Scalar(one)!).CompareTo(Scalar(other)) >= 0 ? one : other;

    public static bool AreEqual(NpgsqlParameter? one, NpgsqlParameter? other) => one is not null && other is not null && Scalar(one)!.Equals(Scalar(other));

    /// <summary>Writes a cell into a column, in the width that the column has.</summary>
    public static void Write(NpgsqlBinaryImporter rows, NpgsqlParameter? cell, NpgsqlDbType type)
    {
        switch (cell)
        {
            case null:
                rows.WriteNull();
                break;
            case NpgsqlParameter<Guid> id:
                rows.Write(id.TypedValue, type);
                break;
            case NpgsqlParameter<string> text:
                rows.Write(text.TypedValue, type);
                break;
            case NpgsqlParameter<long> number:
                WriteNumber(rows, number.TypedValue, type);
                break;
            case NpgsqlParameter<int> number:
                WriteNumber(rows, number.TypedValue, type);
                break;
            case NpgsqlParameter<bool> truth:
                rows.Write(truth.TypedValue, type);
                break;
            case NpgsqlParameter<DateTime> at:
                rows.Write(at.TypedValue, type);
                break;
            case NpgsqlParameter<byte[]> bytes:
                rows.Write(bytes.TypedValue, type);
                break;
            case LaterJson later:
                rows.Write(later.Make(), type);
                break;
            default:
                rows.Write(cell.Value!, type);
                break;
        }
    }

    static void WriteNumber(NpgsqlBinaryImporter rows, long number, NpgsqlDbType type)
    {
        switch (type)
        {
            case NpgsqlDbType.Bigint:
                rows.Write(number, type);
                break;
            case NpgsqlDbType.Integer:
                rows.Write(checked((int)number), type);
                break;
            case NpgsqlDbType.Smallint:
                rows.Write(checked((short)number), type);
                break;
            case NpgsqlDbType.Double:
                rows.Write((double)number, type);
                break;
            default:
                rows.Write((decimal)number, type);
                break;
        }
    }

    static long Whole(NpgsqlParameter cell) => Scalar(cell) is long number ? number : throw new NotSupportedException("Only whole numbers are added up in memory.");
}
