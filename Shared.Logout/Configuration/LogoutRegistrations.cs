using System.Collections.Frozen;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Shared.Logout.Configuration;

/// <summary>Resolves every registration once, from our options and the cookie's; throws where they cannot work.</summary>
/// <remarks>Cookie options read ours while they are being built, so ours are resolved here and not in our own options pipeline: that would be a cycle.</remarks>
internal sealed class LogoutRegistrations : ILogoutRegistrations
{
    private readonly Lazy<IReadOnlyList<LogoutRegistration>> _all;

    public LogoutRegistrations(
        IEnumerable<RegistrationName> names,
        IOptionsMonitor<BackChannelLogoutOptions> options,
        IOptionsMonitor<CookieAuthenticationOptions> cookies,
        IOptions<AuthenticationOptions> authentication,
        IHostEnvironment environment)
        => _all = new(() =>
        {
            var drafts = names
                .Select(name => RegistrationDraft.Create(name, options.Get(name.Value), authentication.Value, cookies.Get))
                .ToList();
            var faults = drafts.SelectMany(draft => RegistrationRules.Check(draft, environment.IsDevelopment()))
                .Concat(RegistrationRules.CheckTogether(drafts))
                .ToList();
            return faults.Count == 0
                ? [.. drafts.Select(Resolve)]
                : throw new OptionsValidationException(names.First().Value, typeof(BackChannelLogoutOptions), faults);
        });

    public IReadOnlyList<LogoutRegistration> All => _all.Value;

    public LogoutRegistration? Find(string name) => All.FirstOrDefault(registration => registration.Name == name);

    private static LogoutRegistration Resolve(RegistrationDraft draft)
    {
        var options = draft.Options;
        return new LogoutRegistration
        {
            Name = draft.Name.Value,
            CookieScheme = draft.CookieScheme ?? "",
            ForCookie = draft.Name.ForCookie,
            ForApi = draft.Name.ForApi,
            ExternalCookieScheme = draft.ExternalCookieScheme,
            Authority = options.Authority,
            MetadataAddress = draft.MetadataAddress!,
            Issuer = string.IsNullOrWhiteSpace(options.Issuer) ? null : options.Issuer,
            ClientId = options.ClientId!,
            ClientSecret = options.ClientSecret,
            TrustedAudiences = options.TrustedAudiences.ToFrozenSet(StringComparer.Ordinal),
            SigningAlgorithms = draft.SigningAlgorithms.ToFrozenSet(StringComparer.Ordinal),
            DecryptionKeys = [.. options.DecryptionKeys],
            RequireLogoutTokenType = options.RequireLogoutTokenType,
            RequireExpiration = options.RequireExpiration,
            RequireSessionId = options.RequireSessionId,
            ClockSkew = options.ClockSkew,
            MaxTokenAge = options.MaxTokenAge,
            RejectReplays = options.RejectReplays,
            SubjectAndSession = options.SubjectAndSession,
            RevocationLifetime = draft.RevocationLifetime,
            MaxStaleness = options.MaxStaleness,
            OutagePolicy = options.OutagePolicy,
            KeyRefreshCooldown = options.KeyRefreshCooldown,
            BackchannelHttpHandler = options.BackchannelHttpHandler,
            RevokeTokens = options.RevokeTokens,
            RevokeOfflineTokens = options.RevokeOfflineTokens,
            Events = options.Events,
        };
    }
}
