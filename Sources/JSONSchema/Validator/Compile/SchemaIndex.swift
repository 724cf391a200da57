import OrderedCollections

/// The schema documents at hand, and what their `$id`, `$anchor` and `$dynamicAnchor` declare.
///
/// A document or a definition is read when a reference first leads to it.
struct SchemaIndex {
    /// A text with schemas in it.
    struct Document {
        let json: JSON
        /// What precedes a pointer into the document when a place is shown: empty for the schema itself.
        let prefix: String
    }

    /// A schema with a URI of its own, and the anchors in it (JSON Schema Core, section 4.3.5).
    struct Resource {
        let uri: URIReference
        let root: SchemaPlace
        let vocabularies: Vocabularies
        /// Why its dialect cannot be served: told only when the resource is used.
        let dialectProblem: SchemaCompileError.Problem?
        var anchors: [String: SchemaPlace] = [:]
        var dynamicAnchors: [String: SchemaPlace] = [:]
    }

    private static let schemaDocument = 0
    private static let definitionsDocument = 1
    /// The resource that the schema without an `$id`, and every definition, belongs to.
    private static let baseResource = 0

    private var documents: [Document]
    private(set) var resources: [Resource] = []
    private(set) var problems: [SchemaCompileError.Problem] = []
    private var resourceOfURI: [String: Int] = [:]
    private var resourceOfPlace: [SchemaPlace: Int] = [:]
    /// Given documents by URI, and definitions by name, that nothing has referred to yet.
    private var unreadDocuments: [String: JSON] = [:]
    private var unreadDefinitions: OrderedDictionary<String, JSON>

    init(schema: JSON, definitions: OrderedDictionary<String, JSON>, resources: [String: JSON]) {
        documents = [
            Document(json: schema, prefix: ""),
            Document(json: ["components": ["schemas": .object(definitions)]], prefix: ""),
        ]
        unreadDefinitions = definitions
        for (uri, document) in resources {
            unreadDocuments[URIReference(uri).resolved(against: URIReference("")).withoutFragment] = document
        }
        let root = SchemaPlace(document: Self.schemaDocument, pointer: "")
        let base = addResource(URIReference(""), at: root, dialectOf: schema, inheriting: .standard)
        read(schema, at: root, in: base)
    }

    mutating func report(_ message: String, at place: SchemaPlace) {
        guard problems.count < ValidationLimits.problems else { return }
        problems.append(SchemaCompileError.Problem(schemaPointer: location(of: place), message: message))
    }
}

// MARK: - Finding

/// A schema that a reference leads to.
struct SchemaTarget {
    let json: JSON
    let place: SchemaPlace
    let resource: Int
}

extension SchemaIndex {
    /// The schema itself.
    var root: SchemaTarget {
        let place = SchemaPlace(document: Self.schemaDocument, pointer: "")
        return SchemaTarget(
            json: documents[Self.schemaDocument].json,
            place: place,
            resource: resource(at: place, within: Self.baseResource)
        )
    }

    /// The innermost resource that a place belongs to, when the place around it belongs to `outer`.
    func resource(at place: SchemaPlace, within outer: Int) -> Int {
        resourceOfPlace[place] ?? outer
    }

    /// How a place is shown to people.
    func location(of place: SchemaPlace) -> String {
        documents[place.document].prefix + place.pointer
    }

    /// The schema that a reference in `resource` leads to, or nil when there is none.
    mutating func target(of reference: String, from resource: Int) -> SchemaTarget? {
        let uri = URIReference(reference)
        let fragment = uri.fragment ?? ""
        var destination = resource
        if !uri.withoutFragment.isEmpty {
            guard let found = find(uri.resolved(against: resources[resource].uri)) else { return nil }
            destination = found
        }
        if fragment.isEmpty || fragment.hasPrefix("/") {
            guard let pointer = JSONPointer(fragment: fragment) else { return nil }
            return walk(pointer, from: root(of: destination)) ?? definition(pointer)
        }
        return anchor(fragment, in: destination)
    }

    /// The schema at a place that was read.
    func target(at place: SchemaPlace, in resource: Int) -> SchemaTarget? {
        let json = documents[place.document].json[pointer: place.pointer]
        return json.map { SchemaTarget(json: $0, place: place, resource: self.resource(at: place, within: resource)) }
    }

