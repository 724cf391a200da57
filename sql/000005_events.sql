-- The outbox: append-only, never updated, one partition a day, dropped as a whole.
-- json, not jsonb: the bytes that are stored are the bytes that are signed and sent (jsonb reorders keys).
CREATE TABLE outbox.events (
  id          uuid NOT NULL DEFAULT outbox.uuid_v7(),
  tenant      text NOT NULL DEFAULT 'default' CHECK (length(tenant) BETWEEN 1 AND 128),
  type        text NOT NULL CHECK (type ~ '^[A-Za-z0-9_][A-Za-z0-9._/-]{0,255}$'),                 -- it becomes a header: no CR, no LF
  payload     json NOT NULL CHECK (octet_length(payload::text) <= 262144),
  traceparent text CHECK (traceparent ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'),
  checked     boolean NOT NULL DEFAULT false,         -- the gateway has validated it; plain SQL has not, so a worker will
  kind        text NOT NULL DEFAULT 'event' CHECK (kind IN ('event', 'test', 'callback')),          -- test and callback bring their own delivery row
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id)) PARTITION BY RANGE (id);
ALTER TABLE outbox.events ALTER payload SET COMPRESSION lz4;
CREATE INDEX events_tenant ON outbox.events (tenant, id);              -- a small tenant's list: 3.5 ms instead of 49 ms per million events
CREATE TABLE outbox.events_default PARTITION OF outbox.events DEFAULT;   -- an INSERT of the user's never fails for want of a partition
-- One narrow row per event not yet dispatched. A statement trigger fills it, so a plain INSERT by anyone is enough.
CREATE TABLE outbox.event_queue (
  bucket smallint NOT NULL, event_id uuid NOT NULL, tenant text NOT NULL, type text NOT NULL, checked boolean NOT NULL, PRIMARY KEY (bucket, event_id));
CREATE INDEX event_queue_unchecked ON outbox.event_queue (bucket, event_id) WHERE NOT checked;
CREATE FUNCTION outbox.enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  INSERT INTO outbox.event_queue SELECT outbox.bucket(tenant), id, tenant, type, checked FROM new_events WHERE kind = 'event'; RETURN NULL; END $$;
CREATE TRIGGER enqueue AFTER INSERT ON outbox.events REFERENCING NEW TABLE AS new_events
  FOR EACH STATEMENT EXECUTE FUNCTION outbox.enqueue();
-- Before dispatch the bucket's owner validates unchecked rows: checked := true, or the queue row moves here. Replay moves it back, unchecked.
CREATE TABLE outbox.rejected_events (
  event_id uuid PRIMARY KEY, tenant text NOT NULL, type text NOT NULL, reason text NOT NULL CHECK (reason IN ('undeclared', 'invalid')),
  errors json NOT NULL, rejected_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE outbox.idempotency_keys (                -- same key + same body -> same event; same key + other body -> conflict
  tenant text NOT NULL, key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  event_id uuid NOT NULL, body_hash bytea NOT NULL,   -- SHA-256 of type, NUL, payload bytes
  PRIMARY KEY (tenant, key));
CREATE INDEX ON outbox.idempotency_keys (event_id);   -- expired in chunks, with the events
