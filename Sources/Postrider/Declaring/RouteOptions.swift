import HTTPTypes
import JSONSchema
import OrderedCollections

/// What a declaration says of a route beside its inputs and its handler.
struct RouteOptions: Sendable {
    var name: String?
    var summary: String?
    var description: String?
    var tags: [String]
    var status: HTTPResponse.Status?
    var responses: [ResponseDeclaration]
    var security: [SecurityCheck]
    var isDeprecated: Bool
    var isHidden: Bool
    var bodyLimit: Int?
    var extensions: OrderedDictionary<String, JSON>

    /// In the order in which declarations state them.
    init(
        _ name: String?,
        _ summary: String?,
        _ description: String?,
        _ tags: [String],
        _ status: HTTPResponse.Status?,
        _ responses: [ResponseDeclaration],
        _ security: [SecurityCheck],
        _ isDeprecated: Bool,
        _ isHidden: Bool,
        _ bodyLimit: Int?,
        _ extensions: OrderedDictionary<String, JSON>
    ) {
        self.name = name
        self.summary = summary
        self.description = description
        self.tags = tags
        self.status = status
        self.responses = responses
        self.security = security
        self.isDeprecated = isDeprecated
        self.isHidden = isHidden
        self.bodyLimit = bodyLimit
        self.extensions = extensions
    }
}
