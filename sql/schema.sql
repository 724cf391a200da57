-- The schema that the files beside this one make: pg_dump of PostgreSQL 15, compared on it alone.

CREATE SCHEMA outbox;

CREATE FUNCTION outbox.bucket(tenant text) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT (hashtextextended(tenant, 0) & 255)::smallint $$;

CREATE FUNCTION outbox.bump_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
  NEW.version := OLD.version + 1; NEW.updated_at := now(); RETURN NEW; END $$;

CREATE FUNCTION outbox.bump_version_of_secrets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
  UPDATE outbox.subscriptions SET version = version + 1, updated_at = now() WHERE id = coalesce(NEW.subscription_id, OLD.subscription_id); RETURN NULL; END $$;

CREATE FUNCTION outbox.emit(type text, payload json, tenant text DEFAULT 'default'::text, traceparent text DEFAULT NULL::text) RETURNS uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  INSERT INTO outbox.events (type, payload, tenant, traceparent) VALUES (type, payload, tenant, traceparent) RETURNING id $$;

CREATE FUNCTION outbox.enqueue() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ BEGIN
  INSERT INTO outbox.event_queue SELECT outbox.bucket(tenant), id, tenant, type, checked FROM new_events WHERE kind = 'event'; RETURN NULL; END $$;

CREATE FUNCTION outbox.ensure_partitions(days_ahead integer DEFAULT 14) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '200ms'
    AS $$
DECLARE d date; n int := 0; t text; p text; BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('outbox.ensure_partitions')) THEN RETURN 0; END IF;   -- another one is at it
  FOR i IN 0..days_ahead LOOP d := (now() AT TIME ZONE 'UTC')::date + i;
    FOREACH t IN ARRAY ARRAY['events', 'attempts'] LOOP p := format('%s_%s', t, to_char(d, 'YYYYMMDD'));
      IF to_regclass('outbox.' || p) IS NULL THEN
        BEGIN EXECUTE format('CREATE TABLE outbox.%I (LIKE outbox.%I INCLUDING ALL)', p, t);
              EXECUTE format('ALTER TABLE outbox.%I ATTACH PARTITION outbox.%I FOR VALUES FROM (%L) TO (%L)', t, p,
                outbox.uuid_floor(d::timestamp AT TIME ZONE 'UTC'), outbox.uuid_floor((d + 1)::timestamp AT TIME ZONE 'UTC')); n := n + 1;
        EXCEPTION WHEN check_violation OR lock_not_available THEN RAISE WARNING 'partition %: %', p, SQLERRM; END;   -- rows in the default partition: leave that day there
      END IF; END LOOP; END LOOP; RETURN n; END $$;

CREATE FUNCTION outbox.keep_patterns() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
  DELETE FROM outbox.subscription_patterns WHERE subscription_id = NEW.id;
  IF NEW.deleted_at IS NULL THEN
    INSERT INTO outbox.subscription_patterns SELECT DISTINCT NEW.tenant, p, NEW.id FROM unnest(NEW.event_types) p;
  END IF; RETURN NULL; END $$;

CREATE FUNCTION outbox.matches(payload json, filter jsonb) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
BEGIN RETURN payload::jsonb @> filter; EXCEPTION WHEN data_exception OR program_limit_exceeded THEN RETURN false; END $$;

