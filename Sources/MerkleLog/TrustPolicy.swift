/// The logs to trust, and the witnesses that must have cosigned: a C2SP tlog-policy file.
///
/// Names of witnesses and groups are bytes, and have no meaning outside of the file.
///
/// Source: C2SP tlog-policy.
public struct TrustPolicy: Hashable, Sendable {
    /// A log to trust.
    public struct Log: Hashable, Sendable {
        /// The log's key; its name is the log's origin.
        public let key: VerifierKey
        /// Where to read the log; nil if the file does not say.
        public let url: String?
    }

    /// A witness that the quorum may count.
    public struct Witness: Hashable, Sendable {
        /// Its name in the file.
        public let name: String
        /// Its key, for cosignatures.
        public let key: VerifierKey
        /// Where to send checkpoints; nil if the file does not say.
        public let url: String?
        /// The line of the file, from 1.
        public let line: Int
    }

    /// Length of the longest file read, in bytes.
    public static let longest = 1 << 16

    /// The largest number of logs, of witnesses and of groups in a file.
    public static let most = 256

    /// The logs, in the order of the file.
    public private(set) var logs: [Log] = []

    /// The witnesses, in the order of the file.
    public private(set) var witnesses: [Witness] = []

    /// Which witnesses must have cosigned; nil if the file has no `quorum` line, where that is allowed.
    public private(set) var quorum: Quorum?

    /// The name of the quorum in the file.
    public private(set) var quorumName = ""

    /// Reads a policy file.
    ///
    /// - Parameter mayLackQuorum: Whether the `quorum` line may be missing; C2SP requires exactly one.
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(bytes: some Collection<UInt8>, mayLackQuorum: Bool = false) throws(MerkleLogError) {
        var reader = try LineReader(bytes, as: .policy, limit: Self.longest)
        var names = Names()
        while !reader.isAtEnd {
            let text = try reader.next("a line")
            guard text.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
                throw reader.refusal(expected: "no control character but tab and newline", found: quoted(text))
            }
            let items = text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
            guard let keyword = items.first, keyword.first != UInt8(ascii: "#") else { continue }
            let rest = Array(items.dropFirst())
            switch String(decoding: keyword, as: UTF8.self) {
            case "log": try addLog(rest, reader)
            case "witness": try addWitness(rest, &names, reader)
            case "group": try names.addGroup(rest, reader)
            case "quorum": try setQuorum(rest, names, reader)
            default: throw reader.refusal(expected: "log, witness, group or quorum", found: quoted(keyword))
            }
        }
        guard quorum != nil || mayLackQuorum else {
            throw reader.refusal(expected: "one quorum line", found: "none")
        }
    }

    private mutating func addLog(_ items: [ArraySlice<UInt8>], _ reader: LineReader) throws(MerkleLogError) {
        guard (1...2).contains(items.count) else {
            throw reader.refusal(expected: "log, a key and perhaps a URL", found: "\(items.count) items")
        }
        let key = try Self.key(items[0], .ed25519, reader)
        guard !logs.contains(where: { $0.key.publicKey == key.publicKey }), logs.count < Self.most else {
            throw reader.refusal(expected: "each log's key once, at most \(Self.most)", found: quoted(items[0]))
        }
        logs.append(Log(key: key, url: items.count > 1 ? String(decoding: items[1], as: UTF8.self) : nil))
    }

    private mutating func addWitness(
        _ items: [ArraySlice<UInt8>], _ names: inout Names, _ reader: LineReader
    ) throws(MerkleLogError) {
        guard (2...3).contains(items.count) else {
            throw reader.refusal(expected: "witness, a name, a key and perhaps a URL", found: "\(items.count) items")
        }
        let key = try Self.key(items[1], .cosignature, reader)
        guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }), witnesses.count < Self.most else {
            throw reader.refusal(expected: "each witness's key once, at most \(Self.most)", found: quoted(items[1]))
        }
        try names.define(items[0], .witness(key), reader)
        witnesses.append(
            Witness(
                name: String(decoding: items[0], as: UTF8.self), key: key,
                url: items.count > 2 ? String(decoding: items[2], as: UTF8.self) : nil, line: reader.line))
    }

    private mutating func setQuorum(
        _ items: [ArraySlice<UInt8>], _ names: Names, _ reader: LineReader
    ) throws(MerkleLogError) {
        guard items.count == 1, quorum == nil else {
            throw reader.refusal(
                expected: "one quorum line with one name",
                found: quorum == nil ? "\(items.count) items" : "a second line")
        }
        quorum = items[0].elementsEqual(Names.none) ? Quorum.none : try names.find(items[0], reader)
        quorumName = String(decoding: items[0], as: UTF8.self)
    }

    private static func key(
        _ text: ArraySlice<UInt8>, _ type: SignatureType, _ reader: LineReader
    ) throws(MerkleLogError) -> VerifierKey {
        let key: VerifierKey
        do throws(MerkleLogError) { key = try VerifierKey(String(decoding: text, as: UTF8.self)) } catch {
            guard case .malformed(_, _, let expected, let found) = error else { throw error }
            throw reader.refusal(expected: expected, found: found)
        }
        guard key.type == type else {
            throw reader.refusal(
                expected: type == .ed25519 ? "a log's key" : "a witness's key, for cosignatures", found: quoted(text))
        }
        return key
    }
}

/// The names that a policy has defined so far. Witnesses and groups share one name space.
private struct Names {
    static let none = Array("none".utf8)

    private var defined: [[UInt8]: Quorum] = [:]
    private var members: Set<[UInt8]> = []
    private var groups = 0

    mutating func define(_ name: ArraySlice<UInt8>, _ meaning: Quorum, _ reader: LineReader) throws(MerkleLogError) {
        guard !name.elementsEqual(Self.none), defined[Array(name)] == nil else {
            throw reader.refusal(expected: "a name that is not taken", found: quoted(name))
        }
        defined[Array(name)] = meaning
    }

    func find(_ name: ArraySlice<UInt8>, _ reader: LineReader) throws(MerkleLogError) -> Quorum {
        guard let meaning = defined[Array(name)] else {
            throw reader.refusal(expected: "a witness or group of a line above", found: quoted(name))
        }
        return meaning
    }

    mutating func addGroup(_ items: [ArraySlice<UInt8>], _ reader: LineReader) throws(MerkleLogError) {
        guard items.count >= 3, groups < TrustPolicy.most else {
            throw reader.refusal(
                expected: "group, a name, a threshold and members; at most \(TrustPolicy.most) groups",
                found: "\(items.count) items")
        }
        var quorums: [Quorum] = []
        for name in items[2...] {
            quorums.append(try find(name, reader))
            guard members.insert(Array(name)).inserted else {
                throw reader.refusal(expected: "each name in one group, once", found: quoted(name))
            }
        }
        let threshold: Int? =
            switch String(decoding: items[1], as: UTF8.self) {
            case "any": 1
            case "all": quorums.count
            default: Decimal.read(items[1]).map { Int(clamping: $0) }
            }
        guard let threshold, (1...quorums.count).contains(threshold) else {
            throw reader.refusal(expected: "all, any or a number from 1 to \(quorums.count)", found: quoted(items[1]))
        }
        try define(items[0], .group(threshold: threshold, members: quorums), reader)
        groups += 1
    }
}
