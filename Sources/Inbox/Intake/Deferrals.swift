import CanonicalJSON
import EventLog
import StoryEvents

/// Deferred files: they wait for a story, event or request that is not there yet.
///
/// A file is tried again only after the thing that it waits for was recorded and, after some tries in a row, with
/// pauses: each try reads the whole file.
struct Deferrals {
    private struct Entry {
        var inode: UInt64
        var awaited: Awaited
        var since: Duration
        var shownSince: RecordedTime
        /// How often it was read and deferred.
        var tries: Int
        /// When to try it again, in uptime; nil while the awaited thing is missing.
        var retryAt: Duration?
        /// The earliest time of the next try, in uptime.
        var restsUntil: Duration
        /// Whether it is refused at the next try if what it waits for is still missing.
        var isEnded = false
    }

    /// The longest wait of a file.
    var limit: Duration {
        didSet { hasChanged = hasChanged || limit != oldValue }
    }
    private var entries: [Place: Entry] = [:]
    private var waiting: [StoryID: [Awaited.Missing: Set<Place>]] = [:]
    private var bySource: [FileName?: Set<Place>] = [:]
    /// Files that may be tried but still pause.
    private var resting: Set<Place> = []
    /// When files began to wait, in order. Entries of files that no longer wait are skipped.
    private var began: ArraySlice<(place: Place, since: Duration)> = []
    /// The first position that was not searched for awaited things.
    private(set) var lookedTo: Position = .first
    private(set) var hasChanged = false
    /// When the deferred files were last listed, in uptime.
    private var shownAt: Duration?

    /// The number of tries without a pause.
    private static let freeTries = 3
    private static let longestPause: Duration = .seconds(60)
    /// So few files are listed after each change.
    private static let fewListed = 500
    private static let pausePerListed: Duration = .microseconds(250)

