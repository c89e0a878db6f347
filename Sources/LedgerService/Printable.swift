import ProseDiff

/// Makes untrusted text safe to show on one line of a terminal or the journal.
public enum Printable {
    /// The text with line breaks, controls and invisible characters escaped as YAML escapes them; backslashes stay. A hidden
    /// manifest is shown by its length.
    static func escaped(_ text: String) -> String {
        let text = HiddenManifest.spelledOut(text)
        return text.unicodeScalars.allSatisfy(isVisible) ? text : text.unicodeScalars.map { escaped($0) }.joined()
    }

    /// The text with its line breaks, and each line escaped.
    public static func escapedLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }.joined(
            separator: "\n")
    }

    /// The text between quotation marks, with those and backslashes escaped too.
    ///
    /// With `"`, YAML reads it back.
    static func quoted(_ text: String, _ mark: Unicode.Scalar = "\"") -> String {
        let inside = text.unicodeScalars.map { $0 == mark || $0 == "\\" ? "\\\($0)" : escaped($0) }
        return "\(mark)\(inside.joined())\(mark)"
    }

    /// The text as it is if it is unambiguous, else quoted.
    static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "@"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let isReserved = ["", "-", "~", "null"].contains(text.lowercased()) || text.hasPrefix("@")
        return isPlain && !isReserved ? text : quoted(text)
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case _ where isVisible(scalar): String(scalar)
        case "\0"..."\u{FFFF}": "\\u" + padded(String(scalar.value, radix: 16), to: 4)
        default: "\\U" + padded(String(scalar.value, radix: 16), to: 8)
        }
    }

    private static func padded(_ digits: String, to width: Int) -> String {
        String(repeating: "0", count: width - digits.count) + digits
    }

    /// Characters that fonts need not draw count as invisible.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .surrogate, .privateUse, .unassigned: false
        default: !scalar.isInvisible
        }
    }
}
