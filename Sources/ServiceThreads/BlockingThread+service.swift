import ServiceLifecycle
import Threads

extension BlockingThread {
    /// Runs the work of a service on a new thread, until it returns.
    ///
    /// - Parameter stop: Asks the work to return, on a graceful shutdown or the task's cancellation. May be called twice.
    /// - Throws: ``NotStarted``, or what the work throws.
    package static func runService(
        _ name: String, stop: @escaping @Sendable () -> Void, _ work: @escaping @Sendable () throws -> Void
    ) async throws {
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await BlockingThread.run(name, work)
            } onGracefulShutdown: {
                stop()
            }
        } onCancel: {
            stop()
        }
    }
}