    private func root(of resource: Int) -> SchemaTarget? {
        target(at: resources[resource].root, in: resource)
    }

    /// Follows a pointer, taking note of the resources that begin on the way.
    private func walk(_ pointer: JSONPointer, from start: SchemaTarget?) -> SchemaTarget? {
        guard var target = start else { return nil }
        for token in pointer.tokens {
            guard let child = target.json[pointer: JSONPointer(tokens: [token])] else { return nil }
            let place = target.place.appending(token)
            target = SchemaTarget(json: child, place: place, resource: resource(at: place, within: target.resource))
        }
        return target
    }

    /// The place of a definition, `/components/schemas/<name>`, or one below it.
    private mutating func definition(_ pointer: JSONPointer) -> SchemaTarget? {
        guard pointer.tokens.count >= 3, pointer.tokens[0] == "components", pointer.tokens[1] == "schemas" else {
            return nil
        }
        readDefinition(pointer.tokens[2])
        let place = SchemaPlace(document: Self.definitionsDocument, pointer: "")
        return walk(pointer, from: target(at: place, in: Self.baseResource))
    }

    private mutating func anchor(_ name: String, in resource: Int) -> SchemaTarget? {
        if let place = resources[resource].anchors[name] { return target(at: place, in: resource) }
        guard resources[resource].root.document == Self.schemaDocument else { return nil }
        readDefinitions()
        return resources[Self.baseResource].anchors[name].flatMap { target(at: $0, in: Self.baseResource) }
    }

    /// The resource with that URI; what was not read yet is read if need be.
    private mutating func find(_ uri: URIReference) -> Int? {
        let key = uri.withoutFragment
        if let resource = resourceOfURI[key] { return resource }
        if let document = unreadDocuments[key] ?? Metaschemas.documents[key] {
            readDocument(document, uri: key)
            return resourceOfURI[key]
        }
        readDefinitions()
        for (uri, document) in unreadDocuments.sorted(by: { $0.key < $1.key }) where resourceOfURI[uri] == nil {
            readDocument(document, uri: uri)
        }
        return resourceOfURI[key]
    }

    /// The document at a URI that `$schema` names.
    private func metaschema(at uri: String) -> JSON? {
        if let document = unreadDocuments[uri] ?? Metaschemas.documents[uri] { return document }
        return resourceOfURI[uri].flatMap { root(of: $0)?.json }
    }
}

// MARK: - Reading

extension SchemaIndex {
    private mutating func readDocument(_ json: JSON, uri: String) {
        unreadDocuments[uri] = nil
        documents.append(Document(json: json, prefix: "\(uri)#"))
        let root = SchemaPlace(document: documents.count - 1, pointer: "")
        let base = addResource(URIReference(uri), at: root, dialectOf: json, inheriting: .standard)
        read(json, at: root, in: base)
        resourceOfURI[uri] = resource(at: root, within: base)
    }

    private mutating func readDefinition(_ name: String) {
        guard let schema = unreadDefinitions.removeValue(forKey: name) else { return }
        let root = SchemaPlace(document: Self.definitionsDocument, pointer: "")
        read(schema, at: root.appending("components").appending("schemas", name), in: Self.baseResource)
    }

    private mutating func readDefinitions() {
        for name in Array(unreadDefinitions.keys) { readDefinition(name) }
    }

    /// Notes the identifiers in a schema and in all schemas inside it.
    private mutating func read(_ json: JSON, at place: SchemaPlace, in resource: Int) {
        var pending = [SchemaTarget(json: json, place: place, resource: resource)]
        while let next = pending.popLast() {
            guard case .object(let members) = next.json else { continue }
            var resource = next.resource
            if let id = members["$id"] { resource = readIdentifier(id, of: next) }
            readAnchors(members, at: next.place, in: resource)
            for (keyword, value) in members {
                for (child, place) in Self.subschemas(of: keyword, value, at: next.place) {
                    pending.append(SchemaTarget(json: child, place: place, resource: resource))
                }
            }
        }
    }

