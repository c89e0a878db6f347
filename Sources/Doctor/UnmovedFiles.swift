import EventLog
import Files
import Glibc
import LedgerService

/// Files that are recorded, and that a running daemon could not move out of the inbox.
struct UnmovedFiles {
    /// The most that are named one by one.
    private static let most = 20
    /// How long a move may take, in microseconds.
    private static let patience: Int64 = 10_000_000

    let ledger: LedgerDirectory
    /// The ledger's user; nil where the system does not know it.
    let account: Account?

    init(_ ledger: LedgerDirectory) {
        var root = stat()
        self.init(ledger, account: stat(ledger.path, &root) == 0 ? Account(root.st_uid) : nil)
    }

    init(_ ledger: LedgerDirectory, account: Account?) {
        self.ledger = ledger
        self.account = account
    }

    /// One fault for each file, with what keeps it where it is.
    func run(_ store: SQLiteEventStore) throws(EventLogError) -> [Diagnosis] {
        let now = SystemClock.now()
        var found: [Diagnosis] = []
        var others = 0
        for move in try store.pendingMoves() {
            let path = Array("\(ledger.inbox)/".utf8) + move.from
            var file = stat()
            guard lstat(Self.terminated(path), &file) == 0, UInt64(file.st_ino) == move.inode,
                let receipt = try store.receipt(number: move.receipt),
                now.microseconds - receipt.recorded.microseconds > Self.patience
            else { continue }
            guard found.count < Self.most else {
                others += 1
                continue
            }
            let (reason, remedy) = obstacle(path)
            found.append(
                Diagnosis(
                    "unmoved", .fault, "\(Self.shown(move.from)): it is recorded, and still in the inbox\(reason)",
                    remedy: "\(remedy); the daemon tries again every ten minutes at least, and at its start"))
        }
        if others > 0 {
            found.append(
                Diagnosis(
                    "unmoved", .fault, "\(others) more \(others == 1 ? "is" : "are") recorded, and still in the inbox",
                    remedy: "storyledger inbox status"))
        }
        return found
    }

    /// What keeps a file in its directory, and what mends that.
    private func obstacle(_ path: [UInt8]) -> (reason: String, remedy: String) {
        let folder = DirectoryNames.directory(of: path)
        if let remedy = FileOwner.unlocking(path) { return (": nobody can change it (chattr +i)", remedy) }
        var facts = stat()
        guard let account, stat(Self.terminated(folder), &facts) == 0 else { return Self.unknown }
        if facts.st_mode & S_ISVTX != 0, facts.st_uid != account.id, account.id != 0 {
            return (": the sticky bit of \(Self.shown(folder)) is set", "chmod -t \(ShellWord.quoted(folder))")
        }
        guard !account.has(.write, to: facts) || !account.has(.enter, to: facts) else { return Self.unknown }
        let isSource = DirectoryNames.directory(of: folder) == Array(ledger.inbox.utf8)
        return (
            ": \(account.name) cannot take files from \(Self.shown(folder))",
            facts.st_uid == account.id
                ? "chmod u+rwx \(ShellWord.quoted(folder))"
                : isSource ? PathChecks.asSource(folder) : "chown \(account.name): \(ShellWord.quoted(folder))"
        )
    }

    private static let unknown = (
        reason: "", remedy: "journalctl -u storyledgerd -g 'still in the inbox' says why, and what mends it"
    )

    private static func terminated(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }

    /// A path, which need not be UTF-8: names of files are their producers'.
    private static func shown(_ path: [UInt8]) -> String {
        String(validating: path, as: UTF8.self) ?? ShellWord.quoted(path)
    }
}
