import EventLog
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("A story is read at every cut as a plain filter of its events says")
struct StoryReaderTests {
    private let reader: StoryReader
    private let story: StoryID
    private let events: [RecordedEvent]

    init() throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: 7)
        // More events than a page has.
        try ledger.append(history.documents(220))
        let all = try ledger.store.events(from: .first, limit: .max)
        let longest = try #require(
            Dictionary(grouping: all, by: \.envelope.story).max { $0.value.count < $1.value.count })
        (story, events) = (longest.key, longest.value)
        reader = StoryReader(ledger.store)
        try #require(events.count > 32)
    }

    private func plain(_ cut: StoryCut) throws -> [RecordedEvent] {
        let known: [RecordedEvent]
        switch cut.asOf {
        case nil: known = events
        case .position(let position): known = events.filter { $0.envelope.position <= position }
        case .time(let time): known = events.filter { $0.envelope.recorded.microseconds <= time.microseconds }
        case .version(let number):
            let count = try (1...events.count).first { try StoryState.fold(events[..<$0])?.version == number }
            known = Array(events[..<(count ?? 0)])
        }
        return known.filter { event in cut.at.map { !$0.isBefore(event.envelope.time) } ?? true }
    }

    private var cuts: [StoryCut] {
        let moments = [nil] + stride(from: 0, to: events.count, by: 9).map { events[$0].envelope.time }
        let places: [Cut?] =
            [nil, .version(1), .version(3)]
            + stride(from: 0, to: events.count, by: 5).map { .position(events[$0].envelope.position) }
            + [.position(Position(events[0].envelope.position.value + 1))]
            + events.suffix(1).map { .time($0.envelope.time) }
        return places.flatMap { place in moments.map { StoryCut(asOf: place, at: $0) } }
    }

    @Test func everyCut() throws {
        for cut in cuts {
            let plain = try plain(cut)
            guard plain.contains(where: { $0.envelope.type == .published }) else {
                let view = #expect(throws: StoryError.self) { try reader.view(of: story, cut) }
                let fold = #expect(throws: StoryError.self) { try reader.fold(story, cut, into: ClaimBoard.self) }
                #expect(fold == view)
                if view == .notRecorded(story) {
                    let known = try self.plain(StoryCut(asOf: cut.asOf))
                    #expect(known.isEmpty, "\(cut)")
                    continue
                }
                guard case .notYet(story, let happened)? = view else { return #expect(Bool(false), "\(cut)") }
                // Beside requests that had been made, and that later events report.
                let acts = happened.filter { $0.what != "asked" }
                #expect(acts.map(\.envelope) == plain.prefix(acts.count).map(\.envelope), "\(cut)")
                #expect(happened.count == 10 || acts.count == plain.count, "\(cut)")
                if let at = cut.at { #expect(happened.allSatisfy { !at.isBefore($0.time) }, "\(cut)") }
                continue
            }
            let view = try reader.view(of: story, cut)
            #expect(view.events == plain, "\(cut)")
            // The text is a version of the record; all else is folded from what had happened.
            let shown = try #require(view.versions.last)
            let recorded = try reader.view(of: story, StoryCut(asOf: .version(shown.number))).state
            #expect(view.state.version == shown.number, "\(cut)")
            let folded = try #require(try StoryState.fold(plain))
            for field in StoryState.fieldNames {
                let expected = StoryState.textFields.contains(field) ? recorded.fields[field] : folded.fields[field]
                #expect(view.state.fields[field] == expected, "\(cut), \(field)")
            }
            #expect(view.state.status == folded.status && view.state.names == folded.names, "\(cut)")
            var board = ClaimBoard()
            for event in plain { try board.apply(event) }
            #expect(try reader.fold(story, cut, into: ClaimBoard.self).claims == board.claims, "\(cut)")
            var (edits, found) = (try reader.edits(of: story, cut), [Edit]())
            while let edit = try edits.next() { found.append(edit) }
            let all = Edit.history(of: try reader.view(of: story))
            let happened = Set(view.versions.map(\.number))
            #expect(found == all.filter { happened.contains($0.version.number) }, "\(cut)")
        }
    }

    /// What is asked of a story that was read before is answered as if it were read from the log.
    @Test func readOnceOrAgain() throws {
        let empty = try KeptLedger().store
        for cut in cuts {
            let read: ReadStory?
            do throws(StoryError) { read = try reader.read(story, cut, most: .max) } catch {
                #expect(throws: error) { try reader.view(of: story, cut) }
                continue
            }
            #expect(read != nil)
            let known = StoryReader(empty, knowing: read)
            #expect(try known.view(of: story, cut) == reader.view(of: story, cut), "\(cut)")
            #expect(try known.outline(of: story, cut) == reader.outline(of: story, cut), "\(cut)")
            #expect(try known.history(of: story, cut, exposing: true) == reader.history(of: story, cut, exposing: true))
            #expect(
                try known.fold(story, cut, into: Timeline.self).json
                    == reader.fold(story, cut, into: Timeline.self).json)
            #expect(try known.undoneCorrections(of: story, cut) == reader.undoneCorrections(of: story, cut), "\(cut)")
        }
        let bytes = try #require(try reader.read(story, .none, most: .max)?.bytes)
        #expect(try reader.read(story, .none, most: bytes) != nil)
        #expect(try reader.read(story, .none, most: bytes - 1) == nil)
    }

    @Test func aVersionThatIsNotThereYet() throws {
        let newest = try reader.view(of: story).versions.count
        #expect(throws: StoryError.noVersion(story, newest + 1, newest: newest)) {
            try reader.view(of: story, StoryCut(asOf: .version(newest + 1)))
        }
        #expect(try reader.view(of: story, StoryCut(asOf: .version(newest))).versions.count == newest)
    }

    /// A revert is to the newest version with the same headline, dek and body.
    @Test func revertsAreFound() throws {
        let versions = try reader.view(of: story).versions
        for (place, version) in versions.enumerated() {
            let same = versions[..<place].last { earlier in
                StoryState.textFields.allSatisfy { earlier.fields[$0] == version.fields[$0] }
            }
            guard !(version.revertsTo?.isButForTypography ?? false) else { continue }
            #expect(version.revertsTo?.version == same?.number)
        }
        #expect(versions.contains { $0.revertsTo != nil })
    }
}
