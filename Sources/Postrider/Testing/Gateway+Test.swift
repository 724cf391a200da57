import Logging

extension Gateway {
    /// Builds the gateway as running it would and lends a client that needs no socket.
    ///
    /// Throws ``DeclarationError`` when the declarations have faults, and what the closure throws.
    public func test<Result>(_ body: (TestClient) async throws -> Result) async throws -> Result {
        try await test(services: GatewayServices(), body)
    }

    /// The same with services, such as a database.
    package func test<Result>(
        services: GatewayServices,
        settings: ServingSettings = ServingSettings(),
        _ body: (TestClient) async throws -> Result
    ) async throws -> Result {
        let build = try build(services: services, settings: settings)
        self.services = services
        return try await body(TestClient(responder: build.responder))
    }
}
