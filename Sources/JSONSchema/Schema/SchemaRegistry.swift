public import OrderedCollections

/// Collects the components of a document in one direction while schemas are made.
///
/// ```swift
/// var registry = SchemaRegistry(direction: .output)
/// let body = Subscription.schema(in: &registry)      // {"$ref": "#/components/schemas/Subscription"}
/// let schemas = registry.components                  // {"Subscription": {"type": "object", ...}}
/// ```
public struct SchemaRegistry: Sendable {
    /// The side that schemas are made for.
    public let direction: SchemaDirection
    /// What a reference consists of before the component's key.
    public let referencePrefix: String
    /// The definitions by their keys, in the order in which they were first referred to.
    public private(set) var components: OrderedDictionary<String, JSON> = [:]
    /// The mistakes in the declarations, one sentence each: a document must not be published with any.
    public private(set) var conflicts: [String] = []

    /// The types behind the components, in their order.
    package private(set) var types: OrderedDictionary<String, any SchemaComponent.Type> = [:]

    private let splitNames: Set<String>
    private var owners: [String: Owner] = [:]
    /// The components that are being defined, outermost first.
    private var path: [ComponentName] = []
    /// References lead nowhere: only one definition is wanted, not what it refers to.
    private(set) var isShallow = false

    /// Creates an empty registry.
    ///
    /// - Parameters:
    ///   - direction: The side that schemas are made for.
    ///   - referencePrefix: What a reference consists of before the component's key.
    ///   - splitNames: Keys that get `-Input` or `-Output` appended, see ``differences(_:_:)``.
    public init(
        direction: SchemaDirection,
        referencePrefix: String = "#/components/schemas/",
        splitNames: Set<String> = []
    ) {
        self.direction = direction
        self.referencePrefix = referencePrefix
        self.splitNames = splitNames
    }

    /// A reference to a component, which is defined on the way if it is not yet.
    ///
    /// The name is taken before the definition is made, so a type may refer to itself.
    public mutating func reference(to type: any SchemaComponent.Type) -> JSON {
        let name = ComponentName(title: type.schemaName)
        return reference(to: name, of: Owner(type), type: type) { registry in
            type.definition(in: &registry)
        }
    }

    /// Reports a mistake in a declaration, once.
    ///
    /// - Parameter sentence: What is wrong, where, and how to put it right.
    public mutating func report(_ sentence: String) {
        guard !isShallow, !conflicts.contains(sentence) else { return }
        conflicts.append(sentence)
    }
}

extension SchemaRegistry {
    /// Who a name belongs to.
    private struct Owner: Sendable {
        let identity: String
        let description: String

        init(_ type: any SchemaComponent.Type) {
            identity = "\(ObjectIdentifier(type))"
            description = ComponentName.described(type)
        }

        init(derived identity: String) {
            self.identity = identity
            description = identity
        }
    }

    /// The component that is being defined, for messages and derived names.
    var current: ComponentName? { path.last }

    /// A reference to a component that is derived from others and belongs to no type.
    ///
    /// `origin` says what it is derived from, in words that no other component shares.
    mutating func reference(to name: ComponentName, origin: String, definition: JSON) -> JSON {
        reference(to: name, of: Owner(derived: origin), type: nil) { _ in definition }
    }

    /// What a type's own definition says, with nothing defined and nothing reported.
    func definition(of type: any SchemaComponent.Type) -> JSON {
        var registry = self
        registry.isShallow = true
        return type.definition(in: &registry)
    }

    private mutating func reference(
        to name: ComponentName,
        of owner: Owner,
        type: (any SchemaComponent.Type)?,
        define: (inout SchemaRegistry) -> JSON
    ) -> JSON {
        let key = key(of: name)
        let reference: JSON = ["$ref": .string(referencePrefix + key)]
        guard !isShallow else { return reference }
        if name.title.isEmpty { report("\(owner.description) has an empty schemaName.") }
        if let taken = owners[key] {
            if taken.identity != owner.identity {
                let both = "\(taken.description) and \(owner.description)"
                report("Two components are named \"\(key)\": \(both); give one of them another schemaName.")
            }
            return reference
        }
        owners[key] = owner
        types[key] = type
        components[key] = [:]
        path.append(name)
        let definition = define(&self)
        path.removeLast()
        components[key] = definition.annotated(title: name.title, description: nil)
        return reference
    }

    private func key(of name: ComponentName) -> String {
        let key = name.key
        guard splitNames.contains(key) else { return key }
        return key + (direction == .input ? "-Input" : "-Output")
    }
}
