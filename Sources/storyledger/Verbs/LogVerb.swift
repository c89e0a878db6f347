import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import Projections
import StoryEvents

struct LogVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "List events in the order the ledger took them.",
        discussion: """
            On a terminal, each line has the position, the time of recording, the story, and what happened. Elsewhere it has, \
            separated by tabs, the position, both times in full, type, story, revision, source, id and what happened.

            --follow starts at the next event; --from or --limit starts earlier.

            --search looks through all that events say: texts of every version, notes, reasons, statements, claims and \
            names of people; not ids, addresses and file names, nor what was withheld. What is asked for is written as for 'stories --search'. It reads the log from \
            --from on. The exit status is 1 where no event says it.

            \(OutOfOrderHelp.text)
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var times: TimeOptions

    @Flag(name: [.long, .customShort("f")], help: "Go on with what is appended from now on, until interrupted.")
    var follow = false

    @Option(help: "Only events of this story: its id, or any unique beginning of it.", completion: .story)
    var story: String?

    @Option(help: "Only events of this type.")
    var type: EventType?

    @Option(parsing: .unconditional, help: ArgumentHelp("Only events that say this.", valueName: "words"))
    var search: String?

    @Option(
        help: ArgumentHelp(
            "Start at a position (@17) or at a time of recording; a date is its beginning.", valueName: "cut"))
    var from: String?

    @Flag(help: "Newest first.")
    var reverse = false

    @Flag(help: "Print the stored bytes unchanged: the leaf and the data, a line each.")
    var raw = false

    @Option(
        name: [.long, .customShort("n", allowingJoined: true)], help: ArgumentHelp("At most this many.", valueName: "n")
    )
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1; found \(limit)") }
        try SearchArgument.check(search)
        if raw, output.isJSON { throw ValidationError("--raw and --json cannot go together") }
        if follow, reverse { throw ValidationError("--follow and --reverse cannot go together") }
    }

    func run() throws {
        try times.show()
        let store = try ledger.open()
        let wanted = try story.map { name in
            try orFail { () throws(StoryError) in try StoryReader(store).story(named: name) }
        }
        let query = try search.map { text in try orFail { () throws(ViewsError) in try SearchQuery(text) } }
        // A search starts it once it has found something: until then its progress is on the terminal.
        if !follow, query == nil { Pager.start() }
        let form: EventListing.Form = raw ? .raw : output.isJSON ? .json : .line
        var listing = EventListing(
            story: wanted, type: type, search: query.map(EventSearch.init), form: form, order: EventOrder(store),
            lines: StoryLines(store),
            remaining: follow && from == nil ? .max : limit ?? .max, isPaged: !follow)
        let start = try start(in: store, &listing)
        if form == .line {
            try echo()
            // A search prints it above the first event that it finds.
            if query == nil { try listing.printHead() }
        }
        if follow { OutputReader.endWithIt() }
        let commits = store.commits()
        if reverse {
            try listing.printBackwards(store, downTo: start)
            return try found(listing, of: wanted)
        }
        var next = try listing.print(store, from: start)
        guard follow else { return try found(listing, of: wanted) }
        while listing.remaining > 0 {
            commits.wait(atMost: .seconds(60))
            next = try listing.print(store, from: next)
        }
    }

    /// Ends with a status of its own where a search found nothing.
    private func found(_ listing: EventListing, of story: StoryID?) throws {
        guard let search, listing.printed == 0 else { return }
        let scope = [
            story.map { " of \($0)" }, type.map { " of the type \($0.rawValue)" }, from.map { " from \($0) on" },
        ]
        .compactMap(\.self).joined()
        let others = scope.isEmpty ? "" : "look in the whole log, or "
        Failure.say(
            "no event\(scope) says '\(search)'",
            remedy: others
                + "search for fewer words, or for the beginning of one with * after it; withheld text is not searched")
        throw ExitCode(Failure.different)
    }

    /// Prints how the time of `--from` was understood.
    private func echo() throws(Failure) {
        guard Terminal.isTerminal, let from, Cut.isTime(from) else { return }
        let reading = try times.read(from, .beginning, for: "--from")
        try Terminal.print("recorded since \(reading.text)".styled(.dim))
    }

    private func start(in store: any EventStore, _ listing: inout EventListing) throws(Failure) -> Position {
        guard let from else {
            if let limit, !reverse { return try listing.findNewest(limit, in: store) }
            return try orFail { () throws(EventLogError) in follow ? Position(try store.size()) : .first }
        }
        switch try times.cut(from, .beginning) {
        case .position(let position): return position
        case .time(let time):
            return try orFail { () throws(EventLogError) in
                try store.position(recordedAtOrAfter: RecordedTime(microseconds: time.microseconds))
            }
        case .version:
            throw Failure(
                Failure.usage, "--from takes a position or a time; '\(from)' is a version",
                remedy: "write @17, or a time")
        }
    }
}

extension EventType: ExpressibleByArgument {}
