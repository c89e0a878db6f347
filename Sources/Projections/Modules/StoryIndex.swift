import CanonicalJSON
import EventLog
import StoryEvents

/// Every story of the ledger, one row each, with a full-text index of its current text.
public struct StoryIndex: LedgerProjection {
    /// The module's name on the command line.
    public static let name = "stories"
    /// Raised when the same events give another result.
    public static let version = 7
    /// The columns, indexes and searchable texts of its rows.
    public static let table = RowTable(
        columns: [
            "position", "status", "recorded", "silentEdits", "story", "headline", "version", "events", "published",
            "backdated", "outOfOrder", "source", "section", "language", "embargo", "denials", silent, denied, disputed,
        ],
        indexes: [["position"], ["embargo"]]
            + ["status", "source", "section", silent, denied, disputed].map { [$0, "position"] },
        searched: ["headline", "dek", "body"])

    /// Columns that are 1 for stories with silent edits, with denials, and with denials and reiterations, else absent: so that
    /// the newest of them are found without looking at the others.
    public static let (silent, denied, disputed) = ("silent", "denied", "disputed")

    private var silentEdits: Int64 = 0
    private var backdated: Int64 = 0
    private var outOfOrder: Int64 = 0
    private var denials: Int64 = 0
    private var reiterations: Int64 = 0

    /// Starts with no event folded.
    public init() {}

    /// Replaces the story's row.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        guard let story = step.story else { return }
        if step.isSilentEdit { silentEdits += 1 }
        if step.backdating.isBackdated { backdated += 1 }
        if step.backdating.isOutOfOrder { outOfOrder += 1 }
        if step.envelope.type == .denied { denials += 1 }
        if step.envelope.type == .reiterated { reiterations += 1 }
        let entry = Entry(
            story: story.story, status: story.status, headline: story.text("headline"),
            withheld: story.withheldFields["headline"], version: story.version, published: story.published,
            recorded: step.envelope.recorded, position: step.envelope.position,
            events: step.eventCount, silentEdits: silentEdits, backdated: backdated, outOfOrder: outOfOrder,
            denials: denials, isDisputed: denials > 0 && reiterations > 0, source: story.source,
            section: story.text("section"), language: story.text("language"),
            embargo: story.embargo.map { RecordedTime(microseconds: $0.ends.microseconds) })
        let texts = step.changesText ? StoryState.textFields.map { Self.searched(story.text($0) ?? "") } : nil
        rows.set("", entry, texts: texts)
    }

    /// The part of a text that is searched. One file must not keep the index busy for minutes: the time grows faster than
    /// the number of different words.
    private static func searched(_ text: Text) -> Text {
        let bytes = text.utf8
        guard bytes.count > mostSearched else { return text }
        var end = bytes.index(bytes.startIndex, offsetBy: mostSearched)
        // Not within a scalar.
        while bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
        return Text(String(text.string[..<end]))
    }

    /// The bytes of a field that are searched; a long novel has 2 MiB.
    static let mostSearched = 2 << 20

    /// The row of a story.
    private struct Entry: StoryRow {
        let story: StoryID
        let status: StoryState.Status
        let headline: Text?
        let withheld: Withheld?
        let version: Int
        let published: EventTime
        let recorded: RecordedTime
        let position: Position
        let events, silentEdits, backdated, outOfOrder, denials: Int64
        let isDisputed: Bool
        let source: Text
        let section, language: Text?
        /// When the embargo ends; nil without one.
        let embargo: RecordedTime?

        var value: JSONObject {
            var row: JSONObject = [
                "story": .string(story.text), "status": .string(Text(status.rawValue)), "headline": JSON(headline),
                "version": JSON(version), "events": .integer(events), "position": JSON(position),
                "published": JSON(published), "recorded": JSON(recorded), "silentEdits": .integer(silentEdits),
                "backdated": .integer(backdated), "outOfOrder": .integer(outOfOrder), "source": .string(source),
                "denials": .integer(denials),
            ]
            row["section"] = section.map(JSON.string)
            row["language"] = language.map(JSON.string)
            if silentEdits > 0 { row[Text(StoryIndex.silent)] = 1 }
            if denials > 0 { row[Text(StoryIndex.denied)] = 1 }
            if isDisputed { row[Text(StoryIndex.disputed)] = 1 }
            row["embargo"] = embargo.map { JSON($0) }
            row["withheld"] = withheld.map { .object($0.object) }
            return row
        }
    }
}
