import OrderedCollections

/// Turns schemas into a ``SchemaProgram``, starting from the root and following what it refers to.
///
/// Works through a list instead of calling itself: neither depth nor cycles of a schema can exhaust the stack.
struct SchemaCompiler {
    var index: SchemaIndex
    let formats: FormatAssertions
    private var nodes: [SchemaNode?] = []
    private var positions: [SchemaPlace: Int] = [:]
    private var pending: [SchemaTarget] = []
    private var dynamicNames: OrderedSet<String> = []
    private var problems: OrderedSet<SchemaCompileError.Problem> = []

    init(index: SchemaIndex, formats: FormatAssertions) {
        self.index = index
        self.formats = formats
    }

    mutating func compile() throws(SchemaCompileError) -> SchemaProgram {
        let root = subschema(index.root)
        var dynamicAnchors: [[Int: Subschema]] = []
        repeat {
            while let next = pending.popLast() { compile(next) }
            dynamicAnchors = compileDynamicAnchors()
        } while !pending.isEmpty
        let compiled = nodes.compactMap(\.self)
        for node in SelfReference.nodes(in: compiled) {
            report("the schema refers to itself for the same value, so checking it would never end", at: node.location)
        }
        let problems = index.problems + problems
        guard problems.isEmpty, compiled.count == nodes.count else {
            throw SchemaCompileError(problems: Array(problems.prefix(ValidationLimits.problems)))
        }
        return SchemaProgram(root: root, nodes: compiled, dynamicAnchors: dynamicAnchors)
    }

    mutating func report(_ message: String, at place: SchemaPlace) {
        report(message, at: index.location(of: place))
    }

    private mutating func report(_ message: String, at location: String) {
        problems.append(SchemaCompileError.Problem(schemaPointer: location, message: message))
    }
}

// MARK: - Schemas

extension SchemaCompiler {
    /// The schema at a place, to be compiled unless that is done.
    mutating func subschema(_ schema: SchemaTarget) -> Subschema {
        var schema = schema
        var visited: Set<SchemaPlace> = []
        while let next = soleReference(of: schema) {
            guard visited.insert(schema.place).inserted else {
                report("the reference leads back to itself", at: schema.place.appending("$ref"))
                return .always
            }
            schema = next
        }
        switch schema.json {
        case .bool(let isValid):
            return isValid ? .always : .never
        case .object:
            return Subschema(position: position(of: schema))
        default:
            report("a schema must be an object or a boolean, is \(Excerpt.kind(of: schema.json))", at: schema.place)
            return .always
        }
    }

    /// The schema under a keyword of `source`.
    mutating func subschema(_ json: JSON, at place: SchemaPlace, in source: SchemaSource) -> Subschema {
        let resource = index.resource(at: place, within: source.resource)
        return subschema(SchemaTarget(json: json, place: place, resource: resource))
    }

    /// The schema that a reference leads to.
    mutating func subschema(referredToBy keyword: String, in source: SchemaSource) -> SchemaTarget? {
        guard let reference = string(keyword, in: source) else { return nil }
        guard let target = index.target(of: reference, from: source.resource) else {
            report("there is no schema at \(Excerpt.quoted(reference))", at: source.place.appending(keyword))
            return nil
        }
        return target
    }

    private mutating func position(of schema: SchemaTarget) -> Int {
        if let position = positions[schema.place] { return position }
        let position = nodes.count
        positions[schema.place] = position
        nodes.append(nil)
        pending.append(schema)
        return position
    }

    /// The target of a schema that does nothing but refer to another one in the same resource.
    private mutating func soleReference(of schema: SchemaTarget) -> SchemaTarget? {
        guard case .object(let members) = schema.json, let reference = members["$ref"]?.stringValue,
            !members.keys.contains(where: { $0 != "$ref" && Self.effectiveKeywords.contains($0) }),
            let target = index.target(of: reference, from: schema.resource), target.resource == schema.resource
        else { return nil }
        return target
    }

    private mutating func compile(_ schema: SchemaTarget) {
        guard let position = positions[schema.place], case .object(let members) = schema.json else { return }
        let resource = index.resources[schema.resource]
        if let problem = resource.dialectProblem { problems.append(problem) }
        let source = SchemaSource(
            members: members,
            place: schema.place,
            resource: schema.resource,
            vocabularies: resource.vocabularies
        )
        nodes[position] = node(source)
    }

    private mutating func node(_ source: SchemaSource) -> SchemaNode {
        let isUnevaluated = source.vocabularies.contains(.unevaluated)
        return SchemaNode(
            location: index.location(of: source.place),
            resource: source.resource,
            types: types(in: source),
            values: allowedValues(in: source),
            number: numberKeywords(in: source),
            string: stringKeywords(in: source),
            array: arrayKeywords(in: source),
            object: objectKeywords(in: source),
            inPlace: inPlaceKeywords(in: source),
            unevaluatedItems: isUnevaluated ? schema("unevaluatedItems", in: source) : nil,
            unevaluatedProperties: isUnevaluated ? schema("unevaluatedProperties", in: source) : nil
        )
    }
}

// MARK: - Dynamic references

extension SchemaCompiler {
    /// The position of a name among those that dynamic references use.
    mutating func dynamicName(_ name: String) -> Int {
        dynamicNames.append(name).index
    }

    /// Compiles whatever a dynamic reference might lead to: the anchors of that name in all resources read so far.
    private mutating func compileDynamicAnchors() -> [[Int: Subschema]] {
        var anchors: [[Int: Subschema]] = []
        for name in dynamicNames {
            var schemas: [Int: Subschema] = [:]
            for (position, resource) in index.resources.enumerated() {
                guard let place = resource.dynamicAnchors[name] else { continue }
                schemas[position] = index.target(at: place, in: position).map { subschema($0) }
            }
            anchors.append(schemas)
        }
        return anchors
    }
}

extension SchemaCompiler {
    /// The keywords that make a schema more than its `$ref`.
    private static let effectiveKeywords: Set<String> = [
        "$id", "$schema", "$dynamicRef",
        "type", "enum", "const",
        "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "minLength", "maxLength", "pattern", "format",
        "minItems", "maxItems", "uniqueItems", "prefixItems", "items", "contains", "unevaluatedItems",
        "minProperties", "maxProperties", "required", "dependentRequired", "properties", "patternProperties",
        "additionalProperties", "propertyNames", "unevaluatedProperties",
        "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas",
    ]
}
