/// Where a schema is written: a document and a JSON Pointer into it.
struct SchemaPlace: Hashable, Sendable {
    /// The document's position in the index.
    var document: Int

    /// The pointer's text (RFC 6901).
    var pointer: String

    func appending(_ token: String) -> SchemaPlace {
        SchemaPlace(document: document, pointer: "\(pointer)/\(JSONPointer.escape(token))")
    }

    func appending(_ keyword: String, _ token: String) -> SchemaPlace {
        appending(keyword).appending(token)
    }

    func appending(_ keyword: String, _ index: Int) -> SchemaPlace {
        SchemaPlace(document: document, pointer: "\(pointer)/\(keyword)/\(index)")
    }
}
