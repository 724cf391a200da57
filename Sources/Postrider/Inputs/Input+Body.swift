public import JSONSchema
import OrderedCollections

extension Input where Value: Codable & SchemaRepresentable {
    /// The JSON body, checked against the type's schema before it is decoded.
    ///
    /// An optional type makes the body optional. Media types other than `application/json` and `application/*+json`
    /// are refused with 415.
    public static func body(_ type: Value.Type = Value.self, description: String? = nil) -> Input {
        let optional = Value.self as? any OptionalValue.Type
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
    public static func rawBody<Body: Codable & SchemaRepresentable>(
        _ type: Body.Type = Body.self,
        description: String? = nil
    ) -> Input where Value == RawBody<Body> {
        let examples = exampleWriter(for: Body.self)
        return raw(.json(schema: { Body.schema(in: &$0) }, examples: examples), description: description)
    }

    private static func raw<Body: Codable & Sendable>(
        _ content: BodyDeclaration.Content,
        description: String?
    ) -> Input where Value == RawBody<Body> {
        let declaration = BodyDeclaration(content: content, isRequired: true, description: description)
        return Input(parts: [.body(declaration)]) { compiler in
            let plan = try BodyPlan(declaration, compiler: &compiler)
            return { reading in
                let value = try plan.read(Body.self, from: &reading)
                guard let value, let body = reading.body, let json = body.json else {
                    return nil
                }
                return RawBody(value: value, json: json, bytes: body.bytes)
            }
        }
    }
}

extension Input where Value == RawBody<JSON> {
    /// A JSON body of this schema, as its tree and its exact bytes.
    public static func rawBody(
        _ type: JSON.Type = JSON.self,
        schema: JSON,
        description: String? = nil
    ) -> Input {
        raw(.json(schema: { _ in schema }, examples: noExamples), description: description)
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
