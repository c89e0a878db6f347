import CanonicalJSON

/// The producer's own id of a story: 1 to 200 UTF-8 bytes, no control character, no white space at either end.
///
/// It stays in the leaf for ever, so it must hold no personal data.
public struct StoryID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id, compared byte for byte.
    public let text: Text

    /// - Returns: nil when the text breaks the rule above.
    public init?(_ text: Text) {
        guard IdentifierRule.story.fault(in: text) == nil else { return nil }
        self.text = text
    }

    /// The id as text.
    public var description: String { text.string }

    /// UTF-8 byte order.
    public static func < (left: StoryID, right: StoryID) -> Bool { left.text < right.text }
}

/// An event's identity for ever: unique in a ledger.
public struct EventIdentity: Hashable, Sendable {
    /// URI reference of the producer, 1 to 1,024 bytes.
    public let source: Text
    /// Unique within the source, 1 to 1,024 bytes.
    public let id: Text

    /// Joins a source and an id that were checked before.
    public init(source: Text, id: Text) {
        self.source = source
        self.id = id
    }
}

/// What an identifier may look like.
struct IdentifierRule: Sendable {
    let longest: Int
    let isURIReference: Bool

    static let story = IdentifierRule(longest: 200, isURIReference: false)
    static let event = IdentifierRule(longest: 1024, isURIReference: false)
    static let part = IdentifierRule(longest: 200, isURIReference: false)
    static let source = IdentifierRule(longest: 1024, isURIReference: true)

    /// Says what is wrong with the text, or nil when it keeps the rule.
    func fault(in text: Text) -> String? {
        let length = text.utf8.count
        if length == 0 { return "is empty" }
        if length > longest { return "is \(length) bytes long; at most \(longest) are allowed" }
        for scalar in text.string.unicodeScalars where scalar.properties.generalCategory == .control {
            return "holds the control character U+\(hex(scalar.value))"
        }
        if isURIReference, let byte = text.utf8.first(where: { !Self.mayStandInURI($0) }) {
            return "is no URI reference: \(Self.shown(byte)) must be percent-encoded"
        }
        let scalars = text.string.unicodeScalars
        if scalars.first!.properties.isWhitespace { return "begins with white space" }
        if scalars.last!.properties.isWhitespace { return "ends with white space" }
        return nil
    }

    /// What to do about a fault.
    var remedy: String {
        isURIReference
            ? "write it as a URI reference, such as https://cms.example.org or newsdesk"
            : "use 1 to \(longest) bytes, no control characters, no white space at either end"
    }

    /// RFC 3986: unreserved, reserved and the percent sign.
    static func mayStandInURI(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte 0x\(String(byte, radix: 16))"
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Text {
    /// A name made into a URI reference, as the default source is made of an inbox subdirectory's name.
    public var percentEncoded: Text {
        var encoded = ""
        for byte in utf8 {
            if IdentifierRule.mayStandInURI(byte), byte != UInt8(ascii: "%") {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return Text(encoded)
    }
}
