import HTTPTypes
import JSONSchema
import OpenAPI

/// How a parameter is read, prepared at start.
struct ParameterPlan: Sendable {
    private let name: String
    private let place: ParameterPlace
    private let field: HTTPField.Name?
    private let shape: ParameterShape
    private let schema: CompiledSchema

    init(_ declaration: ParameterDeclaration, compiler: inout InputCompiler) throws {
        name = declaration.name
        place = declaration.place
        field = declaration.place == .header ? HTTPField.Name(declaration.name) : nil
        let json = compiler.schema(declaration.schema)
        schema = try compiler.compile(json)
        let resolver = compiler
        shape = ParameterShape(schema: json, resolve: resolver.resolved)
    }

    /// Reads the value; `absent` stands for a parameter that is not there, and nil makes it required.
    func read<Value: Decodable>(from reading: inout RequestReading, absent: Value?) throws -> Value? {
        let texts = try texts(in: &reading)
        if texts.isEmpty {
            if absent == nil {
                report("required", "is required", to: &reading)
            }
            return absent
        }
        guard let json = json(of: texts) else {
            report("type", "must be given once, not \(texts.count) times", to: &reading)
            return nil
        }
        let violations = schema.validate(json)
        for violation in violations {
            reading.report(InvalidInput(violation, in: InvalidInput.Place(place), below: pointer))
        }
        guard violations.isEmpty else {
            return nil
        }
        do {
            return try JSONValueDecoder().decode(Value.self, from: json)
        } catch let error as DecodingError {
            reading.report(InvalidInput(error, in: InvalidInput.Place(place), below: pointer))
            return nil
        }
    }

    private var pointer: String { "/" + JSONPointer.escape(name) }

    private func report(_ keyword: String, _ message: String, to reading: inout RequestReading) {
        reading.report(
            InvalidInput(in: InvalidInput.Place(place), pointer: pointer, keyword: keyword, message: message)
        )
    }

    private func texts(in reading: inout RequestReading) throws -> [String] {
        switch place {
        case .path: reading.pathValues.filter { $0.name == name }.map(\.value)
        case .query: try reading.queryValues(of: name)
        case .header: field.flatMap { reading.context.request.headers[$0] }.map { [$0] } ?? []
        case .cookie: reading.cookieValues(of: name)
        }
    }

    /// Query fields are repeated for a list (OpenAPI's style `form`, exploded); elsewhere commas separate (`simple`).
    private func json(of texts: [String]) -> JSON? {
        if case .list(let element) = shape {
            let parts = place == .query ? texts : texts.flatMap(Self.commaSeparated)
            return .array(parts.map(element.json))
        }
        return texts.count == 1 ? shape.json(texts[0]) : nil
    }

    private static func commaSeparated(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.trimmingSpaces) }
    }
}

extension InvalidInput.Place {
    init(_ place: ParameterPlace) {
        switch place {
        case .path: self = .path
        case .query: self = .query
        case .header: self = .header
        case .cookie: self = .cookie
        }
    }
}

extension InvalidInput {
    /// What decoding refuses although the schema allows it, such as an integer beyond the type's range.
    init(_ error: DecodingError, in place: Place, below prefix: String = "") {
        let context: DecodingError.Context? =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: nil
            }
        let path = (context?.codingPath ?? []).map { $0.intValue.map(String.init) ?? $0.stringValue }
        self.init(
            in: place,
            pointer: prefix + path.map { "/" + JSONPointer.escape($0) }.joined(),
            keyword: "type",
            message: context?.debugDescription ?? "cannot be read"
        )
    }
}
