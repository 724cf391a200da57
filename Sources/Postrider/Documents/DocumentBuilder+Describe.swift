extension DocumentBuilder {
    /// Describes everything, a second time when components turn out to differ between input and output.
    static func describe(_ about: About, _ routes: [RouteDeclaration], _ webhooks: [PlacedWebhook]) -> Result {
        let first = filled(about, routes, webhooks, splitNames: [])
        let differences = first.differences
        return (differences.isEmpty ? first : filled(about, routes, webhooks, splitNames: differences)).finished()
    }

    private static func filled(
        _ about: About,
        _ routes: [RouteDeclaration],
        _ webhooks: [PlacedWebhook],
        splitNames: Set<String>
    ) -> DocumentBuilder {
        var builder = DocumentBuilder(about: about, splitNames: splitNames)
        for route in routes { builder.add(route) }
        for webhook in webhooks { builder.add(webhook) }
        return builder
    }
}