CREATE FUNCTION outbox.patterns(type text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT array_agg(p) FROM (SELECT type AS p UNION ALL SELECT '*' UNION ALL
    SELECT array_to_string((string_to_array(type, '.'))[1:n], '.') || '.*'
    FROM generate_series(1, cardinality(string_to_array(type, '.')) - 1) n) s $$;

CREATE FUNCTION outbox.place_subscription() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
  NEW.bucket := (outbox.bucket(NEW.tenant) + 97 * (SELECT count(*) FROM outbox.subscriptions WHERE tenant = NEW.tenant)) & 255; RETURN NEW; END $$;

CREATE FUNCTION outbox.prune(retention interval DEFAULT '30 days'::interval) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '200ms'
    AS $_$
DECLARE horizon uuid := outbox.uuid_floor(now() - retention); day date; low uuid; high uuid; n bigint; BEGIN
  IF retention < interval '1 day' THEN RAISE EXCEPTION 'retention is %, and must be at least 1 day', retention USING ERRCODE = '22023'; END IF;
  FOR day IN SELECT to_date(right(c.relname, 8), 'YYYYMMDD') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'outbox.events'::regclass AND c.relname ~ '^events_[0-9]{8}$' ORDER BY 1 LOOP
    low := outbox.uuid_floor(day::timestamp AT TIME ZONE 'UTC'); high := outbox.uuid_floor((day + 1)::timestamp AT TIME ZONE 'UTC');
    EXIT WHEN high > horizon;
    CONTINUE WHEN EXISTS (SELECT FROM outbox.deliveries WHERE event_id >= low AND event_id < high)
               OR EXISTS (SELECT FROM outbox.event_queue WHERE event_id >= low AND event_id < high);
    DELETE FROM outbox.dead_letters WHERE (event_id, subscription_id) IN
      (SELECT event_id, subscription_id FROM outbox.dead_letters WHERE event_id >= low AND event_id < high LIMIT 5000);
    GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s dead letters', n); END IF;
    DELETE FROM outbox.rejected_events WHERE event_id IN (SELECT event_id FROM outbox.rejected_events WHERE event_id >= low AND event_id < high LIMIT 5000);
    GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s rejected events', n); END IF;
    DELETE FROM outbox.idempotency_keys WHERE (tenant, key) IN (SELECT tenant, key FROM outbox.idempotency_keys WHERE event_id >= low AND event_id < high LIMIT 5000);
    GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s idempotency keys', n); END IF;
    LOCK TABLE outbox.events, outbox.attempts IN ACCESS EXCLUSIVE MODE;
    CONTINUE WHEN EXISTS (SELECT FROM outbox.deliveries WHERE event_id >= low AND event_id < high)   -- a replay between the look and the lock
               OR EXISTS (SELECT FROM outbox.event_queue WHERE event_id >= low AND event_id < high);
    EXECUTE format('DROP TABLE outbox.%I', 'events_' || to_char(day, 'YYYYMMDD'));
    EXECUTE format('DROP TABLE IF EXISTS outbox.%I', 'attempts_' || to_char(day, 'YYYYMMDD'));
    RETURN format('partitions of %s', day);
  END LOOP;
  DELETE FROM outbox.attempts_default WHERE ctid = ANY (ARRAY(SELECT ctid FROM outbox.attempts_default a WHERE event_id < horizon
    AND NOT EXISTS (SELECT FROM outbox.deliveries d WHERE d.event_id = a.event_id) LIMIT 5000));
  GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s attempts outside of partitions', n); END IF;
  DELETE FROM outbox.events_default WHERE ctid = ANY (ARRAY(SELECT ctid FROM outbox.events_default e WHERE id < horizon
    AND NOT EXISTS (SELECT FROM outbox.deliveries d WHERE d.event_id = e.id)
    AND NOT EXISTS (SELECT FROM outbox.event_queue q WHERE q.event_id = e.id) LIMIT 5000));
  GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s events outside of partitions', n); END IF;
  DELETE FROM outbox.dead_letters WHERE (event_id, subscription_id) IN (SELECT event_id, subscription_id FROM outbox.dead_letters l
    WHERE event_id < horizon AND NOT EXISTS (SELECT FROM outbox.events e WHERE e.id = l.event_id) LIMIT 5000);
  GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s dead letters without event', n); END IF;
  DELETE FROM outbox.rejected_events WHERE event_id IN (SELECT event_id FROM outbox.rejected_events r
    WHERE event_id < horizon AND NOT EXISTS (SELECT FROM outbox.events e WHERE e.id = r.event_id) LIMIT 5000);
  GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s rejected events without event', n); END IF;
  DELETE FROM outbox.idempotency_keys WHERE (tenant, key) IN (SELECT tenant, key FROM outbox.idempotency_keys k
    WHERE event_id < horizon AND NOT EXISTS (SELECT FROM outbox.events e WHERE e.id = k.event_id) LIMIT 5000);
  GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RETURN format('%s idempotency keys without event', n); END IF;
  RETURN NULL; END $_$;

CREATE FUNCTION outbox.uuid_floor(at timestamp with time zone) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT (encode(substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3), 'hex') || repeat('0', 20))::uuid $$;

