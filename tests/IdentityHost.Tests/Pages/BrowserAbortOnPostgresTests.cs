using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class BrowserAbortOnPostgresTests(LivePostgresHost host) : BrowserAbortContract(host), IClassFixture<LivePostgresHost>;
