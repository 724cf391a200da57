package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

extension Gateway {
    /// The gateway as a service: an HTTP server that stops accepting on graceful shutdown and finishes what it has.
    ///
    /// Throws ``DeclarationError`` when the declarations have faults. Whoever runs the application runs `services` too,
    /// and stops them after it; `onServing` is called with the port once the server listens.
    package func makeApplication(
        services: GatewayServices,
        settings: ServingSettings = ServingSettings(),
        logger: Logger = Logger(label: "gateway"),
        onServing: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let build = try build(services: services, settings: settings, logger: logger)
        return makeApplication(build, services: services, settings: settings, logger: logger, onServing: onServing)
    }

    /// The same of a build that was made before, for whoever needs its webhooks first.
    package func makeApplication(
        _ build: GatewayBuild,
        services: GatewayServices,
        settings: ServingSettings,
        logger: Logger,
        onServing: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        self.services = services
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderListSize = ServingLimits.headerBytes
        decoder.maxHeaderFieldSize = ServingLimits.headerBytes
        decoder.maxHeaderFieldCount = ServingLimits.headerFields
        let channel = HTTP1Channel.Configuration(idleTimeout: .seconds(60), httpDecoderConfiguration: decoder)
        return Application(
            responder: HummingbirdResponder(responder: build.responder),
            server: .http1(configuration: channel),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: nil
            ),
            onServerRunning: { await onServing($0.localAddress?.port ?? settings.port) },
            logger: logger
        )
    }
}