CREATE FUNCTION outbox.uuid_time(id uuid) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT to_timestamp(('x0000' || substr(replace(id::text, '-', ''), 1, 12))::bit(64)::bigint / 1000.0) $$;

CREATE FUNCTION outbox.uuid_v7(at timestamp with time zone DEFAULT clock_timestamp()) RETURNS uuid
    LANGUAGE sql PARALLEL SAFE
    AS $$
  SELECT encode(
    substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3)                               -- 48 bits: ms, floored
    || substring(int4send(28672 | (floor((extract(epoch FROM at) * 1000 % 1) * 4096))::int) FROM 3)         -- version 7 + 12 bits
    || set_bit(set_bit(substring(uuid_send(gen_random_uuid()) FROM 9), 7, 1), 6, 0), 'hex')::uuid $$;

CREATE TABLE outbox.api_keys (
    id uuid DEFAULT outbox.uuid_v7() NOT NULL,
    name text NOT NULL,
    tenant text,
    scopes text[] NOT NULL,
    hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);

CREATE TABLE outbox.attempts (
    event_id uuid NOT NULL,
    subscription_id uuid NOT NULL,
    attempt smallint NOT NULL,
    outcome text NOT NULL,
    status smallint,
    error text,
    latency_ms integer,
    worker integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    response_headers json,
    response_body bytea,
    CONSTRAINT attempts_attempt_check CHECK ((attempt > 0)),
    CONSTRAINT attempts_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'retry'::text, 'dead'::text, 'lost'::text, 'cancelled'::text]))),
    CONSTRAINT attempts_response_body_check CHECK ((octet_length(response_body) <= 16384))
)
PARTITION BY RANGE (event_id);

CREATE TABLE outbox.attempts_default (
    event_id uuid NOT NULL,
    subscription_id uuid NOT NULL,
    attempt smallint NOT NULL,
    outcome text NOT NULL,
    status smallint,
    error text,
    latency_ms integer,
    worker integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    response_headers json,
    response_body bytea,
    CONSTRAINT attempts_attempt_check CHECK ((attempt > 0)),
    CONSTRAINT attempts_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'retry'::text, 'dead'::text, 'lost'::text, 'cancelled'::text]))),
    CONSTRAINT attempts_response_body_check CHECK ((octet_length(response_body) <= 16384))
);

CREATE TABLE outbox.dead_letters (
    event_id uuid NOT NULL,
    subscription_id uuid NOT NULL,
    tenant text NOT NULL,
    bucket smallint NOT NULL,
    attempts smallint NOT NULL,
    reason text NOT NULL,
    last_status smallint,
    last_error text,
    dead_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT dead_letters_reason_check CHECK ((reason = ANY (ARRAY['exhausted'::text, 'gone'::text, 'expired'::text, 'poison'::text, 'disabled'::text])))
);

CREATE TABLE outbox.deliveries (
    event_id uuid NOT NULL,
    subscription_id uuid NOT NULL,
    tenant text NOT NULL,
    bucket smallint NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    attempt_base smallint DEFAULT 0 NOT NULL,
    owner integer,
    due_at timestamp with time zone NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    test boolean DEFAULT false NOT NULL,
    last_status smallint,
    last_error text,
    CONSTRAINT deliveries_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT deliveries_check CHECK ((attempt_base <= attempts)),
    CONSTRAINT deliveries_check1 CHECK (((owner IS NULL) OR (attempts > attempt_base)))
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_cost_delay='0', vacuum_truncate=off);

CREATE TABLE outbox.event_queue (
    bucket smallint NOT NULL,
    event_id uuid NOT NULL,
    tenant text NOT NULL,
    type text NOT NULL,
    checked boolean NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_cost_delay='0', vacuum_truncate=off);

