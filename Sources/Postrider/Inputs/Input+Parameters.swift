public import JSONSchema
import OpenAPI

extension Input where Value: Codable & SchemaRepresentable {
    /// A variable of the path, `{name}`.
    public static func path(
        _ name: String,
        _ type: Value.Type = Value.self,
        _ constraints: SchemaConstraint...,
        description: String? = nil
    ) -> Input {
        parameter(Spelling(name, .path, constraints, description: description))
    }

    /// A field of the query string; an optional type makes it optional, an array type lets it be given several times.
    public static func query(
        _ name: String,
        _ type: Value.Type = Value.self,
        _ constraints: SchemaConstraint...,
        description: String? = nil,
        deprecated: Bool = false
    ) -> Input {
        parameter(Spelling(name, .query, constraints, description: description, isDeprecated: deprecated))
    }

    /// A field of the query string with a default, which the document shows.
    public static func query(
        _ name: String,
        _ type: Value.Type = Value.self,
        default fallback: Value,
        _ constraints: SchemaConstraint...,
        description: String? = nil,
        deprecated: Bool = false
    ) -> Input {
        parameter(
            Spelling(name, .query, constraints, description: description, isDeprecated: deprecated),
            default: fallback
        )
    }

    /// A header field; an optional type makes it optional, an array type separates values by commas.
    public static func header(
        _ name: String,
        _ type: Value.Type = Value.self,
        _ constraints: SchemaConstraint...,
        description: String? = nil,
        deprecated: Bool = false
    ) -> Input {
        parameter(Spelling(name, .header, constraints, description: description, isDeprecated: deprecated))
    }

    /// A header field with a default, which the document shows.
    public static func header(
        _ name: String,
        _ type: Value.Type = Value.self,
        default fallback: Value,
        _ constraints: SchemaConstraint...,
        description: String? = nil,
        deprecated: Bool = false
    ) -> Input {
        parameter(
            Spelling(name, .header, constraints, description: description, isDeprecated: deprecated),
            default: fallback
        )
    }

    /// A cookie; an optional type makes it optional.
    public static func cookie(
        _ name: String,
        _ type: Value.Type = Value.self,
        _ constraints: SchemaConstraint...,
        description: String? = nil,
        deprecated: Bool = false
    ) -> Input {
        parameter(Spelling(name, .cookie, constraints, description: description, isDeprecated: deprecated))
    }

    /// A cookie with a default, which the document shows.
    public static func cookie(
        _ name: String,
        _ type: Value.Type = Value.self,
        default fallback: Value,
        _ constraints: SchemaConstraint...,
        description: String? = nil,
        deprecated: Bool = false
    ) -> Input {
        parameter(
            Spelling(name, .cookie, constraints, description: description, isDeprecated: deprecated),
            default: fallback
        )
    }
}

/// How a parameter is spelled in a declaration, whatever its type.
private struct Spelling {
    var name: String
    var place: ParameterPlace
    var constraints: [SchemaConstraint]
    var description: String?
    var isDeprecated: Bool

    init(
        _ name: String,
        _ place: ParameterPlace,
        _ constraints: [SchemaConstraint],
        description: String?,
        isDeprecated: Bool = false
    ) {
        self.name = name
        self.place = place
        self.constraints = constraints
        self.description = description
        self.isDeprecated = isDeprecated
    }
}

extension Input where Value: Codable & SchemaRepresentable {
    private static func parameter(_ spelling: Spelling, default fallback: Value? = nil) -> Input {
        let optional = Value.self as? any OptionalValue.Type
        let (name, place, constraints) = (spelling.name, spelling.place.rawValue, spelling.constraints)
        // A default that cannot be encoded is reported at start, by the reader below.
        let documentedDefault = fallback.flatMap { try? JSONValueEncoder().encode($0) }
        let declaration = ParameterDeclaration(
            name: spelling.name,
            place: spelling.place,
            isRequired: fallback == nil && optional == nil,
            description: spelling.description,
            isDeprecated: spelling.isDeprecated
        ) { registry in
            let bare = optional?.presentSchema(in: &registry) ?? Value.schema(in: &registry)
            var schema = bare.applying(constraints, at: "The \(place) parameter \"\(name)\"", in: &registry)
            if let documentedDefault, !documentedDefault.isNull {
                schema["default"] = documentedDefault
            }
            return schema
        }
        return Input(parts: [.parameter(declaration)]) { compiler in
            if let fallback {
                _ = try JSONValueEncoder().encode(fallback)
            }
            let absent = try fallback ?? (optional == nil ? nil : JSONValueDecoder().decode(Value.self, from: .null))
            let plan = try ParameterPlan(declaration, compiler: &compiler)
            return { reading in
                try plan.read(from: &reading, absent: absent)
            }
        }
    }
}
