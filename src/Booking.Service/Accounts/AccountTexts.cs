namespace Booking.Service.Accounts;

/// <summary>One message in the languages of this service: subject and text.</summary>
sealed record AccountTexts((string Subject, string Text) En, (string Subject, string Text) Ar, (string Subject, string Text) Ur)
{
    public static readonly AccountTexts Confirm = new(
        ("Confirm your e-mail address", "Open this link to confirm your e-mail address. If you did not register, ignore this message."),
        ("تأكيد عنوان بريدك الإلكتروني", "افتح هذا الرابط لتأكيد عنوان بريدك الإلكتروني. إذا لم تقم بالتسجيل فتجاهل هذه الرسالة."),
        ("اپنے ای میل پتے کی تصدیق کریں", "اپنے ای میل پتے کی تصدیق کے لیے یہ لنک کھولیں۔ اگر آپ نے اندراج نہیں کیا تو اس پیغام کو نظر انداز کریں۔"));

    public static readonly AccountTexts Reset = new(
        ("Reset your password", "Open this link to set a new password; below it is the code, if a page or a program asks for it. If you did not ask for it, ignore this message: nothing has changed."),
        ("إعادة تعيين كلمة المرور", "افتح هذا الرابط لتعيين كلمة مرور جديدة؛ وتحته الرمز إذا طُلب منك. إذا لم تطلب ذلك فتجاهل هذه الرسالة، فلم يتغير شيء."),
        ("اپنا پاس ورڈ دوبارہ مقرر کریں", "نیا پاس ورڈ مقرر کرنے کے لیے یہ لنک کھولیں؛ اس کے نیچے کوڈ ہے، اگر کہیں مانگا جائے۔ اگر آپ نے درخواست نہیں کی تو اس پیغام کو نظر انداز کریں، کچھ نہیں بدلا۔"));

    public static readonly AccountTexts AlreadyRegistered = new(
        ("You already have an account", "Somebody tried to register with your e-mail address. You already have an account: sign in, or reset your password. If it was not you, nothing has changed."),
        ("لديك حساب بالفعل", "حاول شخص ما التسجيل بعنوان بريدك الإلكتروني. لديك حساب بالفعل: سجّل الدخول أو أعد تعيين كلمة المرور. إذا لم تكن أنت فلم يتغير شيء."),
        ("آپ کا اکاؤنٹ پہلے سے موجود ہے", "کسی نے آپ کے ای میل پتے سے اندراج کی کوشش کی۔ آپ کا اکاؤنٹ پہلے سے موجود ہے: سائن ان کریں یا پاس ورڈ دوبارہ مقرر کریں۔ اگر یہ آپ نہیں تھے تو کچھ نہیں بدلا۔"));

    public (string Subject, string Text) In(string language) => language switch { "ar" => Ar, "ur" => Ur, _ => En };
}