    /// - Parameter limit: The longest wait of a file.
    init(limit: Duration) {
        self.limit = limit
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Defers a file. A file that waited before keeps its start time.
    ///
    /// - Parameter start: When the file began to wait for an earlier process; nil if it did not.
    mutating func add(
        _ place: Place, inode: UInt64, for awaited: Awaited, uptime: Duration, now: RecordedTime,
        start: RecordedTime? = nil
    ) {
        let before = entries[place].flatMap { $0.inode == inode ? $0 : nil }
        forget(place)
        let tries = (before?.tries ?? 0) + 1
        let waited = Duration.microseconds(start.map { max(0, now.microseconds - $0.microseconds) } ?? 0)
        let since = before?.since ?? uptime - waited
        entries[place] = Entry(
            inode: inode, awaited: awaited, since: since, shownSince: before?.shownSince ?? start ?? now,
            tries: tries, retryAt: nil, restsUntil: uptime + Self.pause(after: tries))
        waiting[awaited.story, default: [:]][awaited.missing, default: []].insert(place)
        bySource[place.source, default: []].insert(place)
        if before == nil {
            // Only those that waited for an earlier process began before others.
            let end = began.lastIndex { $0.since <= since }.map { $0 + 1 } ?? began.startIndex
            began.insert((place, since), at: end)
        }
        hasChanged = true
    }

    mutating func remove(_ place: Place) {
        forget(place)
        if entries.isEmpty { began = [] }
    }

    /// Removes a file but for when it began to wait.
    private mutating func forget(_ place: Place) {
        guard let entry = entries.removeValue(forKey: place) else { return }
        let (story, missing) = (entry.awaited.story, entry.awaited.missing)
        waiting[story]?[missing]?.remove(place)
        if waiting[story]?[missing]?.isEmpty == true { waiting[story]?[missing] = nil }
        if waiting[story]?.isEmpty == true { waiting[story] = nil }
        bySource[place.source]?.remove(place)
        if bySource[place.source]?.isEmpty == true { bySource[place.source] = nil }
        resting.remove(place)
        hasChanged = true
    }

    /// The deferred files of a source.
    func places(in source: FileName?) -> Set<Place> { bySource[source] ?? [] }

    /// Marks the files that wait for an event, or for a request in it, as due.
    ///
    /// - Parameters:
    ///   - id: The event's id.
    ///   - requests: Ids of the requests in it; evaluated only if a file waits for a request of the story.
    /// - Returns: Sources to scan now.
    mutating func call<Failure: Error>(
        _ story: StoryID, event id: Text?, uptime: Duration, requests: () throws(Failure) -> [Text]
    ) throws(Failure) -> Set<FileName?> {
        guard let missing = waiting[story] else { return [] }
        var called = missing[.story] ?? []
        if let id { called.formUnion(missing[.event(id)] ?? []) }
        let isRequestAwaited = missing.keys.contains { if case .request = $0 { true } else { false } }
        if isRequestAwaited { for id in try requests() { called.formUnion(missing[.request(id)] ?? []) } }
        var due: Set<FileName?> = []
        for place in called where call(place, uptime: uptime) { due.insert(place.source) }
        return due
    }

    /// - Returns: Whether it may be tried now.
    private mutating func call(_ place: Place, uptime: Duration) -> Bool {
        guard var entry = entries[place], entry.retryAt == nil else { return false }
        let retryAt = max(uptime, entry.restsUntil)
        entry.retryAt = retryAt
        entries[place] = entry
        if retryAt > uptime { resting.insert(place) }
        return retryAt <= uptime
    }

    /// Marks one file as due, because it was written again.
    mutating func call(_ place: Place) {
        entries[place]?.retryAt = .zero
        resting.remove(place)
    }

    /// Whether a scan must skip a file.
    func holds(_ place: Place, inode: UInt64, uptime: Duration) -> Bool {
        guard let entry = entries[place], entry.inode == inode else { return false }
        return uptime < min(entry.retryAt ?? .seconds(Int64.max / 2), entry.since + limit)
    }

    /// Whether a file may wait, or wait longer.
    func mayWait(_ place: Place, inode: UInt64, uptime: Duration) -> Bool {
        guard let entry = entries[place], entry.inode == inode else { return limit > .zero }
        return !entry.isEnded && uptime < entry.since + limit
    }

    /// Ends the wait of files for a story, or for something in it.
    ///
    /// - Returns: Sources to scan now.
    mutating func end<Failure: Error>(
        _ story: StoryID, where isEnded: (Place) throws(Failure) -> Bool
    ) throws(Failure) -> Set<FileName?> {
        var due: Set<FileName?> = []
        for place in (waiting[story] ?? [:]).values.flatMap({ $0 }) where try isEnded(place) {
            entries[place]?.isEnded = true
            call(place)
            due.insert(place.source)
        }
        return due
    }

    /// Sources with files whose pause or wait has ended; each file is returned once.
    mutating func sourcesDue(at uptime: Duration) -> Set<FileName?> {
        var due: Set<FileName?> = []
        for place in resting where uptime >= entries[place]?.retryAt ?? .zero {
            resting.remove(place)
            due.insert(place.source)
        }
        while let first = began.first, uptime >= first.since + limit {
            began.removeFirst()
            if entries[first.place] != nil { due.insert(first.place.source) }
        }
        return due
    }

    /// Notes that all events before a position were searched for awaited things.
    mutating func noteLooked(to position: Position) { lookedTo = position }

    private static func pause(after tries: Int) -> Duration {
        guard tries > freeTries else { return .zero }
        return min(longestPause, .seconds(1 << min(tries - freeTries, 10)))
    }

    /// The deferred files for the status, longest wait first.
    ///
    /// Listing takes time linear in their number, and each commit changes them. So many files are listed more rarely, and
    /// listing never takes more than a small part of the time.
    ///
    /// - Parameter uptime: nil to list them whatever it takes.
    /// - Returns: nil if the last list still holds, or must do for a while.
    mutating func shown(uptime: Duration?) -> [InboxStatus.Waiting]? {
        guard hasChanged else { return nil }
        let pause = Self.pausePerListed * entries.count
        if let uptime, let shownAt, entries.count > Self.fewListed, uptime < shownAt + pause { return nil }
        (hasChanged, shownAt) = (false, uptime)
        return
            entries
            .sorted { left, right in
                left.value.since == right.value.since
                    ? NaturalOrder.precedes(left.key, right.key) : left.value.since < right.value.since
            }
            .map { place, entry in
                InboxStatus.Waiting(
                    file: place.text, inode: entry.inode, story: entry.awaited.story, missing: entry.awaited.text,
                    since: entry.shownSince, until: entry.shownSince.advanced(by: limit))
            }
    }
}

extension RecordedTime {
    /// The time a duration later, in whole seconds.
    func advanced(by duration: Duration) -> RecordedTime {
        let microseconds = duration.components.seconds.multipliedReportingOverflow(by: 1_000_000)
        let sum = self.microseconds.addingReportingOverflow(microseconds.partialValue)
        return microseconds.overflow || sum.overflow ? self : RecordedTime(microseconds: sum.partialValue)
    }
}
