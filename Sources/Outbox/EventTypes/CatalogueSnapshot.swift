import Foundation
package import JSONSchema

/// Whether a payload may be an event's.
package enum CheckResult: Sendable, Equatable {
    /// The schema permits it, or nothing is checked.
    case ok
    /// The schema forbids it, and the event type says to record it all the same.
    case warned([SchemaViolation])
    /// No event type of that name is declared.
    case undeclared
    /// The schema forbids it.
    case invalid([SchemaViolation])
}

/// All event types as they were at one moment, with their schemas compiled.
package struct CatalogueSnapshot: Sendable {
    /// One event type, as far as emitting and delivering need it.
    package struct Entry: Sendable {
        package let name: String
        package let method: EventTypeMethod
        package let validation: PayloadValidation
        package let isDeprecated: Bool
        let updatedAt: Date
        let schema: Schema

        enum Schema: Sendable {
            case absent
            case compiled(CompiledSchema)
            /// Plain SQL wrote what is no schema.
            case broken(String)
        }
    }

    let entries: [String: Entry]

    /// The event type of that name.
    package subscript(name: String) -> Entry? {
        entries[name]
    }

    /// Checks the bytes of a payload, a JSON document.
    package func check(type: String, payload: ArraySlice<UInt8>) -> CheckResult {
        guard let entry = entries[type] else { return .undeclared }
        return entry.check { () throws(JSONParseError) in try JSON.parse(payload) }
    }

    /// Checks a payload that has been read already.
    package func check(type: String, payload: JSON) -> CheckResult {
        guard let entry = entries[type] else { return .undeclared }
        return entry.check { () throws(JSONParseError) in payload }
    }
}

extension CatalogueSnapshot.Entry {
    fileprivate func check(_ payload: () throws(JSONParseError) -> JSON) -> CheckResult {
        guard validation != .off else { return .ok }
        let violations = violations(payload)
        guard !violations.isEmpty else { return .ok }
        return validation == .warn ? .warned(violations) : .invalid(violations)
    }

    /// A schema that can't be used permits nothing: a check that silently does not happen is worse.
    private func violations(_ payload: () throws(JSONParseError) -> JSON) -> [SchemaViolation] {
        switch schema {
        case .absent:
            return []
        case .broken(let reason):
            return [violation("the schema that is declared for '\(name)' can't be used: \(reason)")]
        case .compiled(let schema):
            do throws(JSONParseError) {
                return Array(schema.validate(try payload()).prefix(Limits.violations))
            } catch {
                return [violation("the payload can't be read: \(error)")]
            }
        }
    }

    private func violation(_ message: String) -> SchemaViolation {
        SchemaViolation(instancePointer: "", keyword: "", schemaPointer: "", message: message)
    }
}
