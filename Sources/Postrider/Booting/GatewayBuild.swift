package import JSONSchema
package import Logging
import OpenAPI
import Outbox

/// A gateway whose declarations have been checked and compiled: what serves requests.
package struct GatewayBuild: Sendable {
    let responder: Responder
    /// The published document, as it is without a proxy.
    package let document: JSON
    /// The declared webhooks, sorted by name: what the catalogue of event types must hold.
    package let webhooks: [WebhookContract]
}

extension Gateway {
    /// Checks everything that was declared and compiles it.
    ///
    /// Throws ``DeclarationError`` with every fault at once.
    package func build(
        services: GatewayServices = GatewayServices(),
        settings: ServingSettings = ServingSettings(),
        logger: Logger = Logger(label: "gateway")
    ) throws -> GatewayBuild {
        var check = DeclarationCheck()
        let declared = check.wellFormed(routes.flattened(faults: &check.faults))
        let webhooks = webhooks.flattened(faults: &check.faults)
        check.names(of: declared, webhooks)

        let described = DocumentBuilder.describe(about, declared.filter { !$0.options.isHidden }, webhooks)
        check.document(described)
        check.examples(in: described.registries)

        let document = PublishedDocument(described.json, trustsForwardedPrefix: settings.trustsForwardedPrefix)
        var own: [RouteDeclaration] = []
        do {
            let pages = try DocumentPages(
                documents,
                title: about.title,
                document: document,
                assets: settings.docsAssets
            )
            own = pages.routes.flattened(faults: &check.faults)
        } catch {
            check.faults.append(BootFault("\(error)"))
        }
        own += HealthRoutes(readiness: services.readiness).routes.flattened(faults: &check.faults)

        let table = check.compile(declared + own, bodyLimit: bodyLimit)
        let contracts = check.contracts(of: webhooks) { services.notifier?.hint() }
        try check.throwFaults()
        for (webhook, contract) in contracts { webhook.declaration.settle(contract) }
        return GatewayBuild(
            responder: Responder(table: table, services: services, crossOrigin: crossOrigin, logger: logger),
            document: described.json,
            webhooks: contracts.map(\.contract).sorted { $0.name < $1.name }
        )
    }
}
