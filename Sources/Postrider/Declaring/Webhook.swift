public import JSONSchema
import Synchronization

/// A declared webhook: the entry in the document and the only way to emit its events.
///
/// Its payloads are of one type, so an event of another shape does not compile, and what is not declared cannot be
/// emitted. See ``Postgres/Transaction/emit(_:_:tenant:)``.
public struct Webhook<Body: Encodable & SchemaRepresentable & Sendable>: Sendable {
    let declaration: WebhookDeclaration

    /// The name in the document and of its events: the prefixes of its groups and its own.
    ///
    /// Until the gateway that includes it is built, its own alone.
    public var name: String { declaration.contract?.name ?? declaration.localName }
}

/// What was declared of a webhook, and what the gateway's start has made of it.
final class WebhookDeclaration: Sendable {
    /// Upper case.
    let method: String
    let localName: String
    let options: WebhookOptions
    let body: SchemaWriter
    let examples: ExampleWriter
    let site: DeclarationSite
    private let settled = Mutex<WebhookContract?>(nil)

    init<Body: Encodable & SchemaRepresentable>(
        method: String,
        name: String,
        body: Body.Type,
        options: WebhookOptions,
        site: DeclarationSite
    ) {
        self.method = method
        localName = name
        self.options = options
        self.body = { Body.schema(in: &$0) }
        examples = exampleWriter(for: Body.self)
        self.site = site
    }

    /// Nil until a gateway that includes the webhook has been built.
    var contract: WebhookContract? { settled.withLock { $0 } }

    func settle(_ contract: WebhookContract) {
        settled.withLock { $0 = contract }
    }
}

/// What a declaration says of a webhook beside its method, name and payload.
struct WebhookOptions: Sendable {
    var operationName: String?
    var summary: String?
    var description: String?
    var tags: [String]
    var responses: [ResponseDeclaration]
    var isDeprecated: Bool
}
