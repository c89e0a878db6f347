import CanonicalJSON
import StoryEvents

/// Folders and files that are suspended because of a fault of their own, with growing pauses.
///
/// Everything suspended of one source is retried together, so that many faults cost one scan of the source.
struct Suspensions {
    enum Subject: Hashable {
        case folder(Folder)
        case file(Place)

        var source: FileName? {
            switch self {
            case .folder(let folder): folder.source
            case .file(let place): place.source
            }
        }

        /// Its path below the inbox.
        var text: Text {
            switch self {
            case .folder(let folder): folder.text
            case .file(let place): place.text
            }
        }
    }

    struct Entry: Hashable {
        var reason: String
        var remedy: String
        let since: Duration
        let shownSince: RecordedTime
    }

    /// The next retry of a source's subjects.
    private struct Round {
        var pause: Duration
        var retryAt: Duration
        var shownRetry: RecordedTime
        var subjects: Set<Subject> = []
    }

    /// Whether a line about a source is logged.
    enum Telling { case line, last, nothing }

    /// The lines logged about each source in this minute, and when it began.
    private var told: (lines: [FileName?: Int], since: Duration) = ([:], .zero)
    /// The most lines about one source in a minute: a producer can suspend thousands of files at once, and the lines of
    /// others must not be lost among them.
    static let mostLines = 20
    private static let window: Duration = .seconds(60)

    private(set) var entries: [Subject: Entry] = [:]
    private var rounds: [FileName?: Round] = [:]
    /// Whether entries have changed since ``noteShown()``.
    private(set) var hasChanged = false

    private static let firstPause: Duration = .seconds(1)
    private static let longestPause: Duration = .seconds(60)

    var isEmpty: Bool { entries.isEmpty }

    /// Suspends a folder or file, or prolongs its suspension.
    ///
    /// It is retried with the others of its source: in the next round that is due, or after twice the last pause.
    ///
    /// - Returns: Whether it was not suspended before.
    mutating func add(
        _ subject: Subject, reason: String, remedy: String, uptime: Duration, now: RecordedTime
    ) -> Bool {
        let before = entries[subject]
        let source = subject.source
        if rounds[source] == nil { rounds[source] = Round(pause: .zero, retryAt: uptime, shownRetry: now) }
        noteTried(source, uptime: uptime, now: now)
        rounds[source]?.subjects.insert(subject)
        entries[subject] = Entry(
            reason: reason, remedy: remedy, since: before?.since ?? uptime, shownSince: before?.shownSince ?? now)
        hasChanged = true
        return before == nil
    }

    /// Records that a source's due subjects were retried: those still suspended wait for the next round.
    mutating func noteTried(_ source: FileName?, uptime: Duration, now: RecordedTime) {
        guard var round = rounds[source], uptime >= round.retryAt else { return }
        round.pause = round.pause == .zero ? Self.firstPause : min(round.pause * 2, Self.longestPause)
        round.retryAt = uptime + round.pause
        round.shownRetry = now.advanced(by: round.pause)
        rounds[source] = round
        hasChanged = true
    }

    /// When a subject is retried, for the status.
    func shownRetry(of subject: Subject) -> RecordedTime? { rounds[subject.source]?.shownRetry }

    /// - Returns: Whether it was suspended.
    mutating func remove(_ subject: Subject) -> Bool {
        guard entries.removeValue(forKey: subject) != nil else { return false }
        rounds[subject.source]?.subjects.remove(subject)
        if rounds[subject.source]?.subjects.isEmpty == true { rounds[subject.source] = nil }
        hasChanged = true
        return true
    }

    /// Counts a line about a source: the last that may be logged within a minute says that more are left out.
    mutating func telling(of source: FileName?, uptime: Duration) -> Telling {
        if uptime - told.since >= Self.window { told = ([:], uptime) }
        told.lines[source, default: 0] += 1
        let lines = told.lines[source] ?? 0
        return lines < Self.mostLines ? .line : lines == Self.mostLines ? .last : .nothing
    }

    /// Records that the current entries are in the status.
    mutating func noteShown() { hasChanged = false }

    /// Whether it is suspended now.
    func holds(_ subject: Subject, uptime: Duration) -> Bool {
        guard entries[subject] != nil, let round = rounds[subject.source] else { return false }
        return uptime < round.retryAt
    }

    /// How long it has been suspended.
    func age(of subject: Subject, uptime: Duration) -> Duration { entries[subject].map { uptime - $0.since } ?? .zero }

    /// The suspended subjects of a source.
    func subjects(in source: FileName?) -> Set<Subject> { rounds[source]?.subjects ?? [] }

    /// Sources with subjects that are due for a retry.
    func sourcesDue(at uptime: Duration) -> Set<FileName?> {
        Set(rounds.lazy.filter { uptime >= $0.value.retryAt }.map(\.key))
    }

    /// The time of the next retry.
    var nextRetry: Duration? { rounds.values.map(\.retryAt).min() }
}
