import ArgumentParser
import CanonicalJSON
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

struct HistoryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List a story's versions: what changed, and whether it was announced.",
        discussion: """
            Each version has one line about its change: the fields, how many numbers, names, quotations and the like \
            changed, and how much of it the note covers; --json counts sentences and words. A version is unannounced when its \
            text changed and no note told readers so, and a later note about the change is named; noise is white space and typography only, and never unannounced. Where a \
            note names or quotes what it covers, the changes that it leaves out are listed. Events that made no version \
            are named where they stand between two: 'storyledger timeline' tells all of them.

            \(OutOfOrderHelp.text)
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions
    @OptionGroup var length: LengthOptions

    @Argument(help: "The story's id, or any unique beginning of it.", completion: .story)
    var story: String

    @Flag(name: .customLong("silent"), help: "Only versions whose text changed without a note to readers.")
    var onlySilent = false

    @Flag(
        help: """
            Say of words that were changed or taken back how long readers could read them: not before publication, not \
            while the story was on hold, and not once it was killed.
            """)
    var exposure = false

    func run() throws {
        let reader = StoryReader(try ledger.open())
        let cut = try cuts.cut()
        let found = try orFail { () throws(StoryError) in try reader.story(named: story) }
        if output.isJSON {
            let document = try orFail { () throws(StoryError) in
                try reader.history(of: found, cut, exposing: exposure, onlySilent: onlySilent)
            }
            return try document.printDocument()
        }
        var edits = try orFail { () throws(StoryError) in try reader.edits(of: found, cut) }
        // The first edit tells whether there is anything to page through.
        var next = try nextEdit(&edits)
        let times = try orFail { () throws(StoryError) in
            exposure ? try reader.readableTimes(of: found, cut) : ReadableTimes()
        }
        var exposures = ExposureFold(times)
        Pager.start()
        try cuts.echo()
        var (isNone, isLanguageMissing) = (true, false)
        if !onlySilent { try OtherEvent.print(edits.others, length) }
        while let edit = next {
            let gone = exposure ? exposures.apply(edit) : []
            if !onlySilent || edit.isSilent {
                try edit.print(length)
                for words in gone { try words.print() }
                isNone = false
            }
            isLanguageMissing = isLanguageMissing || edit.lacksLanguage
            next = try nextEdit(&edits)
            if !onlySilent { try OtherEvent.print(edits.others, length) }
        }
        if isNone {
            try Terminal.print("no unannounced edits in \(edits.count) \(edits.count == 1 ? "version" : "versions")")
        }
        if isLanguageMissing, Terminal.isTerminal { try LanguageHint.print() }
    }

    private func nextEdit(_ edits: inout EditCursor) throws(Failure) -> Edit? {
        try orFail { () throws(StoryError) in try edits.next() }
    }
}

extension OtherEvent {
    /// What parties did is named up to here; the rest is counted.
    private static let most = 5

    /// The publisher's are told in full, the first of the parties' by a sentence each, on one line.
    fileprivate static func print(_ events: [OtherEvent], _ length: LengthOptions) throws(Failure) {
        var moves: [OtherEvent] = []
        for event in events {
            guard event.isOfPublisher else {
                moves.append(event)
                continue
            }
            try print(moves: moves, length)
            moves = []
            let mark = event.backdating.mark().map { "  " + $0.styled(.yellow) } ?? ""
            let head = "\(event.envelope.position) \(event.what)  \(event.envelope.time.shown)".onOneLine
            try Terminal.print(head + mark)
            try Terminal.print(event.line.onOneLine.wrapped(to: Terminal.lineWidth, indent: 4))
        }
        try print(moves: moves, length)
    }

    private static func print(moves: [OtherEvent], _ length: LengthOptions) throws(Failure) {
        guard !moves.isEmpty else { return }
        let shown = length.isWhole || !Terminal.isTerminal ? moves.count : most
        let named = moves.prefix(shown).map { event in
            "\(event.envelope.position) \(event.line)" + (event.backdating.mark().map { " (\($0))" } ?? "")
        }.joined(separator: "; ")
        let rest = moves.count > shown ? " and \((moves.count - shown).grouped) more; --all" : ""
        try Terminal.print("\(named)\(rest)".onOneLine.wrapped(to: Terminal.lineWidth).styled(.dim))
    }
}

extension Exposure {
    private static func stood(_ seconds: Int64) -> String { seconds < 0 ? "out of order" : seconds.asDuration }

    fileprivate func print() throws(Failure) {
        let inside = parts.map { "\($0.words.inQuotes) \(Self.stood($0.seconds)), since v\($0.from.number)" }
        let stood =
            seconds < 0
            ? "no time can be given, since v\(to.number) happened before v\(from.number)"
            : "stood \(seconds.asDuration), v\(from.number) to v\(to.number)"
        let line =
            "\(stood), \(field): \(words.inQuotes)"
            + (inside.isEmpty ? "" : " (of it \(inside.joined(separator: "; ")))")
        try Terminal.print(line.onOneLine.cut(to: 400).wrapped(to: Terminal.lineWidth, indent: 6))
    }
}

extension Edit {
    fileprivate func print(_ length: LengthOptions) throws(Failure) {
        let head = "v\(version.number)".styled(.cyan)
        let time = "\(version.envelope.time.shown)  \(version.envelope.position)"
        var marks: [String] = []
        if let mark = version.backdating.mark() { marks.append(mark.styled(.yellow)) }
        if isUntold { marks.append(Self.untold.styled(.yellow)) }
        if isSilent { marks.append("unannounced".styled(.red)) }
        marks += laterNotes.map { $0.line.styled(.yellow) }
        if isNoise { marks.append("noise".styled(.dim)) }
        if let revert = version.revertsTo { marks.append(revert.phrase.styled(.yellow)) }
        if let undoing = undone.undoing { marks.append(undoing.styled(.red)) }
        if let doubt = undone.doubt { marks.append(doubt.styled(.yellow)) }
        let change = (version.change?.rawValue ?? "published") + version.otherSource.asThrough.onOneLine
        try Terminal.print(([head, time, change] + marks).joined(separator: "  "))
        let headline = (version.fields["headline"]?.text ?? "").string.onOneLine
        let what = version.withheld.map(\.description.onOneLine) ?? (summary ?? headline)
        try Terminal.print(what.wrapped(to: Terminal.lineWidth, indent: 4))
        if version.number == 1, let embargo = version.embargo {
            let line =
                version.breaksEmbargo
                ? "published before the end of its embargo (\(embargo.ends.shown))".styled(.red)
                : version.isBeforeEmbargo
                    ? embargo.line(version.envelope.time).styled(.yellow) : embargo.ended(by: version.envelope.time)
            try Terminal.print("    " + line)
        }
        for change in version.fieldChanges where change.field != "embargo" || version.number > 1 {
            try Terminal.print("changed \(change.phrase)".onOneLine.wrapped(to: Terminal.lineWidth, indent: 4))
        }
        if let note = version.note {
            let same = repeatsNoteOf.map { ", the same as of \($0)" } ?? ""
            let place = (version.isAnnounced ? "note" : "note that readers do not see") + same
            try Terminal.print("\(place): \(note.text)".onOneLine.wrapped(to: Terminal.lineWidth, indent: 4))
        }
        if let reason = version.reason {
            let line = "internal reason: \(reason.string.inQuotes)".onOneLine
            try Terminal.print(line.wrapped(to: Terminal.lineWidth, indent: 4))
        }
        try coverage?.print(fields, length)
    }
}

extension NoteCoverage {
    /// Changes that are shown; JSON has them all.
    private static let most = 8

    fileprivate func print(_ fields: [FieldDifference], _ length: LengthOptions) throws(Failure) {
        for words in unmatched {
            try Terminal.print(
                "the note covers “\(words)”, which neither text has".onOneLine.wrapped(
                    to: Terminal.lineWidth, indent: 4))
        }
        guard !leftOut.isEmpty else { return }
        try Terminal.print("    the note leaves out:".styled(.yellow))
        try length.print(leftOut, most: Self.most, indent: 6) { span throws(Failure) in
            guard let field = fields.first(where: { $0.field == span.field }) else { return }
            let words = "\(span.field): \(span.words(field))".onOneLine
            try Terminal.print(words.cut(to: 160).wrapped(to: Terminal.lineWidth, indent: 6))
        }
    }
}

extension ChangedSpan {
    /// What was taken out and put in; moved text by itself.
    fileprivate func words(_ field: FieldDifference) -> String {
        let before = String(decoding: field.old[old], as: UTF8.self).cut(to: 120)
        let after = String(decoding: field.new[new], as: UTF8.self)
        if kind == .move { return "moved: \(after)" }
        return (before.isEmpty ? "" : "[-\(before)-]") + (after.isEmpty ? "" : "{+\(after)+}")
    }
}
