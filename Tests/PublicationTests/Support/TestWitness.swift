import Foundation
import MerkleLog
import Synchronization

@testable import Publication

/// A witness on a real socket of this machine: C2SP tlog-witness, and ways to break it.
final class TestWitness: Sendable {
    /// How it behaves.
    enum Manner: Sendable {
        case honest
        /// Takes the request and says nothing.
        case silent
        /// Closes the connection at once.
        case dead
        /// Signs with a key that is not the one it is known by, under its name.
        case wrongKey
        /// Signs another text.
        case lying
        /// Names another size each time.
        case alwaysConflicting
        /// Says that it has seen more than there is.
        case ahead
        /// Answers with these bytes, whatever comes.
        case raw(String)
        /// Honest, in chunks, with the cosignature of another witness besides.
        case chunked
    }

    /// What it keeps between requests.
    private struct Memory {
        var manner: Manner
        var size: UInt64
        var root = Hash.emptyTree
        var requests = 0
        var keepsConnections = false
        var connections = 0
    }

    let key: SignerKey
    private let listener: Int32
    private let port: UInt16
    private let logKeys: [VerifierKey]
    private let memory: Mutex<Memory>

    init(_ manner: Manner, name: String = "witness.example/w", logKeys: [VerifierKey]) throws {
        key = SignerKey(generating: .cosignature, name: try KeyName(name))
        self.logKeys = logKeys
        memory = Mutex(Memory(manner: manner, size: 0))
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isBound else { throw WitnessFault.unreachable("no port for the test") }
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [weak self] in
            Self.serve(descriptor, opened: { self?.memory.withLock { $0.connections += 1 } }) {
                self?.reply($0) ?? (nil, true)
            }
        }
        thread.start()
    }

    /// Stops listening: from then on it is dead.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    deinit { stop() }

    var requests: Int { memory.withLock { $0.requests } }

    var connections: Int { memory.withLock { $0.connections } }

    func behave(_ manner: Manner) { memory.withLock { $0.manner = manner } }

    func witness(_ name: String = "w") throws -> Witness {
        try Witness(name: name, key: key.verifierKey, url: try HTTPPrefix("http://127.0.0.1:\(port)/prefix/"))
    }

    private static func serve(
        _ listener: Int32, opened: () -> Void, _ answer: (String) -> (bytes: [UInt8]?, isLast: Bool)
    ) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                if errno == EINTR { continue }
                close(listener)
                return
            }
            opened()
            while let request = request(on: connection) {
                let (bytes, isLast) = answer(request)
                // Without an answer the connection stays open, as that of a silent witness does.
                guard let bytes else { break }
                _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard isLast else { continue }
                close(connection)
                break
            }
        }
    }

    private static func request(on connection: Int32) -> String? {
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !isWhole(request) {
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else {
                close(connection)
                return nil
            }
            request += chunk[..<count]
        }
        return String(decoding: request, as: UTF8.self)
    }

    private static func isWhole(_ request: [UInt8]) -> Bool {
        let text = String(decoding: request, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"),
            let field = text.range(of: "Content-Length: "),
            let length = Int(text[field.upperBound...].prefix { $0.isNumber })
        else { return false }
        return text[end.upperBound...].utf8.count >= length
    }

    private func reply(_ request: String) -> (bytes: [UInt8]?, isLast: Bool) {
        let keeps = memory.withLock { memory in
            if case .honest = memory.manner { return memory.keepsConnections }
            return false
        }
        return (answer(request), !keeps)
    }

    /// Loses all that it has cosigned.
    func forget() { memory.withLock { ($0.size, $0.root) = (0, .emptyTree) } }

    /// Takes several requests on a connection from now on.
    func keepConnections() { memory.withLock { $0.keepsConnections = true } }

    private func answer(_ request: String) -> [UInt8]? {
        memory.withLock { memory in
            memory.requests += 1
            switch memory.manner {
            case .silent: return nil
            case .dead: return []
            case .raw(let text): return Array(text.utf8)
            case .alwaysConflicting: return Self.conflict(UInt64(memory.requests % 2))
            case .ahead: return Self.conflict(1 << 40)
            case .honest, .wrongKey, .lying, .chunked:
                do { return try judge(request, &memory) } catch { return Self.response(422, "\(error)\n") }
            }
        }
    }

    private func judge(_ request: String, _ memory: inout Memory) throws -> [UInt8] {
        guard request.hasPrefix("POST /prefix/add-checkpoint HTTP/1.1\r\n"),
            request.lowercased().contains("\r\nhost: 127.0.0.1:\(port)\r\n"),
            let end = request.range(of: "\r\n\r\n")
        else { return Self.response(404, "no such path\n") }
        let asked = try WitnessRequest(bytes: Array(request[end.upperBound...].utf8))
        _ = try asked.note.verified(by: logKeys)
        let checkpoint = try Checkpoint(text: asked.note.text)
        guard asked.oldSize == memory.size else { return Self.conflict(memory.size) }
        try asked.consistencyProof().check(oldRoot: memory.root, newRoot: checkpoint.root)
        (memory.size, memory.root) = (checkpoint.size, checkpoint.root)
        switch memory.manner {
        case .wrongKey:
            let other = SignerKey(generating: .cosignature, name: key.verifierKey.identity.name)
            return Self.response(200, try Self.lines([other.cosign(checkpoint, at: 1_700_000_000)]))
        case .lying:
            let other = try Checkpoint(origin: checkpoint.origin, size: 0, root: .emptyTree)
            return Self.response(200, try Self.lines([key.cosign(other, at: 1_700_000_000)]))
        case .chunked:
            let other = SignerKey(generating: .cosignature, name: try KeyName("unknown.example"))
            let text = try Self.lines([
                other.cosign(checkpoint, at: 5), key.cosign(checkpoint, at: 1_700_000_000),
            ])
            let (first, second) = (text.utf8.prefix(100), text.utf8.dropFirst(100))
            let head = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            return Array(head.utf8) + Array("64\r\n".utf8) + Array(first)
                + Array("\r\n\(String(second.count, radix: 16));x=y\r\n".utf8) + Array(second)
                + Array("\r\n0\r\n\r\n".utf8)
        default: return Self.response(200, try Self.lines([key.cosign(checkpoint, at: 1_700_000_000)]))
        }
    }

    private static func lines(_ signatures: [NoteSignature]) throws -> String {
        String(decoding: WitnessResponse.cosigned(signatures).bytes, as: UTF8.self)
    }

    private static func conflict(_ size: UInt64) -> [UInt8] {
        response(409, "\(size)\n", type: "text/x.tlog.size")
    }

    private static func response(_ status: Int, _ body: String, type: String = "text/plain") -> [UInt8] {
        Array(
            """
            HTTP/1.1 \(status) X\r
            Content-Type: \(type)\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """.utf8)
    }
}
