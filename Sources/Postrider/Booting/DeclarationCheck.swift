import JSONSchema
import OpenAPI
import OrderedCollections

/// The checks before serving; each adds what it finds, so that everything is reported together.
struct DeclarationCheck {
    var faults: [BootFault] = []

    func throwFaults() throws(DeclarationError) {
        guard faults.isEmpty else {
            throw DeclarationError(faults: faults)
        }
    }

    // MARK: Names

    /// Names that must be unique: webhooks, operationIds over routes and webhooks.
    mutating func names(of routes: [RouteDeclaration], _ webhooks: [PlacedWebhook]) {
        var names: [String: DeclarationSite] = [:]
        for webhook in webhooks {
            checkName(of: webhook)
            let site = webhook.declaration.site
            if let first = names.updateValue(site, forKey: webhook.name) {
                faults.append(BootFault("the webhook \"\(webhook.name)\" is declared twice", at: [first, site]))
            }
        }
        let ids =
            routes.filter { !$0.options.isHidden }.map { ($0.operationID, $0.site) }
            + webhooks.map { ($0.operationID, $0.declaration.site) }
        var seen: [String: DeclarationSite] = [:]
        for (id, site) in ids {
            if let first = seen.updateValue(site, forKey: id) {
                let message = "the operationId \"\(id)\" is used twice; give one of them another name"
                faults.append(BootFault(message, at: [first, site]))
            }
        }
    }

