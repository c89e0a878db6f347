import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct ActivityVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activity", abstract: "Show what was recorded each day, newest day first.",
        discussion: """
            Days are of the ledger's clock, in the zone of --zone, else in UTC. STORIES had an event that day, BEGUN began \
            that day. An unannounced edit changed text with no note; a correction says so, or names claims that it corrects; a \
            backdated event was recorded more than an hour after it happened; one that is out of order was recorded after \
            one of its story that happened later.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: ListingOptions
    @OptionGroup var cuts: CutOptions

    @Option(help: ArgumentHelp("Only days from this one on, such as 2026-03-02 or yesterday.", valueName: "day"))
    var since: String?

    @Option(
        name: [.long, .customShort("n", allowingJoined: true)],
        help: ArgumentHelp("At most this many days.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1; found \(limit)") }
    }

    func run() throws {
        let zone = try cuts.times.namedZone() ?? .utc
        let first = try since.map { text throws(Failure) in
            zone.local(at: try cuts.times.read(text, .beginning, for: "--since", in: zone).time.seconds).dateText
        }
        let days = try days(in: zone, since: first)
        if output.isJSON {
            for day in days { try Activity.json(of: day, in: zone).printLine() }
            return
        }
        let names = ["day"] + Activity.counts
        let rows = days.map { day in names.map { day.cell(Text($0)) } }
        if output.isTSV { return try TabSeparated.print(names, rows) }
        Pager.start()
        try cuts.echo()
        try Terminal.print("days in \(zone.name)\(first.map { ", since \($0)" } ?? "")".styled(.dim))
        var table = Table(
            [
                "DAY", "EVENTS", "STORIES", "BEGUN", "VERSIONS", "UNANNOUNCED", "CORRECTED", "WITHHELD", "BACKDATED",
                "OUT OF ORDER",
            ], flexible: 0)
        for row in rows { table.add(row) }
        try table.print()
    }

    /// The days from one on, newest first. Days of UTC are persisted, those of another zone folded from the log.
    private func days(in zone: Zone, since first: String?) throws(Failure) -> [JSONObject] {
        let store = try ledger.open()
        let rows = ProjectionRows(store, ledger.directory)
        let cut = try cuts.ledgerCut(store)
        guard zone.name != Zone.utc.name else {
            var query = RowQuery(order: [.down("day")], limit: limit)
            if let first { query.conditions.append(.init("day", .atLeast, .string(Text(first)))) }
            return try rows.read(Activity.self, cut) { rows throws(ViewsError) in
                try rows.tally(by: ["day"], summing: Activity.counts, query)
            }
        }
        let days = try orFail { () throws(ViewsError) in
            let folded = try rows.fold(QuarterHours.self, cut)
            var days = ZonedDays(zone)
            try folded.rows.each { row in
                days.add(row)
                return true
            }
            return days.rows
        }
        let wanted = days.filter { day in first.map { day.name >= $0 } ?? true }.map(\.value)
        return limit.map { Array(wanted.prefix($0)) } ?? wanted
    }
}

/// Sums quarters of an hour into the days of a zone.
private struct ZonedDays {
    private let zone: Zone
    private var days: [String: [String: Int64]] = [:]
    private var stories: [String: Set<Text>] = [:]

    init(_ zone: Zone) { self.zone = zone }

    mutating func add(_ row: ProjectedRow) {
        guard case .integer(let number)? = row.value["number"] else { return }
        let day = zone.local(at: number * QuarterHours.length).dateText
        stories[day, default: []].insert(row.story)
        for name in Activity.counts {
            if case .integer(let count)? = row.value[Text(name)] { days[day, default: [:]][name, default: 0] += count }
        }
    }

    /// Newest first, with the members of ``Activity``'s tally.
    var rows: [(name: String, value: JSONObject)] {
        days.sorted { $0.key > $1.key }.map { day, counts in
            var value: JSONObject = ["day": .string(Text(day))]
            for name in Activity.counts { value[Text(name)] = .integer(counts[name] ?? 0) }
            value["stories"] = JSON(stories[day]?.count ?? 0)
            return (day, value)
        }
    }
}
