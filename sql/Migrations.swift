/// One step of the schema: a file of this folder, embedded in the binaries.
package struct Migration: Sendable {
    /// Its place in the order, from 1, without gaps.
    package let version: Int
    /// What it makes, in one word.
    package let name: String
    /// The file's bytes: SQL that runs in one transaction.
    package let sql: [UInt8]

    /// All steps in order.
    ///
    /// A released file is never edited: the checksums of applied ones are compared at every start.
    package static let all: [Migration] = [
        ("ids", PackageResources._00001_ids_sql),
        ("routing", PackageResources._00002_routing_sql),
        ("event_types", PackageResources._00003_event_types_sql),
        ("subscriptions", PackageResources._00004_subscriptions_sql),
        ("events", PackageResources._00005_events_sql),
        ("workers", PackageResources._00006_workers_sql),
        ("deliveries", PackageResources._00007_deliveries_sql),
        ("partitions", PackageResources._00008_partitions_sql),
        ("emit", PackageResources._00009_emit_sql),
        ("views", PackageResources._00010_views_sql),
    ]
    .enumerated().map { Migration(version: $0.offset + 1, name: $0.element.0, sql: $0.element.1) }
}
