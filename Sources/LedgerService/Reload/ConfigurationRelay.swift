import Synchronization

/// Passes a configuration that was read again to the parts that can apply it.
final class ConfigurationRelay: Sendable {
    private let followers: Mutex<[@Sendable (Configuration) -> Void]> = Mutex([])

    /// Adds a part. `body` is called on any thread, and must not block.
    func follow(_ body: @escaping @Sendable (Configuration) -> Void) { followers.withLock { $0.append(body) } }

    /// Passes a configuration to all parts.
    func send(_ configuration: Configuration) {
        for follower in followers.withLock({ $0 }) { follower(configuration) }
    }
}