CREATE TABLE outbox.rejected_events (
    event_id uuid NOT NULL,
    tenant text NOT NULL,
    type text NOT NULL,
    reason text NOT NULL,
    errors json NOT NULL,
    rejected_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rejected_events_reason_check CHECK ((reason = ANY (ARRAY['undeclared'::text, 'invalid'::text])))
);

CREATE VIEW outbox.backlog AS
 SELECT q.queued,
    round(EXTRACT(epoch FROM (now() - outbox.uuid_time(q.oldest))), 3) AS oldest_queued_seconds,
    d.waiting,
    d.due,
    d.sending,
    round(EXTRACT(epoch FROM (now() - d.oldest_due)), 3) AS oldest_due_seconds,
    ( SELECT count(*) AS count
           FROM outbox.rejected_events) AS rejected,
    ( SELECT count(*) AS count
           FROM outbox.dead_letters) AS dead
   FROM ( SELECT count(*) AS queued,
            (min((event_queue.event_id)::text))::uuid AS oldest
           FROM outbox.event_queue) q,
    ( SELECT count(*) FILTER (WHERE (deliveries.owner IS NULL)) AS waiting,
            count(*) FILTER (WHERE ((deliveries.owner IS NULL) AND (deliveries.due_at <= now()))) AS due,
            count(*) FILTER (WHERE (deliveries.owner IS NOT NULL)) AS sending,
            min(deliveries.due_at) FILTER (WHERE ((deliveries.owner IS NULL) AND (deliveries.due_at <= now()))) AS oldest_due
           FROM outbox.deliveries) d;

CREATE TABLE outbox.bucket_leases (
    bucket smallint NOT NULL,
    worker_id integer,
    CONSTRAINT bucket_leases_bucket_check CHECK (((bucket >= 0) AND (bucket <= 255)))
);

CREATE VIEW outbox.delivery_status AS
 SELECT deliveries.event_id,
    deliveries.subscription_id,
        CASE
            WHEN (deliveries.owner IS NOT NULL) THEN 'sending'::text
            WHEN (deliveries.attempts = deliveries.attempt_base) THEN 'pending'::text
            ELSE 'retrying'::text
        END AS state,
    deliveries.attempts,
    deliveries.due_at AS next_at,
    deliveries.last_status,
    deliveries.last_error
   FROM outbox.deliveries
UNION ALL
 SELECT dead_letters.event_id,
    dead_letters.subscription_id,
    'dead'::text AS state,
    dead_letters.attempts,
    NULL::timestamp with time zone AS next_at,
    dead_letters.last_status,
    dead_letters.last_error
   FROM outbox.dead_letters
UNION ALL
 SELECT a.event_id,
    a.subscription_id,
    'delivered'::text AS state,
    a.attempt AS attempts,
    NULL::timestamp with time zone AS next_at,
    a.status AS last_status,
    NULL::text AS last_error
   FROM outbox.attempts a
  WHERE ((a.outcome = 'delivered'::text) AND (NOT (EXISTS ( SELECT
           FROM outbox.attempts b
          WHERE ((b.event_id = a.event_id) AND (b.subscription_id = a.subscription_id) AND (b.outcome = 'delivered'::text) AND (b.attempt > a.attempt))))) AND (NOT (EXISTS ( SELECT
           FROM outbox.deliveries d
          WHERE ((d.event_id = a.event_id) AND (d.subscription_id = a.subscription_id))))) AND (NOT (EXISTS ( SELECT
           FROM outbox.dead_letters d
          WHERE ((d.event_id = a.event_id) AND (d.subscription_id = a.subscription_id))))));

