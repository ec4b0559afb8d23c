using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Shared.Logout.UnitTests.Door;

public sealed class LogMessageTests
{
    private static readonly List<(MethodInfo Method, LoggerMessageAttribute Message)> Messages = [.. typeof(LogoutToken).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()))
        .Where(pair => pair.Item2 is not null)
        .Select(pair => (pair.method, pair.Item2!))];

    [Fact]
    public void Every_message_has_an_id_and_a_name_of_its_own()
    {
        Assert.True(Messages.Count > 10);
        Assert.All(Messages.GroupBy(m => m.Message.EventId), group => Assert.Single(group));
        Assert.All(Messages.GroupBy(m => m.Message.EventName), group => Assert.Single(group));
        Assert.All(Messages, m => Assert.InRange(m.Message.EventId, 1, 399));
    }

    [Fact]
    public void No_message_takes_what_names_a_person_or_a_token()
        => Assert.All(Messages.SelectMany(m => m.Method.GetParameters()), parameter => Assert.False(
            parameter.Name is "token" or "sub" or "sid" or "subject" or "sessionId" or "jti", $"{parameter.Member.Name} takes {parameter.Name}."));
}
