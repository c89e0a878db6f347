import Glibc

/// A value that holds for what one thread does in a closure.
///
/// A task-local value would do the same, and ends optimised programs: outside a task its push gets no metadata of the value's type
/// (Swift 6.3.1, Linux, a value that is a closure).
package final class ThreadValue<Value: Sendable>: Sendable {
    /// Holds a value on the stack of its thread.
    private final class Holder {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private let key: pthread_key_t?
    private let standard: Value

    /// - Parameter standard: What holds where nothing else does; always, where the system has no key left (1,024 a process).
    package init(_ standard: Value) {
        var key = pthread_key_t()
        self.key = pthread_key_create(&key, nil) == 0 ? key : nil
        self.standard = standard
    }

    /// What holds on this thread now.
    package var value: Value {
        guard let key, let holder = pthread_getspecific(key) else { return standard }
        return Unmanaged<Holder>.fromOpaque(holder).takeUnretainedValue().value
    }

    /// Runs `body`, for which a value holds.
    package func withValue<Result, Failure: Error>(
        _ value: Value, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let key else { return try body() }
        let (holder, before) = (Holder(value), pthread_getspecific(key))
        pthread_setspecific(key, Unmanaged.passUnretained(holder).toOpaque())
        defer {
            pthread_setspecific(key, before)
            withExtendedLifetime(holder) {}
        }
        return try body()
    }
}
