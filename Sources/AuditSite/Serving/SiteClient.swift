import Synchronization

/// The one who sent a request.
final class SiteClient: Sendable {
    /// Tells clients apart: an address, or a connection where all have the same address.
    let name: String
    private let connection: SiteClient?
    private let isGone = Atomic(false)
    private let hasFallenSilent = Atomic(false)

    /// - Parameter connection: The web server in front, where it is another's request that it passes on.
    init(_ name: String, through connection: SiteClient? = nil) {
        (self.name, self.connection) = (name, connection)
    }

    /// The site itself.
    static let site = SiteClient("")

    /// Whether nobody waits for the answer any more.
    var hasLeft: Bool { isGone.load(ordering: .relaxed) || connection?.hasLeft ?? false }

    /// Whether nothing more comes from it. Mostly it has gone; but it may also have closed its own side of the connection only,
    /// and wait for the answer.
    var isSilent: Bool { hasLeft || hasFallenSilent.load(ordering: .relaxed) || connection?.isSilent ?? false }

    func fallSilent() { hasFallenSilent.store(true, ordering: .relaxed) }

    func leave() { isGone.store(true, ordering: .relaxed) }
}
