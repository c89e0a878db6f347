import CanonicalJSON
import StoryEvents

/// Folders and files that are left alone for a while because of a fault of their own, with growing pauses.
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
        var pause: Duration
        var retryAt: Duration
        let shownRetry: RecordedTime
    }

    private(set) var entries: [Subject: Entry] = [:]

    private static let firstPause: Duration = .seconds(1)
    private static let longestPause: Duration = .seconds(60)

    var isEmpty: Bool { entries.isEmpty }

    /// Suspends a folder or file, or suspends it again for twice as long.
    ///
    /// - Returns: Whether it was not suspended before.
    mutating func add(
        _ subject: Subject, reason: String, remedy: String, uptime: Duration, now: RecordedTime
    ) -> Bool {
        let before = entries[subject]
        let pause = before.map { min($0.pause * 2, Self.longestPause) } ?? Self.firstPause
        entries[subject] = Entry(
            reason: reason, remedy: remedy, since: before?.since ?? uptime, shownSince: before?.shownSince ?? now,
            pause: pause, retryAt: uptime + pause, shownRetry: now.advanced(by: pause))
        return before == nil
    }

    /// - Returns: Whether it was suspended.
    mutating func remove(_ subject: Subject) -> Bool { entries.removeValue(forKey: subject) != nil }

    /// Whether it is to be left alone now.
    func holds(_ subject: Subject, uptime: Duration) -> Bool { entries[subject].map { uptime < $0.retryAt } ?? false }

    /// How long it has been suspended.
    func age(of subject: Subject, uptime: Duration) -> Duration { entries[subject].map { uptime - $0.since } ?? .zero }

    /// What is suspended of a source.
    func subjects(in source: FileName?) -> [Subject] { entries.keys.filter { $0.source == source } }

    /// Sources with something to be tried again.
    func sourcesDue(at uptime: Duration) -> Set<FileName?> {
        Set(entries.lazy.filter { uptime >= $0.value.retryAt }.map(\.key.source))
    }

    /// When the next is to be tried again.
    var nextRetry: Duration? { entries.values.map(\.retryAt).min() }
}
