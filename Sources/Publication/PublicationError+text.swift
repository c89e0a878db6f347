import EventLog
import Files
import Glibc
import MerkleLog

extension PublicationError: CustomStringConvertible {
    /// The same as ``message``.
    public var description: String { message }

    /// What was refused, what was found.
    public var message: String {
        switch self {
        case .behind(let file, let published, let found):
            "signing refused: \(file) says that \(published) events were published, and the ledger has only \(found)"
        case .forked(let file, let size, let published, let found):
            "signing refused: the first \(size) events are not those that were published: \(file) has the root "
                + "\(published), the ledger \(found)"
        case .renamed(let file, let expected, let found):
            "signing refused: \(file) is of the log \(found); this ledger's log is \(expected)"
        case .headLost(let file, let known):
            "signing refused: \(file) is gone; the ledger has signed \(known) events, perhaps more since"
        case .unreadableCheckpoint(let file, let reason): "signing refused: \(file) cannot be read: \(reason)"
        case .foreignCheckpoint(let file, let expected, let found):
            "signing refused: \(file) is of the log \(found); this is \(expected)"
        case .nothingToAccept(let size): "there is no fork to accept: the \(size) events extend what was published"
        case .noReason: "a fork is not accepted without a reason"
        case .noKey(let path): "there is no signing key at \(path)"
        case .strangeKey(let path, let known):
            "signing refused: the key at \(path) has never signed this log; it was signed with \(known)"
        case .keyLost(let path, let known):
            "there is no signing key at \(path), and nobody else can vouch for a new one: the log was signed with \(known)"
        case .keyNotLost(let path): "the key at \(path) has signed this log: it is not lost"
        case .exposedKey(let path, let mode):
            "signing key refused: others may read \(path), its mode is \(String(mode, radix: 8))"
        case .badKey(let path, let line, let reason): "signing key refused: \(path), line \(line): \(reason)"
        case .keptElsewhere(let path): "the signing key comes from \(path) and cannot be changed here"
        case .noRotation(let path): "no rotation is under way: \(path) has one key"
        case .rotationUnfinished(let path): "a rotation is under way: \(path) has two keys"
        case .noQuorum(let path): "publication waits for a quorum, and \(path) names none"
        case .badWitness(let path, let line, let reason): "\(path), line \(line): \(reason)"
        case .busy(let path): "another process is publishing; it holds \(path)"
        case .system(let action, let path, let code): "cannot \(action) \(path): \(SystemReason.text(code))"
        case .log(let error): error.message
        case .tree(let error): error.description
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .behind, .forked, .renamed:
            "if another machine, or a copy of this ledger, signs with the same key, stop one of the two; else restore the "
                + "newest backup; if those events are lost for good, say so with 'storyledger publish --accept-fork REASON'"
        case .headLost(let file, _):
            "fetch the newest checkpoint from where the log is served, and keep it as \(file)"
        case .unreadableCheckpoint(let file, _):
            "fetch the newest checkpoint from where the log is served, and keep it as \(file)"
        case .foreignCheckpoint: "put this ledger's own files there"
        case .nothingToAccept: "publish without --accept-fork"
        case .noReason: "say what happened to the events that were published"
        case .noKey(let path):
            "put the key back from where it is kept safe: \(FileOwner.install(path)); \(ServiceCredential.remedy())"
        case .strangeKey(let path, _), .keyLost(let path, _):
            "put the key back from where it is kept safe, such as a backup or a credential of the service: "
                + "\(FileOwner.install(path)); if it is lost for "
                + "good, say so with 'storyledger key rotate --old-key-is-lost', and give readers the new key yourself"
        case .keyNotLost: "rotate without --old-key-is-lost"
        case .exposedKey(let path, _): "chmod 600 \(path); if another person may have read it, 'storyledger key rotate'"
        case .badKey(let path, _, _):
            "put the key back from where it is kept safe, such as a backup: \(FileOwner.install(path))"
        case .keptElsewhere:
            "put the line that 'storyledger key new' prints before the one in the service's credential, restart the service, "
                + "and give this command again"
        case .noRotation: "begin one with 'storyledger key rotate'"
        case .rotationUnfinished: "finish it with 'storyledger key rotate --finish'"
        case .badWitness: "write 'witness NAME VKEY URL', the key as the witness publishes it; see c2sp.org/tlog-policy"
        case .noQuorum: "add a line 'quorum NAME' to it; see c2sp.org/tlog-policy"
        case .busy: "try again"
        case .system(_, let path, let code):
            // A file system that was shut gives many errors.
            if ![EACCES, EPERM].contains(code),
                let refusal = FileSystemRoom(of: LedgerFile.directory(of: path))?.refusal
            {
                refusal.remedy(of: path)
            } else {
                switch code {
                case ENOSPC, EDQUOT: "make room; what was recorded is published then"
                case EACCES, EPERM: FileOwner.mend(path)
                case EROFS: "mount the file system for writing"
                default: "check the disk and the permissions"
                }
            }
        case .log(let error): error.remedy
        case .tree: "run 'storyledger verify'; restore the ledger from a backup if it finds damage"
        }
    }
}

/// Runs `body`, and converts a log's errors to publication errors.
func withLog<Value>(_ body: () throws(EventLogError) -> Value) throws(PublicationError) -> Value {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}

/// Runs `body`, and converts a tree's errors to publication errors.
func withTree<Value>(_ body: () throws(MerkleLogError) -> Value) throws(PublicationError) -> Value {
    do throws(MerkleLogError) { return try body() } catch {
        if case .unreadable(_, let cause as EventLogError) = error { throw .log(cause) }
        throw .tree(error)
    }
}
