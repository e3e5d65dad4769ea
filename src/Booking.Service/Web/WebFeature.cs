using System.Text.Unicode;
using Booking.Service.Web.Consoles;
using Booking.Service.Web.Desks;
using Booking.Service.Web.Finding;
using Booking.Service.Web.Holding;
using Booking.Service.Web.Settings;
using Booking.Service.Web.SigningIn;
using Booking.Service.Web.Visiting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;

namespace Booking.Service.Web;

/// <summary>The pages: patients find and book, the desk runs its day, ops see everything. Each is a client of the service's own interface.</summary>
static class WebFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddRazorComponents();
        // Arabic and Urdu are written as letters and not as their numbers; what means something in HTML is escaped in any case.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddScoped<Viewer>().AddSingleton<Api>().AddSingleton<Suggestions>().AddSingleton<DoctorNames>();
        AccountPages.Add(services);
        DeskPages.Add(services);
        services.AddSingleton<ProblemPage>((http, problem) =>
        {
            if (!PagePaths.WantsPage(http.Request))
                return null;
            PageDoor.Headers(http.Response);
            // Each rendering adds it, and a page that failed half-way has: a second one would be an exception out of which nobody gets an answer.
            http.Response.Headers.Remove("blazor-enhanced-nav");
            var code = problem.Type![(problem.Type!.LastIndexOf('/') + 1)..];
            return Show.Page<TroublePage, Trouble>(new(problem.Status ?? 500, code, problem.Title ?? "", Problems.TraceId(http)), problem.Status ?? 500);
        });
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = "token";
            options.Cookie.Name = "booking-form";
            // Strict, it would stay behind when a link of a mail or the payment page leads here, and the new one would end the forms of all other tabs.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // Content policy and frame-ancestors say it for all pages.
            options.SuppressXFrameOptionsHeader = true;
        });
        // A form's token differs at every rendering, so what is compressed beside it tells nothing of it.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html"];
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>Before the shell: what it answers by itself is compressed, too.</summary>
    public static void Use(WebApplication app) => app.UseWhen(static http => PagePaths.IsPage(http.Request), static pages => pages.UseResponseCompression());

    /// <summary>After everything else: pages ask what was mapped before.</summary>
    public static void Map(WebApplication app)
    {
        BuiltEndpoints.Seal(app);
        app.Services.GetRequiredService<Api>().Open(app);
        Files.Map(app);
        var pages = app.Pages();
        Preferences.Map(pages);
        AccountPages.Map(pages);
        FindingPages.Map(pages);
        HoldingPages.Map(pages);
        VisitingPages.Map(pages);
        DeskPages.Map(pages);
        SettingsPages.Map(pages);
        ConsolePages.Map(pages);
        BuiltEndpoints.Seal(app);
    }
}
