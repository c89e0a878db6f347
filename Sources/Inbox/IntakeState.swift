import CanonicalJSON
import Glibc
import StoryEvents

/// The state of a running daemon's intake, as stored in a file of the ledger.
public struct IntakeState: Hashable, Sendable {
    /// The daemon's process id; 0 after it has stopped.
    public var process: Int32
    /// When it was written: at each change, at most once a second.
    public var written: RecordedTime
    /// The fault that stops all intake; nil if there is none.
    public var stall: InboxStatus.IntakeBlocked?
    /// Since when readers keep the log's write-ahead log from being emptied; nil if none does.
    public var walHeldSince: RecordedTime?
    /// Suspended directories and files.
    public var suspended: [InboxStatus.Suspended]
    /// Deferred files.
    public var waiting: [InboxStatus.Waiting]
    /// Files that are being written or settle.
    public var unfinished: [InboxStatus.Unfinished]
    /// Sources with directories that are not watched.
    public var unwatched: [InboxStatus.Unwatched]

    /// How many there are of each; the lists may be cut.
    public var counts: Counts

    /// Numbers of files.
    public struct Counts: Hashable, Sendable {
        /// Suspended files and directories.
        public var suspended: Int
        /// Deferred files.
        public var waiting: Int
        /// Files that are being written or settle.
        public var unfinished: Int
    }

    /// The most entries of each list that are written.
    static let mostEntries = 1000
    private static let mostBytes: Int64 = 16 << 20

    /// Reads the state that a daemon has written.
    ///
    /// - Returns: nil if there is none, or if its process has ended.
    /// - Throws: ``InboxError/unusable(_:remedy:)`` if this process cannot read it.
    public static func read(_ path: String) throws(InboxError) -> IntakeState? {
        guard let state = try last(path), state.process > 0 else { return nil }
        return kill(state.process, 0) == 0 || errno == EPERM ? state : nil
    }

    /// Reads the state that a daemon has written, whether it still runs or not.
    ///
    /// - Returns: nil if there is none.
    /// - Throws: ``InboxError/unusable(_:remedy:)`` if this process cannot read it.
    static func last(_ path: String) throws(InboxError) -> IntakeState? {
        let bytes: [UInt8]
        do throws(FileFault) {
            let (folder, name) = FileName.split(path)
            let file = try OpenFile(name, in: Directory(path: folder))
            guard file.facts.kind == .regular, file.facts.bytes < mostBytes else {
                throw FileFault("read", path, code: EINVAL)
            }
            // The file is never rewritten: a newer one replaces it.
            bytes = try file.read() ?? []
        } catch {
            if error.code == ENOENT { return nil }
            throw InboxError(error)
        }
        guard let state = IntakeState(bytes) else {
            throw .unusable(
                "\(path) is not what a daemon writes", remedy: "remove it; a running daemon writes it again")
        }
        return state
    }

    init(_ status: InboxStatus, process: Int32, written: RecordedTime) {
        self.process = process
        self.written = written
        stall = status.stall
        walHeldSince = status.walHeldSince
        suspended = status.suspended
        waiting = status.waiting
        unfinished = status.unfinished
        unwatched = status.unwatched
        counts = Counts(
            suspended: status.suspended.count, waiting: status.waiting.count, unfinished: status.unfinished.count)
    }

