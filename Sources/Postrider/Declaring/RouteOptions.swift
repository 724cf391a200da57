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
}
