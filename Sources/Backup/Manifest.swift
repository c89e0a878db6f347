import CanonicalJSON
import Crypto
import StoryEvents

/// What a backup is of: the first line of its manifest.
///
/// The manifest is NDJSON: this header, a line for each file in the order of its path, and a last line with their number
/// and the SHA-256 of all bytes before it.
public struct Manifest: Hashable, Sendable {
    /// The log's name.
    public var origin: String
    /// When the backup was made.
    public var created: RecordedTime
    /// How many events the log's copy holds.
    public var events: Int64
    /// How many receipts it holds.
    public var receipts: Int64
    /// The root of the Merkle tree over its events.
    public var root: String
    /// The tree size of the checkpoint that was published when it was made; nil if nothing was.
    public var checkpoint: UInt64?
    /// The directory in the backup that holds the log's copy and what else belongs to this moment.
    public var snapshot: String
    /// What a restored ledger needs and the backup does not have, such as `key`, `secret` and `configuration`.
    public var missing: [String]
    /// The files of the ledger's directory among them.
    public var missingFiles: [String] { missing.filter { $0 != Self.configuration } }
    /// Whether the backup has no configuration of the daemon.
    public var lacksConfiguration: Bool { missing.contains(Self.configuration) }
    /// The sources that had a directory in the inbox; none in a backup of an earlier program.
    public var sources: [InboxSource]

    static let configuration = "configuration"
    static let format: Text = "storyledger/backup/v1"
    /// The file in a backup that makes it one.
    public static let name = "manifest.ndjson"

    /// The header as it is stored and printed.
    public var json: JSON {
        [
            "format": .string(Self.format), "origin": .string(Text(origin)),
            "created": .string(Text(created.description)), "events": .integer(events), "receipts": .integer(receipts),
            "root": .string(Text(root)), "checkpoint": checkpoint.map { .integer(Int64(clamping: $0)) } ?? .null,
            "snapshot": .string(Text(snapshot)), "missing": .array(missing.map { .string(Text($0)) }),
            "sources": .array(sources.map(\.json)),
        ]
    }

    init(
        origin: String, created: RecordedTime, events: Int64, receipts: Int64, root: String, checkpoint: UInt64?,
        snapshot: String, missing: [String], sources: [InboxSource] = []
    ) {
        self.sources = sources
        self.origin = origin
        self.created = created
        self.events = events
        self.receipts = receipts
        self.root = root
        self.checkpoint = checkpoint
        self.snapshot = snapshot
        self.missing = missing
    }

    /// - Returns: nil unless it is such a header.
    init?(_ object: JSONObject) {
        guard object["format"] == .string(Self.format), case .string(let origin)? = object["origin"],
            case .string(let created)? = object["created"], let time = RecordedTime(created.string),
            case .integer(let events)? = object["events"], events >= 0,
            case .integer(let receipts)? = object["receipts"], receipts >= 0,
            case .string(let root)? = object["root"], case .string(let snapshot)? = object["snapshot"],
            snapshot.string.hasPrefix(Self.snapshotPrefix), PathText.decode(snapshot.string) != nil,
            !snapshot.string.contains("/"), case .array(let missing)? = object["missing"]
        else { return nil }
        var sources: [InboxSource] = []
        if case .array(let found)? = object["sources"] { sources = found.compactMap(InboxSource.init) }
        var size: UInt64?
        switch object["checkpoint"] {
        case .integer(let found)? where found >= 0: size = UInt64(found)
        case .null?: size = nil
        default: return nil
        }
        self.init(
            origin: origin.string, created: time, events: events, receipts: receipts, root: root.string,
            checkpoint: size, snapshot: snapshot.string,
            missing: missing.compactMap { if case .string(let name) = $0 { name.string } else { nil } },
            sources: sources)
    }

    static let snapshotPrefix = "snapshot-"

    /// A time in the name of a directory, to the second: `20260302T170000`.
    static func digits(of time: RecordedTime) -> String {
        time.description.prefix(19).filter { $0 != "-" && $0 != ":" }
    }
}

/// Writes a manifest line by line.
struct ManifestWriter {
    private let file: OutputBytes
    private var digest = SHA256()
    private(set) var files: Int64 = 0
    private(set) var bytes: Int64 = 0

    /// - Parameter path: A file that is made or overwritten.
    init(path: String, _ header: Manifest) throws(BackupError) {
        file = try OutputBytes(path)
        try write(header.json)
    }

    mutating func add(_ entry: BackedUpFile) throws(BackupError) {
        try write(entry.json)
        files += 1
        bytes += entry.bytes
    }

    /// Writes the last line, and makes the file durable.
    mutating func finish() throws(BackupError) {
        try write([
            "files": .integer(files), "bytes": .integer(bytes),
            "sha256": .string(Text(Array(digest.finalize()).hexadecimal)),
        ])
        try file.close()
    }

    private mutating func write(_ line: JSON) throws(BackupError) {
        let bytes = line.canonicalBytes + [UInt8(ascii: "\n")]
        digest.update(data: bytes)
        try file.write(bytes)
    }
}

/// Reads a manifest line by line.
struct ManifestReader {
    /// The header.
    let manifest: Manifest
    private let path: String
    private let input: InputBytes
    private var digest = SHA256()
    private var line = 1
    private var (files, bytes): (Int64, Int64) = (0, 0)
    private var isFinished = false

    /// - Throws: ``BackupError/missing(path:)`` if there is no manifest.
    init(_ directory: String) throws(BackupError) {
        path = directory + "/" + Manifest.name
        guard let input = try InputBytes(path) else { throw .missing(path: directory) }
        self.input = input
        guard let bytes = try input.line() else { throw .unreadable(path: path, line: 1, "it is empty") }
        guard let object = Self.object(bytes), let header = Manifest(object) else {
            throw .unreadable(path: path, line: 1, "expected the header of \(Manifest.format)")
        }
        manifest = header
        digest.update(data: bytes + [UInt8(ascii: "\n")])
    }

    /// The next file; nil after the last one, once the number and the hash of all lines are checked.
    mutating func next() throws(BackupError) -> BackedUpFile? {
        guard !isFinished else { return nil }
        line += 1
        guard let bytes = try input.line() else {
            throw .unreadable(path: path, line: line, "it is cut off: its last line is missing")
        }
        guard let object = Self.object(bytes) else {
            throw .unreadable(path: path, line: line, "expected a JSON object")
        }
        if let file = BackedUpFile(object) {
            digest.update(data: bytes + [UInt8(ascii: "\n")])
            files += 1
            self.bytes = self.bytes &+ file.bytes
            return file
        }
        let hash = Text(Array(digest.finalize()).hexadecimal)
        guard object["files"] == .integer(files), object["bytes"] == .integer(self.bytes),
            object["sha256"] == .string(hash)
        else {
            throw .unreadable(path: path, line: line, "expected a file, or the number and hash of the \(files) before")
        }
        guard try input.isAtEnd() else {
            throw .unreadable(path: path, line: line + 1, "expected the end of the file")
        }
        isFinished = true
        return nil
    }

    private static func object(_ bytes: [UInt8]) -> JSONObject? {
        do throws(JSONSyntaxError) {
            guard case .object(let object) = try JSON.parse(bytes) else { return nil }
            return object
        } catch {
            return nil
        }
    }
}
