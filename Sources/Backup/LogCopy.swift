import EventLog
import Glibc
import Verification

/// The copy of a log in a backup.
enum LogCopy {
    /// Checks a copy against itself.
    ///
    /// - Parameters:
    ///   - path: The copy.
    ///   - secret: The ledger's secret; nil to leave seals unchecked.
    ///   - report: Takes each finding.
    static func verify(
        _ path: String, secret: SecretFile?, _ report: (Finding) -> Void,
        progress: (_ done: Int64, _ all: Int64) -> Void = { _, _ in }
    ) throws(EventLogError) -> (summary: Verifier.Summary, store: SQLiteEventStore) {
        // What SQLite makes beside the copy while it is read.
        defer { for ending in ["-wal", "-shm"] { unlink(path + ending) } }
        // A file of that name beside the copy may have any mode: it is compared with the manifest, and not used.
        let secret = secret ?? SecretFile(ledger: path + ".without")
        let store = try SQLiteEventStore(path: path, access: .readOnly, secret: secret)
        var scope = Verifier.Scope()
        // A log that cannot be read is a finding.
        do throws(EventLogError) { scope.forks = Array(try LogLineage(store).origins.dropFirst()) } catch {}
        return (try Verifier(store, scope).run(report, progress: progress), store)
    }
}
