import JSONSchema

/// How a JSON body is checked and decoded, prepared at start.
struct BodyPlan: Sendable {
    private let schema: CompiledSchema
    private let isRequired: Bool

    init(_ declaration: BodyDeclaration, compiler: inout InputCompiler) throws {
        isRequired = declaration.isRequired
        switch declaration.content {
        case .json(let writer, _): schema = try compiler.compile(compiler.schema(writer))
        case .bytes: schema = try compiler.compile(true)
        }
    }

    static let missing = InvalidInput(in: .body, pointer: "", keyword: "required", message: "a body is required")

    /// The body's value; nil when there is none or after its faults have been reported.
    func read<Value: Decodable>(_ type: Value.Type, from reading: inout RequestReading) throws -> Value? {
        guard let json = reading.body?.json else {
            if isRequired {
                reading.report(Self.missing)
            }
            return nil
        }
        let violations = schema.validate(json)
        for violation in violations {
            reading.report(InvalidInput(violation, in: .body))
        }
        guard violations.isEmpty else {
            return nil
        }
        do {
            return try JSONValueDecoder().decode(type, from: json)
        } catch let error as DecodingError {
            reading.report(InvalidInput(error, in: .body))
            return nil
        }
    }
}
