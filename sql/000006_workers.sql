CREATE TABLE outbox.workers (                         -- a new id per process start is the fencing token; a stopped one never comes back to life
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, host text NOT NULL, pid int NOT NULL, version text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(), heartbeat_at timestamptz NOT NULL DEFAULT now(), stopped_at timestamptz, buried_at timestamptz,
  UNIQUE (id, stopped_at));   -- makes ending a worker a key update: it waits for the statements that hold the row FOR KEY SHARE, and fences later ones off
CREATE TABLE outbox.bucket_leases (bucket smallint PRIMARY KEY CHECK (bucket BETWEEN 0 AND 255), worker_id int REFERENCES outbox.workers);
INSERT INTO outbox.bucket_leases SELECT g FROM generate_series(0, 255) g;
