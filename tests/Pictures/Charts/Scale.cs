using System.Globalization;

namespace Pictures.Charts;

/// <summary>From a value to a place on the axis. Values that lie far apart get a logarithmic axis, because a bar of no length says nothing.</summary>
internal sealed class Scale
{
    private const double FarApart = 40;
    private readonly double _from, _to, _width;

    public Scale(IReadOnlyList<SuiteRow> rows, double width)
    {
        _width = width;
        var positive = rows.SelectMany(row => new[] { row.Median, row.P99 }).Where(value => value > 0).DefaultIfEmpty(1).ToList();
        IsLogarithmic = rows.All(row => row.Median > 0) && positive.Max() / rows.Min(row => row.Median) > FarApart;
        if (IsLogarithmic)
        {
            _from = Math.Floor(Math.Log10(rows.Min(row => row.Median)) - 0.15);
            _to = Math.Log10(positive.Max());
            Ticks = [.. Enumerable.Range(0, (int)(_to - _from) + 1).Select(step => Math.Pow(10, _from + step))];
        }
        else
        {
            _to = positive.Max();
            var step = Math.Pow(10, Math.Floor(Math.Log10(_to)));
            step = (_to / step) switch { < 2 => step / 2, < 5 => step, _ => step * 2 };
            Ticks = [.. Enumerable.Range(0, (int)(_to / step) + 1).Select(tick => tick * step)];
        }
    }

    public bool IsLogarithmic { get; }

    public IReadOnlyList<double> Ticks { get; }

    public double Place(double value)
        => IsLogarithmic
            ? value <= 0 ? 0 : Math.Max(0, (Math.Log10(value) - _from) / (_to - _from) * _width)
            : value / _to * _width;

    public static string Text(double value) => value switch
    {
        0 => "0",
        >= 1_000_000 => (value / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 10_000 => (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + " k",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
