import Files
import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why there is no response.
public enum HTTPFault: Error, Hashable, Sendable {
    /// There is no connection, or it broke.
    case unreachable(String)
    /// There was no response in time.
    case slow
    /// The response is not HTTP/1.1, or too long.
    case malformed(String)
    /// The server closed the connection before its response.
    case closed
    /// The exchange was cancelled.
    case cancelled

    /// What was found.
    public var message: String {
        switch self {
        case .unreachable(let reason): "it cannot be reached: \(reason)"
        case .slow: "it did not answer in time"
        case .malformed(let what): "it sent \(what)"
        case .closed: "it closed the connection"
        case .cancelled: "the program is ending"
        }
    }

    /// The fault where the connection was new: no other had closed it before.
    var ofNewConnection: HTTPFault { self == .closed ? .malformed("no answer") : self }

    /// Reads what the client's library throws.
    ///
    /// - Parameter limit: The longest body that is read, in bytes.
    init(_ error: any Error, limit: Int) {
        switch error {
        case let fault as HTTPFault: self = fault
        case is CancellationError: self = .cancelled
        case let fault as HTTPClientError: self = Self.of(fault)
        case is ResponseAccumulator.ResponseTooBigError: self = .malformed("more than \(limit) bytes")
        case let fault as HTTPParserError: self = .malformed("no HTTP/1.1 response: \(fault)")
        case let fault as NIOConnectionError: self = .unreachable(Self.reason(fault))
        case ChannelError.ioOnClosedChannel, ChannelError.eof, ChannelError.alreadyClosed: self = .closed
        case let fault as ChannelError: self = .unreachable("\(fault)")
        case let fault as IOError where [ECONNRESET, EPIPE].contains(fault.errnoCode): self = .closed
        case let fault as IOError: self = .unreachable(SystemReason.text(fault.errnoCode))
        case let fault as NIOSSLError: self = Self.of(fault)
        case let fault as NIOSSLExtraError: self = .unreachable("its certificate is of another host (\(fault))")
        default: self = .unreachable("\(error)")
        }
    }

    private static func of(_ fault: HTTPClientError) -> HTTPFault {
        switch fault {
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
            .getConnectionFromPoolTimeout:
            .slow
        case .cancelled: .cancelled
        case .remoteConnectionClosed, .requestStreamCancelled: .closed
        case .uncleanShutdown: .malformed("a response that was cut short")
        default: .malformed("what is no response: \(fault)")
        }
    }

    private static func of(_ fault: NIOSSLError) -> HTTPFault {
        guard case .handshakeFailed(let reason) = fault else { return .unreachable("TLS: \(fault)") }
        let text = "\(reason)"
        return text.contains("CERTIFICATE_VERIFY_FAILED")
            ? .unreachable("its certificate is not trusted here (SSL_CERT_FILE names certificates to trust)")
            : .unreachable("TLS: \(text)")
    }

    private static func reason(_ fault: NIOConnectionError) -> String {
        if let code = fault.connectionErrors.compactMap({ ($0.error as? IOError)?.errnoCode }).first {
            return SystemReason.text(code)
        }
        if fault.dnsAError != nil || fault.dnsAAAAError != nil { return "\(fault.host): the name is not known" }
        return "\(fault.host) has no address"
    }
}
