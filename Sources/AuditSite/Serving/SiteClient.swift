import Synchronization

/// The one who sent a request.
final class SiteClient: Sendable {
    /// Tells clients apart: an address, or a connection where all have the same address.
    let name: String
    private let connection: SiteClient?
    private let isGone = Atomic(false)

    /// - Parameter connection: The web server in front, where it is another's request that it passes on.
    init(_ name: String, through connection: SiteClient? = nil) {
        (self.name, self.connection) = (name, connection)
    }

    /// The site itself.
    static let site = SiteClient("")

    /// Whether nobody waits for the answer any more.
    var hasLeft: Bool { isGone.load(ordering: .relaxed) || connection?.hasLeft ?? false }

    func leave() { isGone.store(true, ordering: .relaxed) }
}
