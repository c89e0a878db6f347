import CanonicalJSON
import EventLog
import StoryEvents

/// Holds an event's leaf against its columns.
///
/// Nearly every leaf is compared where it lies, without being parsed: there is one way only to write what the columns
/// say. A leaf that is not so, or that holds text beyond plain ASCII, is parsed and compared member by member.
struct LeafCheck {
    /// What a leaf says that no column does.
    struct Reading {
        /// The position of the story's previous event; -1 for null.
        var previous: Int64
        /// What the data is held to: 64 hexadecimal digits.
        var commitment: (UnsafeRawBufferPointer)
        /// The text of `time`.
        var time: UnsafeRawBufferPointer
    }

    private var clock = ClockText()
    private var time = TimeText()

    /// The quick way: nil where the leaf is not plainly what the columns say, which the slow way then tells.
    mutating func read(_ event: AuditedEvent) -> Reading? {
        var leaf = LeafCursor(event.leaf)
        guard leaf.skip("{\"commitment\":\"sha256:"), let commitment = leaf.take(64), commitment.isHexadecimal,
            leaf.skip("\",\"id\":"), leaf.skip(plain: event.id), event.id.isPlainID,
            leaf.skip(",\"position\":"), leaf.skip(number: event.position),
            leaf.skip(",\"previous\":")
        else { return nil }
        var previous: Int64 = -1
        if !leaf.skip("null") {
            guard let number = leaf.takeNumber() else { return nil }
            previous = number
        }
        guard leaf.skip(",\"recordedtime\":\""), let recorded = leaf.take(27), clock.shows(event.recorded, recorded),
            leaf.skip("\",\"revision\":"), leaf.skip(number: event.revision),
            leaf.skip(",\"schema\":1,\"source\":"), leaf.skip(plain: event.source), event.source.isPlainSource,
            leaf.skip(",\"subject\":"), leaf.skip(plain: event.story), event.story.mayNameStory,
            leaf.skip(",\"time\":"), let told = leaf.takePlainString(), time.isTime(told),
            leaf.skip(",\"type\":"), leaf.skip(plain: event.type), EventTypeWords.hold(event.type),
            leaf.skip("}"), leaf.isAtEnd
        else { return nil }
        return Reading(previous: previous, commitment: commitment, time: told)
    }
}

/// The five words, as bytes.
private enum EventTypeWords {
    private static let words: [[UInt8]] = EventType.allCases.map { Array($0.rawValue.utf8) }

    static func hold(_ text: UnsafeRawBufferPointer) -> Bool {
        words.contains { word in word.withUnsafeBytes { $0.equals(text) } }
    }
}

extension UnsafeRawBufferPointer {
    /// Small hexadecimal digits and nothing else.
    var isHexadecimal: Bool {
        allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
    }

    /// What ``StoryID`` asks of plain ASCII.
    fileprivate var mayNameStory: Bool {
        guard let first, let last else { return false }
        return count <= 200 && first != 0x20 && last != 0x20
    }

    /// The bytes as text for a message; what is not UTF-8 is repaired there.
    var text: String { String(decoding: self, as: UTF8.self) }
}

/// Compares recorded times as text, formatting each second once.
struct ClockText {
    private var second = Int64.min
    /// `2026-03-02T12:00:00.`
    private var prefix: [UInt8] = []

    mutating func shows(_ microseconds: Int64, _ text: UnsafeRawBufferPointer) -> Bool {
        guard RecordedTime.isSane(microseconds) else { return false }
        var (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        if fraction < 0 { (seconds, fraction) = (seconds - 1, fraction + 1_000_000) }
        if seconds != second || prefix.isEmpty {
            let description = RecordedTime(microseconds: seconds * 1_000_000).description
            prefix = Array(description.utf8.dropLast(7))
            second = seconds
        }
        guard text.count == prefix.count + 7, text[text.count - 1] == UInt8(ascii: "Z"),
            prefix.withUnsafeBytes({ UnsafeRawBufferPointer(rebasing: text[..<prefix.count]).equals($0) })
        else { return false }
        var digits: Int64 = 0
        for digit in text[prefix.count..<prefix.count + 6] {
            guard digit >= 0x30, digit <= 0x39 else { return false }
            digits = digits * 10 + Int64(digit - 0x30)
        }
        return digits == fraction
    }
}

extension RecordedTime {
    /// Whether a number of microseconds lies in the years 1 to 9999, which ``description`` can write.
    static func isSane(_ microseconds: Int64) -> Bool { range.contains(microseconds) }
}

/// Tells whether text is a time as an envelope writes it, reading the same text once only.
struct TimeText {
    private var known: [UInt8] = []

    mutating func isTime(_ text: UnsafeRawBufferPointer) -> Bool {
        if known.withUnsafeBytes({ $0.equals(text) }), !known.isEmpty { return true }
        let string = text.text
        guard let time = try? EventTime(string), time.description == string else { return false }
        known = Array(text)
        return true
    }
}
