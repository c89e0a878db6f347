import ArgumentParser
import CanonicalJSON
import EventLog
import Projections
import StoryEvents

struct StoriesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stories", abstract: "List stories, those with the newest event first.",
        usage: """
            storyledger stories [--search <words>] [--status <status>] [--since <time>] [--until <time>] [--silent-edits] [--limit <n>]
                [--as-of <cut>] [--at <time>] [--zone <zone>]
                [--ledger <dir>] [--changes] [--json | --tsv]
            """,
        discussion: """
            --search looks through headline, dek and body as they stand; the best come first ('log --search' looks \
            through every version). Words must all be there, \
            "a phrase" as it is; ferr* finds words that begin so, -word leaves out. Case and accents do not count. In \
            scripts without spaces, and in Korean, words are found within longer ones.

            The exit status is 1 where no story has what --search, --status, --since, --until or --silent-edits asks for.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: ListingOptions
    @OptionGroup var cuts: CutOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("Only stories that say this.", valueName: "words"))
    var search: String?

    @Option(help: "Only stories with this status: published, held or killed.")
    var status: StoryState.Status?

    @Option(
        help: ArgumentHelp(
            "Only stories with an event recorded at or after a time; a date is its beginning.", valueName: "time"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Only stories whose newest event was recorded at or before a time; a date is its end.", valueName: "time"))
    var until: String?

    @Flag(help: "Only stories whose text changed without a note to readers.")
    var silentEdits = false

    @Flag(help: "Say what the newest version of each story changed, in one line; reads each story that is listed.")
    var changes = false

    @Option(
        name: [.long, .customShort("n", allowingJoined: true)], help: ArgumentHelp("At most this many.", valueName: "n")
    )
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1; found \(limit)") }
        try SearchArgument.check(search)
    }

    func run() throws {
        let begin = try since.map { text throws(Failure) in try cuts.times.read(text, .beginning, for: "--since") }
        let end = try until.map { text throws(Failure) in try cuts.times.read(text, .end, for: "--until") }
        let query = try query(since: begin?.time, until: end?.time)
        let store = try ledger.open()
        let rows = try ProjectionRows(store, ledger.directory).read(StoryIndex.self, try cuts.ledgerCut(store)) {
            rows throws(ViewsError) in try rows.rows(query)
        }
        if let search, rows.isEmpty {
            let narrowed = restriction.map { " and " + $0 } ?? ""
            Failure.say(
                "no story says '\(search)' now\(narrowed)",
                remedy:
                    "the search is of the newest text of each story; 'storyledger log --search' looks through every version. "
                    + (narrowed.isEmpty
                        ? "Search for fewer words, or for the beginning of one with * after it"
                        : "Search without the other options, or for fewer words"))
            throw ExitCode(Failure.different)
        }
        if rows.isEmpty, let restriction {
            Failure.say("no story \(restriction)", remedy: "'storyledger stories' without these options lists all")
            throw ExitCode(Failure.different)
        }
        if output.isJSON {
            for row in rows {
                try StoryIndex.json(of: row, change: changes ? newestChange(row, store) : nil).printLine()
            }
            return
        }
        if output.isTSV {
            let names: [Text] = [
                "story", "status", "version", "events", "position", "published", "recorded", "silentEdits", "headline",
            ]
            return try TabSeparated.print(
                names.map(\.string) + (search == nil ? [] : ["snippet"]),
                rows.map { row in names.map { row.value.cell($0) } + (row.snippet.map { [$0.text.string] } ?? []) })
        }
        Pager.start()
        try cuts.echo(since: begin, until: end)
        if search != nil && Terminal.isTerminal || changes {
            for row in rows { try row.print(changes ? newestChange(row, store) ?? "first version" : nil) }
            return
        }
        let counted = silentEdits ? ["silentEdits"] : []
        let names = ["story", "status", "version"] + counted + ["events", "recorded", "headline"]
        let silent = silentEdits ? ["UNANNOUNCED"] : []
        let heads = ["STORY", "STATUS", "VERSIONS"] + silent + ["EVENTS", "LAST RECORDED", "HEADLINE"]
        var table = Table(heads, flexible: heads.count - 1)
        for row in rows {
            let cells = names.map { name in
                switch name {
                case "recorded": row.value.recordedShown
                case "headline" where row.value["withheld"] != nil: "[withheld]"
                default: row.value.cell(Text(name))
                }
            }
            table.add(cells + (row.snippet.map { [$0.marked(Snippet.plainMarks)] } ?? []))
        }
        try table.print()
    }

    /// What the newest version of a story changed; nil where it is the first.
    private func newestChange(_ row: ProjectedRow, _ store: SQLiteEventStore) throws -> String? {
        let view = try store.view(of: row.value.cell("story"), try cuts.cut())
        return view.newestEdit?.summary
    }

    /// What the options ask of a story; nil where they ask for all.
    private var restriction: String? {
        let parts = [
            status.map { "has the status '\($0.rawValue)'" }, silentEdits ? "has unannounced edits" : nil,
            since.map { "has an event recorded since '\($0)'" },
            until.map { "has had its newest event recorded until '\($0)'" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }

    private func query(since: EventTime?, until: EventTime?) throws(Failure) -> RowQuery {
        var query = RowQuery(order: [.down("position")], limit: limit)
        if let status { query.conditions.append(.init("status", .equal, .string(Text(status.rawValue)))) }
        if silentEdits { query.conditions.append(.init(StoryIndex.silent, .equal, 1)) }
        for (limit, comparison) in [(since, RowQuery.Condition.Relation.atLeast), (until, .atMost)] {
            guard let limit else { continue }
            let recorded = RecordedTime(microseconds: limit.microseconds)
            query.conditions.append(.init("recorded", comparison, .string(Text(recorded.description))))
        }
        if let search { query.search = try orFail { () throws(ViewsError) in try SearchQuery(search) } }
        return query
    }
}

extension StoryState.Status: ExpressibleByArgument {}

extension ProjectedRow {
    /// A story that was found, and where.
    fileprivate func print(_ change: String?) throws(Failure) {
        let head = [value.cell("story").onOneLine.styled(.cyan), value.cell("status"), value.recordedShown]
        try Terminal.print(head.joined(separator: "  "))
        try Terminal.print("    " + value.cell("headline").onOneLine.cut(to: Terminal.width - 4).styled(.bold))
        if let change { try Terminal.print(change.onOneLine.wrapped(to: Terminal.width, indent: 4)) }
        try snippet?.print()
    }
}

extension JSONObject {
    /// When the newest event was recorded, as a page shows it.
    fileprivate var recordedShown: String {
        RecordedTime(cell("recorded"))?.shown ?? cell("recorded")
    }

    /// A member as a cell of a table: empty where it is not there.
    func cell(_ name: Text) -> String {
        switch self[name] {
        case .string(let text): text.string
        case .integer(let number): String(number)
        case .bool(let flag): flag ? "yes" : ""
        default: ""
        }
    }
}
