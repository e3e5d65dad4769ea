namespace Booking.Service.Accounts;

/// <summary>Passwords of 12 characters or more that lead the lists of leaked ones, in lower case; case makes none of them better.</summary>
static class CommonPasswords
{
    const string Listed = """
        123456789012 1234567890123 12345678901234 123456789123 123456789abc 1234567890ab 1234567890qwe 12345qwertyui 123qweasdzxc
        1234qwerasdf 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc 1qaz2wsx!qaz@wsx qazwsxedcrfv qazwsxedc123
        zaq12wsxcde3 zaq1xsw2cde3 q1w2e3r4t5y6 q1w2e3r4t5y6u7 qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiop[] qwertyuiopasdf
        qwertyuiopasdfghjkl qwerty123456 qwerty1234567 qwerty12345678 qwerty123456789 qwertyqwerty qwerty123qwerty asdfghjkl123
        asdfghjklzxcvbnm zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfghjkl qwerasdfzxcv asdfasdfasdf qweasdzxc123 qweasdzxcrty 1234567890-=
        !qaz2wsx#edc !qaz1qaz@wsx2wsx 789456123000 147258369000 159753456852 password1234 password12345 password123456 password1234567
        password12345678 password123456789 passwordpassword password!123 password@123 password@1234 password#123 password2020 password2021
        password2022 password2023 password2024 password2025 password2026 passw0rd1234 p@ssw0rd1234 p@ssword1234 p@ssw0rd12345 p@ssw0rd123!
        pa$$word1234 pa$$w0rd1234 mypassword12 mypassword123 thisismypassword yourpassword newpassword1 newpassword123 changepassword
        changeme1234 changeme12345 changeme123! changemenow1 letmeinplease letmein12345 letmein123456 letmeinletmein welcome12345
        welcome123456 welcome12345! welcome1234! welcometohell welcome2024! welcome2025! welcome2026! administrator administrator1
        administrator123 admin1234567 admin12345678 admin123456789 adminadmin12 adminadminadmin adminpassword adminpass123 superadmin123
        superuser123 rootpassword rootroot1234 testpassword testtest1234 testtesttest test12345678 test123456789 guestguest12
        defaultpassword temppassword temporary123 secretpassword secret123456 supersecret1 supersecret123 topsecret123 iloveyou1234
        iloveyou12345 iloveyou123456 iloveyouforever iloveyousomuch iloveyoubaby iloveyou2024 iloveyou2025 iloveyou2026 ilovemymother
        ilovemyfamily ilovemymom123 ilovejesus12 ilovejesus123 jesusislord1 jesuschrist1 jesuschrist123 jesusislove1 jesuslovesme
        godisgood123 godislove123 blessed12345 princess1234 princess12345 princess123456 sunshine1234 sunshine12345 sunshine123456
        football1234 football12345 baseball1234 basketball12 basketball123 basketball23 liverpool123 liverpool1234 manchester123
        manchesterunited manchestercity chelsea12345 arsenal12345 barcelona123 barcelona1234 realmadrid123 cristianoronaldo ronaldo12345
        messi1234567 superman1234 superman12345 batman123456 spiderman123 spiderman1234 pokemon12345 pikachu12345 starwars1234
        starwars12345 harrypotter1 harrypotter123 gameofthrones minecraft123 minecraft1234 michaeljordan michael12345 jennifer1234
        christopher1 christopher123 alexander123 alexander1234 elizabeth123 elizabeth1234 charlie12345 jordan123456 samsung12345
        samsunggalaxy computer1234 computer12345 internet1234 internet12345 google123456 facebook1234 facebook12345 facebook123456
        instagram123 whatsapp1234 whatever1234 dragon123456 monkey123456 shadow123456 master123456 mustang12345 pakistan1234 pakistan12345
        pakistan123456 pakistanzindabad bismillah123 bismillah786 bismillah1234 alhamdulillah allahuakbar1 allahuakbar123 allahisgreat
        allah1234567 mohammad1234 muhammad1234 muhammad12345 mohammed1234 mohammed12345 mashallah123 inshallah123 khan12345678
        ahmed1234567 dubai1234567 india1234567 india123456789 abcd12345678 abcdefgh1234 abcdefg12345 abcdefghijkl abcdef123456
        abc123456789 abc123abc123 a1b2c3d4e5f6 aa1234567890 aaa123456789 asd123456789 asdf12345678 asdfgh123456 asdfghjkl1234 zxc123456789
        q1w2e3r4t5y6u7i8 qwe123456789 qweqweqwe123 qwer12345678 correcthorsebatterystaple trustno1trustno1 opensesame12 opensesame123
        hospital1234 doctor123456 patient12345 medicine1234 nurse1234567 clinic123456 summer2024!! summer2025!! summer2026!! winter2024!!
        winter2025!! winter2026!! spring2026!! autumn2026!! monday123456 december1234
        """;

    static readonly HashSet<string> All =
        [.. Listed.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), "correct horse battery staple"];

    public static bool Contains(string password) => All.Contains(password.ToLowerInvariant());
}
