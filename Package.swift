// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "postrider",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Postrider", targets: ["Postrider"]),
        .executable(name: "gateway", targets: ["Gateway"]),
        .executable(name: "worker", targets: ["Worker"]),
        .executable(name: "postrider", targets: ["Tool"]),
        .executable(name: "demo", targets: ["Demo"]),
    ],
    dependencies: [
        // The gateway's HTTP server and router.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        // The worker's event loops and HTTP/1 codec: it connects to the address it has checked, which no client allows.
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        // HMAC-SHA256, AES-GCM, SHA-256.
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        // Start, graceful shutdown and signals of the processes.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        // Command line, environment, file, default: in that order.
        .package(
            url: "https://github.com/apple/swift-configuration.git",
            from: "1.4.0",
            traits: [.defaults, "CommandLineArguments"]
        ),
        // The type of the path of the file `.env`, which swift-configuration asks for.
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        // The commands of `postrider`.
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        // OrderedDictionary for JSON objects, Deque for queues.
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibpq",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .target(
            name: "Postgres",
            dependencies: ["CLibpq", .product(name: "Logging", package: "swift-log")]
        ),
        // A PostgreSQL server for development and tests; never part of gateway and worker.
        .target(name: "LocalPostgres"),
        // HTTP on loopback: a receiver of webhooks and a client of the gateway, for `postrider` and the tests.
        .target(
            name: "LocalHTTP",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .target(
            name: "JSONSchema",
            dependencies: [.product(name: "OrderedCollections", package: "swift-collections")]
        ),
        .target(
            name: "OpenAPI",
            dependencies: ["JSONSchema", .product(name: "OrderedCollections", package: "swift-collections")]
        ),
        .target(
            name: "Schema",
            path: "sql",
            exclude: ["schema.sql"],
            resources: [
                "000001_ids", "000002_routing", "000003_event_types", "000004_subscriptions", "000005_events",
                "000006_workers", "000007_deliveries", "000008_partitions", "000009_emit", "000010_views",
            ]
            .map { .embedInCode("\($0).sql") }
        ),
        .target(
            name: "Outbox",
            dependencies: [
                "Postgres", "JSONSchema", "Schema",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "DequeModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Postrider",
            dependencies: [
                "Outbox", "OpenAPI",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]
        ),
        .executableTarget(name: "Gateway", dependencies: ["Postrider"]),
        .executableTarget(
            name: "Worker",
            dependencies: [
                "Outbox", "Postgres", "JSONSchema",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Configuration", package: "swift-configuration"),
            ]
        ),
        .executableTarget(
            name: "Tool",
            dependencies: [
                "Outbox", "Postgres", "JSONSchema", "LocalPostgres", "LocalHTTP",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .executableTarget(name: "Demo", dependencies: ["Postrider"]),
        .target(
            name: "TestKit",
            dependencies: ["Outbox", "Postgres", "LocalPostgres", "LocalHTTP"],
            path: "Tests/TestKit"
        ),
        .testTarget(name: "LocalPostgresTests", dependencies: ["LocalPostgres", "TestKit"]),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "LocalPostgres", "TestKit"]),
        .testTarget(
            name: "JSONSchemaTests",
            dependencies: ["JSONSchema", .product(name: "OrderedCollections", package: "swift-collections")]
        ),
        .testTarget(
            name: "OpenAPITests",
            dependencies: ["OpenAPI", .product(name: "OrderedCollections", package: "swift-collections")]
        ),
        .testTarget(
            name: "OutboxTests",
            dependencies: [
                "Outbox", "Postgres", "JSONSchema", "LocalPostgres", "TestKit",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "WorkerTests",
            dependencies: [
                "Worker", "Outbox", "Postgres", "TestKit",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "ToolTests",
            dependencies: [
                "TestKit", "LocalHTTP", "LocalPostgres", "Outbox", "Postgres", "Worker", "Tool", "Demo", "Gateway",
            ]
        ),
        .testTarget(
            name: "FlowTests",
            dependencies: [
                "TestKit", "LocalHTTP", "LocalPostgres", "Outbox", "Postgres", "Worker", "Tool", "Demo", "Gateway",
            ]
        ),
        .testTarget(
            name: "PostriderTests",
            dependencies: [
                "Postrider", "OpenAPI", "Outbox", "Postgres", "JSONSchema", "LocalHTTP", "TestKit",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