CREATE TABLE outbox.events (
    id uuid DEFAULT outbox.uuid_v7() NOT NULL,
    tenant text DEFAULT 'default'::text NOT NULL,
    type text NOT NULL,
    payload json NOT NULL,
    traceparent text,
    checked boolean DEFAULT false NOT NULL,
    kind text DEFAULT 'event'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT events_kind_check CHECK ((kind = ANY (ARRAY['event'::text, 'test'::text, 'callback'::text]))),
    CONSTRAINT events_payload_check CHECK ((octet_length((payload)::text) <= 262144)),
    CONSTRAINT events_tenant_check CHECK (((length(tenant) >= 1) AND (length(tenant) <= 128))),
    CONSTRAINT events_traceparent_check CHECK ((traceparent ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text)),
    CONSTRAINT events_type_check CHECK ((type ~ '^[A-Za-z0-9_][A-Za-z0-9._/-]{0,255}$'::text))
)
PARTITION BY RANGE (id);
ALTER TABLE ONLY outbox.events ALTER COLUMN payload SET COMPRESSION lz4;

CREATE VIEW outbox.event_status AS
 SELECT e.id,
    e.tenant,
    e.type,
    e.kind,
    e.created_at,
        CASE
            WHEN (EXISTS ( SELECT
               FROM outbox.event_queue q
              WHERE ((q.bucket = outbox.bucket(e.tenant)) AND (q.event_id = e.id)))) THEN 'queued'::text
            WHEN (EXISTS ( SELECT
               FROM outbox.rejected_events r
              WHERE (r.event_id = e.id))) THEN 'rejected'::text
            WHEN ((EXISTS ( SELECT
               FROM outbox.deliveries d
              WHERE (d.event_id = e.id))) OR (EXISTS ( SELECT
               FROM outbox.attempts a
              WHERE (a.event_id = e.id))) OR (EXISTS ( SELECT
               FROM outbox.dead_letters d
              WHERE (d.event_id = e.id)))) THEN 'dispatched'::text
            ELSE 'unmatched'::text
        END AS status
   FROM outbox.events e;

CREATE TABLE outbox.event_types (
    name text NOT NULL,
    method text DEFAULT 'POST'::text NOT NULL,
    summary text,
    description text,
    schema json,
    example json,
    validation text DEFAULT 'block'::text NOT NULL,
    deprecated boolean DEFAULT false NOT NULL,
    source text DEFAULT 'api'::text NOT NULL,
    declared_by text,
    release text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_types_method_check CHECK ((method = ANY (ARRAY['POST'::text, 'PUT'::text, 'PATCH'::text, 'GET'::text, 'DELETE'::text]))),
    CONSTRAINT event_types_name_check CHECK ((name ~ '^[A-Za-z0-9_][A-Za-z0-9._/-]{0,255}$'::text)),
    CONSTRAINT event_types_source_check CHECK ((source = ANY (ARRAY['code'::text, 'document'::text, 'api'::text]))),
    CONSTRAINT event_types_validation_check CHECK ((validation = ANY (ARRAY['off'::text, 'warn'::text, 'block'::text])))
);

CREATE TABLE outbox.events_default (
    id uuid DEFAULT outbox.uuid_v7() NOT NULL,
    tenant text DEFAULT 'default'::text NOT NULL,
    type text NOT NULL,
    payload json NOT NULL,
    traceparent text,
    checked boolean DEFAULT false NOT NULL,
    kind text DEFAULT 'event'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT events_kind_check CHECK ((kind = ANY (ARRAY['event'::text, 'test'::text, 'callback'::text]))),
    CONSTRAINT events_payload_check CHECK ((octet_length((payload)::text) <= 262144)),
    CONSTRAINT events_tenant_check CHECK (((length(tenant) >= 1) AND (length(tenant) <= 128))),
    CONSTRAINT events_traceparent_check CHECK ((traceparent ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text)),
    CONSTRAINT events_type_check CHECK ((type ~ '^[A-Za-z0-9_][A-Za-z0-9._/-]{0,255}$'::text))
);
ALTER TABLE ONLY outbox.events_default ALTER COLUMN payload SET COMPRESSION lz4;

CREATE TABLE outbox.idempotency_keys (
    tenant text NOT NULL,
    key text NOT NULL,
    event_id uuid NOT NULL,
    body_hash bytea NOT NULL,
    CONSTRAINT idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);

CREATE TABLE outbox.workers (
    id integer NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat_at timestamp with time zone DEFAULT now() NOT NULL,
    stopped_at timestamp with time zone,
    buried_at timestamp with time zone
);

