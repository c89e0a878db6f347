import Synchronization

/// Wakes the one thread that looks at what has changed: at once after a quiet time, and else after a rest.
public final class ChangeBell: Sendable {
    private let changes = WakePipe()
    private let end = WakePipe()
    /// Whether a change was noted since the last look.
    private let isRung = Atomic(false)

    /// Creates a bell that nothing has rung.
    public init() {}

    /// Whether the thread was asked to end.
    public var isStopped: Bool { end.isStopped }

    /// Notes a change, which must be visible to other threads already. Costs a store while one is noted.
    public func ring() {
        if !isRung.exchange(true, ordering: .acquiringAndReleasing) { changes.ring() }
    }

    /// Asks the thread to end.
    public func stop() {
        end.stop()
        changes.ring()
    }

    /// Waits for a change, for ``stop()``, or for a time to pass. The caller looks at everything afterwards.
    ///
    /// - Parameter rest: How long changes do not wake it.
    public func wait(rest: Duration = .zero, atMost duration: Duration) {
        if rest > .zero { end.sleep(for: min(rest, duration)) }
        if !isStopped { changes.wait(atMost: max(.zero, duration - rest)) }
        isRung.store(false, ordering: .releasing)
    }

    /// Waits for ``stop()``.
    public func waitForStop() { while end.sleep(for: .seconds(3600)) {} }
}

extension WakePipe {
    /// Waits for a time to pass, whatever happens to the machine's clock, or for ``stop()``.
    ///
    /// - Returns: false if it was asked to stop.
    @discardableResult
    public func sleep(for duration: Duration) -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + duration
        while !isStopped, clock.now < end { wait(atMost: end - clock.now) }
        return !isStopped
    }
}
