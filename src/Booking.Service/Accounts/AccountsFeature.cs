using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>Sign-in for patients, doctors, desk and ops: ASP.NET Core Identity with bearer tokens for programs and cookies for pages, on the service's own database.</summary>
public static class AccountsFeature
{
    static readonly TimeSpan AccessLives = TimeSpan.FromMinutes(15);
    static readonly TimeSpan RefreshLives = TimeSpan.FromDays(14);

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddDbContext<AccountsContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            // What fails is thrown, and logged by whoever does not expect it; two who register one address at once are expected.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.SaveChangesFailed, CoreEventId.QueryIterationFailed, RelationalEventId.CommandError)));
        BrowserSessions.Add(services.AddAuthentication(BrowserSessions.ByPath).AddBearerToken(IdentityConstants.BearerScheme, Lifetimes));
        services.AddIdentityCore<Account>(options => Rules(options, confirmEmail: !builder.Environment.IsDevelopment()))
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<AccountsContext>()
            .AddUserStore<AccountStore>()
            .AddUserManager<AccountManager>()
            .AddApiEndpoints()
            .AddTokenProvider<OnceAuthenticator>(TokenOptions.DefaultAuthenticatorProvider)
            .AddSignInManager<AccountSignIn>()
            .AddClaimsPrincipalFactory<AccountPrincipal>();
        // Our own validator replaces the built-in one, which knows composition rules only.
        services.RemovePasswordRules().AddScoped<IPasswordValidator<Account>, Passwords>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Passwords.Iterations);
        services.Configure<AccountOptions>(builder.Configuration.GetSection("Accounts"));
        services.AddHttpContextAccessor();
        services.AddSingleton<IEmailSender<Account>, AccountMail>();
        services.AddSingleton<Mailer>().AddSingleton<MailQueue>().AddHostedService(provider => provider.GetRequiredService<MailQueue>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<PatientAccounts>();
        KeyRing.Add(services);
    }

    public static void Map(WebApplication app)
    {
        IdentityEndpoints.Map(app);
        Register.Map(app);
        Me.Map(app);
        if (app.Environment.IsDevelopment())
            DevMail.Map(app);
    }

    /// <summary>In Development makes the accounts that everybody tries the service with. After the migrations.</summary>
    public static Task Start(WebApplication app) =>
        app.Environment.IsDevelopment() ? DemoAccounts.Seed(app.Services) : Task.CompletedTask;

    static void Lifetimes(BearerTokenOptions tokens) => (tokens.BearerTokenExpiration, tokens.RefreshTokenExpiration) = (AccessLives, RefreshLives);

    static void Rules(IdentityOptions options, bool confirmEmail)
    {
        options.User.RequireUniqueEmail = true;
        // The user name is the e-mail address, which may hold more than Identity allows of itself, as o'brien@ does.
        options.User.AllowedUserNameCharacters = "";
        options.SignIn.RequireConfirmedEmail = confirmEmail;
        options.Lockout.AllowedForNewUsers = true;
        options.Lockout.MaxFailedAccessAttempts = 10;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        options.ClaimsIdentity.UserIdClaimType = Identities.Id;
        options.ClaimsIdentity.RoleClaimType = Identities.Role;
        options.ClaimsIdentity.SecurityStampClaimType = Identities.SecurityStamp;
    }

    static IServiceCollection RemovePasswordRules(this IServiceCollection services)
    {
        foreach (var builtIn in services.Where(service => service.ServiceType == typeof(IPasswordValidator<Account>)).ToList())
            services.Remove(builtIn);
        return services;
    }
}
