import Foundation

/// Does what waits for the disk, a lock or the network on a thread of its own, so that no task is kept waiting for it.
func onThread<Value: Sendable>(_ name: String, _ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        let thread = Thread { continuation.resume(returning: body()) }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }
}

/// The same, for what throws.
func resultOnThread<Value: Sendable, Failure: Error>(
    _ name: String, _ body: @escaping @Sendable () throws(Failure) -> Value
) async -> Result<Value, Failure> {
    await onThread(name) {
        do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
}
