import ArgumentParser
import CanonicalJSON
import EventLog
import LedgerService
import StoryEvents

struct MigrateVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring a ledger of an earlier program to the schema of this one.",
        discussion: """
            Events are not changed: tables that an earlier program did not have are made, in one transaction. A ledger of a newer \
            program is refused. Make a backup first; no daemon may run.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .customLong("dry-run"), help: "Say what would be done; write nothing.")
    var isDryRun = false

    func run() throws {
        let directory = ledger.directory
        var lock: LedgerLock?
        if !isDryRun {
            guard DaemonPresence(of: directory).isRunning != true else {
                throw Failure(
                    Failure.tryAgain, "a daemon runs on \(directory.path)",
                    remedy: "stop it first: systemctl stop storyledgerd")
            }
            if try orFail({ () throws(EventLogError) in try !SQLiteEventStore.migration(of: directory.database).isEmpty
            }) {
                do throws(StartError) { lock = try LedgerLock(directory) } catch {
                    throw Failure(Failure.tryAgain, error.message, remedy: error.remedy)
                }
            }
        }
        let migration = try orFail { () throws(EventLogError) in
            isDryRun
                ? try SQLiteEventStore.migration(of: directory.database)
                : try SQLiteEventStore.migrate(directory.database)
        }
        try withExtendedLifetime(lock) { try print(migration) }
    }

    private func print(_ migration: SchemaMigration) throws(Failure) {
        guard !output.isJSON else {
            return try JSON.object([
                "found": JSON(migration.found), "known": JSON(migration.known),
                "tables": .array(migration.tables.map { .string(Text($0)) }), "dryRun": .bool(isDryRun),
            ]).printDocument()
        }
        guard !migration.isEmpty else {
            return try Terminal.print("nothing to do: schema \(migration.found) is the one that this program writes")
        }
        let (made, raised) = isDryRun ? ("would be made", "would become") : ("made", "is now")
        if migration.found != migration.known {
            try Terminal.print("schema \(migration.found) \(raised) \(migration.known)")
        }
        for table in migration.tables { try Terminal.print("table \(table) \(made)") }
    }
}
