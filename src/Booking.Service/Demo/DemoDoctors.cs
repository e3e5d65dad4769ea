using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Demo;

/// <summary>The doctors of the demo clinic: a dozen zones and more, many currencies and languages, one night clinic.</summary>
static class DemoDoctors
{
    // Before the doctors, who are made of them: static fields are set in the order of the text.
    static readonly IsoDayOfWeek[] MondayToFriday =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    static readonly IsoDayOfWeek[] SundayToThursday =
        [IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday];

    public static readonly DemoDoctor[] All =
    [
        new("Dr. Sarah Ahmed", "doctor@demo.test", ["Cardiology", "Internal Medicine"], ["English", "Arabic", "Urdu"], "Asia/Dubai", "USD", 20000, 15000, Weekdays(9, 17, 30, 0)),
        new("Dr. Omar Haddad", "omar.haddad@demo.test", ["Dermatology"], ["Arabic", "English"], "Asia/Dubai", "AED", 45000, 30000, Weekdays(10, 18, 20, 5)),
        new("Dr. Layla Al Mansoori", "layla.mansoori@demo.test", ["Pediatrics"], ["Arabic", "English"], "Asia/Dubai", "AED", 40000, 25000, Gulf(8, 14, 15, 0)),
        new("Dr. Faisal Al Qahtani", "faisal.qahtani@demo.test", ["Endocrinology"], ["Arabic", "English"], "Asia/Riyadh", "SAR", 35000, 20000, Gulf(9, 17, 30, 0)),
        new("Dr. Noura Al Harbi", "noura.harbi@demo.test", ["Psychiatry"], ["Arabic"], "Asia/Riyadh", "SAR", 50000, 40000, Weekdays(16, 22, 45, 15)),
        new("Dr. Yousef Al Sabah", "yousef.sabah@demo.test", ["Cardiology"], ["Arabic", "English"], "Asia/Kuwait", "KWD", 25000, 15000, Gulf(9, 15, 30, 0)),
        new("Dr. Maryam Al Khalifa", "maryam.khalifa@demo.test", ["Gynecology"], ["Arabic", "English"], "Asia/Bahrain", "BHD", 20000, 12000, Gulf(10, 16, 30, 10)),
        new("Dr. Salim Al Busaidi", "salim.busaidi@demo.test", ["General Practice"], ["Arabic", "English"], "Asia/Muscat", "OMR", 15000, 10000, Gulf(8, 16, 20, 0)),
        new("Dr. Rania Khoury", "rania.khoury@demo.test", ["Neurology"], ["Arabic", "French", "English"], "Asia/Amman", "JOD", 30000, 20000, Gulf(9, 16, 30, 0)),
        new("Dr. Ayesha Khan", "ayesha.khan@demo.test", ["Dermatology"], ["Urdu", "English"], "Asia/Karachi", "PKR", 400000, 250000, Weekdays(14, 21, 20, 0)),
        new("Dr. Bilal Hussain", "bilal.hussain@demo.test", ["General Practice"], ["Urdu", "English", "Punjabi"], "Asia/Karachi", "PKR", 250000, 150000, SixDays(9, 13, 15, 0)),
        new("Dr. Zainab Malik", "zainab.malik@demo.test", ["Gynecology"], ["Urdu", "English"], "Asia/Karachi", "PKR", 500000, 300000, Weekdays(17, 22, 30, 0)),
        new("Dr. Ananya Sharma", "ananya.sharma@demo.test", ["Pediatrics"], ["Hindi", "English"], "Asia/Kolkata", "INR", 80000, 50000, SixDays(10, 18, 20, 0)),
        new("Dr. Rohan Iyer", "rohan.iyer@demo.test", ["Orthopedics"], ["Tamil", "English"], "Asia/Kolkata", "INR", 100000, 60000, Weekdays(9, 17, 30, 0)),
        new("Dr. Priya Nair", "priya.nair@demo.test", ["Psychiatry"], ["Malayalam", "English"], "Asia/Kolkata", "INR", 150000, 100000, Weekdays(17, 21, 50, 10)),
        new("Dr. Vikram Desai", "vikram.desai@demo.test", ["Cardiology"], ["Gujarati", "Hindi", "English"], "Asia/Kolkata", "INR", 120000, 80000, Weekdays(11, 19, 30, 0)),
        new("Dr. Sunita Gurung", "sunita.gurung@demo.test", ["General Practice"], ["Nepali", "English"], "Asia/Kathmandu", "USD", 3000, 2000, SixDays(8, 14, 20, 0)),
        new("Dr. Nusrat Jahan", "nusrat.jahan@demo.test", ["Gynecology"], ["Bengali", "English"], "Asia/Dhaka", "USD", 4000, 2500, Gulf(10, 17, 30, 0)),
        new("Dr. Kasun Perera", "kasun.perera@demo.test", ["ENT"], ["Sinhala", "English"], "Asia/Colombo", "USD", 3500, 2000, Weekdays(9, 16, 20, 0)),
        new("Dr. Wei Ling Tan", "weiling.tan@demo.test", ["Internal Medicine"], ["English", "Mandarin"], "Asia/Singapore", "SGD", 12000, 8000, Weekdays(9, 18, 30, 0)),
        new("Dr. Haruka Sato", "haruka.sato@demo.test", ["Dermatology"], ["Japanese", "English"], "Asia/Tokyo", "JPY", 9000, 6000, Weekdays(10, 19, 20, 10)),
        new("Dr. Min-jun Kim", "minjun.kim@demo.test", ["Ophthalmology"], ["Korean", "English"], "Asia/Seoul", "KRW", 70000, 50000, Weekdays(9, 18, 30, 0)),
        new("Dr. Olivia Brown", "olivia.brown@demo.test", ["General Practice"], ["English"], "Australia/Sydney", "AUD", 9500, 6500, Weekdays(8, 16, 15, 0)),
        new("Dr. Jack Wilson", "jack.wilson@demo.test", ["Psychiatry"], ["English"], "Australia/Lord_Howe", "AUD", 28000, 20000, Weekdays(9, 17, 50, 10)),
        new("Dr. Aroha Ngata", "aroha.ngata@demo.test", ["Pediatrics"], ["English", "Maori"], "Pacific/Auckland", "NZD", 12000, 8000, Weekdays(9, 17, 20, 0)),
        new("Dr. Sina Leota", "sina.leota@demo.test", ["General Practice"], ["Samoan", "English"], "Pacific/Apia", "USD", 4000, 3000, SixDays(8, 15, 30, 0)),
        new("Dr. Anna Schmidt", "anna.schmidt@demo.test", ["Cardiology"], ["German", "English"], "Europe/Berlin", "EUR", 12000, 8000, Weekdays(8, 16, 30, 0)),
        new("Dr. Lukas Weber", "lukas.weber@demo.test", ["Emergency Medicine"], ["German", "English"], "Europe/Berlin", "EUR", 15000, 10000, Weekdays(22, 6, 30, 0)),
        new("Dr. Camille Laurent", "camille.laurent@demo.test", ["Dermatology"], ["French", "English"], "Europe/Paris", "EUR", 9000, 6000, Weekdays(9, 18, 20, 0)),
        new("Dr. Emily Clarke", "emily.clarke@demo.test", ["General Practice"], ["English"], "Europe/London", "GBP", 8000, 5000, Weekdays(8, 18, 15, 0)),
        new("Dr. Imran Siddiqui", "imran.siddiqui@demo.test", ["Internal Medicine"], ["English", "Urdu"], "Europe/London", "GBP", 14000, 9000, Weekdays(9, 17, 30, 0)),
        new("Dr. Elif Yilmaz", "elif.yilmaz@demo.test", ["Neurology"], ["Turkish", "English"], "Europe/Istanbul", "EUR", 7000, 5000, Weekdays(10, 18, 30, 0)),
        new("Dr. Hana Fathy", "hana.fathy@demo.test", ["Gynecology"], ["Arabic", "English"], "Africa/Cairo", "USD", 5000, 3500, Gulf(11, 19, 30, 0)),
        new("Dr. Amina Bello", "amina.bello@demo.test", ["Pediatrics"], ["English", "Hausa"], "Africa/Lagos", "USD", 4500, 3000, Weekdays(9, 16, 20, 0)),
        new("Dr. Joseph Kamau", "joseph.kamau@demo.test", ["General Practice"], ["English", "Swahili"], "Africa/Nairobi", "USD", 4000, 2500, SixDays(8, 16, 20, 0)),
        new("Dr. Grace Nakato", "grace.nakato@demo.test", ["Internal Medicine"], ["English", "Luganda"], "Africa/Kampala", "UGX", 150000, 100000, Weekdays(9, 17, 30, 0)),
        new("Dr. Michael Rodriguez", "michael.rodriguez@demo.test", ["Cardiology"], ["English", "Spanish"], "America/New_York", "USD", 25000, 18000, Weekdays(9, 17, 30, 0)),
        new("Dr. Jennifer Lee", "jennifer.lee@demo.test", ["Dermatology"], ["English", "Korean"], "America/New_York", "USD", 22000, 15000, Weekdays(8, 15, 20, 0)),
        new("Dr. David Johnson", "david.johnson@demo.test", ["Psychiatry"], ["English"], "America/Chicago", "USD", 30000, 22000, Weekdays(15, 21, 50, 10)),
        new("Dr. Maria Gonzalez", "maria.gonzalez@demo.test", ["Pediatrics"], ["Spanish", "English"], "America/Los_Angeles", "USD", 18000, 12000, Weekdays(9, 17, 30, 0)),
        new("Dr. Lucas Silva", "lucas.silva@demo.test", ["Orthopedics"], ["Portuguese", "English"], "America/Sao_Paulo", "BRL", 45000, 30000, Weekdays(9, 18, 30, 0)),
    ];

    static EquatableList<WeeklyWindow> Weekdays(int from, int to, int slot, int buffer) => On(MondayToFriday, from, to, slot, buffer);
    static EquatableList<WeeklyWindow> Gulf(int from, int to, int slot, int buffer) => On(SundayToThursday, from, to, slot, buffer);
    static EquatableList<WeeklyWindow> SixDays(int from, int to, int slot, int buffer) => On([.. MondayToFriday, IsoDayOfWeek.Saturday], from, to, slot, buffer);

    static EquatableList<WeeklyWindow> On(IsoDayOfWeek[] days, int from, int to, int slot, int buffer) => days
        .Select(day => new WeeklyWindow(day, new(new(from, 0), new(to, 0), slot, buffer, MaxPatients: null, [AppointmentType.Standard, AppointmentType.Followup])))
        .ToEquatableList();
}
