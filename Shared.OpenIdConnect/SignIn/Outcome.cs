using System.Diagnostics.CodeAnalysis;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>What a step of a sign-in brought: a value, or the reason to stop.</summary>
internal readonly record struct Outcome<T>
    where T : class
{
    private readonly T? _value;
    private readonly SignInRefusal? _refusal;

    private Outcome(T? value, SignInRefusal? refusal) => (_value, _refusal) = (value, refusal);

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out SignInRefusal? refusal)
    {
        (value, refusal) = (_value, _refusal);
        return _value is not null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(SignInRefusal refusal) => new(null, refusal);
}
