public import HTTPTypes
public import JSONSchema
public import OrderedCollections

extension RouteVerb {
    /// Declares a route with six inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        D: Sendable,
        E: Sendable,
        F: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        _ input4: Input<D>,
        _ input5: Input<E>,
        _ input6: Input<F>,
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
        handler: @escaping @Sendable @concurrent (A, B, C, D, E, F) async throws -> Output
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
                input6,
                options: options,
                site: site,
                handler: handler
            )
        )
    }

    /// Declares a route with seven inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        D: Sendable,
        E: Sendable,
        F: Sendable,
        G: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        _ input4: Input<D>,
        _ input5: Input<E>,
        _ input6: Input<F>,
        _ input7: Input<G>,
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
        handler: @escaping @Sendable @concurrent (A, B, C, D, E, F, G) async throws -> Output
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
                input6,
                input7,
                options: options,
                site: site,
                handler: handler
            )
        )
    }

    /// Declares a route with eight inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        D: Sendable,
        E: Sendable,
        F: Sendable,
        G: Sendable,
        H: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        _ input4: Input<D>,
        _ input5: Input<E>,
        _ input6: Input<F>,
        _ input7: Input<G>,
        _ input8: Input<H>,
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
        handler: @escaping @Sendable @concurrent (A, B, C, D, E, F, G, H) async throws -> Output
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
                input6,
                input7,
                input8,
                options: options,
                site: site,
                handler: handler
            )
        )
    }

    /// Declares a route with nine inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        D: Sendable,
        E: Sendable,
        F: Sendable,
        G: Sendable,
        H: Sendable,
        I: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        _ input4: Input<D>,
        _ input5: Input<E>,
        _ input6: Input<F>,
        _ input7: Input<G>,
        _ input8: Input<H>,
        _ input9: Input<I>,
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
        handler: @escaping @Sendable @concurrent (A, B, C, D, E, F, G, H, I) async throws -> Output
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
                input6,
                input7,
                input8,
                input9,
                options: options,
                site: site,
                handler: handler
            )
        )
    }

    /// Declares a route with ten inputs.
    public func callAsFunction<
        A: Sendable,
        B: Sendable,
        C: Sendable,
        D: Sendable,
        E: Sendable,
        F: Sendable,
        G: Sendable,
        H: Sendable,
        I: Sendable,
        J: Sendable,
        Output: Encodable & SchemaRepresentable & Sendable
    >(
        _ path: String,
        _ input1: Input<A>,
        _ input2: Input<B>,
        _ input3: Input<C>,
        _ input4: Input<D>,
        _ input5: Input<E>,
        _ input6: Input<F>,
        _ input7: Input<G>,
        _ input8: Input<H>,
        _ input9: Input<I>,
        _ input10: Input<J>,
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
        handler: @escaping @Sendable @concurrent (A, B, C, D, E, F, G, H, I, J) async throws -> Output
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
                input6,
                input7,
                input8,
                input9,
                input10,
                options: options,
                site: site,
                handler: handler
            )
        )
    }
}
