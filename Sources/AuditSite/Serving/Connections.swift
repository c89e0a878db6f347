import NIOCore
import Synchronization

/// The open connections of the site. Where there are too many, those are closed that have been idle for longest.
final class Connections: Sendable {
    private let room: Mutex<ConnectionRoom<ObjectIdentifier>>
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let clients = Mutex<[ObjectIdentifier: SiteClient]>([:])
    private let countsAddresses: Bool

    /// Connections at a time, and those of one client: a browser opens six. Streams leave room for pages.
    static let (most, mostOfOne) = (EventStreams.most + 256, 64)

    /// - Parameter countsAddresses: Whether the address of a connection is that of a client, and not of a web server in front.
    init(countsAddresses: Bool) {
        self.countsAddresses = countsAddresses
        room = Mutex(ConnectionRoom(most: Self.most, mostOfOne: Self.mostOfOne))
    }

    /// What notes a connection's coming and going.
    func handler() -> any RemovableChannelHandler { Handler(self) }

    func begin(_ work: ConnectionRoom<ObjectIdentifier>.Work, of channel: any Channel) {
        room.withLock { $0.work(work, of: ObjectIdentifier(channel), now: Self.now) }
    }

    /// Has each connection end once its request is answered.
    func quiesce() {
        for channel in channels.withLock({ Array($0.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Who asks over a connection.
    ///
    /// - Parameter forwarded: The address that a web server in front names.
    func client(of channel: any Channel, forwarded: String?) -> SiteClient {
        let known = clients.withLock { $0[ObjectIdentifier(channel)] }
        let connection = known ?? SiteClient("")
        // Without one, the connection was closed before its request was read.
        if known == nil { connection.leave() }
        return forwarded.map { SiteClient($0, through: connection) } ?? connection
    }

    private static var now: Double { Double(NIODeadline.now().uptimeNanoseconds) / 1e9 }

    private func come(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let admission = room.withLock { $0.admit(id, from: address(channel), now: Self.now) }
        switch admission {
        case .enters: break
        case .isRefused: return channel.close(promise: nil)
        case .replaces(let other): channels.withLock { $0.removeValue(forKey: other) }?.close(promise: nil)
        }
        let from = address(channel)
        // On this machine, each connection counts as a client.
        clients.withLock { $0[id] = SiteClient(from.isEmpty ? "\(id)" : from) }
        channels.withLock { $0[id] = channel }
    }

    private func go(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        room.withLock { $0.leave(id) }
        channels.withLock { $0[id] = nil }
        clients.withLock { $0.removeValue(forKey: id) }?.leave()
    }

    private func hush(_ channel: any Channel) { clients.withLock { $0[ObjectIdentifier(channel)] }?.fallSilent() }

    /// Empty where it does not tell one client from another: on this machine, everybody has the same.
    private func address(_ channel: any Channel) -> String {
        guard countsAddresses, let address = channel.remoteAddress?.ipAddress else { return "" }
        return address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.") ? "" : address
    }

    private final class Handler: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = NIOAny
        private let connections: Connections

        init(_ connections: Connections) { self.connections = connections }

        func channelActive(context: ChannelHandlerContext) {
            connections.come(context.channel)
            context.fireChannelActive()
        }

        func channelInactive(context: ChannelHandlerContext) {
            connections.go(context.channel)
            context.fireChannelInactive()
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { connections.hush(context.channel) }
            context.fireUserInboundEventTriggered(event)
        }
    }
}
