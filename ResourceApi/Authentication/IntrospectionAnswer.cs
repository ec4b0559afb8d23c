namespace ResourceApi.Authentication;

internal readonly record struct IntrospectionAnswer(AccessTokenResult Result, DateTimeOffset? ExpiresAt);
