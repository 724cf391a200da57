-- The one call for everybody else's SQL, inside their own transaction. json, not jsonb: json_build_object(...) or a literal.
-- An emit-only role gets EXECUTE here and INSERT (tenant, type, payload, traceparent) on events; it cannot forge ids, checked or kind.
CREATE FUNCTION outbox.emit(type text, payload json, tenant text DEFAULT 'default', traceparent text DEFAULT NULL) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO outbox.events (type, payload, tenant, traceparent) VALUES (type, payload, tenant, traceparent) RETURNING id $$;
REVOKE ALL ON FUNCTION outbox.emit FROM PUBLIC;
