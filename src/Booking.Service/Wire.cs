using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using Booking.Contracts;

namespace Booking.Service;

/// <summary>The wire names of the contracts' enums, for columns that hold them.</summary>
public static class Wire
{
    extension(AppointmentType type)
    {
        public string Wire => Names<AppointmentType>.Of[type];
        public static AppointmentType OfWire(string name) => Names<AppointmentType>.By[name];
    }

    extension(AppointmentStatus status)
    {
        public string Wire => Names<AppointmentStatus>.Of[status];
    }

    extension(PaymentStatus status)
    {
        public string Wire => Names<PaymentStatus>.Of[status];
    }

    extension(PaymentProvider provider)
    {
        public string Wire => Names<PaymentProvider>.Of[provider];
    }

    static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> Of = Enum.GetValues<TEnum>().ToFrozenDictionary(
            v => v, v => typeof(TEnum).GetField(v.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

        public static readonly FrozenDictionary<string, TEnum> By = Of.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }
}
