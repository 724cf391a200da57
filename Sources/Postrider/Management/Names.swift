import Outbox

// The words of the outbox as components of the document.

extension SubscriptionState: SchemaComponent {
    static var schemaName: String { "Postrider.SubscriptionState" }
}

extension DisabledReason: SchemaComponent {
    static var schemaName: String { "Postrider.DisabledReason" }
}

extension EventKind: SchemaComponent {
    static var schemaName: String { "Postrider.EventKind" }
}

extension EventStatus: SchemaComponent {
    static var schemaName: String { "Postrider.EventStatus" }
}

extension DeliveryState: SchemaComponent {
    static var schemaName: String { "Postrider.DeliveryState" }
}

extension DeadReason: SchemaComponent {
    static var schemaName: String { "Postrider.DeadReason" }
}

extension AttemptResult: SchemaComponent {
    static var schemaName: String { "Postrider.AttemptOutcome" }
}

extension EventTypeMethod: SchemaComponent {
    static var schemaName: String { "Postrider.Method" }
}

extension EventTypeSource: SchemaComponent {
    static var schemaName: String { "Postrider.EventTypeSource" }
}

extension PayloadValidation: SchemaComponent {
    static var schemaName: String { "Postrider.Validation" }
}