    init?(_ bytes: [UInt8]) {
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSON.parse(bytes) } catch { return nil }
        guard case .object(let object) = json, let process = object.integer("process").flatMap(Int32.init(exactly:)),
            process >= 0, let written = object.time("written")
        else { return nil }
        self.process = process
        self.written = written
        if case .object(let stall)? = object["stall"] { self.stall = InboxStatus.IntakeBlocked(stall) }
        walHeldSince = object.time("walHeldSince")
        suspended = object.list("suspended").compactMap(InboxStatus.Suspended.init)
        waiting = object.list("waiting").compactMap(InboxStatus.Waiting.init)
        if case .array(let inodes)? = object["inodes"], inodes.count == waiting.count {
            for (place, inode) in inodes.enumerated() {
                waiting[place].inode = inode.text.flatMap { UInt64($0.string) } ?? 0
            }
        }
        unfinished = object.list("unfinished").compactMap(InboxStatus.Unfinished.init)
        unwatched = object.list("unwatched").compactMap(InboxStatus.Unwatched.init)
        func count(_ name: Text, _ listed: Int) -> Int {
            guard case .object(let counts)? = object["counts"], let count = counts.integer(name) else { return listed }
            return max(listed, Int(clamping: count))
        }
        counts = Counts(
            suspended: count("suspended", suspended.count), waiting: count("waiting", waiting.count),
            unfinished: count("unfinished", unfinished.count))
    }

    /// ``json`` with the inodes of ``waiting``, for the next daemon.
    var stored: JSON {
        guard case .object(var object) = json else { return json }
        object["inodes"] = .array(waiting.prefix(Self.mostEntries).map { .string(Text(String($0.inode))) })
        return .object(object)
    }

    /// `{process, written, stall, walHeldSince, counts, suspended, waiting, unfinished, unwatched}`; of each list the first thousand.
    public var json: JSON {
        [
            "process": .integer(Int64(process)), "written": JSON(written), "stall": stall?.json ?? .null,
            "walHeldSince": walHeldSince.map { JSON($0) } ?? .null,
            "counts": [
                "suspended": JSON(counts.suspended), "waiting": JSON(counts.waiting),
                "unfinished": JSON(counts.unfinished),
            ],
            "suspended": .array(suspended.prefix(Self.mostEntries).map(\.json)),
            "waiting": .array(waiting.prefix(Self.mostEntries).map(\.json)),
            "unfinished": .array(unfinished.prefix(Self.mostEntries).map(\.json)),
            "unwatched": .array(unwatched.prefix(Self.mostEntries).map(\.json)),
        ]
    }
}

extension InboxStatus.IntakeBlocked {
    fileprivate init?(_ object: JSONObject) {
        guard let reason = object.text("reason"), let remedy = object.text("remedy"), let since = object.time("since")
        else { return nil }
        self.init(reason: reason.string, remedy: remedy.string, since: since)
    }

    fileprivate var json: JSON {
        ["reason": .string(Text(reason)), "remedy": .string(Text(remedy)), "since": JSON(since)]
    }
}

extension InboxStatus.Suspended {
    fileprivate init?(_ object: JSONObject) {
        guard let file = object.text("file"), let reason = object.text("reason"), let remedy = object.text("remedy"),
            let since = object.time("since"), let until = object.time("until")
        else { return nil }
        self.init(
            file: file, isDirectory: object["directory"] == .bool(true), reason: reason, remedy: remedy, since: since,
            until: until)
    }

    fileprivate var json: JSON {
        [
            "file": .string(file), "directory": .bool(isDirectory), "reason": .string(reason),
            "remedy": .string(remedy), "since": JSON(since), "until": JSON(until),
        ]
    }
}

extension InboxStatus.Waiting {
    fileprivate init?(_ object: JSONObject) {
        guard let file = object.text("file"), let story = object.text("story").flatMap({ StoryID($0) }),
            let missing = object.text("for"), let since = object.time("since"), let until = object.time("until")
        else { return nil }
        self.init(file: file, story: story, missing: missing, since: since, until: until)
    }

    fileprivate var json: JSON {
        [
            "file": .string(file), "story": .string(story.text), "for": .string(missing), "since": JSON(since),
            "until": JSON(until),
        ]
    }
}

extension InboxStatus.Unfinished {
    fileprivate init?(_ object: JSONObject) {
        guard let file = object.text("file"), let state = object.text("state"), let until = object.time("until")
        else { return nil }
        self.init(file: file, isOpen: state == "open", isPerhapsOpen: state == "perhaps-open", until: until)
    }

    fileprivate var json: JSON {
        let state: Text = isOpen ? "open" : isPerhapsOpen ? "perhaps-open" : "settling"
        return ["file": .string(file), "state": .string(state), "until": JSON(until)]
    }
}

extension InboxStatus.Unwatched {
    fileprivate init?(_ object: JSONObject) {
        guard let source = object.text("source"), let directories = object.integer("directories") else { return nil }
        self.init(source: source, directories: Int(clamping: directories))
    }

    fileprivate var json: JSON { ["source": .string(source), "directories": JSON(directories)] }
}

extension JSONObject {
    fileprivate func text(_ key: Text) -> Text? {
        if case .string(let text)? = self[key] { text } else { nil }
    }

    fileprivate func integer(_ key: Text) -> Int64? {
        if case .integer(let integer)? = self[key] { integer } else { nil }
    }

    fileprivate func time(_ key: Text) -> RecordedTime? { text(key).flatMap { RecordedTime($0.string) } }

    fileprivate func list(_ key: Text) -> [JSONObject] {
        guard case .array(let elements)? = self[key] else { return [] }
        return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}
