import EventLog
import Glibc

/// How the events of a window of the log hang together by story and by identity, as the two indexes have it.
///
/// Each index is walked from end to end, so that what is kept is 16 bytes for each event of the window, however many
/// stories there are. A row is then held against what the indexes say of it.
struct StoryLinks: Sendable {
    /// The positions it knows of.
    let window: Range<Int64>
    private var previous: [Int64]
    private var marks: [UInt64]

    /// How many events a window holds: 8 MiB of memory.
    static let windowLength: Int64 = 1 << 19

    private static let unseen: Int64 = -2
    /// A gap was found before it and has been reported.
    private static let untold: Int64 = -3

    /// Walks both indexes.
    ///
    /// - Parameter report: Takes what is wrong with the indexes and the revisions of stories, anywhere in the log.
    init(
        window: Range<Int64>, reading reader: any AuditReader, report: (Finding) -> Void
    ) throws(EventLogError) {
        self.window = window
        previous = Array(repeating: Self.unseen, count: window.count)
        marks = Array(repeating: 0, count: window.count)
        try walkPlaces(reader, report)
        try walkIdentities(reader, report)
        try walkDerived(reader, report)
    }

    private mutating func walkPlaces(
        _ reader: any AuditReader, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var (previous, marks) = (previous, marks)
        (self.previous, self.marks) = ([], [])
        defer { (self.previous, self.marks) = (previous, marks) }
        var story: [UInt8] = []
        var last: (revision: Int64, position: Int64)?
        let window = window
        try reader.eachPlace { name, revision, position in
            let order = story.withUnsafeBytes { $0.order(to: name) }
            var before: Int64 = -1
            if order == 0, let last {
                before = last.position
                if revision <= last.revision {
                    report(Finding(.event(position), "revision \(revision) of the story \(name.shown) is there twice"))
                    before = Self.untold
                } else if revision != last.revision &+ 1 {
                    let what = "it is revision \(revision) of the story \(name.shown), after revision \(last.revision)"
                    report(Finding(.event(position), what))
                    before = Self.untold
                } else if position <= last.position {
                    let what = "it is revision \(revision) of the story \(name.shown), before revision \(last.revision)"
                    report(Finding(.event(position), what))
                }
            } else {
                if order > 0 { report(Finding(.schema("event_story"), "it is out of order at @\(position)")) }
                if revision != 0 {
                    let what = "it is revision \(revision) of the story \(name.shown), and the first there is"
                    report(Finding(.event(position), what))
                    before = Self.untold
                }
                story = Array(name)
            }
            last = (revision, position)
            guard window.contains(position) else { return }
            let place = Int(position - window.lowerBound)
            previous[place] = before
            marks[place] &+= Self.mark(story: name, revision)
        }
    }

    private mutating func walkIdentities(
        _ reader: any AuditReader, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var marks = marks
        self.marks = []
        defer { self.marks = marks }
        var last: (id: [UInt8], source: [UInt8], position: Int64) = ([], [], -1)
        let window = window
        try reader.eachIdentity { id, source, position in
            var order = last.id.withUnsafeBytes { $0.order(to: id) }
            if order == 0 { order = last.source.withUnsafeBytes { $0.order(to: source) } }
            if order == 0 {
                let what = "it has the id \(id.shown) of source \(source.shown), and so has @\(last.position)"
                report(Finding(.event(position), what))
            } else if order > 0 {
                report(Finding(.schema("event_identity"), "it is out of order at @\(position)"))
            }
            last.id.replaceSubrange(last.id.indices, with: id)
            last.source.replaceSubrange(last.source.indices, with: source)
            last.position = position
            guard window.contains(position) else { return }
            marks[Int(position - window.lowerBound)] &+= Self.mark(source: source, id: id)
        }
    }

    private mutating func walkDerived(
        _ reader: any AuditReader, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var marks = marks
        self.marks = []
        defer { self.marks = marks }
        var last: (key: Int64, position: Int64)?
        // Nearly always none: two ids have one key once in 2^32 events.
        var shared: [(first: Int64, second: Int64)] = []
        let window = window
        try reader.eachDerived { key, position in
            if let last {
                if last.key == key { shared.append((last.position, position)) }
                if last > (key, position) {
                    report(Finding(.schema("event_derived"), "it is out of order at @\(position)"))
                }
            }
            last = (key, position)
            guard window.contains(position) else { return }
            marks[Int(position - window.lowerBound)] &+= Self.mark(derived: key)
        }
        for pair in shared { try checkIDs(of: pair.first, pair.second, reader, report) }
    }

    /// Reports two events of one id.
    private func checkIDs(
        of first: Int64, _ second: Int64, _ reader: any AuditReader, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var ids: [[UInt8]] = []
        for position in [first, second] where position >= 0 && position < .max {
            try reader.eachEvent(position..<position + 1) { ids.append(Array($0.id)) }
        }
        guard ids.count == 2, ids[0] == ids[1] else { return }
        let id = ids[0].withUnsafeBytes { $0.shown }
        report(Finding(.event(second), "it has the id \(id), and so has @\(first)"))
    }

    /// What is wrong with how an event hangs together with others.
    ///
    /// - Parameter named: The position that its leaf names as its story's previous event, -1 for null.
    func faults(of event: AuditedEvent, previous named: Int64?) -> [String] {
        let place = Int(event.position - window.lowerBound)
        let mark =
            Self.mark(story: event.story, event.revision)
            &+ (event.derived.map(Self.mark(derived:)) ?? Self.mark(source: event.source, id: event.id))
        guard marks[place] == mark, previous[place] != Self.unseen else {
            return ["the indexes of stories and identities do not have it as its row does"]
        }
        let expected = previous[place]
        guard let named, expected != Self.untold, named != expected else { return [] }
        func shown(_ position: Int64) -> String { position < 0 ? "none" : "@\(position)" }
        return ["its leaf names \(shown(named)) as the story's previous event, which is \(shown(expected))"]
    }

    /// A number that nobody can aim at: each process has its own seed of the hash.
    private static func mark(story: UnsafeRawBufferPointer, _ revision: Int64) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(bytes: story)
        hasher.combine(revision)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func mark(derived key: Int64) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(key)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func mark(source: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(source.count)
        hasher.combine(bytes: source)
        hasher.combine(bytes: id)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension UnsafeRawBufferPointer {
    /// Whether this comes before, after (-1, 1) or is the same as (0) other bytes, as SQLite orders text.
    fileprivate func order(to other: UnsafeRawBufferPointer) -> Int {
        let shorter = Swift.min(count, other.count)
        if shorter > 0, let here = baseAddress, let there = other.baseAddress {
            let order = memcmp(here, there, shorter)
            if order != 0 { return order < 0 ? -1 : 1 }
        }
        return count == other.count ? 0 : count < other.count ? -1 : 1
    }
}
