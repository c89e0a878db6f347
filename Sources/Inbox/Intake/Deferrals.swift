import CanonicalJSON
import EventLog
import StoryEvents

/// Files that wait for a story, event or request that is not there yet.
struct Deferrals {
    private struct Entry {
        var inode: UInt64
        var awaited: Awaited
        var since: Duration
        var shownSince: RecordedTime
        /// Whether it is to be tried again.
        var isCalled: Bool
    }

    /// How long a file may wait.
    var limit: Duration {
        didSet { hasChanged = hasChanged || limit != oldValue }
    }
    private var entries: [Place: Entry] = [:]
    private var places: [StoryID: Set<Place>] = [:]
    private var bySource: [FileName?: Set<Place>] = [:]
    /// How much of the log was looked at for what is awaited.
    private var head: LogHead?
    private(set) var hasChanged = false

    /// - Parameter limit: How long a file may wait.
    init(limit: Duration) {
        self.limit = limit
    }

    var isEmpty: Bool { entries.isEmpty }

    /// What the files wait for: of each story the earliest look.
    var awaited: [Awaited] {
        places.values.compactMap { places in
            places.compactMap { entries[$0]?.awaited }.min { ($0.after?.value ?? -1) < ($1.after?.value ?? -1) }
        }
    }

    /// Lets a file wait; one that waited before keeps its time.
    mutating func add(_ place: Place, inode: UInt64, for awaited: Awaited, uptime: Duration, now: RecordedTime) {
        let before = entries[place].flatMap { $0.inode == inode ? $0 : nil }
        remove(place)
        entries[place] = Entry(
            inode: inode, awaited: awaited, since: before?.since ?? uptime, shownSince: before?.shownSince ?? now,
            isCalled: false)
        places[awaited.story, default: []].insert(place)
        bySource[place.source, default: []].insert(place)
        hasChanged = true
    }

    mutating func remove(_ place: Place) {
        guard let entry = entries.removeValue(forKey: place) else { return }
        places[entry.awaited.story]?.remove(place)
        if places[entry.awaited.story]?.isEmpty == true { places[entry.awaited.story] = nil }
        bySource[place.source]?.remove(place)
        if bySource[place.source]?.isEmpty == true { bySource[place.source] = nil }
        hasChanged = true
    }

    /// The files of a source that wait.
    func places(in source: FileName?) -> Set<Place> { bySource[source] ?? [] }

    /// Calls the files that wait for a story, or for something in it.
    ///
    /// - Returns: Their sources.
    mutating func call(_ story: StoryID) -> Set<FileName?> {
        let called = places[story] ?? []
        for place in called { entries[place]?.isCalled = true }
        return Set(called.map(\.source))
    }

    /// Calls one file, because it was written again.
    mutating func call(_ place: Place) { entries[place]?.isCalled = true }

    /// Whether a scan is to pass over a file.
    func holds(_ place: Place, inode: UInt64, uptime: Duration) -> Bool {
        guard let entry = entries[place], entry.inode == inode else { return false }
        return !entry.isCalled && uptime < entry.since + limit
    }

    /// Whether a file may wait, or wait on.
    func mayWait(_ place: Place, inode: UInt64, uptime: Duration) -> Bool {
        guard let entry = entries[place], entry.inode == inode else { return limit > .zero }
        return uptime < entry.since + limit
    }

    /// Sources with files that have waited long enough.
    func sourcesDue(at uptime: Duration) -> Set<FileName?> {
        Set(entries.lazy.filter { uptime >= $0.value.since + limit }.map(\.key.source))
    }

    /// Whether the log may hold what was not looked for.
    func isBehind(_ head: LogHead?) -> Bool { head != self.head }

    /// Notes that what is awaited was looked for in a log that reaches this far.
    mutating func noteLooked(_ head: LogHead?) { self.head = head }

    /// The files as they are shown, longest waiting first.
    mutating func shown() -> [InboxStatus.Waiting] {
        hasChanged = false
        return
            entries
            .sorted { left, right in
                left.value.since == right.value.since
                    ? NaturalOrder.precedes(left.key, right.key) : left.value.since < right.value.since
            }
            .map { place, entry in
                InboxStatus.Waiting(
                    file: place.text, story: entry.awaited.story, missing: entry.awaited.text,
                    since: entry.shownSince, until: entry.shownSince.advanced(by: limit))
            }
    }
}

extension RecordedTime {
    /// The time a while later, in whole seconds.
    func advanced(by duration: Duration) -> RecordedTime {
        let microseconds = duration.components.seconds.multipliedReportingOverflow(by: 1_000_000)
        let sum = self.microseconds.addingReportingOverflow(microseconds.partialValue)
        return microseconds.overflow || sum.overflow ? self : RecordedTime(microseconds: sum.partialValue)
    }
}
