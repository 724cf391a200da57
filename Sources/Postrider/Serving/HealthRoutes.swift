import JSONSchema

/// `/health/live` and `/health/ready`, for whoever starts and balances processes.
struct HealthRoutes: Routes {
    let readiness: @Sendable () async -> GatewayServices.Readiness

    var routes: RouteGroup {
        let group = RouteGroup("/health", hidden: true)
        let readiness = readiness
        group.get("/live") { Self.answer("live") }
        group.get("/ready") {
            switch await readiness() {
            case .ready: Self.answer("ready")
            case .notReady(let reasons): Self.answer("not ready", reasons: reasons)
            }
        }
        return group
    }

    private static func answer(_ status: String, reasons: [String] = []) -> RawReply {
        var json: JSON = ["status": .string(status)]
        if !reasons.isEmpty {
            json["reasons"] = .array(reasons.map(JSON.string))
        }
        return RawReply(
            status: reasons.isEmpty ? .ok : .serviceUnavailable,
            contentType: "application/json",
            headers: [.cacheControl: "no-store"],
            body: json.bytes()
        )
    }
}
