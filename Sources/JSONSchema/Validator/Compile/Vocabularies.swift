import OrderedCollections

/// The groups of keywords that a schema's dialect gives a meaning (JSON Schema Core, section 8.1.2).
struct Vocabularies: OptionSet, Sendable {
    let rawValue: UInt8

    static let core = Vocabularies(rawValue: 1 << 0)
    static let applicator = Vocabularies(rawValue: 1 << 1)
    static let unevaluated = Vocabularies(rawValue: 1 << 2)
    static let validation = Vocabularies(rawValue: 1 << 3)
    static let formatAssertion = Vocabularies(rawValue: 1 << 4)
    /// Keywords that check nothing.
    static let annotation = Vocabularies(rawValue: 1 << 5)

    /// What <https://json-schema.org/draft/2020-12/schema> requires.
    static let standard: Vocabularies = [.core, .applicator, .unevaluated, .validation, .annotation]
}

extension Vocabularies {
    /// The group that a vocabulary's URI names, or nil when it is unknown.
    init?(uri: String) {
        let prefix = "https://json-schema.org/draft/2020-12/vocab/"
        if uri == "https://spec.openapis.org/oas/3.1/vocab/base" {
            self = .annotation
            return
        }
        guard uri.hasPrefix(prefix) else { return nil }
        switch uri.dropFirst(prefix.count) {
        case "core": self = .core
        case "applicator": self = .applicator
        case "unevaluated": self = .unevaluated
        case "validation": self = .validation
        case "format-assertion": self = .formatAssertion
        case "format-annotation", "meta-data", "content": self = .annotation
        default: return nil
        }
    }
}

extension Vocabularies {
    /// A dialect that cannot be served.
    struct Unsupported: Error {
        let message: String
    }

    /// What the value of `$schema` stands for.
    ///
    /// - Parameters:
    ///   - uri: The value of `$schema`, without an empty fragment.
    ///   - metaschema: The document at that URI, when there is one.
    /// - Returns: The vocabularies that the metaschema lists, as far as they are known.
    /// - Throws: What is missing, when the metaschema is not at hand or requires an unknown vocabulary.
    static func dialect(_ uri: String, metaschema: JSON?) throws(Unsupported) -> Vocabularies {
        // OpenAPI publishes its base dialect under dated names; each is the standard plus annotations.
        if uri == Metaschemas.dialect || uri.hasPrefix("https://spec.openapis.org/oas/3.1/") { return .standard }
        guard let metaschema else {
            throw Unsupported(
                message: "the dialect \(Excerpt.quoted(uri)) is not supported; use \(Metaschemas.dialect)"
            )
        }
        guard let vocabularies = metaschema["$vocabulary"]?.objectValue else { return .standard }
        var dialect: Vocabularies = []
        for (name, isRequired) in vocabularies {
            if let vocabulary = Vocabularies(uri: name) {
                dialect.formUnion(vocabulary)
            } else if isRequired == true {
                throw Unsupported(
                    message:
                        "the dialect \(Excerpt.quoted(uri)) requires the unknown vocabulary \(Excerpt.quoted(name))"
                )
            }
        }
        return dialect
    }
}
