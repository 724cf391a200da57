import HTTPTypes
import JSONSchema
import OpenAPI
import OrderedCollections

extension DocumentBuilder {
    /// The operation of a route.
    mutating func operation(of route: RouteDeclaration) -> OpenAPI.Operation {
        let options = route.options
        let name = DeclaredName(options.name ?? route.derivedName)
        var operation = OpenAPI.Operation()
        operation.tags = options.tags
        operation.summary = options.summary ?? name.title
        operation.description = options.description
        operation.operationID = route.operationID
        operation.deprecated = options.isDeprecated
        operation.extensions = options.extensions
        operation.security = requirements(of: route.securityChecks, at: route.site)
        for part in route.parts {
            switch part {
            case .parameter(let declaration): operation.parameters.append(.value(parameter(declaration)))
            case .body(let declaration): operation.requestBody = .value(requestBody(declaration, at: route.site))
            case .security: break
            }
        }
        operation.responses = responses(of: route)
        return operation
    }

    private mutating func parameter(_ declaration: ParameterDeclaration) -> OpenAPI.Parameter {
        var parameter = OpenAPI.Parameter(
            name: declaration.name,
            place: declaration.place,
            required: declaration.isRequired,
            schema: declaration.schema(&inputs)
        )
        parameter.description = declaration.description
        parameter.deprecated = declaration.isDeprecated
        return parameter
    }

    private mutating func requestBody(_ declaration: BodyDeclaration, at site: DeclarationSite) -> RequestBody {
        var content: OrderedDictionary<String, MediaType> = [:]
        switch declaration.content {
        case .json(let schema, let examples):
            var mediaType = MediaType(schema: schema(&inputs))
            mediaType.examples = self.examples(examples, at: site)
            content["application/json"] = mediaType
        case .bytes(let types):
            for type in types {
                content[type] = MediaType(schema: nil)
            }
        }
        var body = RequestBody(required: declaration.isRequired, content: content)
        body.description = declaration.description
        return body
    }

    /// The result first, then what was declared, then what the gateway answers by itself.
    private mutating func responses(
        of route: RouteDeclaration
    ) -> OrderedDictionary<String, Referable<OpenAPI.Response>> {
        var responses: OrderedDictionary<String, Referable<OpenAPI.Response>> = [:]
        let resultKey = String(route.result.status.code)
        let declared = Dictionary(
            route.options.responses.map { ($0.key.text, $0) },
            uniquingKeysWith: { own, _ in own }
        )
        responses[resultKey] = .value(resultResponse(of: route, declared: declared[resultKey]))
        for declaration in route.options.responses where responses[declaration.key.text] == nil {
            responses[declaration.key.text] = .value(response(declaration))
        }
        for standard in route.standardResponses where responses[standard.key] == nil {
            responses[standard.key] = standardResponse(standard)
        }
        responses.sort { $0.key < $1.key }
        return responses
    }

    private mutating func resultResponse(
        of route: RouteDeclaration,
        declared: ResponseDeclaration?
    ) -> OpenAPI.Response {
        var response = declared.map { self.response($0) } ?? OpenAPI.Response(description: "Successful Response")
        if response.content.isEmpty, let contentType = route.result.contentType {
            var mediaType = MediaType(schema: route.result.schema(&outputs))
            mediaType.examples = examples(route.result.examples, at: route.site)
            response.content[contentType] = mediaType
        }
        return response
    }
}

extension RouteDeclaration {
    /// `getUsersById` for `GET /users/{id}`.
    var derivedName: String {
        let words = path.split(separator: "/")
            .map { segment in
                segment.hasPrefix("{") ? "by \(segment.dropFirst().dropLast())" : String(segment)
            }
        return ([method.rawValue.lowercased()] + words).joined(separator: " ")
    }

    var operationID: String {
        options.name ?? DeclaredName(derivedName).identifier
    }

    /// What groups, the route and its inputs require, one check per scheme.
    var securityChecks: [SecurityCheck] {
        let ofInputs: [SecurityCheck] = parts.compactMap { if case .security(let check) = $0 { check } else { nil } }
        return SecurityCheck.merged(options.security + ofInputs)
    }

    var bodyDeclaration: BodyDeclaration? {
        parts.lazy.compactMap { if case .body(let body) = $0 { body } else { nil } }.first
    }

    private var hasParameters: Bool {
        parts.contains { if case .parameter = $0 { true } else { false } }
    }

    /// What the gateway answers by itself, because of what the route takes.
    var standardResponses: [StandardResponse] {
        var responses: [StandardResponse] = []
        if !securityChecks.isEmpty {
            responses.append(.unauthorized)
        }
        if securityChecks.contains(where: { !$0.scopes.isEmpty }) {
            responses.append(.forbidden)
        }
        if hasParameters || bodyDeclaration != nil {
            responses += [.badRequest, .unprocessableContent]
        }
        if bodyDeclaration != nil {
            responses += [.contentTooLarge, .unsupportedMediaType]
        }
        return responses
    }
}
