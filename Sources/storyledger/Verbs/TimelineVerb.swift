import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct TimelineVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Show everything that happened to a story, in order of happening, with both times.",
        discussion: """
            Each line begins with when it happened; 'recorded' is when the ledger took it. An event is backdated when \
            it was recorded more than an hour after it happened. A request for comment is listed at the time when \
            it was made, with the event that reports it.

            \(OutOfOrderHelp.text)
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: ListingOptions
    @OptionGroup var cuts: CutOptions
    @OptionGroup var length: LengthOptions

    @Argument(help: "The story's id, or any unique beginning of it.", completion: .story)
    var story: String

    /// Entries shown without --all.
    private static let most = 500

    func run() throws {
        let timeline = try ledger.open().fold(story, cuts.cut(), into: Timeline.self)
        if output.isJSON { return try timeline.streamed.printDocument() }
        if output.isTSV {
            return try TabSeparated.print(
                [
                    "time", "recorded", "backdated", "outOfOrder", "position", "revision", "type", "what", "by",
                    "claims", "version",
                    "line",
                ], timeline.entries.map(\.row))
        }
        Pager.start()
        try cuts.echo()
        let entries = timeline.entries
        let events = entries.filter { !$0.isRequest }
        let isAllLate = events.count > 1 && events.allSatisfy(\.backdating.isBackdated)
        if isAllLate { try Terminal.print(BackdatedMark.allLate.styled(.yellow)) }
        try length.print(entries, most: Self.most) { entry throws(Failure) in try entry.print(isAllLate: isAllLate) }
    }
}

extension Timeline.Entry {
    fileprivate var isRequest: Bool { what == "asked" }

    fileprivate var row: [String?] {
        [
            time.description, envelope.recorded.description, backdating.isBackdated ? "yes" : nil,
            backdating.isOutOfOrder ? "yes" : nil, String(envelope.position.value),
            envelope.revision.description, envelope.type.rawValue, what.string, by?.string,
            claims.map(\.string).joined(separator: ","), version.map(String.init), line,
        ]
    }

    fileprivate func print(isAllLate: Bool) throws(Failure) {
        let recorded = envelope.recorded.shown
        let place = isRequest ? "reported in \(envelope.position), recorded" : "\(envelope.position)  recorded"
        var head = "\(time.shown.styled(.cyan))  " + "\(place) \(recorded)".styled(.dim)
        if let mark = backdating.mark(isAllLate: isAllLate) { head += "  " + mark.styled(.yellow) }
        try Terminal.print(head)
        try Terminal.print(line.onOneLine.wrapped(to: Terminal.textWidth, indent: 4))
    }
}
