import CanonicalJSON
import Files
import Glibc
import MerkleLog

/// The file of known logs, like `known_hosts` for hosts: one JSON object a line, a line for each log.
///
///     {"checkpoints":["NOTE"],"earlier":["VKEY"],"keys":["VKEY"],"met":["NOTE"],"origin":"news.example.org/ledger",
///      "statements":["NOTE"]}
public struct KnownLogs: Sendable {
    /// The path of the file.
    public let path: String

    /// Length of the longest file read, in bytes.
    private static let longest = 1 << 26

    /// - Parameter path: The file, which need not exist.
    public init(path: String) { self.path = path }

    /// The file of this user, at the path that the XDG Base Directory Specification gives.
    ///
    /// - Parameter environment: All environment variables.
    /// - Throws: ``KnownLogsFault`` if neither `XDG_STATE_HOME` nor `HOME` is an absolute path.
    public init(environment: [String: String]) throws(KnownLogsFault) {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            path = "\(state)/storyledger/known-logs"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            path = "\(home)/.local/state/storyledger/known-logs"
        } else {
            throw KnownLogsFault("neither XDG_STATE_HOME nor HOME says where known logs are kept")
        }
    }

    /// Reads all logs; none if there is no file.
    public func read() throws(KnownLogsFault) -> [KnownLog] {
        try refuseOpenFile()
        let bytes: [UInt8]?
        do throws(PublicFilesFault) { bytes = try PublicDirectory(directory).read(name, atMost: Self.longest) } catch {
            throw KnownLogsFault(error.message)
        }
        guard let bytes else { return [] }
        guard bytes.count <= Self.longest else {
            throw KnownLogsFault("\(path): it is longer than \(Self.longest) bytes")
        }
        var logs: [KnownLog] = []
        for (place, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let log = KnownLog(line: Array(line)) else {
                throw KnownLogsFault("\(path), line \(place + 1): expected {checkpoints, keys, origin}")
            }
            guard log.isSigned else {
                throw KnownLogsFault(
                    "\(path), line \(place + 1): the file is damaged: no key beside it signed a checkpoint of \(log.origin) there"
                )
            }
            logs.append(log)
        }
        return logs
    }

    /// Refuses a file that others can write, or put another in its place, as `ssh` does.
    private func refuseOpenFile() throws(KnownLogsFault) {
        for (path, mode) in [(path, "600"), (directory, "700")] {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & 0o022 != 0 else { continue }
            // In a directory such as /tmp nobody can replace the file of another.
            guard path == self.path || status.st_mode & S_ISVTX == 0 else { continue }
            let found = String(status.st_mode & 0o777, radix: 8)
            throw KnownLogsFault(
                "\(path): others can write it (mode \(found)), and could have put keys into it",
                remedy: "chmod \(mode) \(path)")
        }
    }

    /// Stores a log in place of its earlier entry.
    ///
    /// A newer checkpoint that another process stored meanwhile stays, and is checked the next time.
    public func remember(_ log: KnownLog) throws(KnownLogsFault) {
        let own = log.keys + log.earlier
        try update({ $0.index(of: log.origin, for: own, by: log.statements) }) { known in
            guard let known = known?.evidence(log.statements) else { return log }
            let newer = zip(known.notes, known.checkpoints).filter { $1.size > log.newestSize ?? 0 }.map(\.0)
            var new = KnownLog(
                origin: log.origin, keys: log.keys,
                earlier: (known.earlier + known.keys).filter { !log.keys.contains($0) },
                notes: log.notes + newer, met: log.met + known.met.filter(newer.contains),
                settled: known.settled.filter { !log.settled.contains($0) } + log.settled,
                statements: log.statements + known.statements.filter { !log.statements.contains($0) })
            new.contradictions = known.contradictions
            return new
        }
    }

    /// Adds a checkpoint that was met outside of a look, such as in a proof.
    ///
    /// - Parameters:
    ///   - note: The checkpoint, its signatures checked.
    ///   - signers: The keys that signed it.
    ///   - statements: The log's statements about its keys.
    ///   - isLook: Whether it was met where all of the log was looked at; else it vouches for no other file.
    ///   - lost: Keys that the user says are lost: the signers are believed in their place.
    ///   - settled: Trees that were met in files, and that a look found the log to begin with.
    /// - Returns: What ``KnownLog/unsettled(_:)`` says of the checkpoint then; or the conflict, and then nothing is changed.
    public func meet(
        _ note: SignedNote, of origin: String, signedBy signers: [VerifierKey], _ statements: [Succession] = [],
        isLook: Bool = false, lost: [VerifierKey] = [], settling settled: [Checkpoint] = []
    ) throws(KnownLogsFault) -> Result<KnownLog.Sighting?, KnownLogConflict> {
        var result = Result<KnownLog.Sighting?, KnownLogConflict>.success(nil)
        try update({ logs in
            let index = logs.index(of: origin, for: signers + lost, by: statements)
            return isLook ? index : index ?? logs.firstIndex { $0.origin.utf8.elementsEqual(origin.utf8) }
        }) { known in
            guard let known else {
                var trusted = TrustedKeys(signers)
                trusted.follow(statements)
                return KnownLog(
                    origin: origin, keys: trusted.keys, earlier: trusted.earlier, notes: [note],
                    met: isLook ? [] : [note], statements: KnownLog.own(statements, signers))
            }
            do throws(KnownLogConflict) {
                let met = try known.meeting(note, signedBy: signers, statements, isLook: isLook, lost: lost)
                    .settling(settled)
                result = .success(met.unsettled(note))
                return met
            } catch {
                result = .failure(error)
                guard case .differs(_, let size, _, _, _) = error,
                    let other = zip(known.notes, known.checkpoints).first(where: { $1.size == size })?.0
                else { return known }
                return known.adding(other, against: note)
            }
        }
        return result
    }

    /// As ``meet(_:of:signedBy:_:isLook:lost:settling:)``, and nothing is changed.
    public func compare(
        _ note: SignedNote, of origin: String, signedBy signers: [VerifierKey], _ statements: [Succession] = []
    ) throws(KnownLogsFault) -> Result<KnownLog.Sighting?, KnownLogConflict> {
        let logs = try read()
        let index =
            logs.index(of: origin, for: signers, by: statements)
            ?? logs.firstIndex { $0.origin.utf8.elementsEqual(origin.utf8) }
        guard let known = index.map({ logs[$0] }) else { return .success(nil) }
        do throws(KnownLogConflict) {
            return .success(try known.meeting(note, signedBy: signers, statements).unsettled(note))
        } catch {
            return .failure(error)
        }
    }

    /// Remembers what the log said of its keys and names where nothing else is remembered, as of a file that was refused because
    /// of it.
    ///
    /// - Parameter keys: Keys of the log that the user gave.
    public func learn(_ statements: [Succession], of origin: String, from keys: [VerifierKey]) throws(KnownLogsFault) {
        guard !KnownLog.own(statements, keys).isEmpty else { return }
        try update({ $0.index(of: origin, for: keys, by: statements) }) { known in
            guard let known else {
                var trusted = TrustedKeys(keys)
                trusted.follow(statements)
                return KnownLog(
                    origin: origin, keys: trusted.keys, earlier: trusted.earlier, notes: [],
                    statements: KnownLog.own(statements, keys))
            }
            return known.learning(statements)
        }
    }

    /// Remembers two trees that contradict each other, both signed by keys of the log.
    public func keep(_ pair: KnownLog.Contradiction, of log: KnownLog) throws(KnownLogsFault) {
        try update({ $0.index(of: log.origin, for: log.keys + log.earlier, by: log.statements) }) { known in
            (known ?? log).adding(pair.first, against: pair.second)
        }
    }

    /// Changes one entry under a lock.
    private func update(
        _ choose: ([KnownLog]) -> Int?, _ change: (KnownLog?) -> KnownLog
    ) throws(KnownLogsFault) {
        try makeDirectories()
        let lock = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .system("\(path).lock") }
        defer { close(lock) }
        guard uninterrupted({ flock(lock, LOCK_EX) }) == 0 else { throw .system("\(path).lock") }
        var logs = try read()
        let index = choose(logs)
        let new = change(index.map { logs[$0] })
        if let index {
            guard logs[index] != new else { return }
            logs[index] = new
        } else {
            logs.append(new)
        }
        try write(logs.flatMap(\.line))
    }

    /// Replaces the file atomically; only the user may read it.
    private func write(_ bytes: [UInt8]) throws(KnownLogsFault) {
        let draft = "\(path).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(draft) }
        do throws(SystemFault) {
            defer { close(descriptor) }
            try Descriptor.write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw .last }
        } catch {
            throw KnownLogsFault("\(draft): \(error.reason)")
        }
        guard rename(draft, path) == 0 else { throw .system(path) }
        do throws(SystemFault) { try DirectoryNames.sync(directory) } catch {
            throw KnownLogsFault("\(directory): \(error.reason)")
        }
    }

    private func makeDirectories() throws(KnownLogsFault) {
        var made = ""
        for part in directory.split(separator: "/", omittingEmptySubsequences: true) {
            made += (made.isEmpty && !directory.hasPrefix("/") ? "" : "/") + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw .system(made) }
        }
    }

    private var directory: String { DirectoryNames.directory(of: path) }

    private var name: String { DirectoryNames.name(of: path) }
}

/// Why the file of known logs cannot be read or written.
public struct KnownLogsFault: Error, Hashable, Sendable {
    /// The file and the reason.
    public let message: String
    /// What to do; nil where the reason says it.
    public let remedy: String?

    init(_ message: String, remedy: String? = nil) { (self.message, self.remedy) = (message, remedy) }

    /// The message and the remedy on one line.
    public var line: String { message + (remedy.map { "; \($0)" } ?? "") }

    /// The last error of the system, for a path.
    static func system(_ path: String) -> KnownLogsFault {
        KnownLogsFault("\(path): \(SystemReason.last)")
    }
}
