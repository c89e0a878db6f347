import Glibc
import HTTPTypes
import HummingbirdCore
import LedgerService
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Serves the audit site. It reads the ledger and writes nothing.
///
/// A fault of its own, such as a port that is taken, is logged and stops nothing else, unless it serves alone.
public struct SiteService: Service {
    private let address: ListenAddress
    private let settings: SiteSettings
    private let directory: LedgerDirectory
    private let logger: Logger
    /// Whether the process serves the site and nothing else.
    private let isAlone: Bool
    /// Takes why a daemon does not serve it.
    private let lacks: @Sendable (PartFault) -> Void
    /// The socket that systemd has opened; nil where the site opens its own.
    private let inherited: InheritedSocket?

    /// After which a client that says nothing is cut off.
    private static let idleTimeout: TimeAmount = .seconds(10)
    /// The most bytes of a header, and of all headers of a request.
    private static let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)

    /// The site of a running daemon.
    ///
    /// - Returns: nil where the settings name no address.
    public init?(_ probe: DaemonProbe) {
        guard let address = probe.configuration.site.listen.resolved(probe.environment, socket: "site") else {
            return nil
        }
        self.address = address
        settings = SiteSettings(probe.configuration.site)
        directory = probe.directory
        logger = probe.logger
        isAlone = false
        inherited = nil
        lacks = probe.lacks
    }

    /// The site alone, over any ledger, also a copy.
    ///
    /// - Parameter inherited: The socket to answer on, instead of one at the address.
    public init(
        _ directory: LedgerDirectory, at address: ListenAddress, on inherited: InheritedSocket? = nil,
        _ site: Configuration.Site, logger: Logger
    ) {
        self.address = inherited?.address ?? address
        self.inherited = inherited
        self.directory = directory
        self.logger = logger
        settings = SiteSettings(site)
        isAlone = true
        lacks = { _ in }
    }

    /// Answers until it is stopped.
    public func run() async throws {
        do {
            try await serve()
        } catch {
            let refusal = SiteRefusal(error, at: address, option: isAlone ? "--listen" : "site.listen")
            // Who called says it.
            if isAlone { throw refusal }
            logger.error(
                "the site is not served",
                metadata: ["address": "\(address)", "reason": "\(refusal.message)", "remedy": "\(refusal.remedy)"])
            lacks(PartFault(.site, refusal.message, remedy: refusal.remedy))
            // The others go on until they are stopped.
            try? await gracefulShutdown()
        }
    }

    /// Ends with the process: the server's own shutdown may still need it after the server's end.
    private static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private func serve() async throws {
        let gate = try Gate(settings, address)
        let pool = try ReaderPool(directory, settings.show, try SiteWords.read(settings.words))
        defer { pool.stop() }
        let streams = try EventStreams(pool, directory)
        defer { streams.stop() }
        let connections = Connections(countsAddresses: !settings.isBehindProxy && !address.isSocket)
        let exchange = SiteExchange(
            gate: gate, pool: pool, streams: streams, settings: settings, connections: connections)
        var quiet = logger
        quiet.logLevel = .error
        let http = HTTP1Channel(
            responder: { request, writer, channel in try await exchange.answer(request, writer, channel) },
            configuration: .init(
                additionalChannelHandlers: [connections.handler()], idleTimeout: Self.idleTimeout,
                httpDecoderConfiguration: Self.decoder))
        let site = inherited.map { server(on: $0, http, connections, quiet) } ?? server(http, quiet)
        // A stream has no end of its own.
        try await withGracefulShutdownHandler {
            try await site.run()
        } onGracefulShutdown: {
            streams.stop()
        }
    }
    /// Those that are beyond the site's own limit are closed soon; the rest waits to be accepted.
    private static let mostAccepted = Connections.most + 64

    /// A server that opens its own socket.
    private func server(_ http: HTTP1Channel, _ quiet: Logger) -> any Service {
        http.server(
            configuration: ServerConfiguration(
                address: address.bound, backlog: 512,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostAccepted, logger: quiet)),
            onServerRunning: { [address, isAlone, logger] _ in
                // The directory decides who may come near it; the process's umask keeps even the group out.
                if case .socket(let path) = address { chmod(path, 0o660) }
                // Terminals make a link of it.
                if isAlone, let url = address.url { return logger.notice("the site is served at \(url)") }
                logger.notice("the site is served", metadata: ["address": "\(address)"])
            },
            eventLoopGroup: Self.loops, logger: quiet)
    }

    /// A server on a socket of systemd's, whose unit decides who may come near it.
    private func server(
        on socket: InheritedSocket, _ http: HTTP1Channel, _ connections: Connections, _ quiet: Logger
    ) -> any Service {
        InheritedServer(
            socket: socket, http: http, connections: connections, most: Self.mostAccepted, group: Self.loops,
            logger: quiet,
            onServerRunning: { [address, logger] in
                logger.notice("the site is served", metadata: ["address": "\(address)", "socket": "systemd's"])
            })
    }
}

/// What the settings say of the site.
struct SiteSettings: Hashable, Sendable {
    let show: Configuration.Shown
    let isBehindProxy: Bool
    let token: String?
    let cors: Configuration.Origins
    /// The file with the words of pages; nil for English.
    let words: String?

    init(_ site: Configuration.Site) {
        cors = site.cors
        show = site.show
        isBehindProxy = site.behind == .proxy
        token = site.token
        words = site.words
    }

    /// The address of the client that a web server in front names: the last one of the header, which the server itself wrote.
    func forwardedClient(_ head: HTTPRequest) -> String? {
        guard isBehindProxy, let field = head.headerFields[.forwardedFor] else { return nil }
        let last = field.split(separator: ",").last?.filter { $0 != " " } ?? ""
        return last.isEmpty || last.utf8.count > 64 ? nil : last
    }
}

extension ListenAddress {
    fileprivate var isSocket: Bool { if case .socket = self { true } else { false } }

    /// What a browser on this machine opens; nil for a socket.
    var url: String? {
        guard case .port(let host, let port) = self else { return nil }
        return "http://\(["0.0.0.0": "127.0.0.1", "[::]": "[::1]"][host] ?? host):\(port)/"
    }

    fileprivate var bound: BindAddress {
        switch self {
        case .socket(let path): .unixDomainSocket(path: path)
        case .port(let host, let port): .hostname(host.filter { $0 != "[" && $0 != "]" }, port: port)
        case .auto, .none: preconditionFailure("an address that is resolved")
        }
    }
}
