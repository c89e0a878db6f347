import ArgumentParser
import Backup
import EventLog
import Foundation
import LedgerService
import Projections

struct RestoreVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of a lost or damaged ledger.",
        discussion: """
            SRC is what 'storyledger backup' made: a directory, a tar file, or '-' for a tar file on standard input. The \
            ledger is the one that --ledger names. The daemon must be stopped.

            The backup is checked first. Then its files are copied, the public log is written as readers saw it, and the \
            old ledger's files are set aside in a directory whose name is printed; nothing is deleted. The inbox with its \
            waiting files stays, and so do a key and a secret that the backup does not have. An interrupted run is \
            completed by running it again.

            A ledger that has or has published more events than the backup is refused without --replace-newer. Where \
            readers have seen more than the backup holds, the public log stays as they saw it, and nothing is signed until \
            you have decided: see 'storyledger publish --accept-fork'.

            The daemon's settings in the backup are not put back, and the directories of sources are not made: where they \
            are, and what makes them, is said at the end. So is how to find out, before the daemon starts, whether others have \
            seen more of the log than the backup holds.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("The backup: a directory, a tar file, or '-'.", valueName: "src"))
    var source: String

    @Flag(name: .customLong("replace-newer"), help: "Replace a ledger that has more events than the backup, too.")
    var replacesNewer = false

    func run() throws {
        let directory = LedgerDirectory(try absolute(ledger.directory.path))
        let lock = try takeLock(directory)
        defer { withExtendedLifetime(lock) {} }
        var failure: Failure?
        var bar = Progress("restore", unit: "files")
        let parent = URL(fileURLWithPath: directory.path).deletingLastPathComponent().path
        let summary = try TarFile.asDirectory(source, beside: source == "-" ? parent : nil) { path throws(Failure) in
            try orFail { () throws(BackupError) in
                try Restoration(path, to: directory.path, secret: directory.secret).run(
                    replacingNewer: replacesNewer,
                    report: { finding in
                        bar.clear()
                        do throws(Failure) { try finding.print(isJSON: output.isJSON) } catch {
                            failure = failure ?? error
                        }
                    },
                    progress: { bar.show($0, of: $0) })
            }
        }
        bar.clear()
        if let failure { throw failure }
        let store = try open(directory)
        fold(store, directory)
        try directory.noteReplacement(by: store.ledger.origin)
        let names = try orFail { () throws(EventLogError) in try store.sources() }
        try summary.print(directory, from: source == "-" ? "the backup" : source, names, isJSON: output.isJSON)
    }

    /// Keeps a daemon away; nil if there is no directory yet.
    private func takeLock(_ directory: LedgerDirectory) throws(Failure) -> LedgerLock? {
        guard FileManager.default.fileExists(atPath: directory.path) else { return nil }
        do throws(StartError) { return try LedgerLock(directory) } catch {
            throw Failure(Failure.tryAgain, error.message, remedy: error.remedy)
        }
    }

    private func open(_ directory: LedgerDirectory) throws(Failure) -> SQLiteEventStore {
        try orFail { () throws(EventLogError) in
            try directory.makeMissing()
            return try directory.open(.readOnly)
        }
    }

    /// Persists the projections, so that the first reader does not wait for them.
    private func fold(_ store: SQLiteEventStore, _ directory: LedgerDirectory) {
        var bar = Progress("fold", unit: "events")
        if let fault = store.secretFault { Failure.say(fault.message, remedy: fault.remedy) }
        do throws(ViewsError) {
            _ = try Views(store, path: directory.views).catchUp(show: { bar.show($0.position.value, of: $0.size) })
        } catch {
            Failure.say(error.message, remedy: "the record is restored; reading verbs fold what is missing")
        }
        bar.clear()
    }
}
