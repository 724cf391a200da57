import JSONSchema
import OpenAPI
import OrderedCollections

extension DeclarationCheck {
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
