package import JSONSchema
import OrderedCollections

/// Checks an OpenAPI 3.1 document beyond its shape.
///
/// Validators off the shelf do not look inside webhooks, so the rules here hold for paths, webhooks and callbacks
/// alike. The linter reads JSON, hence any document: one of ours or a foreign one.
package struct Linter {
    let document: JSON
    private(set) var findings: [LintFinding] = []
    var examples: ExampleChecker

    /// Everything that is wrong with a document, in the order of the document.
    package static func findings(in document: JSON) -> [LintFinding] {
        var linter = Linter(document: document)
        linter.run()
        return linter.findings
    }

    private init(document: JSON) {
        self.document = document
        examples = ExampleChecker(components: document["components"]?["schemas"]?.objectValue ?? [:])
    }

    private mutating func run() {
        checkRoot()
        var nodes: [DocumentNode] = []
        DocumentNode(kind: .document, pointer: JSONPointer(), json: document).walk { nodes.append($0) }
        for node in nodes {
            checkReference(node)
            switch node.kind {
            case .schema: checkSchema(node)
            case .response: checkResponse(node)
            case .parameter, .header: checkParameter(node)
            case .mediaType: checkMediaType(node)
            default: break
            }
        }
        checkOperations()
    }

    private mutating func checkRoot() {
        let version = document["openapi"]?.stringValue ?? ""
        if !version.hasPrefix("3.1.") && !version.hasPrefix("3.2.") {
            report(
                "version",
                JSONPointer(tokens: ["openapi"]),
                "must be an OpenAPI 3.1 or 3.2 version, such as \"3.1.0\""
            )
        }
        if !["paths", "webhooks", "components"].contains(where: { document[$0] != nil }) {
            report("empty", JSONPointer(), "holds none of paths, webhooks and components")
        }
        for kind in document["components"]?.objectValue ?? [:] where !kind.key.hasPrefix("x-") {
            for name in (kind.value.objectValue ?? [:]).keys where !Self.isComponentName(name) {
                report(
                    "component-name",
                    JSONPointer(tokens: ["components", kind.key, name]),
                    "a component's name may hold letters, digits and . _ - only"
                )
            }
        }
    }

    mutating func report(
        _ rule: String,
        _ pointer: JSONPointer,
        _ message: String,
        severity: LintFinding.Severity = .error
    ) {
        findings.append(
            LintFinding(severity: severity, rule: rule, pointer: pointer.description, message: message)
        )
    }

    private static func isComponentName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch UInt8(byte) {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default:
                    false
                }
            }
    }
}
