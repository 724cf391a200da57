-- UUIDv7 (RFC 9562, method 3: 12 bits of sub-millisecond time): ids sort by creation time to the microsecond,
-- partitions are ranges of ids, and the same id is read in SQL, in HTTP and in the webhook-id header.
CREATE FUNCTION outbox.uuid_v7(at timestamptz DEFAULT clock_timestamp()) RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3)                               -- 48 bits: ms, floored
    || substring(int4send(28672 | (floor((extract(epoch FROM at) * 1000 % 1) * 4096))::int) FROM 3)         -- version 7 + 12 bits
    || set_bit(set_bit(substring(uuid_send(gen_random_uuid()) FROM 9), 7, 1), 6, 0), 'hex')::uuid $$;       -- variant + 62 bits
CREATE FUNCTION outbox.uuid_floor(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (encode(substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3), 'hex') || repeat('0', 20))::uuid $$;
CREATE FUNCTION outbox.uuid_time(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_timestamp(('x0000' || substr(replace(id::text, '-', ''), 1, 12))::bit(64)::bigint / 1000.0) $$;
