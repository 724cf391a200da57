public import JSONSchema

/// The declaration of a webhook, short of its name and payload: what `gateway.webhooks.post` is before it is called.
public struct WebhookVerb: Sendable {
    /// Upper case.
    let method: String
    let declare: @Sendable (WebhookDeclaration) -> Void

    /// Declares a webhook and returns what emits its events.
    ///
    /// ```swift
    /// let newSubscription = gateway.webhooks.post("new-subscription", body: Subscription.self, description: "...")
    /// ```
    ///
    /// - Parameters:
    ///   - name: What receivers subscribe to, after the prefixes of its groups; letters, digits and `. _ - /`.
    ///   - body: The type of the payload; the document shows its schema as it is sent, and its examples.
    ///   - operationName: The operationId, such as `newSubscription`; made of the whole name when absent.
    ///   - summary: A few words; made of the name's when absent.
    ///   - description: Prose for receivers, in CommonMark.
    ///   - tags: Groups that the webhook belongs to, after those of its groups.
    ///   - responses: Further answers of receivers, or other words for the standard ones.
    ///   - deprecated: Whether receivers should stop relying on it.
    ///   - fileID: Where the webhook is declared, for the messages of boot checks.
    ///   - line: Where the webhook is declared.
    /// - Returns: The declared value, which emits.
    public func callAsFunction<Body: Encodable & SchemaRepresentable & Sendable>(
        _ name: String,
        body: Body.Type,
        name operationName: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        responses: [ResponseDeclaration] = [],
        deprecated: Bool = false,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> Webhook<Body> {
        let options = WebhookOptions(
            operationName: operationName,
            summary: summary,
            description: description,
            tags: tags,
            responses: responses,
            isDeprecated: deprecated
        )
        let site = DeclarationSite(fileID, line)
        let declaration = WebhookDeclaration(method: method, name: name, body: body, options: options, site: site)
        declare(declaration)
        return Webhook(declaration: declaration)
    }
}
