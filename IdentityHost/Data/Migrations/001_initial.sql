-- Portable between SQLite and PostgreSQL: TEXT, BIGINT, INTEGER. Times are Unix milliseconds. Secrets are stored as SHA-256, base64url.

CREATE TABLE users (
    sub             TEXT    NOT NULL PRIMARY KEY,
    username        TEXT    NOT NULL,
    username_key    TEXT    NOT NULL UNIQUE,          -- normalised for look-up
    password_hash   TEXT    NOT NULL,
    name            TEXT    NULL,
    email           TEXT    NULL,
    roles           TEXT    NOT NULL,                 -- space-separated
    created_at      BIGINT  NOT NULL,
    password_at     BIGINT  NOT NULL,
    disabled_at     BIGINT  NULL
);

CREATE TABLE signin_failures (
    key_hash        TEXT    NOT NULL PRIMARY KEY,     -- hash of user name, or of origin
    failures        INTEGER NOT NULL,
    last_at         BIGINT  NOT NULL
);

CREATE TABLE sessions (
    sid             TEXT    NOT NULL PRIMARY KEY,
    handle_hash     TEXT    NOT NULL UNIQUE,          -- of the random handle in the browser's cookie
    sub             TEXT    NOT NULL,
    issuer          TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    auth_time       BIGINT  NOT NULL,
    last_seen_at    BIGINT  NOT NULL,
    idle_expires_at BIGINT  NOT NULL,
    expires_at      BIGINT  NOT NULL,
    amr             TEXT    NOT NULL,
    user_agent      TEXT    NULL,
    origin          TEXT    NULL,                     -- coarse: /24 or /48
    upstream_iss    TEXT    NULL,
    upstream_sub    TEXT    NULL,
    upstream_sid    TEXT    NULL,
    upstream_token  TEXT    NULL,                     -- the upstream ID token, protected
    ended_at        BIGINT  NULL,
    end_reason      TEXT    NULL,
    ended_by        TEXT    NULL,                     -- the client id where the person signed out
    end_batch       TEXT    NULL                      -- the call of the door that ended it
);
CREATE INDEX sessions_by_sub ON sessions (sub, ended_at);
CREATE INDEX sessions_by_expiry ON sessions (ended_at, expires_at);
CREATE INDEX sessions_by_idle ON sessions (ended_at, idle_expires_at);
CREATE INDEX sessions_by_upstream ON sessions (upstream_iss, upstream_sid) WHERE upstream_iss IS NOT NULL;
CREATE INDEX sessions_by_batch ON sessions (end_batch) WHERE end_batch IS NOT NULL;
CREATE INDEX sessions_by_age ON sessions (ended_at, created_at);

CREATE TABLE participants (
    sid             TEXT    NOT NULL,
    client_id       TEXT    NOT NULL,
    first_seen_at   BIGINT  NOT NULL,
    PRIMARY KEY (sid, client_id)
);
CREATE INDEX participants_by_client ON participants (client_id);

CREATE TABLE codes (
    code_hash       TEXT    NOT NULL PRIMARY KEY,
    grant_id        TEXT    NOT NULL,
    sid             TEXT    NOT NULL,
    client_id       TEXT    NOT NULL,
    sub             TEXT    NOT NULL,
    redirect_uri    TEXT    NOT NULL,
    code_challenge  TEXT    NULL,
    nonce           TEXT    NULL,
    scope           TEXT    NOT NULL,
    auth_time       BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    expires_at      BIGINT  NOT NULL,
    redeemed_at     BIGINT  NULL,
    revoked_at      BIGINT  NULL
);
CREATE INDEX codes_by_sid ON codes (sid);
CREATE INDEX codes_by_grant ON codes (grant_id);
CREATE INDEX codes_by_expiry ON codes (expires_at);

-- What one redeemed code gave: the family of refresh tokens and the access tokens that came with them.
CREATE TABLE grants (
    grant_id        TEXT    NOT NULL PRIMARY KEY,
    sid             TEXT    NOT NULL,
    client_id       TEXT    NOT NULL,
    sub             TEXT    NOT NULL,
    scope           TEXT    NOT NULL,
    auth_time       BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    offline         INTEGER NOT NULL,                 -- 1: outlives the session
    revoked_at      BIGINT  NULL
);
CREATE INDEX grants_by_sid ON grants (sid);
CREATE INDEX grants_by_sub ON grants (sub, client_id);

