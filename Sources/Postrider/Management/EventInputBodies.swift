import Outbox

/// An event as a client sends it.
struct NewEventBody: SchemaComponent {
    var type: String
    var payload: JSON
    var tenant: String?

    static let schemaName = "Postrider.NewEvent"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("An event to be recorded.", unknownKeys: .forbidden) {
            Property("type", String.self, description: "The name of a declared event type.")
            Property(
                "payload",
                JSON.self,
                description: "What receivers get, byte for byte as it is written here; at most 262,144 bytes."
            )
            Property("tenant", String?.self, description: "Whose event: the key's tenant, or `default`.")
        }
        .json(in: &registry)
    }
}

/// Several events, recorded together or not at all.
struct NewEventsBody: SchemaComponent {
    var events: [NewEventBody]

    static let schemaName = "Postrider.NewEvents"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("Events to be recorded in one transaction.", unknownKeys: .forbidden) {
            Property(
                "events",
                [NewEventBody].self,
                .items(1...),
                description: "At most 1,000; more are refused with 413."
            )
        }
        .json(in: &registry)
    }
}
