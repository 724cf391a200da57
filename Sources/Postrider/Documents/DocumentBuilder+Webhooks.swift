import JSONSchema
import OpenAPI
import OrderedCollections

extension DocumentBuilder {
    /// The operation of a webhook: what a receiver gets, and what its answers mean.
    mutating func operation(of webhook: PlacedWebhook) -> OpenAPI.Operation {
        let declaration = webhook.declaration
        var operation = OpenAPI.Operation()
        operation.tags = webhook.tags
        operation.summary = webhook.summary
        operation.description = declaration.options.description
        operation.operationID = webhook.operationID
        operation.deprecated = webhook.isDeprecated
        operation.parameters = WebhookHeaders.names.map { .reference("#/components/parameters/" + $0) }
        var mediaType = MediaType(schema: declaration.body(&outputs))
        mediaType.examples = examples(declaration.examples, at: declaration.site)
        operation.requestBody = .value(RequestBody(required: true, content: ["application/json": mediaType]))
        operation.responses = WebhookAnswers.responses.mapValues { .value($0) }
        for response in declaration.options.responses {
            operation.responses[response.key.text] = .value(self.response(response))
        }
        return operation
    }
}

extension PlacedWebhook {
    var operationID: String {
        declaration.options.operationName ?? DeclaredName(name).identifier
    }

    var summary: String {
        declaration.options.summary ?? DeclaredName(declaration.options.operationName ?? name).title
    }
}
