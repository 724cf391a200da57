import NIOCore
import NIOHTTP1
import NIOSSL
import Outbox

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension SendFailure {
    /// What an error of the channel means, in fixed texts: errors' own name files, addresses and internals.
    init(_ error: any Error) {
        switch error {
        case let error as SendFailure: self = error
        case HTTPParserError.headerOverflow: self.init(.responseTooLarge, "the header block of the answer is too large")
        case HTTPParserError.invalidEOFState: self.init(.reset, "the connection was closed inside the answer")
        case is HTTPParserError, is NIOHTTPDecoderError, is ByteToMessageDecoderError:
            self.init(.protocolViolation, "the answer is not HTTP/1.1")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.tls, Self.tlsDetail(error))
        case let error as IOError: self.init(errno: error.errnoCode)
        case ChannelError.connectTimeout: self = .connectTimeout
        default: self.init(.reset, "the connection failed")
        }
    }

    static let connectTimeout = SendFailure(.connectTimeout, "the receiver accepted no connection in time")
    static let handshakeTimeout = SendFailure(.connectTimeout, "the TLS handshake did not end in time")
    static let wrongHost = SendFailure(.tls, "the certificate is not for this host")
    static let reset = SendFailure(.reset, "the receiver closed the connection without an answer")

    private static func tlsDetail(_ error: any Error) -> String {
        let text = String(describing: error)
        let known = [
            ("CERTIFICATE_VERIFY_FAILED", "the certificate is expired, self-signed or of an unknown authority"),
            ("failedToValidateHostname", "the certificate is not for this host"),
            ("unableToValidateCertificate", "the certificate is not for this host"),
            ("WRONG_VERSION_NUMBER", "the receiver does not speak TLS on this port"),
            ("PROTOCOL_VERSION", "the receiver does not speak TLS 1.2 or 1.3"),
            ("EOF during handshake", "the receiver closed the connection during the TLS handshake"),
        ]
        return known.first { text.contains($0.0) }?.1 ?? "the TLS handshake or a TLS record failed"
    }

    private init(errno code: CInt) {
        switch code {
        case ECONNREFUSED: self.init(.connect, "the receiver refused the connection")
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN:
            self.init(.connect, "the receiver's network is unreachable")
        case ETIMEDOUT: self.init(.connectTimeout, "the receiver accepted no connection in time")
        case ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED: self.init(.reset, "the receiver reset the connection")
        case EMFILE, ENFILE: self.init(.local, "the worker has too many open files")
        case EADDRNOTAVAIL: self.init(.local, "the worker has no free port to connect from")
        case ENOMEM, ENOBUFS: self.init(.local, "the worker is out of memory for connections")
        default: self.init(.connect, "the connection failed (error \(code))")
        }
    }
}
