CREATE TABLE outbox.subscriptions (
  id             uuid PRIMARY KEY DEFAULT outbox.uuid_v7(),
  tenant         text NOT NULL DEFAULT 'default',
  bucket         smallint NOT NULL CHECK (bucket BETWEEN 0 AND 255),               -- placed by a trigger
  kind           text NOT NULL DEFAULT 'subscription' CHECK (kind IN ('subscription', 'callback')),   -- callback: hidden, no patterns, one per tenant and URL
  url            text NOT NULL CHECK (url ~ '^https?://' AND length(url) <= 2048),
  description    text NOT NULL DEFAULT '',
  event_types    text[] NOT NULL CHECK (cardinality(event_types) <= 256),          -- names, 'prefix.*' or '*'
  filter         jsonb,                               -- payload @> filter, null = everything
  headers        bytea,                               -- json, sealed like the secrets; write-only in the API
  metadata       jsonb NOT NULL DEFAULT '{}',
  state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
  disabled_reason text CHECK (disabled_reason IN ('gone', 'failing', 'by_owner')),
  ordered        boolean NOT NULL DEFAULT false,      -- one in flight, whatever max_in_flight says
  held_until     timestamptz,                         -- ordered: the head failed and is waited for
  max_in_flight  smallint NOT NULL DEFAULT 16 CHECK (max_in_flight BETWEEN 1 AND 512),
  rate_per_second real CHECK (rate_per_second > 0),
  timeout_ms     int NOT NULL DEFAULT 15000 CHECK (timeout_ms BETWEEN 100 AND 60000),
  max_attempts   smallint NOT NULL DEFAULT 13 CHECK (max_attempts BETWEEN 1 AND 100),
  backoff        jsonb,                               -- base, factor, cap; null = the default
  failing_since  timestamptz, failure_count int NOT NULL DEFAULT 0, warned smallint NOT NULL DEFAULT 0,   -- since the last success
  breaker_open_until timestamptz,
  version        int NOT NULL DEFAULT 1,              -- bumped by every change of URL, secrets, limits: a worker that holds another reloads before it sends
  created_at     timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at     timestamptz,
  CHECK ((state = 'disabled') = (disabled_reason IS NOT NULL)),
  CHECK ((kind = 'callback') = (cardinality(event_types) = 0)));
CREATE INDEX subscriptions_tenant ON outbox.subscriptions (tenant);
CREATE FUNCTION outbox.place_subscription() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.bucket := (outbox.bucket(NEW.tenant) + 97 * (SELECT count(*) FROM outbox.subscriptions WHERE tenant = NEW.tenant)) & 255; RETURN NEW; END $$;
CREATE TRIGGER place_subscription BEFORE INSERT ON outbox.subscriptions FOR EACH ROW WHEN (NEW.bucket IS NULL) EXECUTE FUNCTION outbox.place_subscription();
CREATE TABLE outbox.subscription_patterns (           -- event_types unnested, kept by a trigger
  tenant text NOT NULL, pattern text NOT NULL, subscription_id uuid NOT NULL REFERENCES outbox.subscriptions ON DELETE CASCADE,
  PRIMARY KEY (tenant, pattern, subscription_id));
CREATE FUNCTION outbox.keep_patterns() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM outbox.subscription_patterns WHERE subscription_id = NEW.id;
  IF NEW.deleted_at IS NULL THEN
    INSERT INTO outbox.subscription_patterns SELECT DISTINCT NEW.tenant, p, NEW.id FROM unnest(NEW.event_types) p;
  END IF; RETURN NULL; END $$;
CREATE TRIGGER keep_patterns AFTER INSERT OR UPDATE OF event_types, tenant, deleted_at ON outbox.subscriptions
  FOR EACH ROW EXECUTE FUNCTION outbox.keep_patterns();
-- A worker holds what it has loaded under a version and loads it again before the send when the work names another.
-- held_until, breaker and failure counts are the worker's own notes: they change nothing that it has loaded.
CREATE FUNCTION outbox.bump_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.version := OLD.version + 1; NEW.updated_at := now(); RETURN NEW; END $$;
CREATE TRIGGER bump_version BEFORE UPDATE ON outbox.subscriptions FOR EACH ROW
  WHEN ((OLD.url, OLD.description, OLD.event_types, OLD.filter, OLD.headers, OLD.metadata, OLD.state, OLD.disabled_reason, OLD.ordered, OLD.max_in_flight,
         OLD.rate_per_second, OLD.timeout_ms, OLD.max_attempts, OLD.backoff, OLD.deleted_at) IS DISTINCT FROM
        (NEW.url, NEW.description, NEW.event_types, NEW.filter, NEW.headers, NEW.metadata, NEW.state, NEW.disabled_reason, NEW.ordered, NEW.max_in_flight,
         NEW.rate_per_second, NEW.timeout_ms, NEW.max_attempts, NEW.backoff, NEW.deleted_at))
  EXECUTE FUNCTION outbox.bump_version();
CREATE TABLE outbox.subscription_secrets (            -- every unexpired one signs, newest first; a change bumps subscriptions.version
  id uuid PRIMARY KEY DEFAULT outbox.uuid_v7(), subscription_id uuid NOT NULL REFERENCES outbox.subscriptions ON DELETE CASCADE,
  secret bytea NOT NULL,                              -- sealed when SECRETS_KEY is set
  created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz);
CREATE INDEX ON outbox.subscription_secrets (subscription_id);
CREATE FUNCTION outbox.bump_version_of_secrets() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE outbox.subscriptions SET version = version + 1, updated_at = now() WHERE id = coalesce(NEW.subscription_id, OLD.subscription_id); RETURN NULL; END $$;
CREATE TRIGGER bump_version AFTER INSERT OR UPDATE OR DELETE ON outbox.subscription_secrets
  FOR EACH ROW EXECUTE FUNCTION outbox.bump_version_of_secrets();
CREATE TABLE outbox.api_keys (
  id uuid PRIMARY KEY DEFAULT outbox.uuid_v7(), name text NOT NULL, tenant text, scopes text[] NOT NULL,
  hash bytea NOT NULL UNIQUE, created_at timestamptz NOT NULL DEFAULT now(), last_used_at timestamptz, revoked_at timestamptz);
