import CanonicalJSON
import EventLog
import LedgerService
import Projections
import ProseDiff
import StoryEvents

/// The record, as the site reads it: one connection of its own, for one thread. Nothing is written.
final class SiteRecord {
    let store: SQLiteEventStore
    private let directory: LedgerDirectory
    private let memory: StoryMemory
    private let now: @Sendable () -> RecordedTime
    private var views: Views?
    /// Rows folded from the log where there are no persisted ones that can be read, by projection.
    private var folded: [String: FoldedRows] = [:]
    /// Whether long work may be done here. Set by ``ReaderPool``, which keeps one thread for it.
    var takesLongWork = true
    /// Whether work was refused because it is long. Set to false by ``ReaderPool``, before each request.
    var isPutOff = false

    /// - Parameter memory: What other threads read before.
    /// - Throws: ``SiteFault``.
    init(
        _ directory: LedgerDirectory, _ memory: StoryMemory = StoryMemory(),
        now: @escaping @Sendable () -> RecordedTime = SystemClock.now
    ) throws(SiteFault) {
        (self.directory, self.memory, self.now) = (directory, memory, now)
        do throws(EventLogError) { store = try directory.open(.readOnly, patience: .seconds(5)) } catch {
            throw SiteFault(error)
        }
    }

    var reader: StoryReader { StoryReader(store) }

    /// UTF-8 bytes of texts that are compared beside other requests: some tens of milliseconds of work.
    private static let mostShort = 256 << 10
    /// Bytes that a folded event counts as.
    private static let bytesOfEvent = 64

    /// Begins work on so many UTF-8 bytes of texts, unless it is long and long work belongs elsewhere.
    func reserve(_ bytes: Int) throws(SiteFault) {
        guard bytes > Self.mostShort, !takesLongWork else { return }
        isPutOff = true
        throw .unavailable(said("This takes long"), remedy: said("try again in a moment"))
    }

    /// Begins work on all texts of a story.
    func reserve(textsOf story: StoryID, _ cut: StoryCut) throws(SiteFault) {
        guard !takesLongWork else { return }
        let outline = try ask { reader throws(StoryError) -> [VersionOutline] in
            do throws(StoryError) { return try reader.outline(of: story, cut) } catch {
                // A story without a version has no texts; the answer says why.
                if error.isTooEarly { return [] }
                throw error
            }
        }
        try reserve(outline.reduce(0) { $0 + $1.bytes })
    }

    /// The number of events.
    func size() throws(SiteFault) -> Int64 {
        do throws(EventLogError) { return try store.size() } catch { throw SiteFault(error) }
    }

    /// Reads the rows of a projection: the persisted ones, unless the question is about an earlier moment or they are
    /// behind the log; then rows that are folded here, once for each size of the log.
    func rows<Value>(
        _ projection: any LedgerProjection.Type, _ cut: LedgerCut = .none,
        _ body: (ProjectedRows) throws(ViewsError) -> Value
    ) throws(SiteFault) -> Value {
        if cut != .none { try reserve(Int(clamping: try size()) * Self.bytesOfEvent) }
        do throws(ViewsError) {
            guard cut == .none else { return try body(FoldedRows(projection, of: store, cut).rows) }
            if let value = try persisted(projection, body) { return value }
            let rows: FoldedRows
            if let earlier = folded[projection.name] {
                rows = earlier
            } else {
                rows = try FoldedRows(projection, of: store)
            }
            folded[projection.name] = nil
            try rows.catchUp(with: store)
            folded[projection.name] = rows
            return try body(rows.rows)
        } catch {
            throw SiteFault(error)
        }
    }

    /// The most events that persisted rows may be behind, and for how long after the newest event, in microseconds: the
    /// daemon needs a moment after a commit. Without a daemon, rows stay behind.
    private static let (mostBehind, moment): (Int64, Int64) = (2000, 10_000_000)

    private func persisted<Value>(
        _ projection: any LedgerProjection.Type, _ body: (ProjectedRows) throws(ViewsError) -> Value
    ) throws(ViewsError) -> Value? {
        do throws(ViewsError) {
            let views: Views
            if let open = self.views {
                views = open
            } else {
                views = try Views(store, path: directory.views, access: .readOnly)
            }
            self.views = views
            guard let (value, standing) = try views.read(projection, body) else { return nil }
            // Rows that stopped at an event serve what they had.
            if standing.lag == 0 || standing.serving?.fault != nil { return value }
            return try isCatchingUp(standing.lag) ? value : nil
        } catch {
            views = nil
            switch error {
            case .log: throw error
            default: return nil
            }
        }
    }

    private func isCatchingUp(_ lag: Int64) throws(ViewsError) -> Bool {
        guard lag <= Self.mostBehind else { return false }
        do throws(EventLogError) {
            let newest = try store.head()?.recorded.microseconds ?? 0
            return now().microseconds - newest < Self.moment
        } catch {
            throw .log(error)
        }
    }

