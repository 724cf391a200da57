public import OrderedCollections

/// A JSON Schema (draft 2020-12) that is prepared once and then checks many values.
///
/// References, anchors and patterns are resolved when it is created, so nothing can be missing later. Values are
/// checked from any number of tasks at once.
///
/// ```swift
/// let schema = try CompiledSchema(["type": "object", "required": ["id"]])
/// for violation in schema.validate(value) { print(violation) }
/// ```
///
/// The content vocabulary, and `format` unless asked for, are annotations and check nothing.
public struct CompiledSchema: Sendable {
    private let program: SchemaProgram

    /// Prepares a schema.
    ///
    /// Only what is reachable from `schema` is prepared: a broken definition that nothing refers to does no harm.
    ///
    /// - Parameters:
    ///   - schema: An object or a boolean. Its `$schema` is the standard dialect, that of OpenAPI 3.1, or one of
    ///     `resources`.
    ///   - definitions: Schemas that `#/components/schemas/<name>` refers to, from anywhere.
    ///   - resources: Schemas that other URIs refer to, by URI without a fragment. The metaschemas of the draft are
    ///     known without being given. Nothing is fetched.
    ///   - formats: Which `format` keywords are checked.
    /// - Throws: Every problem of the schema: a reference that leads nowhere, a keyword with a value of the wrong
    ///   type, a pattern that cannot be read, a schema that refers to itself for the same value.
    public init(
        _ schema: JSON,
        definitions: OrderedDictionary<String, JSON> = [:],
        resources: [String: JSON] = [:],
        formats: FormatAssertions = .annotate
    ) throws(SchemaCompileError) {
        let index = SchemaIndex(schema: schema, definitions: definitions, resources: resources)
        var compiler = SchemaCompiler(index: index, formats: formats)
        program = try compiler.compile()
    }

    /// Every violation in the order of the value, at most 100; empty when the value is valid.
    ///
    /// The time is bounded: a value that needs more than ten million applications of a schema, or 600 schemas inside
    /// each other, is reported as a violation. So is a text that a pattern cannot be matched with in reasonable time.
    public func validate(_ instance: JSON) -> [SchemaViolation] {
        if isValid(instance) { return [] }
        var evaluation = Evaluation(program, isCollecting: true)
        return evaluation.violations(of: instance)
    }

    /// Whether the value is valid: ``validate(_:)`` without the explanation.
    public func isValid(_ instance: JSON) -> Bool {
        var evaluation = Evaluation(program, isCollecting: false)
        return evaluation.isValid(instance)
    }
}
