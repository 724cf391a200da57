CREATE TABLE outbox.deliveries (                      -- live work only: success deletes the row, history is in attempts
  event_id uuid NOT NULL, subscription_id uuid NOT NULL, tenant text NOT NULL, bucket smallint NOT NULL,
  attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),           -- counted when leased: a payload that kills workers ends too
  attempt_base smallint NOT NULL DEFAULT 0,                             -- where the last replay started
  owner int,                                                            -- the worker that holds it, null = due at due_at
  due_at timestamptz NOT NULL,                                          -- ordered: the event's own time, never moved
  since timestamptz NOT NULL DEFAULT now(),                             -- the age limit counts from here, so a replay gets a fresh one
  test boolean NOT NULL DEFAULT false, last_status smallint, last_error text,
  PRIMARY KEY (event_id, subscription_id),
  CHECK (attempt_base <= attempts), CHECK (owner IS NULL OR attempts > attempt_base));
CREATE INDEX deliveries_due ON outbox.deliveries (bucket, subscription_id, due_at, event_id) WHERE owner IS NULL;   -- born-leased rows never enter it
CREATE TABLE outbox.attempts (                        -- append-only, same day partitions as events
  event_id uuid NOT NULL, subscription_id uuid NOT NULL, attempt smallint NOT NULL CHECK (attempt > 0),
  outcome text NOT NULL CHECK (outcome IN ('delivered', 'retry', 'dead', 'lost', 'cancelled')),
  status smallint, error text, latency_ms int, worker int NOT NULL, started_at timestamptz NOT NULL,
  response_headers json, response_body bytea CHECK (octet_length(response_body) <= 16384),   -- of failures only, by default
  PRIMARY KEY (event_id, subscription_id, attempt)) PARTITION BY RANGE (event_id);
CREATE TABLE outbox.attempts_default PARTITION OF outbox.attempts DEFAULT;
CREATE INDEX attempts_subscription ON outbox.attempts (subscription_id, event_id);
CREATE TABLE outbox.dead_letters (
  event_id uuid NOT NULL, subscription_id uuid NOT NULL, tenant text NOT NULL, bucket smallint NOT NULL, attempts smallint NOT NULL,
  reason text NOT NULL CHECK (reason IN ('exhausted', 'gone', 'expired', 'poison', 'disabled')),
  last_status smallint, last_error text, dead_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (event_id, subscription_id));
CREATE INDEX ON outbox.dead_letters (subscription_id, dead_at);
CREATE TABLE outbox.replays (                         -- a durable job: chunks, resumable after a crash
  id uuid PRIMARY KEY DEFAULT outbox.uuid_v7(), subscription_id uuid NOT NULL, since timestamptz NOT NULL, until timestamptz NOT NULL, event_types text[],
  scope text NOT NULL CHECK (scope IN ('dead', 'missed', 'all')), position uuid, replayed bigint NOT NULL DEFAULT 0,
  owner int, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz);
ALTER TABLE outbox.event_queue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
ALTER TABLE outbox.deliveries  SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
