import CanonicalJSON
import Glibc
import StoryEvents

/// Finds events in the entries of receipts as they are stored, in RFC 8785 form, without parsing them.
struct EntrySearch {
    private let positions: Set<Int64>
    /// `"story":"..."` of each story.
    private let stories: [[UInt8]]

    init(_ events: [Envelope]) {
        positions = Set(events.map(\.position.value))
        stories = Set(events.map(\.story)).map { story in
            var member = Array("\"story\":".utf8)
            JSON.string(story.text).appendCanonical(to: &member)
            return member
        }
    }

    /// Whether entries name one of the events, or list a document that made no event beside one of their stories.
    func finds(_ entries: UnsafeRawBufferPointer) -> Bool {
        var hasNone = false
        var place = 0
        // Within a string the quotation marks of the key would be escaped.
        while let found = entries.firstIndex(of: Self.key, from: place) {
            place = found + Self.key.count
            var (number, end) = (0 as Int64, place)
            while end < entries.count, (0x30...0x39).contains(entries[end]) {
                number = number &* 10 &+ Int64(entries[end] - 0x30)
                end += 1
            }
            if end == place { hasNone = true } else if positions.contains(number) { return true }
        }
        return hasNone && stories.contains { entries.firstIndex(of: $0, from: 0) != nil }
    }

    private static let key = Array("\"position\":".utf8)
}

extension UnsafeRawBufferPointer {
    /// The next place of some bytes; nil where there is none.
    func firstIndex(of wanted: [UInt8], from start: Int) -> Int? {
        guard let base = baseAddress, let first = wanted.first else { return nil }
        var place = start
        while place + wanted.count <= count,
            let found = memchr(base + place, Int32(first), count - wanted.count + 1 - place)
        {
            place = base.distance(to: UnsafeRawPointer(found))
            if wanted.withUnsafeBytes({ memcmp(base + place, $0.baseAddress!, wanted.count) }) == 0 { return place }
            place += 1
        }
        return nil
    }
}
