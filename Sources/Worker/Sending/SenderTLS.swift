import NIOCore
import NIOSSL

/// The one TLS context of a sender: making one costs milliseconds, using it on many connections nothing.
enum SenderTLS {
    /// TLS 1.2 or 1.3, full verification against the host name, HTTP/1.1 alone.
    ///
    /// - Parameter authorities: A PEM file of certificate authorities to trust beside the system's.
    /// - Throws: `SenderTLSError`, which names the setting.
    static func context(authorities: String?, limits: SenderLimits) throws(SenderTLSError) -> NIOSSLContext {
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

    private static func certificates(in file: String) throws(SenderTLSError) -> [NIOSSLCertificate] {
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(file)
        } catch {
            throw SenderTLSError(description: "DELIVERY_CA_FILE: '\(file)' can't be read as PEM: \(error)")
        }
        guard !certificates.isEmpty else {
            throw SenderTLSError(description: "DELIVERY_CA_FILE: '\(file)' holds no certificate")
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
