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
            Each line has the position, the time of recording, the story, and what happened. On anything but a terminal it \
            is the position, both times in full, type, story, revision, source, id and what happened, parted by tabs.

            --follow begins with what comes next; --from or --limit goes back first.

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
        if raw, output.isJSON { throw ValidationError("--raw and --json cannot go together") }
        if follow, reverse { throw ValidationError("--follow and --reverse cannot go together") }
    }

    func run() throws {
        try times.show()
        let store = try ledger.open()
        let wanted = try story.map { name in
            try orFail { () throws(StoryError) in try StoryReader(store).story(named: name) }
        }
        if !follow { Pager.start() }
        let form: EventListing.Form = raw ? .raw : output.isJSON ? .json : .line
        var listing = EventListing(
            story: wanted, type: type, form: form, order: EventOrder(store), lines: StoryLines(store),
            remaining: follow && from == nil ? .max : limit ?? .max)
        let start = try start(in: store, listing)
        if form == .line {
            try echo()
            try listing.printHead()
        }
        guard !reverse else { return try listing.printBackwards(store, downTo: start) }
        let commits = store.commits()
        var next = try listing.print(store, from: start)
        guard follow else { return }
        while listing.remaining > 0 {
            commits.wait(atMost: .seconds(60))
            next = try listing.print(store, from: next)
        }
    }

    /// Prints how the time of `--from` was understood.
    private func echo() throws(Failure) {
        guard Terminal.isTerminal, let from, Cut.isTime(from) else { return }
        let reading = try times.read(from, .beginning, for: "--from")
        try Terminal.print("recorded since \(reading.text)".styled(.dim))
    }

    private func start(in store: any EventStore, _ listing: EventListing) throws(Failure) -> Position {
        guard let from else {
            if let limit, !reverse { return try listing.position(ofNewest: limit, in: store) }
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

/// Prints events that pass a filter, in short reads.
private struct EventListing {
    let story: StoryID?
    let type: EventType?
    let form: Form
    private var order: EventOrder
    private var lines: StoryLines
    private(set) var remaining: Int

    /// How an event is printed.
    enum Form {
        case line, json, raw
    }

    init(
        story: StoryID?, type: EventType?, form: Form, order: EventOrder, lines: StoryLines, remaining: Int
    ) {
        self.story = story
        self.type = type
        self.form = form
        self.order = order
        self.lines = lines
        self.remaining = remaining
    }

    /// - Returns: The position after the last event there was.
    mutating func print(_ store: any EventStore, from start: Position) throws(Failure) -> Position {
        var next = start
        while remaining > 0 {
            let events = try read(store, from: next, limit: 500)
            guard let last = events.last else { break }
            for event in events { try print(event) }
            next = last.envelope.position.next
        }
        return next
    }

    /// The position of the event from which on so many pass the filter; the first where there are fewer.
    func position(ofNewest count: Int, in store: any EventStore) throws(Failure) -> Position {
        var end = try orFail { () throws(EventLogError) in try store.size() }
        var missing = count
        while end > 0, missing > 0 {
            let begin = max(0, end - 500)
            // A read ends early where events are large.
            var (next, found): (Int64, [Position]) = (begin, [])
            while next < end {
                let events = try read(store, from: Position(next), limit: Int(end - next))
                guard let last = events.last else { break }
                found += events.map(\.envelope).filter(isWanted).map(\.position)
                next = last.envelope.position.value + 1
            }
            if found.count >= missing { return found[found.count - missing] }
            missing -= found.count
            end = begin
        }
        return .first
    }

    private func isWanted(_ envelope: Envelope) -> Bool {
        (story == nil || envelope.story == story) && (type == nil || envelope.type == type)
    }

    mutating func printBackwards(_ store: any EventStore, downTo start: Position) throws(Failure) {
        var end = try orFail { () throws(EventLogError) in try store.size() }
        while end > start.value, remaining > 0 {
            let begin = max(start.value, end - 500)
            try printBackwards(store, from: begin, to: end)
            end = begin
        }
    }

    /// The last page first: a read ends early where events are large.
    private mutating func printBackwards(_ store: any EventStore, from begin: Int64, to end: Int64) throws(Failure) {
        var (first, pages) = (begin, [begin..<end])
        var events = try read(store, from: Position(begin), limit: Int(end - begin))
        while let last = events.last?.envelope.position.value, last + 1 < end {
            pages[pages.count - 1] = first..<last + 1
            first = last + 1
            pages.append(first..<end)
            events = try read(store, from: Position(first), limit: Int(end - first))
        }
        for (number, page) in pages.enumerated().reversed() where remaining > 0 {
            if number < pages.count - 1 {
                events = try read(store, from: Position(page.lowerBound), limit: page.count)
            }
            for event in events.reversed() { try print(event) }
        }
    }

    private func read(_ store: any EventStore, from start: Position, limit: Int) throws(Failure) -> [RecordedEvent] {
        try orFail { () throws(EventLogError) in try store.events(from: start, limit: limit) }
    }

    private mutating func print(_ event: RecordedEvent) throws(Failure) {
        let envelope = event.envelope
        guard remaining > 0, story == nil || envelope.story == story else { return }
        let isWanted = type == nil || envelope.type == type
        // The bytes as they are stored say nothing of order. Those left out by their type count for those that follow.
        let isOutOfOrder = form == .raw ? false : try isOutOfOrder(envelope)
        guard isWanted else { return }
        remaining -= 1
        switch form {
        case .json: return try json(event, isOutOfOrder).printLine()
        // What was withheld is an empty line.
        case .raw: return try Terminal.writeData(event.leaf + [0x0A] + (event.readableData ?? []) + [0x0A])
        case .line: break
        }
        let mark = Backdating(isBackdated: envelope.isBackdated, isOutOfOrder: isOutOfOrder).mark()
        let line = try line(of: event)
        try Terminal.isTerminal ? printLine(event, line, mark) : printFields(event, line, mark)
    }

    /// Prints what the columns are, on a terminal.
    func printHead() throws(Failure) {
        guard Terminal.isTerminal else { return }
        try Terminal.print("EVENT   RECORDED              STORY AND WHAT HAPPENED".styled(.dim))
    }

    private func printLine(_ event: RecordedEvent, _ line: String, _ mark: String?) throws(Failure) {
        let envelope = event.envelope
        let mark = mark.map { "  (\($0), happened \(envelope.time.shown))".styled(.yellow) } ?? ""
        let recorded =
            ShownTime.zone == nil ? envelope.recorded.description.prefix(19) + "Z" : envelope.recorded.shown[...]
        try Terminal.print(
            envelope.position.description.padded(to: 8).styled(.cyan) + "\(recorded)  "
                + envelope.story.description.onOneLine.styled(.bold) + "  " + line.onOneLine + mark)
    }

    private func printFields(_ event: RecordedEvent, _ line: String, _ mark: String?) throws(Failure) {
        let envelope = event.envelope
        let recorded = ShownTime.zone == nil ? envelope.recorded.description : envelope.recorded.shown
        let fields = [
            "\(envelope.position)", recorded, envelope.time.shown, envelope.type.rawValue, "\(envelope.story)",
            "r\(envelope.revision)", "\(envelope.identity.source)", "\(envelope.identity.id)",
            line + (mark.map { " (\($0))" } ?? ""),
        ]
        try Terminal.print(fields.map(\.onOneLine).joined(separator: "\t"))
    }
}

extension EventListing {
    private mutating func line(of event: RecordedEvent) throws(Failure) -> String {
        do throws(EventLogError) { return try lines.line(of: event) } catch { throw Failure(error) }
    }

    private mutating func isOutOfOrder(_ event: Envelope) throws(Failure) -> Bool {
        do throws(EventLogError) { return try order.isOutOfOrder(event) } catch { throw Failure(error) }
    }

    private func json(_ event: RecordedEvent, _ isOutOfOrder: Bool) throws(Failure) -> JSON {
        do throws(PayloadFault) { return .object(try event.json(isOutOfOrder: isOutOfOrder)) } catch {
            throw Failure(StoryError.unreadable(event.envelope.position, error))
        }
    }
}
