using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class BrowserAbortOnSqliteTests(LiveHost host) : BrowserAbortContract(host), IClassFixture<LiveHost>;
