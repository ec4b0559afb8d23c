-- Refusals have a limit of their own: a client that was away for a while and then refuses gets its spaced tries all the same.
ALTER TABLE deliveries ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
