/// Whose side of a message a schema describes.
///
/// The two differ where reading is more lenient than writing: an optional property may be `null` when it is read but
/// is left out when it is written; a property with a default may be missing when it is read but is always written.
public enum SchemaDirection: Sendable, Hashable {
    /// What is read: a request's body and parameters.
    case input
    /// What is written: a webhook's payload, a response's body.
    case output
}
