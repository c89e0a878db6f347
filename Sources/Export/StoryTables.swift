import CanonicalJSON
import EventLog
import ProseDiff
import Projections
import StoryEvents

/// Makes the rows of one story after another.
struct StoryTables {
    private let reader: StoryReader
    private let links: Permalinks
    private let writer: any TableWriter
    /// How many rows each table has.
    private(set) var rows: [ExportTable: Int64] = [:]

    init(_ reader: StoryReader, _ links: Permalinks, _ writer: any TableWriter) {
        (self.reader, self.links, self.writer) = (reader, links, writer)
    }

    /// Writes a story's rows.
    ///
    /// - Throws: ``ExportError``; ``StoryError/notYet(_:happened:)`` where the cut leaves nothing of the story.
    mutating func add(_ story: StoryID, _ cut: StoryCut) throws(ExportError) {
        let state = try withStory { () throws(StoryError) in try reader.fold(story, cut, into: StateOfStory.self) }
        var edits = try withStory { () throws(StoryError) in try reader.edits(of: story, cut) }
        var silent = 0
        while let edit = try withStory({ () throws(StoryError) in try edits.next() }) {
            if edit.isSilent { silent += 1 }
            try add(row(edit, story), to: .versions)
            try addChanges(edit, story)
        }
        let claims = state.board.claims
        for (record, summary) in zip(claims.claims, claims.summaries) {
            try add(row(record, summary, story), to: .claims)
        }
        try addMoves(claims, story)
        try addParties(claims, story)
        if let state = state.state { try add(row(state, claims, silent: silent), to: .stories) }
        try writer.endStory()
    }

    func finish() throws(ExportError) { try writer.finish() }

    private mutating func add(_ cells: [Cell], to table: ExportTable) throws(ExportError) {
        try writer.add(cells, to: table)
        rows[table, default: 0] += 1
    }

    private func row(_ state: StoryState, _ claims: StoryClaims, silent: Int) -> [Cell] {
        func field(_ name: Text) -> Cell { Cell(state.text(name)?.string) }
        return [
            .text(state.story.description), .text(state.status.rawValue), field("headline"), field("dek"),
            field("publisher"), field("section"), field("language"), field("url"), .text(state.source.string),
            Cell(state.version), Cell(silent), Cell(claims.claims.count), .integer(state.revision.value + 1),
            .text(state.published.description), Cell(state.updated?.time.description), .integer(state.position.value),
            Cell(state.gaps.count), .text(links.story(state.story)),
        ]
    }

    private func row(_ edit: Edit, _ story: StoryID) -> [Cell] {
        let (version, counts) = (edit.version, edit.counts)
        func field(_ name: Text) -> Cell { Cell(version.fields[name]?.text?.string) }
        return [
            .text(story.description), Cell(version.number), .integer(version.envelope.position.value),
            .text(version.envelope.time.description), .text(version.envelope.recorded.description),
            Cell(version.backdating.isBackdated), .text(version.envelope.identity.source.string),
            Cell(version.change?.rawValue), Cell(version.note?.text.string),
            version.withheld == nil ? Cell(version.isAnnounced) : .null, edit.isUntold ? .null : Cell(edit.isSilent),
            edit.isUntold ? .null : Cell(edit.isNoise),
            Cell(version.revertsTo?.version), Cell(counts.sentences.added), Cell(counts.sentences.removed),
            Cell(counts.sentences.changed), Cell(counts.sentences.moved), Cell(counts.words.added),
            Cell(counts.words.removed), Cell(counts.words.changed), Cell(version.withheld != nil), field("headline"),
            field("dek"), field("body"), .text(links.version(version.number, of: story)),
            .text(links.change(version.number, of: story)),
        ]
    }

    private mutating func addChanges(_ edit: Edit, _ story: StoryID) throws(ExportError) {
        var number = 0
        for difference in edit.fields {
            for change in SentenceChange.all(in: difference, labels: edit.version.labels) {
                number += 1
                try add(
                    [
                        .text(story.description), Cell(edit.version.number), Cell(number),
                        .text(difference.field.string), .text(change.kind.rawValue), Cell(change.oldText),
                        Cell(change.newText), .text(change.marks.names.joined(separator: " ")),
                        Cell(change.marks.contains(.noise)), .text(links.change(edit.version.number, of: story)),
                    ], to: .changes)
            }
        }
    }

    private func row(_ record: ClaimRecord, _ summary: ClaimSummary, _ story: StoryID) -> [Cell] {
        let hops = record.claim?.attribution ?? []
        let chain = hops.map(\.phrase)
        return [
            .text(story.description), .text(record.id.string), Cell(record.claim?.text.string),
            .text(summary.standing.rawValue), Cell(chain.isEmpty ? nil : chain.joined(separator: " that ")),
            Cell(hops.last?.speaker.name.string), .integer(record.introduced.value), .text(record.time.description),
            Cell(summary.denials), Cell(summary.reiterations), Cell(summary.responses), .text(links.claims(of: story)),
        ]
    }

    private mutating func addMoves(_ claims: StoryClaims, _ story: StoryID) throws(ExportError) {
        for record in claims.claims {
            for move in claims.moves(naming: record) { try add(row(move, record.id.string, story), to: .moves) }
        }
        for move in claims.movesOnStory { try add(row(move, nil, story), to: .moves) }
    }

    private func row(_ move: ClaimRecord.Move, _ claim: String?, _ story: StoryID) -> [Cell] {
        [
            .text(story.description), Cell(claim), .integer(move.position.value), .text(move.type.rawValue),
            Cell(move.by?.name.string), .text(move.source.string), Cell(move.hop?.string),
            Cell(move.denial?.extent.rawValue),
            Cell(move.reiteration?.strength?.rawValue), Cell(move.response?.outcome.rawValue),
            Cell(move.statement?.text.string), .text(move.time.description), .text(move.recorded.description),
            .text(links.event(move.position)),
        ]
    }

    private mutating func addParties(
        _ claims: StoryClaims, _ story: StoryID
    ) throws(ExportError) {
        for party in StoryParties(claims).all {
            try add(
                [
                    .text(story.description), .text(party.name.string), Cell(party.kind?.rawValue),
                    Cell(party.role?.string), Cell(party.claims), Cell(party.about), Cell(party.denials),
                    Cell(party.reiterations), Cell(party.responses), Cell(party.asked),
                    .text(links.claims(of: story)),
                ], to: .parties)
        }
    }
}
