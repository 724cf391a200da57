import JSONSchema
import OpenAPI

/// What the document says of an input.
enum InputPart: Sendable {
    case parameter(ParameterDeclaration)
    case body(BodyDeclaration)
    case security(SecurityCheck)
}

/// Writes a schema, and the components that it refers to into the registry.
typealias SchemaWriter = @Sendable (inout SchemaRegistry) -> JSON

/// A parameter as it is declared.
struct ParameterDeclaration: Sendable {
    var name: String
    var place: ParameterPlace
    var isRequired: Bool
    var description: String?
    var isDeprecated: Bool
    var schema: SchemaWriter
}

/// A request body as it is declared.
struct BodyDeclaration: Sendable {
    /// What the body must be.
    enum Content: Sendable {
        /// JSON that matches a schema; examples by name.
        case json(schema: SchemaWriter, examples: ExampleWriter)
        /// Bytes in one of these media types.
        case bytes(contentTypes: [String])
    }

    var content: Content
    var isRequired: Bool
    var description: String?

    /// Whether the body's media type is one that the route takes.
    func accepts(_ type: ContentType) -> Bool {
        switch content {
        case .json: type.isJSON
        case .bytes(let types): types.contains(type.essence)
        }
    }

    /// The media types for the document and for refusals.
    var contentTypes: [String] {
        switch content {
        case .json: ["application/json"]
        case .bytes(let types): types
        }
    }
}
