public import HTTPTypes
public import JSONSchema
public import OrderedCollections

// One function per number of inputs: a parameter pack would say it once, but then the compiler (Swift 6.3) settles the
// types of `.path(...)` and the closure's arguments too late to accept literals in them. The options are those that
// `RouteVerb` describes.

extension RouteVerb {
    /// Declares a route with no inputs.
    public func callAsFunction<Output: Encodable & SchemaRepresentable & Sendable>(
        _ path: String,
        name: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        status: HTTPResponse.Status? = nil,
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        bodyLimit: Int? = nil,
        extensions: OrderedDictionary<String, JSON> = [:],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        handler: @escaping @Sendable @concurrent () async throws -> Output
    ) {
        let options = RouteOptions(
            name,
            summary,
            description,
            tags,
            status,
            responses,
            security,
            deprecated,
            hidden,
            bodyLimit,
            extensions
        )
        let site = DeclarationSite(fileID, line)
        declare(RouteDeclaration(method, path, options: options, site: site, handler: handler))
    }

    /// Declares a route with one input.
    public func callAsFunction<A: Sendable, Output: Encodable & SchemaRepresentable & Sendable>(
        _ path: String,
        _ input1: Input<A>,
        name: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        status: HTTPResponse.Status? = nil,
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        bodyLimit: Int? = nil,
        extensions: OrderedDictionary<String, JSON> = [:],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        handler: @escaping @Sendable @concurrent (A) async throws -> Output
    ) {
        let options = RouteOptions(
            name,
            summary,
            description,
            tags,
            status,
            responses,
            security,
            deprecated,
            hidden,
            bodyLimit,
            extensions
        )
        let site = DeclarationSite(fileID, line)
        declare(RouteDeclaration(method, path, input1, options: options, site: site, handler: handler))
    }

    /// Declares a route with two inputs.
    public func callAsFunction<A: Sendable, B: Sendable, Output: Encodable & SchemaRepresentable & Sendable>(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        name: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        status: HTTPResponse.Status? = nil,
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        bodyLimit: Int? = nil,
        extensions: OrderedDictionary<String, JSON> = [:],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        handler: @escaping @Sendable @concurrent (A, B) async throws -> Output
    ) {
        let options = RouteOptions(
            name,
            summary,
            description,
            tags,
            status,
            responses,
            security,
            deprecated,
            hidden,
            bodyLimit,
            extensions
        )
        let site = DeclarationSite(fileID, line)
        declare(RouteDeclaration(method, path, input1, input2, options: options, site: site, handler: handler))
    }

    /// Declares a route with three inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        name: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        status: HTTPResponse.Status? = nil,
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        bodyLimit: Int? = nil,
        extensions: OrderedDictionary<String, JSON> = [:],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        handler: @escaping @Sendable @concurrent (A, B, C) async throws -> Output
    ) {
        let options = RouteOptions(
            name,
            summary,
            description,
            tags,
            status,
            responses,
            security,
            deprecated,
            hidden,
            bodyLimit,
            extensions
        )
        let site = DeclarationSite(fileID, line)
        declare(RouteDeclaration(method, path, input1, input2, input3, options: options, site: site, handler: handler))
    }

    /// Declares a route with four inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        D: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        _ input4: Input<D>,
        name: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        status: HTTPResponse.Status? = nil,
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        bodyLimit: Int? = nil,
        extensions: OrderedDictionary<String, JSON> = [:],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        handler: @escaping @Sendable @concurrent (A, B, C, D) async throws -> Output
    ) {
        let options = RouteOptions(
            name,
            summary,
            description,
            tags,
            status,
            responses,
            security,
            deprecated,
            hidden,
            bodyLimit,
            extensions
        )
        let site = DeclarationSite(fileID, line)
        declare(
            RouteDeclaration(
                method,
                path,
                input1,
                input2,
                input3,
                input4,
                options: options,
                site: site,
                handler: handler
            )
        )
    }

    /// Declares a route with five inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        D: Sendable,
        E: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        _ input4: Input<D>,
        _ input5: Input<E>,
        name: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        status: HTTPResponse.Status? = nil,
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        bodyLimit: Int? = nil,
        extensions: OrderedDictionary<String, JSON> = [:],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        handler: @escaping @Sendable @concurrent (A, B, C, D, E) async throws -> Output
    ) {
        let options = RouteOptions(
            name,
            summary,
            description,
            tags,
            status,
            responses,
            security,
            deprecated,
            hidden,
            bodyLimit,
            extensions
        )
        let site = DeclarationSite(fileID, line)
        declare(
            RouteDeclaration(
                method,
                path,
                input1,
                input2,
                input3,
                input4,
                input5,
                options: options,
                site: site,
                handler: handler
            )
        )
    }
}
