import NIOSSL

/// The DNS names that a certificate is valid for: its subject alternative names of that kind (RFC 9525, section 4).
///
/// NIOSSL verifies the chain and the name, but it also takes a certificate for the peer's *address* when a name was
/// asked for. Whoever forges a DNS answer chooses that address, so the names are held against the host once more.
struct CertificateNames {
    private let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    init(of certificate: NIOSSLCertificate) {
        names = certificate._subjectAlternativeNames().filter { $0.nameType == .dnsName }
            .map { name in
                name.contents.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            }
    }

    /// Whether one of the names is the host, or is `*.` and the host without its first label.
    ///
    /// The host is lower case and without a trailing dot.
    func match(_ host: String) -> Bool {
        let labels = host.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return names.contains { name in
            let lowercased = name.lowercased()
            let pattern = lowercased.hasSuffix(".") ? lowercased.dropLast() : lowercased[...]
            guard pattern.hasPrefix("*.") else { return pattern == host }
            let parent = pattern.dropFirst(2)
            return parent.contains(".") && labels.count == 2 && !labels[0].isEmpty && labels[1] == parent
        }
    }
}
