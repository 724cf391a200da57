package import Configuration

/// Every setting of the processes: the README's table is held against this list.
package enum Setting: String, CaseIterable, Sendable {
    case databaseURL = "DATABASE_URL"
    case secretsKey = "SECRETS_KEY"
    case allowNetworks = "DELIVERY_ALLOW_NETWORKS"
    case deliveryConcurrency = "DELIVERY_CONCURRENCY"
    case deliveryAuthorities = "DELIVERY_CA_FILE"
    case shutdownGrace = "SHUTDOWN_GRACE_SECONDS"
    case retentionDays = "RETENTION_DAYS"
    case httpHost = "HTTP_HOST"
    case httpPort = "HTTP_PORT"
    case adminKey = "ADMIN_API_KEY"
    case docsAssets = "DOCS_ASSETS"
    case metricsPort = "METRICS_PORT"
    case logLevel = "LOG_LEVEL"

    /// Who reads a setting.
    package enum Process: String, CaseIterable, Sendable {
        case gateway
        case worker
        case postrider
    }

    /// The key of the command line (`--database-url`) and of the environment (`DATABASE_URL`).
    package var key: ConfigKey {
        ConfigKey(rawValue.lowercased().split(separator: "_").map(String.init))
    }

    /// The option of the command line.
    package var option: String {
        "--" + rawValue.lowercased().replacing("_", with: "-")
    }

    package var isSecret: Bool {
        [.databaseURL, .secretsKey, .adminKey].contains(self)
    }

    package var processes: [Process] {
        switch self {
        case .databaseURL: [.gateway, .worker, .postrider]
        case .secretsKey, .allowNetworks, .logLevel: [.gateway, .worker]
        case .deliveryConcurrency, .deliveryAuthorities, .shutdownGrace, .retentionDays, .metricsPort: [.worker]
        case .httpHost, .httpPort, .adminKey, .docsAssets: [.gateway]
        }
    }

    /// The default as the table shows it; `required` when there is none.
    package var defaultText: String {
        switch self {
        case .databaseURL, .adminKey: "required"
        case .secretsKey, .allowNetworks, .deliveryAuthorities, .docsAssets: "none"
        case .deliveryConcurrency: "256"
        case .shutdownGrace: "20"
        case .retentionDays: "30"
        case .httpHost: "127.0.0.1"
        case .httpPort: "8080"
        case .metricsPort: "9090"
        case .logLevel: "info"
        }
    }

    /// What it does, with its unit and bounds.
    package var meaning: String {
        switch self {
        case .databaseURL: "libpq URI of the database; several hosts are allowed"
        case .secretsKey:
            "seals secrets and custom headers at rest: base64 of 32 bytes; several, separated by commas, rotate"
        case .allowNetworks: "CIDRs beyond the public internet that deliveries may go to, separated by commas"
        case .deliveryConcurrency: "requests in flight at the same time, 1 to 10,000"
        case .deliveryAuthorities: "PEM file of certificate authorities that are trusted beside the system's"
        case .shutdownGrace: "seconds that open requests get to end after SIGTERM, 0 to 3,600"
        case .retentionDays: "days after which events and their history are dropped, 1 to 3,650"
        case .httpHost: "address that the gateway listens on"
        case .httpPort: "port that the gateway listens on, 0 to 65,535; 0 picks a free one"
        case .adminKey: "the operator's API key, at least 32 characters"
        case .docsAssets: "folder with the documentation pages' assets; without it they come from a pinned CDN address"
        case .metricsPort: "port of the worker's health endpoint, 0 to 65,535; 0 picks a free one"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        }
    }
}
