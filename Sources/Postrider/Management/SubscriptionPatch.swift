import JSONSchema
import OrderedCollections
import Outbox

/// A change of a subscription: a JSON merge patch (RFC 7396).
struct SubscriptionPatch: SchemaComponent {
    static let schemaName = "Postrider.SubscriptionPatch"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema(
            "A JSON merge patch (RFC 7396): what is absent stays, `null` clears, objects are merged.",
            unknownKeys: .forbidden
        ) {
            SubscriptionFields.url(String?.self)
            SubscriptionFields.eventTypes([String]?.self)
            for property in SubscriptionFields.properties(withDefaults: false) { property }
            Property("headers", [String: String?]?.self, description: SubscriptionFields.headersDescription)
            Property(
                "state",
                SubscriptionState?.self,
                description: "`active` again forgets failures; `disabled` ends what waits."
            )
        }
        .json(in: &registry)
    }
}

extension SubscriptionPatch {
    /// What a patch makes of a subscription; pure.
    ///
    /// Throws ``Outbox/Refusal/invalid(_:)`` when the patch clears what must be there.
    static func apply(_ patch: JSON, to present: SubscriptionStore.Present) throws -> SubscriptionChanges {
        var target = try JSONValueEncoder().encode(NewSubscriptionBody(present.settings))
        target["state"] = .string(present.subscription.state.rawValue)
        var document = MergePatch.apply(spellingHeaders(of: patch, as: present.settings.headers), to: target)
        let cleared = ["url", "event_types", "state"].filter { document[$0] == nil }
        guard cleared.isEmpty else {
            throw Refusal.invalid(cleared.map { FieldProblem("/\($0)", "required", "it can't be cleared") })
        }
        let state = document["state"]?.stringValue.flatMap(SubscriptionState.init)
        document["state"] = nil
        let settings = try JSONValueDecoder().decode(NewSubscriptionBody.self, from: document).settings
        return SubscriptionChanges(settings: settings, state: state ?? present.subscription.state)
    }

    /// Field names know no case (RFC 9110, section 5.1), members of JSON objects do: a header keeps its spelling.
    private static func spellingHeaders(of patch: JSON, as known: [AttemptHeader]) -> JSON {
        guard let headers = patch["headers"]?.objectValue else { return patch }
        var spelled: JSON = [:]
        for (name, value) in headers {
            let stored = known.first { $0.isNamed(name) }?.name
            spelled[stored ?? name] = value
        }
        var patch = patch
        patch["headers"] = spelled
        return patch
    }
}
