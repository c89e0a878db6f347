import Synchronization

/// Salts that are the same for the same seed.
public final class SeededSalts: Sendable {
    private let random: Mutex<SeededRandom>

    /// Starts a sequence of its own for each seed.
    public init(seed: UInt64 = 1) {
        random = Mutex(SeededRandom(seed: seed))
    }

    /// The next 32 bytes.
    public func next() -> [UInt8] {
        random.withLock { random in (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) } }
    }
}