    /// A story at a cut: read once for all of its pages, until it has a new event.
    func model(of story: StoryID, _ cut: StoryCut) throws(SiteFault) -> StoryModel {
        let place = try place(of: story)
        if let known = memory.model(place, cut) { return known }
        let model = try StoryModel(story, cut, self)
        memory.keep(model, place, cut)
        return model
    }

    /// Whether the site shows a story now. One whose first text was withheld is shown: it has no state.
    func shows(_ story: StoryID, by rule: Configuration.Shown, now: RecordedTime) throws(SiteFault) -> Bool {
        let place = try place(of: story)
        if let known = memory.showing(place) { return known.isShown(by: rule, now: now) }
        let showing = Showing(
            try ask { reader throws(StoryError) in try reader.fold(story, into: StateOfStory.self).state })
        memory.keep(showing, place)
        return showing.isShown(by: rule, now: now)
    }

    /// What a version of a story changed, in one line; nil for the first.
    func change(of story: StoryID, _ number: Int, _ cut: StoryCut) throws(SiteFault) -> String? {
        guard number > 1 else { return nil }
        let place = cut == .none ? try place(of: story) : nil
        if let place, let known = memory.change(place, version: number) { return known }
        let versions = try ask { reader throws(StoryError) in try reader.versions([number - 1, number], of: story, cut)
        }
        // A list of stories does not wait for a comparison of long texts.
        let isLong = versions.values.reduce(0) { $0 + $1.textBytes } > Self.mostShort
        let change =
            isLong ? Self.longChange : versions[number].flatMap { Edit($0, after: versions[number - 1]).summary }
        if let place { memory.keep(change: change, place, version: number) }
        return change
    }

    private static var longChange: String { said("text changed; too long to be compared for a list") }

    /// Whether a story has a claim that was denied, and repeated since.
    func hasContestedClaim(_ name: Text, _ cut: StoryCut) throws(SiteFault) -> Bool {
        guard let story = StoryID(name) else { return false }
        let place = cut == .none ? try place(of: story) : nil
        if let place, let known = memory.isContested(place) { return known }
        let board = try ask { reader throws(StoryError) in try reader.fold(story, cut, into: ClaimBoard.self) }
        let isContested = board.claims.summaries.contains { $0.standing == .contested }
        if let place { memory.keep(isContested: isContested, place) }
        return isContested
    }

    /// The sentence of an event without its full stop, as ``StoryLines`` has it.
    ///
    /// - Parameter lines: For events of stories that are too long to be remembered.
    func line(of event: RecordedEvent, _ lines: inout StoryLines) throws(SiteFault) -> String {
        let envelope = event.envelope
        if event.withheld == nil, envelope.story != .ledger {
            let place = try place(of: envelope.story)
            let known = memory.lines(place)
            if let found = known ?? self.lines(of: envelope.story), let line = found[envelope.position] {
                if known == nil { memory.keep(found, place) }
                return line
            }
        }
        do throws(EventLogError) { return try lines.line(of: event) } catch { throw SiteFault(error) }
    }

    /// The sentences of a story's events; nil where the story is long, or an event of it cannot be read.
    private func lines(of story: StoryID) -> [Position: String]? {
        do throws(StoryError) {
            guard let read = try reader.read(story, .none, most: Self.mostTold) else { return nil }
            var found: [Position: String] = [:]
            for entry in try StoryReader(store, knowing: read).fold(story, into: Timeline.self).entries
            where entry.what != "asked" {
                found[entry.envelope.position] = entry.line
            }
            return found
        } catch {
            return nil
        }
    }

    /// The bytes of a story whose sentences are remembered.
    private static let mostTold = 1 << 20

    private func place(of story: StoryID) throws(SiteFault) -> StoryMemory.Place {
        StoryMemory.Place(
            story: story, head: try read { store throws(EventLogError) in try store.head(of: story) }?.position)
    }

    /// Passes the events of a range on; a read ends early where they are large.
    func eachEvent(from begin: Int64, to end: Int64, _ body: (RecordedEvent) -> Void) throws(SiteFault) {
        var next = begin
        while next < end {
            let start = next
            let page = try read { store throws(EventLogError) in
                try store.events(from: Position(start), limit: Int(end - start))
            }
            guard let last = page.last else { return }
            page.forEach(body)
            next = last.envelope.position.value + 1
        }
    }

    /// Answers a question about stories.
    ///
    /// - Parameter known: A story that was read before.
    func ask<Value>(
        knowing known: ReadStory? = nil, _ question: (StoryReader) throws(StoryError) -> Value
    ) throws(SiteFault) -> Value {
        if Abandonment.isAsked() { throw .gone }
        do throws(StoryError) { return try question(StoryReader(store, knowing: known)) } catch {
            throw SiteFault(error)
        }
    }

    /// Reads the log.
    func read<Value>(_ question: (SQLiteEventStore) throws(EventLogError) -> Value) throws(SiteFault) -> Value {
        do throws(EventLogError) { return try question(store) } catch { throw SiteFault(error) }
    }
}
