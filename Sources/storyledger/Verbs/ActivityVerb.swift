import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct ActivityVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activity", abstract: "Show what was recorded each day, newest day first.",
        discussion: """
            Days are of the ledger's clock, in UTC. A silent edit changed text with no note; a backdated event was \
            recorded more than an hour after it happened, or after one of its story that happened later.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: ListingOptions
    @OptionGroup var cuts: CutOptions

    @Option(help: ArgumentHelp("Only days from this one on, such as 2026-03-02.", valueName: "day"))
    var since: String?

    @Option(help: ArgumentHelp("At most this many days.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1; found \(limit)") }
    }

    func run() throws {
        var query = RowQuery(order: [.down("day")], limit: limit)
        if let since {
            do throws(CutFault) { _ = try Cut.moment(since, zone: LocalZone.name) } catch { throw Failure(error) }
            query.conditions.append(.init("day", .atLeast, .string(Text(String(since.prefix(10))))))
        }
        let days = try KeptRows(try ledger.open(), ledger.directory).read(Activity.self, try cuts.ledgerCut()) {
            rows throws(ViewsError) in try rows.tally(by: ["day"], summing: Activity.counts, query)
        }
        if output.isJSON {
            for day in days {
                var object = day
                object["count"] = nil
                try JSON.object(object).printLine()
            }
            return
        }
        let names = ["day"] + Activity.counts
        let rows = days.map { day in names.map { day.cell(Text($0)) } }
        if output.isTSV { return try TabSeparated.print(names, rows) }
        Pager.start()
        var table = Table(
            ["DAY", "EVENTS", "STORIES", "VERSIONS", "SILENT", "CORRECTED", "WITHHELD", "BACKDATED"], flexible: 0)
        for row in rows { table.add(row) }
        try table.print()
    }
}
