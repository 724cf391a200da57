public import JSONSchema
import OrderedCollections

extension Input where Value: Codable & SchemaRepresentable {
    /// The JSON body, checked against the type's schema before it is decoded.
    ///
    /// An optional type makes the body optional. Media types other than `application/json` and `application/*+json`
    /// are refused with 415.
    public static func body(_ type: Value.Type = Value.self, description: String? = nil) -> Input {
        let optional = Value.self as? any OptionalParameter.Type
        let declaration = BodyDeclaration(
            content: .json(
                schema: { optional?.presentSchema(in: &$0) ?? Value.schema(in: &$0) },
                examples: exampleWriter(for: Value.self)
            ),
            isRequired: optional == nil,
            description: description
        )
        return Input(parts: [.body(declaration)]) { compiler in
            let plan = try BodyPlan(declaration, compiler: &compiler)
            let absent = optional == nil ? nil : try JSONValueDecoder().decode(Value.self, from: .null)
            return { reading in
                try plan.read(Value.self, from: &reading) ?? absent
            }
        }
    }
}

extension Input {
    /// The JSON body as its type, its tree and its exact bytes.
    ///
    /// - Parameters:
    ///   - type: What the body decodes to; `JSON` keeps the tree.
    ///   - schema: What the body must match, instead of the type's schema.
    public static func rawBody<Body: Codable & SchemaRepresentable>(
        _ type: Body.Type = Body.self,
        schema: JSON? = nil,
        description: String? = nil
    ) -> Input where Value == RawBody<Body> {
        let examples = schema == nil ? exampleWriter(for: Body.self) : noExamples
        let declaration = BodyDeclaration(
            content: .json(schema: { schema ?? Body.schema(in: &$0) }, examples: examples),
            isRequired: true,
            description: description
        )
        return Input(parts: [.body(declaration)]) { compiler in
            let plan = try BodyPlan(declaration, compiler: &compiler)
            return { reading in
                guard let value = try plan.read(Body.self, from: &reading), let body = reading.body, let json = body.json
                else {
                    return nil
                }
                return RawBody(value: value, json: json, bytes: body.bytes)
            }
        }
    }
}

extension Input where Value == RequestContent {
    /// The body as bytes, in one of these media types; others are refused with 415.
    public static func content(_ contentTypes: String..., description: String? = nil) -> Input {
        let declaration = BodyDeclaration(
            content: .bytes(contentTypes: contentTypes.map { $0.lowercased() }),
            isRequired: true,
            description: description
        )
        return Input(parts: [.body(declaration)]) { _ in
            { reading in
                guard let body = reading.body else {
                    reading.report(BodyPlan.missing)
                    return nil
                }
                return RequestContent(contentType: body.contentType.essence, bytes: body.bytes)
            }
        }
    }
}

/// A JSON body in three forms.
public struct RawBody<Value: Sendable>: Sendable {
    /// The decoded value.
    public let value: Value
    /// The parsed text.
    public let json: JSON
    /// The text, byte for byte.
    public let bytes: [UInt8]

    /// The exact bytes of a member of the body's object, as the client wrote them; nil when there is no such member.
    public func bytes(of member: String) -> [UInt8]? {
        JSON.members(of: bytes[...]).first { $0.key == member }.map { Array(bytes[$0.range]) }
    }
}

/// A body in any media type.
public struct RequestContent: Sendable {
    /// The media type without parameters, lower case.
    public let contentType: String
    /// The bytes.
    public let bytes: [UInt8]
}
