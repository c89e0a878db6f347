import CanonicalJSON
import StoryEvents

/// When readers could read a story: from its publication on, except while it was on hold or killed.
public struct ReadableTimes: Hashable, Sendable {
    /// When it was published, in microseconds since 1970; nil before.
    private var begin: Int64?
    private var status = StoryState.Status.published
    /// Since when it is on hold or killed.
    private var hidden: Int64?
    /// The ended times without it. They may overlap where events are backdated.
    private var gaps: [Range<Int64>] = []

    /// Starts with no event folded.
    public init() {}

    /// Folds the story's next event. Holds, releases and kills count in the order of the log.
    mutating func apply(_ envelope: Envelope, _ payload: Payload) {
        let time = envelope.time.microseconds
        switch payload {
        case .published: begin = time
        case .updated(let update): apply(update.change, time)
        case .erased(let withheld):
            if envelope.type == .published { begin = time }
            if envelope.type == .updated { apply(withheld.taken.change ?? .update, time) }
        default: break
        }
    }

    private mutating func apply(_ change: Update.Change, _ time: Int64) {
        status = status.after(change)
        if status != .published {
            hidden = hidden ?? time
        } else if let since = hidden {
            if since < time { gaps.append(since..<time) }
            hidden = nil
        }
    }

    /// The microseconds between two times during which the story could be read.
    func microseconds(from start: Int64, to end: Int64) -> Int64 {
        var place = max(start, begin ?? start)
        guard place < end else { return 0 }
        var all: Int64 = 0
        for gap in (gaps + (hidden.map { [$0..<Int64.max] } ?? [])).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard gap.upperBound > place else { continue }
            guard gap.lowerBound < end else { break }
            all += max(0, gap.lowerBound - place)
            place = gap.upperBound
            if place >= end { return all }
        }
        return all + end - place
    }
}