CREATE VIEW outbox.invariant_violations AS
 SELECT 'live and dead'::text AS what,
    deliveries.event_id,
    deliveries.subscription_id
   FROM (outbox.deliveries
     JOIN outbox.dead_letters USING (event_id, subscription_id))
UNION ALL
 SELECT 'live after success'::text AS what,
    d.event_id,
    d.subscription_id
   FROM (outbox.deliveries d
     JOIN outbox.attempts a USING (event_id, subscription_id))
  WHERE ((a.outcome = 'delivered'::text) AND (a.attempt > d.attempt_base))
UNION ALL
 SELECT 'queued without event'::text AS what,
    q.event_id,
    NULL::uuid AS subscription_id
   FROM (outbox.event_queue q
     LEFT JOIN outbox.events e ON ((e.id = q.event_id)))
  WHERE (e.id IS NULL)
UNION ALL
 SELECT 'owner is no worker'::text AS what,
    d.event_id,
    d.subscription_id
   FROM (outbox.deliveries d
     LEFT JOIN outbox.workers w ON ((w.id = d.owner)))
  WHERE ((d.owner IS NOT NULL) AND ((w.id IS NULL) OR (w.buried_at IS NOT NULL)));

CREATE TABLE outbox.migrations (
    version integer NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE outbox.replays (
    id uuid DEFAULT outbox.uuid_v7() NOT NULL,
    subscription_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    event_types text[],
    scope text NOT NULL,
    "position" uuid,
    replayed bigint DEFAULT 0 NOT NULL,
    owner integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT replays_scope_check CHECK ((scope = ANY (ARRAY['dead'::text, 'missed'::text, 'all'::text])))
);

CREATE TABLE outbox.subscriptions (
    id uuid DEFAULT outbox.uuid_v7() NOT NULL,
    tenant text DEFAULT 'default'::text NOT NULL,
    bucket smallint NOT NULL,
    kind text DEFAULT 'subscription'::text NOT NULL,
    url text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    event_types text[] NOT NULL,
    filter jsonb,
    headers bytea,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    disabled_reason text,
    ordered boolean DEFAULT false NOT NULL,
    held_until timestamp with time zone,
    max_in_flight smallint DEFAULT 16 NOT NULL,
    rate_per_second real,
    timeout_ms integer DEFAULT 15000 NOT NULL,
    max_attempts smallint DEFAULT 13 NOT NULL,
    backoff jsonb,
    failing_since timestamp with time zone,
    failure_count integer DEFAULT 0 NOT NULL,
    warned smallint DEFAULT 0 NOT NULL,
    breaker_open_until timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT subscriptions_bucket_check CHECK (((bucket >= 0) AND (bucket <= 255))),
    CONSTRAINT subscriptions_check CHECK (((state = 'disabled'::text) = (disabled_reason IS NOT NULL))),
    CONSTRAINT subscriptions_check1 CHECK (((kind = 'callback'::text) = (cardinality(event_types) = 0))),
    CONSTRAINT subscriptions_disabled_reason_check CHECK ((disabled_reason = ANY (ARRAY['gone'::text, 'failing'::text, 'by_owner'::text]))),
    CONSTRAINT subscriptions_event_types_check CHECK ((cardinality(event_types) <= 256)),
    CONSTRAINT subscriptions_kind_check CHECK ((kind = ANY (ARRAY['subscription'::text, 'callback'::text]))),
    CONSTRAINT subscriptions_max_attempts_check CHECK (((max_attempts >= 1) AND (max_attempts <= 100))),
    CONSTRAINT subscriptions_max_in_flight_check CHECK (((max_in_flight >= 1) AND (max_in_flight <= 512))),
    CONSTRAINT subscriptions_rate_per_second_check CHECK ((rate_per_second > (0)::double precision)),
    CONSTRAINT subscriptions_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text]))),
    CONSTRAINT subscriptions_timeout_ms_check CHECK (((timeout_ms >= 100) AND (timeout_ms <= 60000))),
    CONSTRAINT subscriptions_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2048)))
);

