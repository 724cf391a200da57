-- One of 256 slices of the work; each is leased to one worker at a time. An event is queued in its tenant's bucket. A tenant's first
-- subscription lives there too, so the worker that dispatches it may send at once; further ones are spread (97 is coprime to 256),
-- so that one tenant with many subscriptions, or a system without tenants, still uses every worker.
CREATE FUNCTION outbox.bucket(tenant text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (hashtextextended(tenant, 0) & 255)::smallint $$;
-- 'a.b.c' -> {a.b.c, a.b.*, a.*, *}: what a subscription may name to receive the type.
CREATE FUNCTION outbox.patterns(type text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(p) FROM (SELECT type AS p UNION ALL SELECT '*' UNION ALL
    SELECT array_to_string((string_to_array(type, '.'))[1:n], '.') || '.*'
    FROM generate_series(1, cardinality(string_to_array(type, '.')) - 1) n) s $$;
-- json accepts what jsonb refuses (\u0000, lone surrogates, 1e999999): one such payload must not fail a whole dispatch.
CREATE FUNCTION outbox.matches(payload json, filter jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN RETURN payload::jsonb @> filter; EXCEPTION WHEN data_exception OR program_limit_exceeded THEN RETURN false; END $$;