    private mutating func readIdentifier(_ id: JSON, of schema: SchemaTarget) -> Int {
        guard let text = id.stringValue, URIReference(text).fragment?.isEmpty != false else {
            report("$id must be a URI without a fragment", at: schema.place.appending("$id"))
            return schema.resource
        }
        let uri = URIReference(text).resolved(against: resources[schema.resource].uri)
        if let existing = resourceOfURI[uri.withoutFragment] {
            let root = resources[existing].root
            if root != schema.place, self.root(of: existing)?.json != schema.json {
                report(
                    "the $id \(Excerpt.quoted(text)) is already that of another schema, at \(location(of: root))",
                    at: schema.place.appending("$id")
                )
            }
            if root == schema.place { return existing }
        }
        let inherited = resources[schema.resource].vocabularies
        return addResource(uri, at: schema.place, dialectOf: schema.json, inheriting: inherited)
    }

    private mutating func addResource(
        _ uri: URIReference,
        at root: SchemaPlace,
        dialectOf json: JSON,
        inheriting inherited: Vocabularies
    ) -> Int {
        var vocabularies = inherited
        var problem: SchemaCompileError.Problem?
        if let dialect = json["$schema"] {
            do throws(Vocabularies.Unsupported) {
                let uri = URIReference(dialect.stringValue ?? "").withoutFragment
                vocabularies = try Vocabularies.dialect(uri, metaschema: metaschema(at: uri))
            } catch {
                let place = root.appending("$schema")
                problem = SchemaCompileError.Problem(schemaPointer: location(of: place), message: error.message)
            }
        }
        resources.append(Resource(uri: uri, root: root, vocabularies: vocabularies, dialectProblem: problem))
        let position = resources.count - 1
        resourceOfPlace[root] = position
        let key = uri.withoutFragment
        if resourceOfURI[key] == nil { resourceOfURI[key] = position }
        return position
    }

    private mutating func readAnchors(
        _ members: OrderedDictionary<String, JSON>,
        at place: SchemaPlace,
        in resource: Int
    ) {
        for keyword in ["$anchor", "$dynamicAnchor"] {
            guard let value = members[keyword] else { continue }
            guard let name = value.stringValue, Self.isAnchor(name) else {
                report("\(keyword) must be a name of letters, digits, - _ and .", at: place.appending(keyword))
                continue
            }
            if let other = resources[resource].anchors[name], other != place {
                report(
                    "the anchor \(Excerpt.quoted(name)) is already that of another schema, at \(location(of: other))",
                    at: place.appending(keyword)
                )
                continue
            }
            resources[resource].anchors[name] = place
            if keyword == "$dynamicAnchor" { resources[resource].dynamicAnchors[name] = place }
        }
    }

    private static func isAnchor(_ name: String) -> Bool {
        guard let first = name.utf8.first, first.isASCIILetter || first == UInt8(ascii: "_") else { return false }
        return name.utf8.allSatisfy {
            $0.isASCIIAlphanumeric || $0 == .minus || $0 == .point || $0 == UInt8(ascii: "_")
        }
    }

    /// The schemas that are the value of a keyword or stand in it.
    private static func subschemas(
        of keyword: String,
        _ value: JSON,
        at place: SchemaPlace
    ) -> [(JSON, SchemaPlace)] {
        switch (keyword, value) {
        case ("additionalProperties", _), ("propertyNames", _), ("items", _), ("contains", _), ("not", _), ("if", _),
            ("then", _), ("else", _), ("unevaluatedItems", _), ("unevaluatedProperties", _), ("contentSchema", _):
            return [(value, place.appending(keyword))]
        case ("allOf", .array(let schemas)), ("anyOf", .array(let schemas)), ("oneOf", .array(let schemas)),
            ("prefixItems", .array(let schemas)):
            return schemas.enumerated().map { ($1, place.appending(keyword, $0)) }
        case ("properties", .object(let schemas)), ("patternProperties", .object(let schemas)),
            ("dependentSchemas", .object(let schemas)), ("$defs", .object(let schemas)),
            ("definitions", .object(let schemas)):
            return schemas.map { ($1, place.appending(keyword, $0)) }
        default:
            return []
        }
    }
}