CREATE VIEW outbox.subscription_health AS
 SELECT s.id AS subscription_id,
    s.tenant,
    s.url,
    s.state,
    s.disabled_reason,
    d.waiting,
    d.sending,
    ( SELECT count(*) AS count
           FROM outbox.dead_letters l
          WHERE (l.subscription_id = s.id)) AS dead,
    a.delivered,
    a.failed,
    a.last_success_at,
    a.last_failure_at,
    s.failing_since,
    s.failure_count,
    s.held_until,
    s.breaker_open_until
   FROM outbox.subscriptions s,
    LATERAL ( SELECT count(*) FILTER (WHERE (d_1.owner IS NULL)) AS waiting,
            count(*) FILTER (WHERE (d_1.owner IS NOT NULL)) AS sending
           FROM outbox.deliveries d_1
          WHERE (d_1.subscription_id = s.id)) d,
    LATERAL ( SELECT count(*) FILTER (WHERE (a_1.outcome = 'delivered'::text)) AS delivered,
            count(*) FILTER (WHERE (a_1.outcome <> 'delivered'::text)) AS failed,
            max(a_1.started_at) FILTER (WHERE (a_1.outcome = 'delivered'::text)) AS last_success_at,
            max(a_1.started_at) FILTER (WHERE (a_1.outcome <> 'delivered'::text)) AS last_failure_at
           FROM outbox.attempts a_1
          WHERE ((a_1.subscription_id = s.id) AND (a_1.event_id >= outbox.uuid_floor((now() - '1 day'::interval))))) a
  WHERE (s.deleted_at IS NULL);

CREATE TABLE outbox.subscription_patterns (
    tenant text NOT NULL,
    pattern text NOT NULL,
    subscription_id uuid NOT NULL
);

CREATE TABLE outbox.subscription_secrets (
    id uuid DEFAULT outbox.uuid_v7() NOT NULL,
    subscription_id uuid NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone
);

ALTER TABLE outbox.workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME outbox.workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY outbox.attempts ATTACH PARTITION outbox.attempts_default DEFAULT;

ALTER TABLE ONLY outbox.events ATTACH PARTITION outbox.events_default DEFAULT;

ALTER TABLE ONLY outbox.api_keys
    ADD CONSTRAINT api_keys_hash_key UNIQUE (hash);

ALTER TABLE ONLY outbox.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY outbox.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (event_id, subscription_id, attempt);

ALTER TABLE ONLY outbox.attempts_default
    ADD CONSTRAINT attempts_default_pkey PRIMARY KEY (event_id, subscription_id, attempt);

ALTER TABLE ONLY outbox.bucket_leases
    ADD CONSTRAINT bucket_leases_pkey PRIMARY KEY (bucket);

ALTER TABLE ONLY outbox.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (event_id, subscription_id);

ALTER TABLE ONLY outbox.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (event_id, subscription_id);

ALTER TABLE ONLY outbox.event_queue
    ADD CONSTRAINT event_queue_pkey PRIMARY KEY (bucket, event_id);

ALTER TABLE ONLY outbox.event_types
    ADD CONSTRAINT event_types_pkey PRIMARY KEY (name);

ALTER TABLE ONLY outbox.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY outbox.events_default
    ADD CONSTRAINT events_default_pkey PRIMARY KEY (id);

ALTER TABLE ONLY outbox.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant, key);

ALTER TABLE ONLY outbox.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY outbox.rejected_events
    ADD CONSTRAINT rejected_events_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY outbox.replays
    ADD CONSTRAINT replays_pkey PRIMARY KEY (id);

ALTER TABLE ONLY outbox.subscription_patterns
    ADD CONSTRAINT subscription_patterns_pkey PRIMARY KEY (tenant, pattern, subscription_id);

ALTER TABLE ONLY outbox.subscription_secrets
    ADD CONSTRAINT subscription_secrets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY outbox.subscriptions
    ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY outbox.workers
    ADD CONSTRAINT workers_id_stopped_at_key UNIQUE (id, stopped_at);

ALTER TABLE ONLY outbox.workers
    ADD CONSTRAINT workers_pkey PRIMARY KEY (id);

