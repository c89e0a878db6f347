import Files
import Crypto
import Glibc
import StoryEvents
import Synchronization

/// A file that is read in pieces: however long it is, little of it is held.
///
/// It is hashed before its first piece is given, since each event names the hash. A stream is copied meanwhile into a
/// temporary file that has no name; any other file is read twice, and refused where it changes between.
public final class FilePieces: FileDigest {
    private let name: String
    /// The bytes of its path; nil where it is open already.
    private let path: [CChar]?
    private let state: Mutex<State>

    private struct State {
        /// -1 before the file is opened, and after it is closed.
        var descriptor: Int32
        /// Where it is read from.
        var begin: off_t = 0
        /// Of what was read before the pieces.
        var start = SHA256()
        /// Of what was given so far.
        var given = SHA256()
        var sha256: [UInt8]?
        var isAtEnd = false
        var fault: EventLogError?
    }

    /// A file that is opened when it is hashed.
    ///
    /// - Parameters:
    ///   - path: The bytes of its path, and a NUL.
    ///   - name: What to call it in errors.
    public init(path: [CChar], named name: String) {
        (self.path, self.name) = (path, name)
        state = Mutex(State(descriptor: -1))
    }

    /// An open file, read from its present offset.
    ///
    /// - Parameters:
    ///   - descriptor: Closed at the end.
    ///   - start: What was read of it before.
    ///   - name: What to call it in errors.
    public init(descriptor: Int32, after start: [UInt8] = [], named name: String) {
        (self.path, self.name) = (nil, name)
        var hash = SHA256()
        hash.update(data: start)
        state = Mutex(State(descriptor: descriptor, start: hash, given: hash))
    }

    deinit {
        state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } }
    }

    /// Reads the next bytes.
    ///
    /// - Parameter count: At least so many are read, unless the file ends.
    /// - Returns: None at the end, and where the file cannot be read: then ``check()`` throws.
    public func next(atLeast count: Int) -> [UInt8] {
        state.withLock { state in
            hash(&state)
            guard !state.isAtEnd else { return [] }
            let bytes = read(count, &state)
            state.given.update(data: bytes)
            if bytes.count < count {
                if state.fault == nil, state.given.finalize().bytes != state.sha256 {
                    state.fault = .failed(path: name, "it changed while it was read")
                }
                finish(&state)
            }
            return bytes
        }
    }

    /// Gives the pieces again, from the first.
    func rewind() {
        state.withLock { state in
            guard state.fault == nil, state.sha256 != nil else { return }
            (state.given, state.isAtEnd) = (state.start, false)
            if state.descriptor < 0, let path { state.descriptor = open(path, O_RDONLY | O_CLOEXEC) }
            if state.descriptor < 0 || lseek(state.descriptor, state.begin, SEEK_SET) < 0 { fail(&state) }
        }
    }

    /// - Throws: ``EventLogError/failed(path:_:)`` where the file could not be read to its end.
    func check() throws(EventLogError) {
        if let fault = state.withLock({ $0.fault }) { throw fault }
    }

    /// SHA-256 of the bytes; reads the file where that was not done yet.
    public var sha256: [UInt8] {
        state.withLock { state in
            hash(&state)
            return state.sha256 ?? []
        }
    }

    private static let chunk = 1 << 18

    /// Hashes the file, and goes back to where it began.
    private func hash(_ state: inout State) {
        guard state.sha256 == nil, !state.isAtEnd else { return }
        if state.descriptor < 0, let path { state.descriptor = open(path, O_RDONLY | O_CLOEXEC) }
        guard state.descriptor >= 0 else { return fail(&state) }
        let begin = lseek(state.descriptor, 0, SEEK_CUR)
        let copy = begin < 0 ? Self.temporaryFile() : -1
        if begin < 0, copy < 0 { return fail(&state) }
        var hash = state.start
        var bytes: [UInt8]
        repeat {
            bytes = read(Self.chunk, &state)
            hash.update(data: bytes)
            if copy >= 0, state.fault == nil, !Self.write(bytes, to: copy) { fail(&state) }
        } while bytes.count == Self.chunk && state.fault == nil
        if copy >= 0 {
            close(state.descriptor)
            state.descriptor = copy
        }
        state.begin = max(0, begin)
        if state.fault == nil, lseek(state.descriptor, state.begin, SEEK_SET) < 0 { fail(&state) }
        if state.fault == nil { state.sha256 = hash.finalize().bytes } else { finish(&state) }
    }

    private func read(_ count: Int, _ state: inout State) -> [UInt8] {
        do throws(SystemFault) { return try Descriptor.read(count, from: state.descriptor) } catch {
            fail(&state, error.code)
            return []
        }
    }

    private func fail(_ state: inout State, _ reason: Int32 = errno) {
        state.fault = .failed(path: name, "cannot read it: \(SystemReason.text(reason))")
        if state.descriptor < 0 { state.isAtEnd = true }
    }

    /// Closes the file, unless it could not be opened again.
    private func finish(_ state: inout State) {
        if state.descriptor >= 0, path != nil {
            close(state.descriptor)
            state.descriptor = -1
        }
        state.isAtEnd = true
    }

    /// Opens a file without a name, which is gone once it is closed; -1 where that fails.
    private static func temporaryFile() -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/storyledger-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        if descriptor >= 0 { unlink(template) }
        return descriptor
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = uninterrupted {
                    Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}
