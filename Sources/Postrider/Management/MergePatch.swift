import JSONSchema
import OrderedCollections

/// A JSON merge patch (RFC 7396); pure.
enum MergePatch {
    /// What becomes of a document: members of the patch replace its own, null removes them.
    static func apply(_ patch: JSON, to target: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var members = target.objectValue ?? [:]
        for (name, change) in changes {
            if change.isNull {
                members.removeValue(forKey: name)
            } else {
                members[name] = apply(change, to: members[name] ?? .null)
            }
        }
        return .object(members)
    }
}