CREATE INDEX attempts_subscription ON ONLY outbox.attempts USING btree (subscription_id, event_id);

CREATE INDEX attempts_default_subscription_id_event_id_idx ON outbox.attempts_default USING btree (subscription_id, event_id);

CREATE INDEX dead_letters_subscription_id_dead_at_idx ON outbox.dead_letters USING btree (subscription_id, dead_at);

CREATE INDEX deliveries_due ON outbox.deliveries USING btree (bucket, subscription_id, due_at, event_id) WHERE (owner IS NULL);

CREATE INDEX event_queue_unchecked ON outbox.event_queue USING btree (bucket, event_id) WHERE (NOT checked);

CREATE INDEX events_tenant ON ONLY outbox.events USING btree (tenant, id);

CREATE INDEX events_default_tenant_id_idx ON outbox.events_default USING btree (tenant, id);

CREATE INDEX idempotency_keys_event_id_idx ON outbox.idempotency_keys USING btree (event_id);

CREATE INDEX subscription_secrets_subscription_id_idx ON outbox.subscription_secrets USING btree (subscription_id);

CREATE INDEX subscriptions_tenant ON outbox.subscriptions USING btree (tenant);

ALTER INDEX outbox.attempts_pkey ATTACH PARTITION outbox.attempts_default_pkey;

ALTER INDEX outbox.attempts_subscription ATTACH PARTITION outbox.attempts_default_subscription_id_event_id_idx;

ALTER INDEX outbox.events_pkey ATTACH PARTITION outbox.events_default_pkey;

ALTER INDEX outbox.events_tenant ATTACH PARTITION outbox.events_default_tenant_id_idx;

CREATE TRIGGER bump_version AFTER INSERT OR DELETE OR UPDATE ON outbox.subscription_secrets FOR EACH ROW EXECUTE FUNCTION outbox.bump_version_of_secrets();

CREATE TRIGGER bump_version BEFORE UPDATE ON outbox.subscriptions FOR EACH ROW WHEN ((((((((((((((((old.url IS DISTINCT FROM new.url) OR (old.description IS DISTINCT FROM new.description)) OR (old.event_types IS DISTINCT FROM new.event_types)) OR (old.filter IS DISTINCT FROM new.filter)) OR (old.headers IS DISTINCT FROM new.headers)) OR (old.metadata IS DISTINCT FROM new.metadata)) OR (old.state IS DISTINCT FROM new.state)) OR (old.disabled_reason IS DISTINCT FROM new.disabled_reason)) OR (old.ordered IS DISTINCT FROM new.ordered)) OR (old.max_in_flight IS DISTINCT FROM new.max_in_flight)) OR (old.rate_per_second IS DISTINCT FROM new.rate_per_second)) OR (old.timeout_ms IS DISTINCT FROM new.timeout_ms)) OR (old.max_attempts IS DISTINCT FROM new.max_attempts)) OR (old.backoff IS DISTINCT FROM new.backoff)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at))) EXECUTE FUNCTION outbox.bump_version();

CREATE TRIGGER enqueue AFTER INSERT ON outbox.events REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION outbox.enqueue();

CREATE TRIGGER keep_patterns AFTER INSERT OR UPDATE OF event_types, tenant, deleted_at ON outbox.subscriptions FOR EACH ROW EXECUTE FUNCTION outbox.keep_patterns();

CREATE TRIGGER place_subscription BEFORE INSERT ON outbox.subscriptions FOR EACH ROW WHEN ((new.bucket IS NULL)) EXECUTE FUNCTION outbox.place_subscription();

ALTER TABLE ONLY outbox.bucket_leases
    ADD CONSTRAINT bucket_leases_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES outbox.workers(id);

ALTER TABLE ONLY outbox.subscription_patterns
    ADD CONSTRAINT subscription_patterns_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES outbox.subscriptions(id) ON DELETE CASCADE;

ALTER TABLE ONLY outbox.subscription_secrets
    ADD CONSTRAINT subscription_secrets_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES outbox.subscriptions(id) ON DELETE CASCADE;
