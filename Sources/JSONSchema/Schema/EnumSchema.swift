import OrderedCollections

/// The schema of an enum with raw values: their list.
///
/// An enum without a description needs none of this: it only has to conform to ``SchemaComponent``.
public struct EnumSchema<Value>: Sendable
where Value: CaseIterable & RawRepresentable & Hashable & Sendable, Value.RawValue: SchemaRepresentable & Encodable {
    private let description: String?
    private let caseDescriptions: [Value: String]

    /// Describes an enum.
    ///
    /// - Parameters:
    ///   - type: The enum.
    ///   - description: Prose, as CommonMark.
    ///   - caseDescriptions: Prose for single cases: `x-enum-descriptions`, in the order of `enum`.
    public init(_ type: Value.Type, _ description: String? = nil, caseDescriptions: [Value: String] = [:]) {
        self.description = description
        self.caseDescriptions = caseDescriptions
    }

    /// The schema; its title is added with the component.
    public func json(in registry: inout SchemaRegistry) -> JSON {
        var schema: OrderedDictionary<String, JSON> = [:]
        schema["type"] = Value.RawValue.schema(in: &registry)["type"]
        schema["description"] = description.map(JSON.string)
        schema["enum"] = .array(Value.allCases.map { value(of: $0, in: &registry) })
        if !caseDescriptions.isEmpty {
            schema["x-enum-descriptions"] = .array(Value.allCases.map { .string(caseDescriptions[$0] ?? "") })
        }
        return .object(schema)
    }

    private func value(of enumCase: Value, in registry: inout SchemaRegistry) -> JSON {
        do {
            return try JSONValueEncoder().encode(enumCase.rawValue)
        } catch {
            registry.report("The raw value of \(ComponentName.described(Value.self)).\(enumCase) cannot be encoded.")
            return .null
        }
    }
}

extension SchemaComponent
where Self: CaseIterable & RawRepresentable & Hashable, RawValue: SchemaRepresentable & Encodable {
    /// The list of the raw values.
    public static func definition(in registry: inout SchemaRegistry) -> JSON {
        EnumSchema(Self.self).json(in: &registry)
    }
}
