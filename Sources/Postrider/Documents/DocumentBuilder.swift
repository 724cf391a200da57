import HTTPTypes
import JSONSchema
import OpenAPI
import OrderedCollections

/// Describes routes and webhooks as an OpenAPI document.
struct DocumentBuilder {
    /// The document as JSON and where its operations were declared, by the pointers of the operations.
    struct Result {
        var json: JSON
        var sites: [String: DeclarationSite]
        var registries: [SchemaRegistry]
        var faults: [BootFault]
    }

    private(set) var document: Document
    var inputs: SchemaRegistry
    var outputs: SchemaRegistry
    private var sites: [String: DeclarationSite] = [:]
    private(set) var faults: [BootFault] = []

    /// `splitNames` are the components that differ between what is read and what is written.
    init(about: About, splitNames: Set<String> = []) {
        inputs = SchemaRegistry(direction: .input, splitNames: splitNames)
        outputs = SchemaRegistry(direction: .output, splitNames: splitNames)
        var info = Info(title: about.title, version: about.version)
        info.summary = about.summary
        info.description = about.description
        info.termsOfService = about.termsOfService
        info.contact = about.contact
        info.license = about.license
        document = Document(info: info)
        document.servers = about.servers
        document.tags = about.tags
        document.externalDocs = about.externalDocs
    }

    mutating func add(_ route: RouteDeclaration) {
        let operation = operation(of: route)
        let method = route.method.rawValue.lowercased()
        document.paths[route.path, default: PathItem()].operations[method] = operation
        sites[JSONPointer(tokens: ["paths", route.path, method]).description] = route.site
    }

    mutating func add(_ webhook: PlacedWebhook) {
        let operation = operation(of: webhook)
        let method = webhook.declaration.method.lowercased()
        document.webhooks[webhook.name, default: PathItem()].operations[method] = operation
        sites[JSONPointer(tokens: ["webhooks", webhook.name, method]).description] = webhook.declaration.site
        WebhookHeaders.addComponents(to: &document.components)
    }

    /// The components that need two names, found once everything has been added.
    var differences: Set<String> { SchemaRegistry.differences(inputs, outputs) }

    /// Writes the document.
    func finished() -> Result {
        var document = document
        for registry in [inputs, outputs] {
            document.components.schemas.merge(registry.components) { first, _ in first }
        }
        document.components.schemas.sort { $0.key < $1.key }
        let conflicts = OrderedSet(inputs.conflicts + outputs.conflicts).map { BootFault($0) }
        return Result(json: document.json, sites: sites, registries: [inputs, outputs], faults: faults + conflicts)
    }

    // MARK: What operations share

    mutating func report(_ message: String, at site: DeclarationSite) {
        faults.append(BootFault(message, at: [site]))
    }

    /// The requirement of a scheme, which becomes a component.
    mutating func requirements(of checks: [SecurityCheck], at site: DeclarationSite) -> [SecurityRequirement]? {
        let checks = SecurityCheck.merged(checks)
        guard !checks.isEmpty else {
            return nil
        }
        var schemes: OrderedDictionary<String, [String]> = [:]
        for check in checks {
            if let known = document.components.securitySchemes[check.name], known.json != check.scheme.json {
                report("two security schemes are called \"\(check.name)\"", at: site)
            }
            document.components.securitySchemes[check.name] = check.scheme
            schemes[check.name] = check.scopes
        }
        return [SecurityRequirement(schemes: schemes)]
    }

    /// A reference to a standard answer, which becomes a component.
    mutating func standardResponse(_ response: StandardResponse) -> Referable<OpenAPI.Response> {
        ProblemSchema.addComponent(to: &document.components)
        document.components.responses[response.rawValue] = response.response
        return .reference("#/components/responses/" + response.rawValue)
    }

    /// A declared answer as the document has it.
    mutating func response(_ declaration: ResponseDeclaration) -> OpenAPI.Response {
        var response = OpenAPI.Response(description: declaration.description)
        switch declaration.content {
        case .none:
            break
        case .problem:
            ProblemSchema.addComponent(to: &document.components)
            response.content = ProblemSchema.content
        case .schema(let contentType, let writer):
            response.content[contentType] = MediaType(schema: writer(&outputs))
        case .bytes(let contentType):
            response.content[contentType] = MediaType(schema: nil)
        }
        return response
    }

    /// Examples for the document; those that cannot be encoded are reported.
    mutating func examples(_ writer: ExampleWriter, at site: DeclarationSite) -> OrderedDictionary<String, JSON> {
        do {
            return try writer()
        } catch {
            report("an example cannot be encoded: \(error)", at: site)
            return [:]
        }
    }
}
