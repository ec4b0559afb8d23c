using System.Diagnostics.CodeAnalysis;

namespace IdentityHost.Provider.Http;

/// <summary>Parameters, or why there are none.</summary>
internal readonly record struct ParameterResult(RequestParameters? Parameters, ParameterError Error)
{
    [MemberNotNullWhen(true, nameof(Parameters))]
    public bool Succeeded => Parameters is not null;

    public static implicit operator ParameterResult(ParameterError error) => new(null, error);

    public static implicit operator ParameterResult(RequestParameters parameters) => new(parameters, ParameterError.None);
}
