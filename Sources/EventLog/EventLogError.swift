import Files
import StoryEvents

/// Why the log could not be read or written.
public enum EventLogError: Error, Hashable, Sendable {
    /// A story was not where an append expected it. Nothing was written.
    case revisionMismatch(story: StoryID, expected: ExpectedRevision, found: Revision?)
    /// There is an event of that identity already. Nothing was written.
    case recorded(RecordedIdentity)
    /// There is no ledger there.
    case missing(path: String)
    /// There is no ledger where this machine's service had one, of that origin, on that mount; so many files wait in an inbox there.
    case gone(path: String, origin: String, mount: NotedMount?, waiting: Int)
    /// There is another ledger where this machine's service had one.
    case another(OtherLedger)
    /// This machine's service has opened the same log in another place later: what is here is a copy that was left behind.
    case copy(LeftCopy)
    /// There are remains of a ledger, and no log.
    case lost(path: String, remains: [String])
    /// The directory has other things than a ledger's.
    case noLedgerHere(path: String, count: Int)
    /// There is something there already.
    case exists(path: String)
    /// The file is no ledger.
    case notALedger(path: String)
    /// The ledger was written by a newer program.
    case newerProgram(path: String, found: Int, known: Int)
    /// The ledger was made before a table was added that this program needs.
    case lacksTables(path: String, [String])
    /// Another process held the log for too long.
    case busy(path: String)
    /// The machine's clock is not believed, and events cannot be dated.
    case clock(ClockFault)
    /// The disk is full.
    case outOfSpace(path: String)
    /// The file cannot be written.
    case readOnly(path: String)
    /// This user has no right to the file.
    case denied(path: String, reason: String)
    /// The file was deleted or replaced since it was opened. Nothing was written.
    case replaced(path: String)
    /// What was read is not what was written.
    case damaged(path: String, String)
    /// The ledger's secret is not there, or this user may not read it.
    case noSecret(path: String, reason: String)
    /// A restore has ended before the log was in its place.
    case interrupted(path: String)
    /// Anything else the system refused.
    case failed(path: String, String)

    /// What was refused, what was found.
    public var message: String {
        switch self {
        case .revisionMismatch(let story, let expected, let found):
            "append to \(story) refused: expected \(Self.text(expected)), found \(found.map { "revision \($0)" } ?? "no story")"
        case .recorded(let found):
            "an event of that identity was recorded at \(found.position), of the story \(found.story)"
        case .missing(let path): "there is no ledger at \(path)"
        case .gone(let path, let origin, _, let waiting):
            "there is no ledger at \(path), where this machine's service had \(origin)" + Self.waiting(waiting)
        case .another(let other): other.message + Self.waiting(other.waiting)
        case .copy(let copy): copy.message + Self.waiting(copy.waiting)
        case .lost(let path, let remains):
            "\(path) has \(remains.joined(separator: ", ")), but no ledger.db: its log is gone"
        case .noLedgerHere(let path, let count):
            "\(path) is no ledger: it has \(count) other \(count == 1 ? "thing" : "things"), and no ledger.db"
        case .exists(let path): "there is a ledger at \(path) already"
        case .notALedger(let path): "\(path) is no ledger"
        case .newerProgram(let path, let found, let known):
            "\(path) was written by a newer program: its schema is \(found), this program knows \(known)"
        case .lacksTables(let path, let tables):
            "\(path) was made by an earlier program: it has no table \(tables.map { "'\($0)'" }.joined(separator: ", "))"
        case .busy(let path): "\(path) is held by another process"
        case .clock(let fault): fault.message
        case .outOfSpace(let path): "no space is left for \(path)"
        case .readOnly(let path): "\(path) cannot be written"
        case .denied(let path, let reason): "\(path): \(reason)"
        case .replaced(let path): "\(path) was deleted or replaced since it was opened"
        case .damaged(let path, let what): "\(path) is damaged: \(what)"
        case .noSecret(let path, let reason): "the ledger's secret \(path) cannot be used: \(reason)"
        case .interrupted(let path): "a restore was interrupted in \(path): there is no log yet"
        case .failed(let path, let what): "\(path): \(what)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .revisionMismatch: "read the story again and correct expectedrevision, or leave it out"
        case .recorded: "give the new event an id of its own; what was recorded cannot change"
        case .missing(let path):
            "mount its disk if it has one of its own, name another with --ledger, or make one "
                + (FileOwner.making(path, isService: false).map { "for the service: \($0)" }
                    ?? "with 'storyledger init'")
        case .gone(let path, _, let mount, let waiting):
            Self.copying(waiting) + MissingMount.advice(MissingMount(path, noted: mount))
                + "; systemctl restart storyledgerd; else restore a backup with 'storyledger restore'; for a new, empty ledger: "
                + (FileOwner.making(path, isService: true) ?? "storyledger init --ledger \(ShellWord.quoted(path))")
        case .another(let other): Self.copying(other.waiting) + other.remedy
        case .copy(let copy): Self.copying(copy.waiting) + copy.remedy
        case .lost: "restore ledger.db from a backup; to start an empty ledger, move these files away"
        case .noLedgerHere: "name the ledger's directory with --ledger; a new ledger needs an empty directory"
        case .exists: "use it as it is, or name another place with --ledger"
        case .notALedger: "name the ledger's directory with --ledger; if this was the log, restore it from a backup"
        case .newerProgram: "use the program that wrote it, or a newer one"
        case .lacksTables: "stop the daemon, make a backup, and run 'storyledger migrate'"
        case .busy(let path):
            "try again; 'fuser -v \(path)*' names the processes that have it open, 'lslocks' those that lock it"
        case .clock(let fault): fault.remedy
        case .outOfSpace: "make room; nothing was lost, and what was not taken is still where it was"
        case .readOnly(let path):
            refusal(path) ?? "check the permissions, and whether the file system is mounted read-only"
        case .denied(let path, _): FileOwner.remedy(for: path)
        case .replaced:
            "put the file back that was there, or start again with the one that is there now; nothing was lost"
        case .damaged: "stop writing to it, and restore it from a backup"
        case .noSecret(let path, _): SecretFile.remedy(path)
        case .interrupted: "run the same 'storyledger restore' again"
        case .failed(let path, _): refusal(path) ?? "check the disk and the permissions, and try again"
        }
    }

    private static func waiting(_ count: Int) -> String {
        count > 0 ? "; files wait in the inbox that is there now: \(count)" : ""
    }

    /// What a mount would hide.
    private static func copying(_ count: Int) -> String {
        count > 0 ? "copy these files away, to give them to the ledger later; " : ""
    }

    /// What to do about the file system of a file, where that takes no writes.
    private func refusal(_ path: String) -> String? {
        FileSystemRoom(of: LedgerFile.directory(of: path))?.refusal?.remedy(of: path)
    }

    private static func text(_ expected: ExpectedRevision) -> String {
        switch expected {
        case .any: "anything"
        case .none: "no story"
        case .exists: "a story"
        case .exactly(let revision): "revision \(revision)"
        }
    }
}