    /// The rule of the column that stores the names: a header field carries them.
    private mutating func checkName(of webhook: PlacedWebhook) {
        let site = webhook.declaration.site
        let bytes = webhook.name.utf8
        let isWellFormed =
            (1...256).contains(bytes.count)
            && bytes.enumerated()
                .allSatisfy { index, byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                        true
                    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"):
                        index > 0
                    default:
                        false
                    }
                }
        if !isWellFormed {
            let rule = "1 to 256 letters, digits and . _ - /, of which the first is a letter, a digit or _"
            faults.append(BootFault("the webhook's name \"\(webhook.name)\" must be \(rule)", at: [site]))
        }
        if webhook.name.hasPrefix("postrider.") {
            let message = "the name \"\(webhook.name)\" is reserved: postrider.* are the gateway's own events"
            faults.append(BootFault(message, at: [site]))
        }
    }

    // MARK: The document

    /// What the description found, and what the linter finds in the result.
    mutating func document(_ described: DocumentBuilder.Result) {
        faults += described.faults
        for finding in Linter.findings(in: described.json)
        where finding.severity == .error && !Self.isReportedElsewhere(finding) {
            let site = described.sites.first { pointer, _ in
                finding.pointer == pointer || finding.pointer.hasPrefix(pointer + "/")
            }
            faults.append(BootFault(finding.description, at: site.map { [$0.value] } ?? []))
        }
    }

    /// Operation ids are checked above, with both places, and examples below, by the types that declare them.
    private static func isReportedElsewhere(_ finding: LintFinding) -> Bool {
        finding.rule == "duplicate-operation-id"
            || (finding.rule == "example" && finding.pointer.contains("/content/"))
    }

    /// Every declared example must match the schema of its type, in both directions, and be readable again.
    mutating func examples(in registries: [SchemaRegistry]) {
        var reported: Set<String> = []
        for registry in registries {
            for (key, type) in registry.types {
                for message in exampleFaults(of: type, key: key, in: registry) where reported.insert(message).inserted {
                    faults.append(BootFault(message))
                }
            }
        }
    }

    private func exampleFaults<Component: SchemaComponent>(
        of type: Component.Type,
        key: String,
        in registry: SchemaRegistry
    ) -> [String] {
        var messages: [String] = []
        for (index, example) in Component.examples.enumerated() {
            let title = "example \(index + 1) of \(Component.schemaName)"
            do {
                let json = try JSONValueEncoder().encode(example)
                let schema: JSON = ["$ref": .string(registry.referencePrefix + key)]
                let validator = try CompiledSchema(schema, definitions: registry.components, formats: .payload)
                messages += validator.validate(json).map { "\(title) does not match its schema: \($0)" }
                _ = try JSONValueDecoder().decode(type, from: json)
            } catch {
                messages.append("\(title) cannot be used: \(error)")
            }
        }
        return messages
    }

    // MARK: Compiling

    /// Compiles every route into the table.
    mutating func compile(_ routes: [RouteDeclaration], bodyLimit: Int) -> RouteTable<Endpoint> {
        var table = RouteTable<Endpoint>()
        var compiler = InputCompiler(registry: SchemaRegistry(direction: .input))
        var sites: [String: DeclarationSite] = [:]
        for route in routes {
            do {
                let path = try PathTemplate(route.path)
                let endpoint = try self.endpoint(of: route, path: path, bodyLimit: bodyLimit, compiler: &compiler)
                let key = "\(route.method.rawValue) \(path.shape)"
                if table.add(endpoint, method: route.method, path: path) {
                    sites[key] = route.site
                } else {
                    let places = [sites[key], route.site].compactMap { $0 }
                    let message = "two routes answer \(route.method.rawValue) \(route.path)"
                    faults.append(BootFault(message, at: places))
                }
            } catch let error as PathTemplateError {
                faults.append(BootFault(error.message, at: [route.site]))
            } catch {
                let message = "the inputs of \(route.method.rawValue) \(route.path) cannot be used: \(error)"
                faults.append(BootFault(message, at: [route.site]))
            }
        }
        return table
    }

    private mutating func endpoint(
        of route: RouteDeclaration,
        path: PathTemplate,
        bodyLimit: Int,
        compiler: inout InputCompiler
    ) throws -> Endpoint {
        checkInputs(of: route, path: path)
        let limit = route.options.bodyLimit ?? bodyLimit
        return Endpoint(
            path: route.path,
            security: route.securityChecks,
            body: route.bodyDeclaration.map { BodyReader(declaration: $0, maximum: limit) },
            runner: try route.makeRunner(&compiler)
        )
    }

    /// What the linter says of a documented route, said of a hidden one too, and what a document cannot show.
    private mutating func checkInputs(of route: RouteDeclaration, path: PathTemplate) {
        let title = "\(route.method.rawValue) \(route.path)"
        let bodies = route.parts.filter { if case .body = $0 { true } else { false } }
        if bodies.count > 1 {
            faults.append(BootFault("\(title) takes more than one body", at: [route.site]))
        }
        guard route.options.isHidden else {
            return
        }
        for case .parameter(let parameter) in route.parts
        where parameter.place == .path && !path.variables.contains(parameter.name) {
            let message = "\(title) has no {\(parameter.name)} in its path"
            faults.append(BootFault(message, at: [route.site]))
        }
    }

    /// Compiles the schemas of payloads, as they are sent.
    mutating func contracts(
        of webhooks: [PlacedWebhook],
        notify: @escaping @Sendable () -> Void
    ) -> [(webhook: PlacedWebhook, contract: WebhookContract)] {
        var registry = SchemaRegistry(direction: .output)
        var contracts: [(webhook: PlacedWebhook, contract: WebhookContract)] = []
        for webhook in webhooks {
            let schema = webhook.declaration.body(&registry)
            do {
                let contract = WebhookContract(
                    name: webhook.name,
                    method: webhook.declaration.method,
                    summary: webhook.summary,
                    description: webhook.declaration.options.description,
                    schema: SchemaBundle.make(
                        schema,
                        components: registry.components,
                        prefix: SchemaReference.prefix
                    ),
                    example: try webhook.declaration.examples().values.first,
                    tags: webhook.tags,
                    isDeprecated: webhook.isDeprecated,
                    validator: try CompiledSchema(schema, definitions: registry.components, formats: .payload),
                    notify: notify
                )
                contracts.append((webhook, contract))
            } catch {
                let message = "the payload of the webhook \"\(webhook.name)\" cannot be used: \(error)"
                faults.append(BootFault(message, at: [webhook.declaration.site]))
            }
        }
        return contracts
    }
}
