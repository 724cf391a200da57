/// Something in the declarations that would mislead a client or a reader, with the places that cause it.
struct BootFault: Sendable, Hashable, CustomStringConvertible {
    let message: String
    let sites: [DeclarationSite]

    init(_ message: String, at sites: [DeclarationSite] = []) {
        self.message = message
        self.sites = sites
    }

    var description: String {
        sites.isEmpty ? message : message + " (" + sites.map(\.description).joined(separator: ", ") + ")"
    }
}

/// Why a gateway does not start: every fault of its declarations at once.
public struct DeclarationError: Error, Sendable, Hashable, CustomStringConvertible {
    let faults: [BootFault]

    /// One sentence per fault, with the places in the source.
    public var messages: [String] { faults.map(\.description) }

    /// All faults, one per line.
    public var description: String {
        (["The gateway's declarations have \(faults.count) fault(s):"] + messages.map { "- " + $0 })
            .joined(separator: "\n")
    }
}
