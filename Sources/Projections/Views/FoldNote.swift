import EventLog
import Glibc
import StoryEvents
import WorkGuard

/// Notes which event each projection is folding, so that one event ends the process at most twice.
///
/// A projection that traps, takes too long or uses up all memory at an event is stopped there after the second time,
/// like one that throws. Reading an event and folding its story are done once for all projections and count as an item
/// of their own.
final class FoldNote {
    private let path: String
    private let watch: OverdueWatch?
    /// nil until it is taken.
    private(set) var note: WorkNote?
    private var step: Int64 = 0

    /// The item for work done once for all projections.
    private static let shared = "events"

    /// - Parameters:
    ///   - path: The note's file.
    ///   - watch: Ends the process when one event takes too long.
    init(path: String, watch: OverdueWatch?) {
        (self.path, self.watch) = (path, watch)
    }

    /// Takes the note and returns the work during which its last holder ended.
    ///
    /// - Returns: nil while another process holds it.
    func take() throws(ViewsError) -> [Suspect]? {
        let note = try Self.noted { () throws(WorkNoteError) in try WorkNote.take(path: path) }
        self.note = note
        watch?.follow(note)
        return note?.lastEnd
    }

    /// Releases the note.
    func release() {
        watch?.follow(nil)
        note = nil
    }

    /// Runs `body` in the lane of the folding thread.
    func onThisThread<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        guard let note else { return try body() }
        return try note.onThisThread(lane: 0, body)
    }

    /// Notes which projections are folded from now on.
    func begin(_ tracks: [FoldRun.Track]) throws(ViewsError) {
        try Self.noted { () throws(WorkNoteError) in try note?.begin(Self.items(tracks)) }
    }

    /// Notes that the results of all events before a position are written.
    func done(below position: Position) throws(ViewsError) {
        try Self.noted { () throws(WorkNoteError) in try note?.done(below: position.value) }
    }

    private static func items(_ tracks: [FoldRun.Track]) -> [String] {
        // A newer version of a projection is not suspected for the failure of an older one.
        [shared] + tracks.map { "\($0.projection.name)/\($0.projection.version)" }
    }

    private static func noted<Value>(_ body: () throws(WorkNoteError) -> Value) throws(ViewsError) -> Value {
        do throws(WorkNoteError) { return try body() } catch { throw ViewsError(error) }
    }
}

extension FoldNote {
    /// Notes that an event is read, or its story folded, for all projections.
    func at(_ position: Position) {
        step = position.value
        note?.point(item: 0, step: step)
    }

    /// Notes that a projection folds the noted event, or an earlier event of its story.
    func at(projection index: Int) { note?.point(item: index + 1, step: step) }

    /// Notes that a projection builds the row that it set at an event.
    func at(projection index: Int, _ position: Int64) { note?.point(item: index + 1, step: position) }
}

extension FoldNote {
    /// The first later position at which a batch must end, so that a suspected event is folded alone.
    func boundary(after position: Position, _ tracks: [FoldRun.Track]) -> Position? {
        let names = Set(Self.items(tracks))
        let steps = (note?.suspects.all ?? []).filter { !names.isDisjoint(with: $0.items) }.compactMap(\.step)
        return steps.flatMap { [$0, $0 &+ 1] }.filter { $0 > position.value }.min().map { Position($0) }
    }

    /// The projections that must not fold the event at a position, by index, and why.
    func condemned(at position: Position, _ tracks: [FoldRun.Track]) -> [(index: Int, fault: ProjectionFault)] {
        let items = Self.items(tracks)
        return (note?.suspects.condemned ?? []).filter { $0.step == position.value }.flatMap { suspect in
            let fault = ProjectionFault(position: position, message: suspect.message)
            return tracks.indices
                .filter { suspect.items.contains(Self.shared) || suspect.items.contains(items[$0 + 1]) }
                .map { ($0, fault) }
        }
    }

    /// The projection's name for people; nil for the work done for all.
    static func projection(_ item: String?) -> String? {
        item == shared ? nil : item?.split(separator: "/").first.map { String($0) }
    }
}

extension ViewsError {
    init(_ error: WorkNoteError) {
        switch error.code {
        case EACCES, EROFS, EPERM: self = .readOnly(path: error.path)
        case ENOSPC, EDQUOT: self = .outOfSpace(path: error.path)
        default: self = .failed(path: error.path, error.message)
        }
    }
}
