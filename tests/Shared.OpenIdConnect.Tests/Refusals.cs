using Shared.OpenIdConnect.SignIn;
using Shared.OpenIdConnect.Tests.Infra;

namespace Shared.OpenIdConnect.Tests;

/// <summary>What only this handler says of a refusal.</summary>
internal static class Refusals
{
    extension(RelyingParty party)
    {
        /// <summary>Why the last callback was refused.</summary>
        public SignInError Reason => Assert.IsType<SignInException>(party.Failures.Last()).Refusal.Reason;
    }
}
