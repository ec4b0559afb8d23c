-- Logouts that the upstream provider told of, kept while a sign-in that they overtook can still arrive. Keys are hashes: they name nobody.
CREATE TABLE upstream_logouts (
    key_hash        TEXT    NOT NULL PRIMARY KEY,     -- r.: sessions that are over; t.: a logout token that was seen
    cutoff          BIGINT  NOT NULL,                 -- sessions that started until then are over
    expires_at      BIGINT  NOT NULL
);
CREATE INDEX upstream_logouts_by_expiry ON upstream_logouts (expires_at);
