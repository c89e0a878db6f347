import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers on a socket that systemd has opened: HummingbirdCore's own server opens the socket itself.
struct InheritedServer: Service {
    let socket: InheritedSocket
    let http: HTTP1Channel
    let connections: Connections
    /// The most connections that are accepted at a time.
    let most: Int
    let group: MultiThreadedEventLoopGroup
    let logger: Logger
    let onServerRunning: @Sendable () -> Void

    func run() async throws {
        let server = try await ServerBootstrap(group: group)
            .serverChannelInitializer { [most] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AvailableConnectionsChannelHandler(maxConnections: most))
                }
            }
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .bind(socket.descriptor) { [http, logger] child in http.setup(channel: child, logger: logger) }
        onServerRunning()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                do {
                    try await server.executeThenClose { inbound in
                        for try await child in inbound {
                            group.addTask { await http.handle(value: child, logger: logger) }
                        }
                    }
                } catch {
                    logger.error("the site accepts no connection", metadata: ["error": "\(error)"])
                }
            }
        } onGracefulShutdown: { [connections] in
            // systemd keeps its own descriptor: who connects from now on is answered by the next process.
            server.channel.close(promise: nil)
            connections.quiesce()
        }
    }
}
