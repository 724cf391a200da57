public import Foundation

extension Bool: SchemaRepresentable {
    /// `boolean`.
    public static func schema(in registry: inout SchemaRegistry) -> JSON { ["type": "boolean"] }
}

extension String: SchemaRepresentable {
    /// `string`.
    public static func schema(in registry: inout SchemaRegistry) -> JSON { ["type": "string"] }
}

extension Double: SchemaRepresentable {
    /// `number`.
    public static func schema(in registry: inout SchemaRegistry) -> JSON { ["type": "number"] }
}

extension Float: SchemaRepresentable {
    /// `number`.
    public static func schema(in registry: inout SchemaRegistry) -> JSON { ["type": "number"] }
}

extension Decimal: SchemaRepresentable {
    /// `string` of plain digits: a number would be rounded by most readers.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "format": "decimal", "pattern": "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$"]
    }
}

extension Date: SchemaRepresentable {
    /// `string` of RFC 3339.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "format": "date-time"]
    }
}

extension UUID: SchemaRepresentable {
    /// `string` of 36 characters.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "format": "uuid"]
    }
}

extension URL: SchemaRepresentable {
    /// `string` of an absolute URL.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "format": "uri"]
    }
}

extension Data: SchemaRepresentable {
    /// `string` in base64.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "contentEncoding": "base64"]
    }
}

extension JSON: SchemaRepresentable {
    /// The schema that every value is valid for.
    public static func schema(in registry: inout SchemaRegistry) -> JSON { [:] }
}
