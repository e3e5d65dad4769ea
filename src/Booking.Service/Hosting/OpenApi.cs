using System.Reflection;
using Booking.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Booking.Service.Hosting;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c>, made from the endpoints themselves.</summary>
public static class OpenApi
{
    const string Bearer = "bearer";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", document =>
    {
        document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        document.AddDocumentTransformer(Describe);
        document.AddOperationTransformer(Name);
        document.AddOperationTransformer(Condition);
        document.AddOperationTransformer(Secure);
        document.AddSchemaTransformer(OpenApiSchemas.Transform);
    });

    public static void Map(WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    /// <summary>
    /// Says in the document what this endpoint answers: <typeparamref name="T"/> with <paramref name="status"/>, and problems with the
    /// others. 401, 403, 429 and unexpected problems need no mention.
    /// </summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status, params int[] problemStatuses)
    {
        endpoint.Produces(status, typeof(T) == typeof(void) ? null : typeof(T));
        foreach (var problem in problemStatuses)
            endpoint.Produces<Problem>(problem, "application/problem+json");
        return endpoint;
    }

    /// <summary>As <see cref="Answers{T}"/>, for an answer without a body.</summary>
    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder endpoint, int status, params int[] problemStatuses)
    {
        endpoint.Produces(status);
        foreach (var problem in problemStatuses)
            endpoint.Produces<Problem>(problem, "application/problem+json");
        return endpoint;
    }

    static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new() { Title = "Booking", Version = "1", Description = "Appointments with telemedicine doctors: find, hold, book, pay, move, cancel." };
        // The address under which the document was asked for says nothing about where the service lives.
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The accessToken of POST /api/accounts/login; it lives 15 minutes, POST /api/accounts/refresh renews it.",
        };
        return Task.CompletedTask;
    }

    static Task Name(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        operation.OperationId = OperationId(context.Description.HttpMethod ?? "GET", context.Description.RelativePath ?? "");
        return Task.CompletedTask;
    }

    // GET api/doctors/{id}/schedule is getDoctorsByIdSchedule: stable as long as the path is.
    internal static string OperationId(string method, string path) =>
        method.ToLowerInvariant() + string.Concat(path.Split(['/', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Where((part, index) => index > 0 || part != "api")
            .Select(part => part[0] == '{' ? "By" + Capital(part.Trim('{', '}').Split(':', '?')[0]) : Capital(part)));

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    static async Task Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var document = context.Document!;
        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), null, ct));
        var problem = new OpenApiSchemaReference(nameof(Problem), document);
        operation.Responses ??= [];
        foreach (var response in operation.Responses.Where(response => response.Key[0] is '4' or '5').Select(response => response.Value))
            if (response is OpenApiResponse refused)
                refused.Content = Body(problem);
        Add(operation.Responses, "429", "Too many requests; Retry-After says when to try again.", problem);
        Add(operation.Responses, "default", "Any other problem.", problem);
        if (metadata.OfType<IAllowAnonymous>().Any() || metadata.OfType<IAuthorizeData>().Any(rule => rule.Policy == Policies.Anyone))
            return;
        Add(operation.Responses, "401", "A sign-in is needed.", problem);
        Add(operation.Responses, "403", "This account may not do that.", problem);
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
    }

    static void Add(OpenApiResponses responses, string status, string description, IOpenApiSchema schema) => responses.TryAdd(status, new OpenApiResponse
    {
        Description = description,
        Content = Body(schema),
    });

    static Dictionary<string, OpenApiMediaType> Body(IOpenApiSchema schema) =>
        new(StringComparer.Ordinal) { ["application/problem+json"] = new() { Schema = schema } };

    // The headers that every endpoint reads whose handler takes a Caller.
    static Task Condition(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().LastOrDefault();
        if (handler?.GetParameters().Any(parameter => parameter.ParameterType == typeof(Caller)) is not true || context.Description.HttpMethod == "GET")
            return Task.CompletedTask;
        operation.Parameters ??= [];
        operation.Parameters.Add(Header("Idempotency-Key", "A repeat under the same key is answered as the first was.", 255));
        operation.Parameters.Add(Header("If-Match", "The ETag that was seen; a change since then is 412.", null));
        return Task.CompletedTask;
    }

    static OpenApiParameter Header(string name, string description, int? longest) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = longest },
    };
}
