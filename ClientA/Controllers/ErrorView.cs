using Clients.Web;
using Microsoft.AspNetCore.Mvc;

namespace Clients.Controllers;

/// <summary>What the error page says.</summary>
public sealed record ErrorView(int Code, string Title, string Text, string LinkText, string Link)
{
    internal static ErrorView For(int code, SignInFailure? signIn, IUrlHelper url)
    {
        if (signIn is null)
        {
            var (title, text) = Say(code);
            return new(code, title, text, "To the start page", "/");
        }

        var (signInTitle, signInText) = SaySignIn(code);
        // A link, not a redirect: a failure that repeats must not go round in circles.
        var retry = url.IsLocalUrl(signIn.ReturnUrl) ? $"/account/login?returnUrl={Uri.EscapeDataString(signIn.ReturnUrl!)}" : "/account/login";
        return new(code, signInTitle, signInText, "Try again", retry);
    }

    private static (string Title, string Text) Say(int code) => code switch
    {
        400 => ("That request did not work", "Something in it was missing or out of date. Go back, reload the page and try again."),
        401 => ("Please sign in", "This page is for people who are signed in."),
        403 => ("This is not for you", "You are signed in, but you may not see this page."),
        404 => ("There is no such page", "The address may be mistyped, or the page has moved."),
        405 => ("That does not work here", "This address cannot be used in that way."),
        503 => ("Not available right now", "Please try again in a moment."),
        >= 500 => ("Something went wrong", "It is not your fault. The people who run this application can see what happened."),
        _ => ("That request did not work", "The application could not make sense of it."),
    };

    private static (string Title, string Text) SaySignIn(int code) => code switch
    {
        403 => ("You were not signed in", "The sign-in was cancelled or not allowed. Nothing was changed."),
        503 => ("Sign-in is not available right now", "The sign-in service does not answer. Please try again in a moment."),
        _ => ("The sign-in did not work", "It took too long, was finished before, was started in another browser, or its answer could not be trusted. Please start again."),
    };
}
