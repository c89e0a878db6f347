import ServiceLifecycle
import ServiceThreads
import Synchronization
import Threads

/// Work that waits until something is there, on a thread of its own.
struct AwaitedService: Service {
    private let name: String
    private let attempt: @Sendable () throws -> Bool
    private let work: @Sendable () async throws -> Void

    /// The time between two attempts.
    private static let pause: Duration = .seconds(1)

    /// - Parameters:
    ///   - attempt: Says whether it is there.
    ///   - work: Runs then. It is left out where the service is stopped before.
    init(
        _ name: String, _ attempt: @escaping @Sendable () throws -> Bool,
        _ work: @escaping @Sendable () async throws -> Void
    ) {
        self.name = name
        self.attempt = attempt
        self.work = work
    }

    private final class Reached: Sendable { let value = Atomic(false) }

    func run() async throws {
        if try await !isThere() { return }
        try await work()
    }

    private func isThere() async throws -> Bool {
        let stop = WakePipe()
        let isReached = Reached()
        let attempt = attempt
        try await BlockingThread.runService(name, stop: stop.stop) {
            while !stop.isStopped {
                if try attempt() { return isReached.value.store(true, ordering: .releasing) }
                stop.sleep(for: Self.pause)
            }
        }
        return isReached.value.load(ordering: .acquiring)
    }
}
