CREATE TABLE outbox.event_types (
  name        text PRIMARY KEY CHECK (name ~ '^[A-Za-z0-9_][A-Za-z0-9._/-]{0,255}$'),
  method      text NOT NULL DEFAULT 'POST' CHECK (method IN ('POST', 'PUT', 'PATCH', 'GET', 'DELETE')),
  summary     text, description text,
  schema      json,                                  -- JSON Schema 2020-12 of the payload as it is sent
  example     json,
  validation  text NOT NULL DEFAULT 'block' CHECK (validation IN ('off', 'warn', 'block')),
  deprecated  boolean NOT NULL DEFAULT false,
  source      text NOT NULL DEFAULT 'api' CHECK (source IN ('code', 'document', 'api')),
  declared_by text,                                  -- the application that declares it in code; another one refuses to start
  release     text,                                  -- its release; an older one that restarts during a deploy does not go backwards
  created_at  timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
