CREATE VIEW outbox.delivery_status AS                 -- one row a pair: live, else dead, else its latest success
  SELECT event_id, subscription_id, CASE WHEN owner IS NOT NULL THEN 'sending' WHEN attempts = attempt_base THEN 'pending' ELSE 'retrying' END AS state,
         attempts, due_at AS next_at, last_status, last_error FROM outbox.deliveries
  UNION ALL SELECT event_id, subscription_id, 'dead', attempts, NULL, last_status, last_error FROM outbox.dead_letters
  UNION ALL SELECT a.event_id, a.subscription_id, 'delivered', a.attempt, NULL, a.status, NULL FROM outbox.attempts a
   WHERE outcome = 'delivered'
     AND NOT EXISTS (SELECT FROM outbox.attempts b WHERE b.event_id = a.event_id AND b.subscription_id = a.subscription_id AND b.outcome = 'delivered' AND b.attempt > a.attempt)
     AND NOT EXISTS (SELECT FROM outbox.deliveries d WHERE d.event_id = a.event_id AND d.subscription_id = a.subscription_id)
     AND NOT EXISTS (SELECT FROM outbox.dead_letters d WHERE d.event_id = a.event_id AND d.subscription_id = a.subscription_id);
CREATE VIEW outbox.event_status AS                    -- nothing disappears: what matched nobody says so
  SELECT e.id, e.tenant, e.type, e.kind, e.created_at, CASE
    WHEN EXISTS (SELECT FROM outbox.event_queue q WHERE q.bucket = outbox.bucket(e.tenant) AND q.event_id = e.id) THEN 'queued'
    WHEN EXISTS (SELECT FROM outbox.rejected_events r WHERE r.event_id = e.id) THEN 'rejected'
    WHEN EXISTS (SELECT FROM outbox.deliveries d WHERE d.event_id = e.id) OR EXISTS (SELECT FROM outbox.attempts a WHERE a.event_id = e.id)
      OR EXISTS (SELECT FROM outbox.dead_letters d WHERE d.event_id = e.id) THEN 'dispatched'
    ELSE 'unmatched' END AS status FROM outbox.events e;
CREATE VIEW outbox.invariant_violations AS            -- empty after every test and every fault
  SELECT 'live and dead' AS what, event_id, subscription_id FROM outbox.deliveries JOIN outbox.dead_letters USING (event_id, subscription_id)
  UNION ALL SELECT 'live after success', d.event_id, d.subscription_id FROM outbox.deliveries d JOIN outbox.attempts a USING (event_id, subscription_id)
            WHERE a.outcome = 'delivered' AND a.attempt > d.attempt_base
  UNION ALL SELECT 'queued without event', q.event_id, NULL FROM outbox.event_queue q LEFT JOIN outbox.events e ON e.id = q.event_id WHERE e.id IS NULL
  UNION ALL SELECT 'owner is no worker', d.event_id, d.subscription_id FROM outbox.deliveries d LEFT JOIN outbox.workers w ON w.id = d.owner
            WHERE d.owner IS NOT NULL AND (w.id IS NULL OR w.buried_at IS NOT NULL);
CREATE VIEW outbox.backlog AS                         -- one row: what waits, and for how long
  SELECT q.queued, round(extract(epoch FROM now() - outbox.uuid_time(q.oldest)), 3) AS oldest_queued_seconds,
    d.waiting, d.due, d.sending, round(extract(epoch FROM now() - d.oldest_due), 3) AS oldest_due_seconds,
    (SELECT count(*) FROM outbox.rejected_events) AS rejected, (SELECT count(*) FROM outbox.dead_letters) AS dead
  FROM (SELECT count(*) AS queued, min(event_id::text)::uuid AS oldest FROM outbox.event_queue) q,
       (SELECT count(*) FILTER (WHERE owner IS NULL) AS waiting, count(*) FILTER (WHERE owner IS NULL AND due_at <= now()) AS due,
               count(*) FILTER (WHERE owner IS NOT NULL) AS sending, min(due_at) FILTER (WHERE owner IS NULL AND due_at <= now()) AS oldest_due
        FROM outbox.deliveries) d;
CREATE VIEW outbox.subscription_health AS             -- per subscription: what waits, what died, and how the events of the last day fared
  SELECT s.id AS subscription_id, s.tenant, s.url, s.state, s.disabled_reason, d.waiting, d.sending,
    (SELECT count(*) FROM outbox.dead_letters l WHERE l.subscription_id = s.id) AS dead,
    a.delivered, a.failed, a.last_success_at, a.last_failure_at, s.failing_since, s.failure_count, s.held_until, s.breaker_open_until
  FROM outbox.subscriptions s,
    LATERAL (SELECT count(*) FILTER (WHERE owner IS NULL) AS waiting, count(*) FILTER (WHERE owner IS NOT NULL) AS sending
             FROM outbox.deliveries d WHERE d.subscription_id = s.id) d,
    LATERAL (SELECT count(*) FILTER (WHERE outcome = 'delivered') AS delivered, count(*) FILTER (WHERE outcome <> 'delivered') AS failed,
               max(started_at) FILTER (WHERE outcome = 'delivered') AS last_success_at, max(started_at) FILTER (WHERE outcome <> 'delivered') AS last_failure_at
             FROM outbox.attempts a WHERE a.subscription_id = s.id AND a.event_id >= outbox.uuid_floor(now() - interval '1 day')) a
  WHERE s.deleted_at IS NULL;
