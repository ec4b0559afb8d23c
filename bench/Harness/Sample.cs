namespace Bench.Harness;

/// <summary>Several measurements of one thing.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Median => Percentile(50);

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    public double Percentile(double percent)
    {
        var place = percent / 100 * (_sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, _sorted.Length - 1);
        return _sorted[below] + ((_sorted[above] - _sorted[below]) * (place - below));
    }
}
