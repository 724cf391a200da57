-- CREATE ... PARTITION OF takes ACCESS EXCLUSIVE on the parent: behind one open transaction that had emitted, all other emits waited seconds.
-- Made beside it and attached, with a short lock timeout, they waited 0.05 s. Called by migrate and by the workers, never by an emitter.
CREATE FUNCTION outbox.ensure_partitions(days_ahead int DEFAULT 14) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET lock_timeout = '200ms' AS $$
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
REVOKE ALL ON FUNCTION outbox.ensure_partitions FROM PUBLIC;

-- Retention, one step a call: the caller repeats it until it answers null. What hangs on the events of a day goes first, in chunks and without a lock;
-- then both partitions of the day are dropped together, unless something of that day is still queued or being delivered: that day stays, and is looked at again later.
-- A step that cannot have its locks within 200 ms fails with 55P03 and is tried again a minute later: an emit waits no longer than that.
CREATE FUNCTION outbox.prune(retention interval DEFAULT '30 days') RETURNS text LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET lock_timeout = '200ms' AS $$
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
  RETURN NULL; END $$;
REVOKE ALL ON FUNCTION outbox.prune FROM PUBLIC;
