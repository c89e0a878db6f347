import Crypto
import Glibc
import StoryEvents
import Synchronization

/// A file that is read once, in pieces, and hashed on the way: however long it is, little of it is held.
public final class FilePieces: FileDigest {
    private let name: String
    /// The bytes of its path; nil where it is open already.
    private let path: [CChar]?
    private let state: Mutex<State>

    private struct State {
        /// -1 before the file is opened, and after it is closed.
        var descriptor: Int32
        var hash = SHA256()
        var sha256: [UInt8]?
        var fault: EventLogError?
    }

    /// A file that is opened when its first piece is read.
    ///
    /// - Parameters:
    ///   - path: The bytes of its path, and a NUL.
    ///   - name: What to call it in errors.
    public init(path: [CChar], named name: String) {
        (self.path, self.name) = (path, name)
        state = Mutex(State(descriptor: -1))
    }

    /// An open file, read from where it stands.
    ///
    /// - Parameters:
    ///   - descriptor: Closed at the end.
    ///   - start: What was read of it before.
    ///   - name: What to call it in errors.
    public init(descriptor: Int32, after start: [UInt8] = [], named name: String) {
        (self.path, self.name) = (nil, name)
        var hash = SHA256()
        hash.update(data: start)
        state = Mutex(State(descriptor: descriptor, hash: hash))
    }

    deinit {
        state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } }
    }

    /// Reads the next bytes.
    ///
    /// - Parameter count: At least so many are read, unless the file ends.
    /// - Returns: None at the end, and where the file cannot be read: then ``check()`` throws.
    public func next(atLeast count: Int) -> [UInt8] { state.withLock { next(count, &$0) } }

    /// - Throws: ``EventLogError/failed(path:_:)`` where the file could not be read to its end.
    func check() throws(EventLogError) {
        if let fault = state.withLock({ $0.fault }) { throw fault }
    }

    /// SHA-256 of the bytes; reads what was not read yet.
    public var sha256: [UInt8] {
        state.withLock { state in
            while state.sha256 == nil { _ = next(1 << 18, &state) }
            return state.sha256 ?? []
        }
    }

    /// What is read is hashed already.
    func hash(to end: Int) {}

    private func next(_ count: Int, _ state: inout State) -> [UInt8] {
        guard state.sha256 == nil else { return [] }
        if state.descriptor < 0, let path { state.descriptor = open(path, O_RDONLY | O_CLOEXEC) }
        guard state.descriptor >= 0 else {
            finish(&state, because: errno)
            return []
        }
        var reason: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            while used < count {
                let read = Glibc.read(state.descriptor, buffer.baseAddress! + used, count - used)
                if read < 0, errno == EINTR { continue }
                if read < 0 { reason = errno }
                guard read > 0 else { return }
                used += read
            }
        }
        state.hash.update(data: bytes)
        if bytes.count < count { finish(&state, because: reason) }
        return bytes
    }

    private func finish(_ state: inout State, because reason: Int32) {
        if reason != 0 {
            state.fault = .failed(path: name, "cannot read it: \(String(cString: strerror(reason)))")
        }
        if state.descriptor >= 0 { close(state.descriptor) }
        state.descriptor = -1
        state.sha256 = state.hash.finalize().bytes
    }
}
