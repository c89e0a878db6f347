import ArgumentParser
import EventLog
import Foundation
import Standing

struct StatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the state of the ledger.",
        discussion: """
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
        if metrics { return try Terminal.write(Array(standing.metrics().text.utf8)) }
        if output.isJSON { return try standing.json.printDocument() }
        for (name, value) in standing.rows { try Terminal.print("\(name.padded(to: 11))\(value.onOneLine)") }
    }

    private func read(_ store: SQLiteEventStore) throws(Failure) -> LedgerStanding {
        try orFail { () throws(StandingError) in
            try LedgerStanding(ledger.directory, store, environment: ProcessInfo.processInfo.environment)
        }
    }
}
