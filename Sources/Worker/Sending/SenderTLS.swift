import NIOCore
import NIOSSL

/// How deliveries use TLS.
enum SenderTLS {
    /// TLS 1.2 or 1.3, full verification against the host name, HTTP/1.1 alone.
    ///
    /// It costs milliseconds: made once, used by all connections. The authorities, as PEM text (the content of
    /// `DELIVERY_CA_FILE`), are trusted beside the system's; a `SenderTLSError` says what is wrong with them.
    static func context(
        authorities: String? = nil,
        limits: SenderLimits = SenderLimits()
    ) throws(SenderTLSError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = TimeAmount(limits.farewell)
        if let authorities {
            configuration.additionalTrustRoots = [.certificates(try certificates(in: authorities))]
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw SenderTLSError(description: "the system's certificate authorities can't be loaded: \(error)")
        }
    }

    private static func certificates(in text: String) throws(SenderTLSError) -> [NIOSSLCertificate] {
        let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8))
        guard let certificates, !certificates.isEmpty else {
            throw SenderTLSError(description: "the file of DELIVERY_CA_FILE holds no certificate in PEM")
        }
        return certificates
    }
}

/// Why the TLS configuration can't be used: shown to the operator at start.
struct SenderTLSError: Error, CustomStringConvertible {
    let description: String
}

extension Error {
    /// Whether a TLS peer closed the connection without its farewell.
    var isUncleanShutdown: Bool {
        if case .uncleanShutdown? = self as? NIOSSLError { true } else { false }
    }
}
