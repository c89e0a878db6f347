import CLinux
import Files
import Glibc

/// A thread for work that reads, writes and waits, which must not run on Swift's pool of threads.
public enum BlockingThread {
    /// Why a thread did not start.
    public struct NotStarted: Error, Hashable, Sendable {
        /// The thread's name.
        public let name: String
        /// The system's error number, such as EAGAIN.
        public let code: Int32

        /// The name and the system's words for the error.
        public var message: String { "the thread '\(name)' cannot be started: \(SystemReason.text(code))" }
        /// What to do about it.
        public var remedy: String {
            "raise the limits on threads and memory of this user or service (RLIMIT_NPROC, TasksMax, MemoryMax)"
        }
    }

    /// Starts a thread. It ends when `body` returns.
    ///
    /// - Parameters:
    ///   - name: Shown by ps(1) and debuggers; at most 15 bytes of it.
    ///   - stackBytes: Size of the stack, in bytes. The main thread has 8 MiB.
    /// - Throws: ``NotStarted`` if the system cannot start a thread; then the body never runs.
    public static func start(
        _ name: String, stackBytes: Int = 8 << 20, _ body: @escaping @Sendable () -> Void
    ) throws(NotStarted) {
        let work = Unmanaged.passRetained(Work(name, body))
        var attributes = pthread_attr_t()
        var thread = pthread_t()
        var code = pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        if code == 0 { code = pthread_attr_setstacksize(&attributes, stackBytes) }
        if code == 0 { code = pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED)) }
        if code == 0 {
            code = pthread_create(
                &thread, &attributes,
                { pointer in
                    let work = Unmanaged<Work>.fromOpaque(pointer!).takeRetainedValue()
                    work.name.withCString(clinux_name_thread)
                    work.body()
                    return nil
                }, work.toOpaque())
        }
        guard code == 0 else {
            work.release()
            throw NotStarted(name: name, code: code)
        }
    }

    /// Runs a body on a new thread and suspends the task until it returns.
    ///
    /// - Throws: ``NotStarted``, or what the body throws.
    public static func run<Value: Sendable>(
        _ name: String, stackBytes: Int = 8 << 20, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do throws(NotStarted) {
                try start(name, stackBytes: stackBytes) { continuation.resume(with: Result { try body() }) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private final class Work {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
