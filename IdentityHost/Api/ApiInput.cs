using IdentityHost.Accounts;

namespace IdentityHost.Api;

/// <summary>Rules for parameters that several endpoints share.</summary>
internal static class ApiInput
{
    public const int DefaultTake = 50;
    public const int MaxTake = 200;

    /// <summary>What is wrong with the paging, or null.</summary>
    public static IResult? BadPaging(int skip, int take)
        => skip is < 0 or > 10_000_000 ? Results.Problem("skip must be between 0 and 10000000.", statusCode: StatusCodes.Status400BadRequest)
            : take is < 1 or > MaxTake ? Results.Problem($"take must be between 1 and {MaxTake}.", statusCode: StatusCodes.Status400BadRequest)
            : null;

    public static IResult NotFound(string what) => Results.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Whether an identifier could exist; databases refuse some characters.</summary>
    public static bool IsPlausible(string id) => UserInput.IsPlausibleName(id);
}
