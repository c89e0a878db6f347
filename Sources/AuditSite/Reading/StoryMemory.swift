import EventLog
import ProseDiff
import Projections
import StoryEvents
import Synchronization

/// What the site remembers of stories, for all of its threads. Each thing is remembered with the newest event of its story:
/// after another event, it is read again. What a client did not wait for is not remembered.
final class StoryMemory: Sendable {
    /// A story, at its newest event.
    struct Place: Hashable, Sendable {
        let story: StoryID
        let head: Position?
    }

    private struct Question: Hashable, Sendable {
        let place: Place
        let cut: StoryCut
    }

    private struct Version: Hashable, Sendable {
        let place: Place
        let number: Int
    }

    private let models = Mutex(RecentlyUsed<Question, StoryModel>(heaviest: 32 << 20))
    private let showings = Mutex(RecentlyUsed<Place, Showing>(heaviest: 20_000))
    private let contested = Mutex(RecentlyUsed<Place, Bool>(heaviest: 20_000))
    private let lines = Mutex(RecentlyUsed<Place, [Position: String]>(heaviest: 4 << 20))
    private let changes = Mutex(RecentlyUsed<Version, String?>(heaviest: 20_000))

    func model(_ place: Place, _ cut: StoryCut) -> StoryModel? {
        models.withLock { $0.find(Question(place: place, cut: cut)) }
    }

    func keep(_ model: StoryModel, _ place: Place, _ cut: StoryCut) {
        guard !Abandonment.isAsked() else { return }
        models.withLock { $0.keep(model, as: Question(place: place, cut: cut), weight: model.weight) }
    }

    func showing(_ place: Place) -> Showing? { showings.withLock { $0.find(place) } }

    func keep(_ showing: Showing, _ place: Place) { showings.withLock { $0.keep(showing, as: place) } }

    /// Whether a claim of the story is contested.
    func isContested(_ place: Place) -> Bool? { contested.withLock { $0.find(place) } }

    func keep(isContested: Bool, _ place: Place) { contested.withLock { $0.keep(isContested, as: place) } }

    /// The sentences of a story's events.
    func lines(_ place: Place) -> [Position: String]? { lines.withLock { $0.find(place) } }

    func keep(_ lines: [Position: String], _ place: Place) {
        guard !Abandonment.isAsked() else { return }
        let weight = lines.values.reduce(0) { $0 + $1.utf8.count + 64 }
        self.lines.withLock { $0.keep(lines, as: place, weight: weight) }
    }

    /// What a version of a story changed, in one line: nil where it is not remembered, and within it where there is no such
    /// line.
    func change(_ place: Place, version number: Int) -> String?? {
        changes.withLock { $0.find(Version(place: place, number: number)) }
    }

    func keep(change: String?, _ place: Place, version number: Int) {
        guard !Abandonment.isAsked() else { return }
        changes.withLock { $0.keep(change, as: Version(place: place, number: number)) }
    }
}
