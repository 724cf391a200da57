public import OpenAPI
import Synchronization

/// An API gateway: the routes that it serves and the webhooks that it may send.
///
/// ```swift
/// let gateway = Gateway(title: "Demo", version: "0.1.0")
/// gateway.get("/users/") { ["Rick", "Morty"] }
/// try await gateway.run()
/// ```
///
/// What is declared is collected; building, which running and testing do, checks it as a whole and serves exactly what
/// had been declared by then.
public final class Gateway: RouteMethods {
    /// The title, version and prose of the document.
    public let about: About
    /// Where the document and its pages are served.
    public let documents: DocumentAddresses
    /// The most bytes of a request body, unless a route says otherwise.
    public let bodyLimit: Int
    /// The webhooks that the gateway declares.
    public let webhooks = Webhooks()
    /// Whether the document shows Postrider's own routes under `/v1`.
    public let documentsManagement: Bool
    /// Which pages of other origins may call the gateway from a browser; nil for none.
    public let crossOrigin: CrossOrigin?
    /// Everything that is served: what was declared, and what the gateway mounts beside it.
    let routes = RouteGroup()
    private let declared: RouteGroup
    private let running = Mutex(GatewayServices())

    /// Creates a gateway without routes.
    ///
    /// - Parameters:
    ///   - title: The API's name.
    ///   - version: The API's version, not the software's.
    ///   - about: Further prose of the document.
    ///   - security: What every declared route requires.
    ///   - documents: Where the document and its pages are served.
    ///   - documentsManagement: Whether the document shows Postrider's own routes under `/v1`.
    ///   - bodyLimit: The most bytes of a request body; 1 MiB by default.
    ///   - crossOrigin: Which pages of other origins may call the gateway from a browser; nil for none.
    public init(
        title: String,
        version: String,
        about: About = About(),
        security: [SecurityCheck] = [],
        documents: DocumentAddresses = DocumentAddresses(),
        documentsManagement: Bool = true,
        bodyLimit: Int = ServingLimits.bodyBytes,
        crossOrigin: CrossOrigin? = nil
    ) {
        var about = about
        about.title = title
        about.version = version
        self.about = about
        self.documents = documents
        self.documentsManagement = documentsManagement
        self.bodyLimit = bodyLimit
        self.crossOrigin = crossOrigin
        declared = RouteGroup(security: security)
        routes.include(declared)
    }

    /// Takes up a route.
    public func declare(_ route: RouteDeclaration) {
        declared.declare(route)
    }

    /// Takes up a group with all that is or will be declared on it.
    public func include(_ group: RouteGroup) {
        declared.include(group)
    }

    /// Takes up the routes of a type.
    public func include(_ routes: some Routes) {
        declared.include(routes)
    }

    /// Takes up routes of the gateway's own, which bring their own security.
    func mount(_ routes: some Routes) {
        self.routes.include(routes)
    }

    /// The services of the running gateway.
    var services: GatewayServices {
        get { running.withLock { $0 } }
        set { running.withLock { $0 = newValue } }
    }
}

/// What the document says of the API as a whole.
public struct About: Sendable {
    /// The API's name.
    public internal(set) var title = ""
    /// The API's version.
    public internal(set) var version = ""
    /// A few words.
    public var summary: String?
    /// Prose, in CommonMark.
    public var description: String?
    /// The address of the terms of service.
    public var termsOfService: String?
    /// Whom to ask.
    public var contact: Contact?
    /// The licence.
    public var license: License?
    /// Base addresses; where there are none, the address of the document counts.
    public var servers: [Server]
    /// Prose for tags, in the order that readers should see.
    public var tags: [Tag]
    /// Where more is written.
    public var externalDocs: ExternalDocumentation?

    /// Creates a description.
    public init(
        summary: String? = nil,
        description: String? = nil,
        termsOfService: String? = nil,
        contact: Contact? = nil,
        license: License? = nil,
        servers: [Server] = [],
        tags: [Tag] = [],
        externalDocs: ExternalDocumentation? = nil
    ) {
        self.summary = summary
        self.description = description
        self.termsOfService = termsOfService
        self.contact = contact
        self.license = license
        self.servers = servers
        self.tags = tags
        self.externalDocs = externalDocs
    }
}
