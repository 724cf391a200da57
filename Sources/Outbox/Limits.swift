/// Every bound of the outbox in one place, with its unit and its reason.
package enum Limits {
    // MARK: Emitting

    /// Events in one shared emit statement: beyond a few hundred a batch gains nothing more.
    package static let emitBatch = 256
    /// Bytes of payload in one shared emit statement: it is planned, logged and sent as a whole.
    package static let emitBatchBytes = 4 * 1024 * 1024
    /// Emits that may wait for a statement; further ones are answered 503 at once.
    package static let waitingEmits = 10_000
    /// Bytes of payload that may wait for a statement.
    package static let waitingEmitBytes = 64 * 1024 * 1024
    /// Bytes of one payload; the table's CHECK says the same.
    package static let payloadBytes = 262_144
    /// Bytes of an idempotency key; the table's CHECK counts characters, so it is never the stricter one.
    package static let idempotencyKeyBytes = 1...255
    /// The shortest time between two notifications of one process.
    package static let notifyInterval: Duration = .milliseconds(50)

    // MARK: Delivering

    /// How long a delivery may wait, counted from its dispatch or its last replay.
    package static let deliveryAge: Duration = .seconds(7 * 24 * 3600)
    /// The slices of the work.
    package static let buckets = 256
    /// Between two heartbeats of a worker.
    package static let heartbeatInterval: Duration = .seconds(3)
    /// Without a confirmed heartbeat for this long a worker starts no send.
    package static let heartbeatDoubt: Duration = .seconds(20)
    /// Without a confirmed heartbeat for this long a worker closes its open requests: others may soon send them.
    package static let heartbeatLoss: Duration = .seconds(25)
    /// Events that one dispatch statement takes: it holds their rows locked until it commits.
    package static let dispatchEvents = 500
    /// Events that one dispatch statement takes of one bucket, so that one tenant's burst does not fill it alone.
    package static let dispatchEventsPerBucket = 100
    /// Deliveries that one finish statement ends.
    package static let finishBatch = 500
    /// Rows without a check that one statement reads with their payloads.
    package static let checkBatch = 100
    /// Subscriptions that the discovery of waiting work answers.
    package static let waitingSubscriptions = 5_000
    /// How far the dispatch's low-water mark stays behind the newest event it has seen: events committed a little late
    /// are still above it.
    package static let lowWaterLag: Duration = .seconds(2)
    /// Between two dispatches that start at the very first row, for events committed very late.
    package static let sweepInterval: Duration = .seconds(2)
}

extension Limits {
    // MARK: Subscriptions

    /// Bytes of a signing secret (Standard Webhooks 1.0, section "Signature scheme").
    package static let secretBytes = 24...64
    /// Secrets of one subscription that sign at once: each adds 48 bytes to every request's headers.
    package static let secrets = 10
    /// Seconds for which a rotated secret may go on signing: a week, for receivers that are deployed by hand.
    package static let secretOverlapSeconds = 0...604_800
    /// Characters of a tenant's name; the table's CHECK says the same.
    package static let tenantCharacters = 1...128
    /// Characters of a subscription's description: it is for people.
    package static let descriptionCharacters = 1_024
    /// Patterns of one subscription; the table's CHECK says the same.
    package static let patterns = 1...256
    /// Characters of an event type's name; the table's CHECK says the same.
    package static let eventTypeCharacters = 1...256
    /// Bytes of a filter: it is compared with every payload of the subscription's types.
    package static let filterBytes = 8 * 1_024
    /// Bytes of a subscription's metadata: it is for the owner's references, not for documents.
    package static let metadataBytes = 8 * 1_024
    /// How deep a filter or metadata may nest.
    package static let nesting = 32
    /// Custom headers of a subscription.
    package static let headers = 32
    /// Bytes of the names and values of all custom headers: receivers commonly refuse more than 8 KiB in all.
    package static let headerBytes = 4 * 1_024
    /// Requests of one subscription in flight; the table's CHECK says the same.
    package static let inFlight = 1...512
    /// Requests a second of one subscription: slower than one in 17 minutes is a pause, faster than a worker is no limit.
    package static let ratePerSecond = 0.001...10_000
    /// Milliseconds for one whole exchange; the table's CHECK says the same.
    package static let timeoutMilliseconds = 100...60_000
    /// Attempts of one delivery; the table's CHECK says the same.
    package static let attempts = 1...100
    /// Seconds before the second attempt.
    package static let backoffBase = 1.0...86_400
    /// How much longer each wait is than the one before.
    package static let backoffFactor = 1.0...10
    /// Seconds of the longest wait: no longer than a delivery may wait at all.
    package static let backoffCap = 1.0...604_800
    /// How long a registration waits for the address of its host; what is slower is left to the deliveries.
    package static let registrationLookup: Duration = .seconds(2)

    // MARK: Event types

    /// Event types of one database: every gateway and worker keeps all of them, compiled, in memory.
    package static let eventTypes = 10_000
    /// Characters of an event type's summary: one line.
    package static let summaryCharacters = 256
    /// Bytes of an event type's description in Markdown.
    package static let typeDescriptionBytes = 16 * 1_024
    /// Bytes of an event type's schema.
    package static let schemaBytes = 256 * 1_024
    /// Violations that are kept of one payload: all of a wrong list's items would fill a page.
    package static let violations = 100
    /// How old the catalogue may be when a payload is checked with it.
    package static let catalogueAge: Duration = .seconds(1)

    // MARK: Lists

    /// Items of one page.
    package static let listItems = 200
    /// Events that one page looks through for a type: a rare one gives short pages instead of a long scan.
    package static let eventScan = 20_000
    /// Events whose history one page of deliveries looks through, some 5 µs each.
    package static let deliveryScan = 1_000
    /// The same when the deliveries are those of one event type, hence fewer.
    package static let deliveryScanOfType = 5_000
    /// Attempts that are shown of one delivery, the latest ones.
    package static let attemptsShown = 200
    /// Waiting deliveries that one statement ends, when their subscription is disabled or deleted.
    package static let endedDeliveries = 5_000
}
