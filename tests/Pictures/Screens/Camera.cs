using Microsoft.Playwright;

namespace Pictures.Screens;

/// <summary>Takes each picture in both themes.</summary>
internal sealed class Camera(string images)
{
    public async Task TakeAsync(IPage page, string name, bool wholePage = false)
    {
        foreach (var (theme, suffix) in new[] { (ColorScheme.Dark, "-dark"), (ColorScheme.Light, "") })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            var file = Path.Combine(images, $"{name}{suffix}.png");
            await page.ScreenshotAsync(new() { Path = file, FullPage = wholePage, Animations = ScreenshotAnimations.Disabled });
            Console.WriteLine(Path.GetRelativePath(Path.GetDirectoryName(images)!, file));
        }
    }
}
