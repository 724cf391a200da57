import Foundation
import Outbox

/// Where the parts of `postrider dev` are, and the settings that they share.
struct DevAddresses: Sendable {
    let gatewayPort: UInt16
    let receiverPort: UInt16
    let workerPort: UInt16
    let database: DevDatabase
    let keys: Keys

    var gateway: String { "http://127.0.0.1:\(gatewayPort)" }
    var receiver: String { "http://127.0.0.1:\(receiverPort)/" }
    /// The environment's key wins over the folder's.
    var adminKey: String { environment(.adminKey) ?? keys.admin }

    /// The settings of gateway and worker; those of the environment win, and deliveries may go to this machine.
    var settings: [String: String] {
        let networks = ["127.0.0.0/8", "::1/128"] + [environment(.allowNetworks)].compactMap { $0 }
        return [
            Setting.databaseURL.rawValue: database.url,
            Setting.adminKey.rawValue: adminKey,
            Setting.secretsKey.rawValue: environment(.secretsKey) ?? keys.secrets,
            Setting.allowNetworks.rawValue: networks.joined(separator: ","),
        ]
    }

    /// What other programs of this machine read while it runs.
    var lines: [String] {
        [
            "\(Setting.databaseURL.rawValue)=\(database.url)", "\(Setting.adminKey.rawValue)=\(adminKey)",
            "GATEWAY_URL=\(gateway)", "RECEIVER_URL=\(receiver)",
        ]
    }

    func announcement(folder: String) -> [String] {
        let psql = database.server == nil ? #"psql "$DATABASE_URL""# : "psql '\(database.url)'"
        let port = database.portURL.map { ["  database, over TCP  \($0)"] } ?? []
        return [
            "", "Everything is running; Ctrl-C ends it.", "",
            "  documentation       \(gateway)/docs",
            "  OpenAPI document    \(gateway)/openapi.json",
            "  receiver            \(receiver) gets every event",
            "  admin key           in \(folder)/keys.env, as ADMIN_API_KEY",
            "  emit an event       postrider emit TYPE --payload JSON",
            "  database            \(psql)",
        ] + port + [
            "  deliveries          \(psql) -c 'SELECT * FROM outbox.delivery_status ORDER BY event_id DESC LIMIT 20'",
            "",
        ]
    }

    private func environment(_ setting: Setting) -> String? {
        let value = ProcessInfo.processInfo.environment[setting.rawValue]
        return value?.isEmpty == true ? nil : value
    }
}
