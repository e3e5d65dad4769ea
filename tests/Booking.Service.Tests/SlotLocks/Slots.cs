using Booking.Contracts;
using Booking.Service.Availability;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>The slot at nine that the deciders' tests are about, and who wants it.</summary>
static class Slots
{
    public static readonly Instant Eight = Instant.FromUtc(2027, 3, 1, 8, 0), Nine = Instant.FromUtc(2027, 3, 1, 9, 0);
    public static readonly Duration TenMinutes = Duration.FromMinutes(10);
    public static readonly DoctorId Sarah = DoctorId.New();
    public static readonly AccountId Ann = AccountId.New(), Bob = AccountId.New();
    public static readonly HoldId AnnsHold = HoldId.New(), BobsHold = HoldId.New();
    public static readonly AppointmentId Visit = AppointmentId.New();
    public static readonly Money Price = new(20_000, "USD");
    public static readonly DoctorPolicy Policy = new([new(24, 100), new(2, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 0);

    static readonly OfferedSlot Slot = new(Nine, Nine + Duration.FromMinutes(30), Nine + Duration.FromMinutes(40));

    public static readonly SlotHeld HeldByAnn = new(
        AnnsHold, Sarah, AppointmentType.Standard, Nine, Slot.End, Slot.BusyUntil, Ann, Price, Policy, Until: Eight + TenMinutes);

    public static readonly SlotBooked Booked = new(AnnsHold, Visit);

    public static SlotState Given(params SlotEvent[] past) => SlotLock.Category.Given(past);

    public static HoldSlot.Command Asks(AccountId who, HoldId hold, Verdict verdict = Verdict.Free, int live = 0, int? cap = 20, Duration? holdFor = null, Instant? now = null) =>
        new(hold, Sarah, AppointmentType.Standard, who, new Offer(verdict, Slot, null, Price, Policy, holdFor ?? TenMinutes), live, cap, now ?? Eight);
}
