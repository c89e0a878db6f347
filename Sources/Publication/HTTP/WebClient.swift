import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// The HTTP client of the process: one thread, begun with the first request, for all servers.
enum WebClient {
    /// Certificates are checked against those that the system trusts or, where `SSL_CERT_FILE` names a file of PEM
    /// certificates, against these. A failure names the file that cannot be read.
    static let shared: Result<HTTPClient, HTTPFault> = make()

    private static func make() -> Result<HTTPClient, HTTPFault> {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)), decompression: .disabled)
        // A witness is asked seldom, and speaks HTTP/1.1 at least.
        configuration.httpVersion = .http1Only
        var trust = TLSConfiguration.makeClientConfiguration()
        if let file = ProcessInfo.processInfo.environment["SSL_CERT_FILE"], !file.isEmpty {
            do { trust.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file)) } catch {
                return .failure(.unreachable("SSL_CERT_FILE: no certificates can be read from \(file)"))
            }
        }
        configuration.tlsConfiguration = trust
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        return .success(HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration))
    }
}
