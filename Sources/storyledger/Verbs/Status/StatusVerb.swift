import ArgumentParser
import EventLog
import Foundation
import LedgerService
import LedgerStatus

struct StatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the state of the ledger.",
        discussion: """
            A running daemon is asked what keeps it from its work. The exit status is 1 if something does, if systemd has given \
            the service up or starts it again and again, if the service is enabled and does not run, or if the log is damaged, \
            else 0. Of several services on a machine, it looks at the one that serves this ledger.

            --metrics prints the numbers as Prometheus reads them: written to a file of node_exporter's textfile \
            collector now and then, they can be watched and alerted on.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Print the numbers in Prometheus' text format.")
    var metrics = false

    func validate() throws {
        if metrics, output.isJSON { throw ValidationError("--metrics and --json are two formats; give one") }
    }

    func run() throws {
        let standing = try read(ledger.open())
        // The numbers say it themselves.
        if metrics { return try Terminal.write(Array(standing.metrics(standing.report?.health).text.utf8)) }
        if output.isJSON {
            try standing.json.printDocument()
        } else {
            for (name, value) in standing.rows { try Terminal.print("\(name.padded(to: 11))\(value.onOneLine)") }
        }
        if standing.isFaulty { throw ExitCode(Failure.different) }
    }

    private func read(_ store: SQLiteEventStore) throws(Failure) -> LedgerStanding {
        let environment = ProcessInfo.processInfo.environment
        let directory = LedgerDirectory(try absolute(ledger.directory.path))
        let daemon = LedgerDaemon(
            of: directory, configuration: BackupVerb.standardConfiguration, environment: environment)
        return try orFail { () throws(StandingError) in
            try LedgerStanding(ledger.directory, store, environment: environment, daemon: daemon)
        }
    }
}
