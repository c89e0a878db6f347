import Synchronization

/// Hands a configuration that was read again to the parts that can take it over.
final class ConfigurationRelay: Sendable {
    private let followers: Mutex<[@Sendable (Configuration) -> Void]> = Mutex([])

    /// Adds a part; it is called on any thread, and must not wait.
    func follow(_ body: @escaping @Sendable (Configuration) -> Void) { followers.withLock { $0.append(body) } }

    /// Hands a configuration on.
    func send(_ configuration: Configuration) {
        for follower in followers.withLock({ $0 }) { follower(configuration) }
    }
}