CREATE TABLE refresh_tokens (
    token_hash      TEXT    NOT NULL PRIMARY KEY,
    grant_id        TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    expires_at      BIGINT  NOT NULL,
    consumed_at     BIGINT  NULL,
    successor       TEXT    NULL                      -- protected; answers a repeat within the grace time
);
CREATE INDEX refresh_tokens_by_grant ON refresh_tokens (grant_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

CREATE TABLE access_tokens (
    token_hash      TEXT    NOT NULL PRIMARY KEY,     -- of a reference token's handle, or of a JWT's jti when one is revoked early
    grant_id        TEXT    NOT NULL,
    sid             TEXT    NOT NULL,
    client_id       TEXT    NOT NULL,
    sub             TEXT    NOT NULL,
    scope           TEXT    NOT NULL,
    audience        TEXT    NOT NULL,                 -- space-separated
    created_at      BIGINT  NOT NULL,
    expires_at      BIGINT  NOT NULL,
    revoked_at      BIGINT  NULL
);
CREATE INDEX access_tokens_by_grant ON access_tokens (grant_id);
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

CREATE TABLE deliveries (
    id              TEXT    NOT NULL PRIMARY KEY,
    batch_id        TEXT    NOT NULL,                 -- one call of the door
    client_id       TEXT    NOT NULL,
    issuer          TEXT    NOT NULL,
    sid             TEXT    NULL,                     -- null: every session of sub
    sub             TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    initiated_by    TEXT    NULL,
    ended_at        BIGINT  NOT NULL,                 -- when the session ended: toe
    state           TEXT    NOT NULL,                 -- pending, delivered, dead
    attempts        INTEGER NOT NULL,
    due_at          BIGINT  NOT NULL,                 -- a lease moves it forward, so that a leased row is not due
    give_up_at      BIGINT  NOT NULL,                 -- no cookie of that session can be alive any more
    lease_owner     TEXT    NULL,
    trace_parent    TEXT    NULL,
    last_at         BIGINT  NULL,
    last_status     INTEGER NULL,
    last_error      TEXT    NULL,
    last_latency_ms BIGINT  NULL,
    acked_at        BIGINT  NULL
);
CREATE INDEX deliveries_due ON deliveries (state, due_at, client_id);
CREATE INDEX deliveries_by_batch ON deliveries (batch_id, state);
CREATE INDEX deliveries_by_sid ON deliveries (sid);
CREATE INDEX deliveries_by_sub ON deliveries (sub);
CREATE INDEX deliveries_by_client ON deliveries (client_id, state);
CREATE INDEX deliveries_by_age ON deliveries (ended_at);

-- The delivery settings of every client that configuration ever named: a client that is removed is still told.
CREATE TABLE client_targets (
    client_id       TEXT    NOT NULL PRIMARY KEY,
    settings        TEXT    NOT NULL,                 -- JSON, no secrets
    updated_at      BIGINT  NOT NULL
);

CREATE TABLE signing_keys (
    kid             TEXT    NOT NULL PRIMARY KEY,
    alg             TEXT    NOT NULL,
    protected_key   TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    active_at       BIGINT  NOT NULL,                 -- published before, signs from here
    retired_at      BIGINT  NULL,                     -- signs until here
    removed_at      BIGINT  NULL                      -- published until here
);

CREATE TABLE data_protection_keys (
    id              TEXT    NOT NULL PRIMARY KEY,
    xml             TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL
);

CREATE TABLE audit (
    id              TEXT    NOT NULL PRIMARY KEY,
    at              BIGINT  NOT NULL,
    actor           TEXT    NOT NULL,                 -- a sub, a client id or "system"
    action          TEXT    NOT NULL,
    target          TEXT    NULL,
    detail          TEXT    NULL
);
CREATE INDEX audit_by_time ON audit (at);
