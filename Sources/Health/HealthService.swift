import Glibc
import HTTPTypes
import HummingbirdCore
import LedgerService
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers `/healthz`, `/readyz`, `/state` and `/metrics` on a Unix socket or a loopback port.
///
/// A fault of its own, such as a port that is taken, is logged and stops nothing else.
public struct HealthService: Service {
    private let address: ListenAddress
    private let answers: HealthAnswers
    private let logger: Logger
    /// Takes why the daemon does not answer.
    private let lacks: @Sendable (PartFault) -> Void

    /// Connections at a time: one that is beyond waits.
    private static let mostConnections = 16
    /// After which a client that says nothing is cut off.
    private static let idleTimeout: TimeAmount = .seconds(30)

    /// - Returns: nil where the settings name no address.
    public init?(_ probe: DaemonProbe) {
        guard let address = probe.configuration.health.listen.resolved(probe.environment, socket: "health") else {
            return nil
        }
        self.address = address
        answers = HealthAnswers(probe)
        logger = probe.logger
        lacks = probe.lacks
    }

    /// Answers until it is stopped.
    public func run() async throws {
        do {
            try await serve()
        } catch {
            let fault = ListenFault(
                address, code: (error as? IOError)?.errnoCode, "\(error)", option: "health.listen")
            logger.error(
                "health is not served",
                metadata: ["address": "\(address)", "reason": "\(fault.message)", "remedy": "\(fault.remedy)"])
            lacks(PartFault(.health, fault.message, remedy: fault.remedy))
            // The others go on until they are stopped.
            try? await gracefulShutdown()
        }
    }

    /// Ends with the process: the server's own shutdown may still need it after the server's end.
    private static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private func serve() async throws {
        // What it throws is logged above. By itself it only complains of a task that was cancelled, as at each start that fails.
        var quiet = logger
        quiet.logLevel = .critical
        let server = HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout))
        let configuration = ServerConfiguration(
            address: address.bound,
            availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections, logger: quiet))
        try await server.buildServer(
            configuration: configuration, eventLoopGroup: Self.loops, logger: quiet,
            responder: { [answers] request, writer, _ in
                let answer = await answers.answer(request.method, path: request.uri.path)
                try await writer.write(response: answer.head, body: ResponseBody(byteBuffer: answer.body))
            },
            onServerRunning: { [address, logger] _ in
                // The directory decides who may come near it; the process's umask keeps even the group out.
                if case .socket(let path) = address { chmod(path, 0o660) }
                logger.info("health is served", metadata: ["address": "\(address)"])
            }
        ).run()
    }
}

extension ListenAddress {
    fileprivate var bound: BindAddress {
        switch self {
        case .socket(let path): .unixDomainSocket(path: path)
        case .port(let host, let port):
            .hostname(host.filter { $0 != "[" && $0 != "]" }, port: port)
        case .auto, .none: preconditionFailure("an address that is resolved")
        }
    }
}
