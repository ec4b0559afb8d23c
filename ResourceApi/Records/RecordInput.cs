using System.ComponentModel.DataAnnotations;

namespace ResourceApi.Records;

/// <summary>What a caller may set of a record.</summary>
public sealed record RecordInput(
    [property: Required, StringLength(200, MinimumLength = 1), RegularExpression(RecordInput.Storable, ErrorMessage = RecordInput.NotStorable)] string Name,
    [property: StringLength(2000), RegularExpression(RecordInput.Storable, ErrorMessage = RecordInput.NotStorable)] string? Description)
{
    // PostgreSQL stores every character but this one.
    private const string Storable = @"[^\u0000]*";
    private const string NotStorable = "The field {0} must not hold the character NUL.";
}
