import CanonicalJSON
import StoryEvents

/// Packs times for columns: 8 bytes for a time of recording and 7 for a time of happening, instead of text of 27 and 25
/// bytes. Each unpacks to the same text; a text that would not is stored as text. Packed times of one kind sort in
/// order of time.
enum StoredTime {
    /// The packed bytes of a time; nil for any other text.
    static func pack(_ text: Text) -> [UInt8]? {
        text.withBytes { text in
            guard text.count == 27 || text.count == 25 || text.count == 20, let local = local(text) else { return nil }
            if text.count == 27 {
                guard text[19] == UInt8(ascii: "."), let micros = number(text, 20, 6), text[26] == UInt8(ascii: "Z")
                else { return nil }
                let time = RecordedTime(microseconds: local.seconds * 1_000_000 + Int64(micros))
                return time.writable.map { bytes(UInt64(bitPattern: $0.microseconds &+ bias), 8) }
            }
            guard let (offset, code) = offset(text) else { return nil }
            let seconds = local.seconds - Int64(offset) * 60
            return bytes(UInt64(bitPattern: seconds + secondBias), 5) + bytes(UInt64(code), 2)
        }
    }

    /// The date and the clock at the beginning of a text of at least 20 bytes.
    private static func local(_ text: UnsafeBufferPointer<UInt8>) -> CivilTime? {
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let year = number(text, 0, 4), let month = number(text, 5, 2), let day = number(text, 8, 2),
            let hour = number(text, 11, 2), let minute = number(text, 14, 2), let second = number(text, 17, 2)
        else { return nil }
        return CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// The minutes of an offset and its stored code, from the 20th byte of a text on.
    private static func offset(_ text: UnsafeBufferPointer<UInt8>) -> (minutes: Int, code: Int)? {
        if text.count == 20 { return text[19] == UInt8(ascii: "Z") ? (0, zulu) : nil }
        let isWest = text[19] == UInt8(ascii: "-")
        guard isWest || text[19] == UInt8(ascii: "+"), text[22] == UInt8(ascii: ":"),
            let hours = number(text, 20, 2), hours < 24, let minutes = number(text, 23, 2), minutes < 60,
            !isWest || hours + minutes > 0
        else { return nil }
        let offset = (hours * 60 + minutes) * (isWest ? -1 : 1)
        return (offset, offset + offsetBias)
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        var number = 0
        for byte in text[start..<start + count] {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// The text of packed bytes; nil for bytes that ``pack(_:)`` does not return.
    static func unpack(_ bytes: [UInt8]) -> Text? {
        switch bytes.count {
        case 8:
            let microseconds = Int64(bitPattern: number(bytes)) &- bias
            return RecordedTime(microseconds: microseconds).writable.map { Text($0.description) }
        case 7:
            let (seconds, code) = (Int64(number(bytes[..<5])) - secondBias, Int(number(bytes[5...])))
            let offset = code == zulu ? 0 : code - offsetBias
            guard abs(offset) < 24 * 60,
                let local = RecordedTime(microseconds: (seconds + Int64(offset) * 60) * 1_000_000).writable
            else { return nil }
            let digits = local.description.prefix(19)
            return Text(digits + (code == zulu ? "Z" : text(offset: offset)))
        default: return nil
        }
    }

    /// Added before a number is stored unsigned, so that it is not negative.
    private static let bias: Int64 = 1 << 62
    private static let secondBias: Int64 = 1 << 38
    private static let offsetBias = 1 << 14
    /// The code of an offset written as `Z`.
    private static let zulu = 1 << 15

    private static func text(offset: Int) -> String {
        let (hours, minutes) = abs(offset).quotientAndRemainder(dividingBy: 60)
        return (offset < 0 ? "-" : "+") + (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "")
            + "\(minutes)"
    }

    private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (count - 1 - $0))) }
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

extension RecordedTime {
    /// The time, if its year has four digits.
    fileprivate var writable: RecordedTime? { Self.range.contains(microseconds) ? self : nil }
}
