/// Tells files that are whole from files that may still be being written.
struct SettlingFiles {
    private let settle: Duration
    /// Files of which a hint said that they are whole.
    private var whole: Set<Place> = []
    private var observed: [Place: Observation] = [:]

    private struct Observation {
        var facts: FileFacts
        var since: Duration
    }

    init(settle: Duration) {
        self.settle = settle
    }

    /// Notes that a file was renamed in, or closed by who wrote it.
    mutating func noteWhole(_ place: Place) {
        whole.insert(place)
        observed[place] = nil
    }

    /// Notes that a file began, or changed while it was read.
    mutating func noteUnfinished(_ place: Place) {
        whole.remove(place)
        observed[place] = nil
    }

    /// Forgets a file that was taken.
    mutating func forget(_ place: Place) { noteUnfinished(place) }

    /// The files of a source that something is known of.
    func places(in source: FileName?) -> Set<Place> {
        whole.filter { $0.source == source }.union(observed.keys.lazy.filter { $0.source == source })
    }

    func isWhole(_ place: Place) -> Bool { whole.contains(place) }

    /// Whether a file has been left alone for long enough.
    ///
    /// - Parameters:
    ///   - facts: What a scan has found just now.
    ///   - uptime: The time that only passes: how long a file was seen unchanged.
    ///   - now: The time on the wall, in nanoseconds since 1970: how long ago it changed before it was first seen.
    mutating func isSettled(_ place: Place, _ facts: FileFacts, uptime: Duration, now: Int64) -> Bool {
        let seen = observed[place]
        if let seen, seen.facts == facts { return uptime - seen.since >= settle }
        observed[place] = Observation(facts: facts, since: uptime)
        return seen == nil && .nanoseconds(facts.age(at: now)) >= settle
    }

    /// Where files may have settled by now.
    func sourcesDue(at uptime: Duration) -> Set<FileName?> {
        Set(observed.lazy.filter { uptime >= $0.value.since + settle }.map(\.key.source))
    }

    /// When the next file may have settled, in uptime; nil when none is settling.
    var nextDeadline: Duration? { observed.values.map { $0.since + settle }.min() }
}
