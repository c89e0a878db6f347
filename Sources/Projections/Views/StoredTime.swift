import CanonicalJSON
import StoryEvents

/// Times as columns hold them: 8 bytes for a time of recording, 7 for one of happening, where the text has 27 and 25. Each
/// comes back as the text that it was; a text that would not stays text. Times of one kind are ordered as they are.
enum StoredTime {
    /// The bytes of a text that is a time; nil for any other text.
    static func pack(_ text: Text) -> [UInt8]? {
        let bytes = text.string.utf8
        guard bytes.count == 27 || bytes.count == 25 || bytes.count == 20,
            bytes[bytes.index(bytes.startIndex, offsetBy: 10)] == UInt8(ascii: "T")
        else { return nil }
        let packed = bytes.count == 27 ? recorded(text.string) : happened(text.string)
        guard let packed, unpack(packed) == text else { return nil }
        return packed
    }

    /// The text of the bytes; nil for any that ``pack(_:)`` does not make.
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

    /// Keeps what is added up and written as an unsigned number from being negative.
    private static let bias: Int64 = 1 << 62
    private static let secondBias: Int64 = 1 << 38
    private static let offsetBias = 1 << 14
    /// For an offset that is written as `Z`.
    private static let zulu = 1 << 15

    private static func recorded(_ text: String) -> [UInt8]? {
        guard let time = RecordedTime(text) else { return nil }
        return bytes(UInt64(bitPattern: time.microseconds &+ bias), 8)
    }

    private static func happened(_ text: String) -> [UInt8]? {
        guard let local = RecordedTime(text.prefix(19) + ".000000Z") else { return nil }
        var (offset, code) = (0, zulu)
        if text.utf8.count == 25 {
            let sign = text.utf8.dropFirst(19).first
            guard let hours = Int(text.dropFirst(20).prefix(2)), let minutes = Int(text.suffix(2)),
                (0..<24).contains(hours), (0..<60).contains(minutes)
            else { return nil }
            offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
            code = offset + offsetBias
        }
        let seconds = local.microseconds / 1_000_000 - Int64(offset) * 60
        return bytes(UInt64(bitPattern: seconds + secondBias), 5) + bytes(UInt64(code), 2)
    }

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
    /// The time, where its year has four digits.
    fileprivate var writable: RecordedTime? { Self.range.contains(microseconds) ? self : nil }
}
