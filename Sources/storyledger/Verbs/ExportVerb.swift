import ArgumentParser
import CanonicalJSON
import EventLog
import Export
import Foundation
import Projections
import StoryEvents

struct ExportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write stories in forms that other programs read.",
        discussion: """
            cloudevents: event documents, one a line, to standard output or to a file. 'append' and the inbox take them. The \
            ledger that they came from takes them as duplicates. An event whose data was withheld has no document; \
            standard error and --json name it.

            --json goes with --to in every form: it prints what was written (documents, commits, or the rows of each table), and \
            changes nothing of the export itself.

            csv: a directory of tables (stories, versions, changes by sentence, moves, claims, parties) with permalinks. \
            sqlite: the same tables in one database. markdown: a directory with a file for each story. git: a repository \
            with a commit for each edit; its author is the source.

            What --to names is complete or not there. An export may replace an earlier one of the same format in which \
            nothing was changed since; anything else is refused, or with --force set aside beside it.

            Examples:
              storyledger export harbor --format cloudevents > harbor.ndjson
              storyledger export --all --format csv --to tables --site https://record.example
              storyledger export --all --format git --to history --as-of 2026-03-01
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions

    @Argument(help: "Stories: ids, or any unique beginnings of them.", completion: .story)
    var stories: [String] = []

    @Flag(help: "All stories.")
    var all = false

    @Option(help: "The form: cloudevents, csv, sqlite, markdown or git.")
    var format: ExportFormat

    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("Where to; cloudevents without it go to standard output.", valueName: "path"),
        completion: .file())
    var path: String?

    @Option(help: ArgumentHelp("The address of the audit site, for permalinks.", valueName: "url"))
    var site = ""

    @Flag(help: "Set aside what is at --to and was not written by an export.")
    var force = false

    func validate() throws {
        if all != stories.isEmpty {
            throw ValidationError(all ? "--all and stories cannot go together" : "name stories, or write --all")
        }
        guard path == nil else { return }
        if format != .cloudevents { throw ValidationError("--format \(format.rawValue) needs --to PATH") }
        if output.isJSON {
            throw ValidationError("--json needs --to PATH: without it standard output takes the documents")
        }
    }

    func run() throws {
        let store = try ledger.open()
        let cut = try cuts.cut()
        if all { _ = try cuts.ledgerCut(store) } else { try store.refuse(beyondTheLog: cut.asOf) }
        let reader = StoryReader(store)
        var names: [StoryID] = []
        for name in stories {
            let story = try orFail { () throws(StoryError) in try reader.story(named: name) }
            if !names.contains(story) { names.append(story) }
        }
        var exporter = Exporter(store, stories: all ? nil : names, cut, links: Permalinks(site: site))
        guard let path else { return try printDocuments(exporter) }
        let place = try absolute(path)
        let own = try absolute(ledger.directory.path)
        guard place != own, !place.hasPrefix(own + "/"), !own.hasPrefix(place + "/") else {
            throw Failure(
                Failure.usage, "\(path) is in the ledger's own directory, or holds it",
                remedy: "name another place with --to")
        }
        var bar = Progress("export", unit: format == .cloudevents && all ? "events" : "stories")
        exporter.progress = { done, all in bar.show(done, of: all) }
        defer { bar.clear() }
        let summary = try orFail { () throws(ExportError) in
            try exporter.write(format, to: try ExportDestination(place, format, isForced: force))
        }
        bar.clear()
        try print(summary, path)
    }

    private func printDocuments(_ exporter: Exporter) throws {
        let summary: Exporter.Summary
        do { summary = try exporter.documents { try Terminal.writeData($0) } } catch let error as ExportError {
            throw Failure(error)
        }
        for gap in summary.gaps { Failure.say(gap.line) }
        if summary.uncertain > 0 { Failure.say(Self.uncertain(summary.uncertain), remedy: Self.secret) }
    }

    private func print(_ summary: Exporter.Summary, _ path: String) throws(Failure) {
        guard !output.isJSON else { return try summary.json(format, path).printLine() }
        try cuts.echo()
        var what = count(summary.stories, "story", "stories")
        switch format {
        case .cloudevents: what += ", \(count(summary.count, "document"))"
        case .git: what += ", \(count(summary.count, "commit"))"
        case .markdown: break
        case .csv, .sqlite:
            for table in ExportTable.allCases where table != .stories {
                let rows = summary.rows[table] ?? 0
                what +=
                    ", " + count(rows, table == .parties ? "party" : String(table.rawValue.dropLast()), table.rawValue)
            }
        }
        try Terminal.print("\(path): \(what)".onOneLine)
        if let aside = summary.setAside { try Terminal.print("set aside: \(aside)".onOneLine) }
        for gap in summary.gaps { try Terminal.print(gap.line.onOneLine) }
        if summary.uncertain > 0 { Failure.say(Self.uncertain(summary.uncertain), remedy: Self.secret) }
    }

    private static func uncertain(_ number: Int64) -> String {
        "\(count(number, "document")) may name claims that the producer left out: the ledger's secret cannot be read"
    }

    private static let secret =
        "run it as a user who may read the secret, if the ledger is to take the documents as duplicates"
}

extension ExportFormat: ExpressibleByArgument {}

extension ExportedDocument.Gap {
    /// `left out: @17 of harbor-bridge, withheld by @31: “privacy” (“standards desk”)`.
    fileprivate var line: String {
        "left out: \(position) of \(story), \(isPartial ? "in part " : "")withheld by \(withheld.by): "
            + withheld.why
    }

    fileprivate var json: JSON {
        [
            "position": JSON(position), "story": .string(story.text), "partial": .bool(isPartial),
            "withheld": withheld.json,
        ]
    }
}

extension Exporter.Summary {
    fileprivate func json(_ format: ExportFormat, _ path: String) -> JSON {
        var tables: JSONObject = [:]
        for table in ExportTable.allCases { tables[Text(table.rawValue)] = .integer(rows[table] ?? 0) }
        return [
            "format": .string(Text(format.rawValue)), "to": .string(Text(path)), "stories": .integer(stories),
            "documents": format == .cloudevents ? .integer(count) : .null,
            "commits": format == .git ? .integer(count) : .null, "rows": rows.isEmpty ? .null : .object(tables),
            "withheld": .array(gaps.map(\.json)), "uncertain": .integer(uncertain),
            "setAside": JSON(setAside.map { Text($0) }),
        ]
    }
}

/// `1 story`, `1,204 stories`.
private func count(_ number: Int64, _ thing: String, _ things: String) -> String {
    "\(Int(clamping: number).grouped) \(number == 1 ? thing : things)"
}

/// Runs what throws an error of exports, as a failure.
func orFail<Value>(_ body: () throws(ExportError) -> Value) throws(Failure) -> Value {
    do throws(ExportError) { return try body() } catch { throw Failure(error) }
}

extension Failure {
    init(_ error: ExportError) {
        let status =
            switch error {
            case .log(let error): Failure(error).status
            case .story(let error): Failure(error).status
            case .exists: Failure.cannotCreate
            case .busy: Failure.tryAgain
            case .system(_, let action, _): action == "create" ? Failure.cannotCreate : Failure.inputOutput
            case .database, .program: Failure.inputOutput
            case .noProgram: Failure.unavailable
            }
        self.init(status, error.message, remedy: error.remedy)
    }
}
