import EventLog
import StoryEvents

/// Files about stories that are not there yet.
struct WaitingRoom {
    private struct Entry {
        var inode: UInt64
        var story: StoryID
        var since: Duration
        var shownSince: RecordedTime
        /// Whether it is to be tried again.
        var isCalled: Bool
    }

    private let limit: Duration
    private var entries: [Place: Entry] = [:]
    private var awaited: [StoryID: Set<Place>] = [:]
    /// How much of the log was looked at for awaited stories.
    private var head: LogHead?
    private(set) var hasChanged = false

    init(limit: Duration) {
        self.limit = limit
    }

    var isEmpty: Bool { entries.isEmpty }

    /// The stories that somebody waits for.
    var stories: some Collection<StoryID> { awaited.keys }

    /// Lets a file wait; one that waited before keeps its place.
    mutating func add(_ place: Place, inode: UInt64, for story: StoryID, uptime: Duration, now: RecordedTime) {
        let before = entries[place].flatMap { $0.inode == inode ? $0 : nil }
        remove(place)
        entries[place] = Entry(
            inode: inode, story: story, since: before?.since ?? uptime, shownSince: before?.shownSince ?? now,
            isCalled: false)
        awaited[story, default: []].insert(place)
        hasChanged = true
    }

    mutating func remove(_ place: Place) {
        guard let entry = entries.removeValue(forKey: place) else { return }
        awaited[entry.story]?.remove(place)
        if awaited[entry.story]?.isEmpty == true { awaited[entry.story] = nil }
        hasChanged = true
    }

    /// The files of a source that wait.
    func places(in source: FileName?) -> Set<Place> { Set(entries.keys.lazy.filter { $0.source == source }) }

    /// Calls the files that wait for a story.
    mutating func call(_ story: StoryID) -> Set<Place> {
        let places = awaited[story] ?? []
        for place in places { entries[place]?.isCalled = true }
        return places
    }

    /// Calls one file, because it was written anew.
    mutating func call(_ place: Place) { entries[place]?.isCalled = true }

    /// Whether a scan is to pass over a file.
    func holds(_ place: Place, inode: UInt64, uptime: Duration) -> Bool {
        guard let entry = entries[place], entry.inode == inode else { return false }
        return !entry.isCalled && uptime < entry.since + limit
    }

    /// Whether a file may wait, or wait on.
    func mayWait(_ place: Place, inode: UInt64, uptime: Duration) -> Bool {
        guard let entry = entries[place], entry.inode == inode else { return true }
        return uptime < entry.since + limit
    }

    /// Where files have waited long enough.
    func sourcesDue(at uptime: Duration) -> Set<FileName?> {
        Set(entries.lazy.filter { uptime >= $0.value.since + limit }.map(\.key.source))
    }

    /// Whether the log may hold stories that were not looked for.
    func isBehind(_ head: LogHead?) -> Bool { head != self.head }

    /// Notes that the stories awaited were looked for in a log that reaches this far.
    mutating func noteLooked(_ head: LogHead?) { self.head = head }

    /// The files as they are shown, longest waiting first.
    mutating func shown() -> [InboxStatus.Waiting] {
        hasChanged = false
        return
            entries
            .sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }
            .map { InboxStatus.Waiting(file: $0.text, story: $1.story, since: $1.shownSince) }
    }
}
