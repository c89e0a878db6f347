import CanonicalJSON
import Foundation

/// The producer's id of a story: 1 to 200 UTF-8 bytes, no control character, no white space at either end.
///
/// The separators U+2028 and U+2029 and the bidirectional controls (U+202A to U+202E, U+2066 to U+2069) count as
/// control characters.
///
/// The id stays in the leaf for ever, so it must not contain personal data.
public struct StoryID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id, compared byte for byte.
    public let text: Text

    /// - Returns: nil when the text breaks the rule above.
    public init?(_ text: Text) {
        guard IdentifierRule.story.fault(in: text) == nil else { return nil }
        self.text = text
    }

    /// The subject of the ledger's own events about the log itself. Producers may not use it.
    public static let ledger = StoryID(checked: "org.storyledger")

    private init(checked text: Text) { self.text = text }

    /// The id as text.
    public var description: String { text.string }

    /// UTF-8 byte order.
    public static func < (left: StoryID, right: StoryID) -> Bool { left.text < right.text }
}

/// The permanent identity of an event, unique in a ledger.
public struct EventIdentity: Hashable, Sendable {
    /// URI reference of the producer, 1 to 1,024 bytes.
    public let source: Text
    /// Unique within the source, 1 to 1,024 bytes.
    public let id: Text

    /// Creates an identity from a source and an id that were checked before.
    public init(source: Text, id: Text) {
        self.source = source
        self.id = id
    }
}

extension Text {
    /// The source of the ledger's own events. Producers may not use it.
    public static let ledger: Text = "org.storyledger"
}

/// A rule for identifiers.
struct IdentifierRule: Sendable {
    let longest: Int
    let isURIReference: Bool
    /// Whether no other identifier may look the same: only composed characters, nothing invisible, and no white space
    /// but the space. It is part of addresses, too, in which `.` and `..` are steps.
    var isUnmistakable = false

    /// The rule for a story's id in a document, as in EventDocument.md. Stored ids follow the looser rule ``story``.
    static let subject = IdentifierRule(longest: 200, isURIReference: false, isUnmistakable: true)
    static let story = IdentifierRule(longest: 200, isURIReference: false)
    /// The rule for an event's id in a document. One that is named follows the looser rule ``event``: it may be older.
    static let newEvent = IdentifierRule(longest: 1024, isURIReference: false, isUnmistakable: true)
    static let event = IdentifierRule(longest: 1024, isURIReference: false)
    static let part = IdentifierRule(longest: 200, isURIReference: false)
    static let source = IdentifierRule(longest: 1024, isURIReference: true)

    /// The fault of a text; nil when it follows the rule.
    func fault(in text: Text) -> String? {
        let length = text.utf8.count
        if isUnmistakable, let fault = Self.step(text) { return fault }
        let isPlain = Self.isPlain(text)
        if isPlain, length > 0, length <= longest, !isURIReference || Self.faultInURI(text) == nil { return nil }
        if length == 0 { return "is empty" }
        if length > longest { return "is \(length) bytes long; at most \(longest) are allowed" }
        if !isPlain, let scalar = text.string.unicodeScalars.first(where: Self.isControl) {
            return "holds the control character \(scalar.codePoint)"
        }
        if isURIReference, let fault = Self.faultInURI(text) { return "is no URI reference: \(fault)" }
        let scalars = text.string.unicodeScalars
        if scalars.first!.properties.isWhitespace { return "begins with white space" }
        if scalars.last!.properties.isWhitespace { return "ends with white space" }
        return isUnmistakable ? Self.likeness(text) : nil
    }

    /// Why a text cannot be a part of an address.
    static func step(_ text: Text) -> String? {
        guard text == "." || text == ".." else { return nil }
        return "is a step within addresses, and no browser could ask for its page"
    }

    /// Why a text may look like another one.
    ///
    /// - Parameter allowsUnassigned: Whether characters are allowed that this program's Unicode version does not assign.
    static func likeness(_ text: Text, allowsUnassigned: Bool = false) -> String? {
        let text = text.string
        for scalar in text.unicodeScalars where scalar.value > 0x7E {
            if isInvisible(scalar, allowsUnassigned: allowsUnassigned) {
                return "holds the invisible character \(scalar.codePoint)"
            }
            if scalar.properties.isWhitespace { return "holds white space other than the space: \(scalar.codePoint)" }
        }
        let composed = text.precomposedStringWithCanonicalMapping
        guard let (found, _) = zip(text.unicodeScalars, composed.unicodeScalars).first(where: { $0 != $1 }) else {
            return nil
        }
        return "is not in the composed form (Unicode NFC) at \(found.codePoint)"
    }

    /// Whether a scalar is invisible, or shown differently by each font.
    private static func isInvisible(_ scalar: Unicode.Scalar, allowsUnassigned: Bool) -> Bool {
        // The Braille pattern without dots.
        if scalar.properties.isDefaultIgnorableCodePoint || scalar.value == 0x2800 { return true }
        return switch scalar.properties.generalCategory {
        case .format, .privateUse: true
        case .unassigned: !allowsUnassigned
        default: false
        }
    }

    /// How to mend a fault.
    var remedy: String {
        isURIReference
            ? "write it as a URI reference, such as https://cms.example.org or newsdesk"
            : "use 1 to \(longest) bytes, no control \(isUnmistakable ? "or invisible " : "")characters, no white space at either "
                + "end\(isUnmistakable ? ", letters composed (NFC)" : "")"
    }

    /// The fast path for the most common case: only visible ASCII.
    private static func isPlain(_ text: Text) -> Bool {
        text.withBytes { bytes in
            var isPlain = true
            for byte in bytes { isPlain = isPlain && byte &- 0x21 < 0x7F - 0x21 }
            return isPlain
        }
    }

    /// Control characters, separators of lines and paragraphs, and bidirectional controls: with one of them, an id
    /// would look different when printed.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0x2028...0x202E, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }

    /// Source: RFC 3986, 2 and 2.1.
    private static func faultInURI(_ text: Text) -> String? {
        var digitsDue = 0
        for byte in text.utf8 {
            guard mayStandInURI(byte) else { return "\(shown(byte)) must be percent-encoded" }
            if digitsDue > 0 {
                guard byte.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20) else { break }
                digitsDue -= 1
            } else if byte == UInt8(ascii: "%") {
                digitsDue = 2
            }
        }
        return digitsDue == 0 ? nil : "two hexadecimal digits must follow '%'"
    }

    /// RFC 3986: unreserved, reserved and the percent sign.
    static func mayStandInURI(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "?")...UInt8(ascii: "["),  // ? @ A-Z [
            UInt8(ascii: "#")...UInt8(ascii: ";"),  // # $ % & ' ( ) * + , - . / 0-9 : ;
            UInt8(ascii: "!"), UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte 0x\(String(byte, radix: 16))"
    }
}

extension Text {
    /// A name as a URI reference, used for the default source of an inbox subdirectory.
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
