/// Quotes text from a document so that it is safe to show to a person.
enum Quotation {
    /// Returns text between quotation marks. The mark, backslashes and invisible characters are escaped as JSON and RFC
    /// 9535 escape them.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - mark: The quotation mark, `'` or `"`.
    ///   - limit: How many scalars to show before breaking off with `…`; nil shows all.
    static func quoted(_ text: Text, mark: Unicode.Scalar, limit: Int? = nil) -> String {
        let scalars = text.string.unicodeScalars
        var result = String(mark)
        for scalar in scalars.prefix(limit ?? .max) {
            if scalar == mark || scalar == "\\" {
                result += "\\"
            }
            result += isVisible(scalar) ? String(scalar) : escaped(scalar)
        }
        if let limit, scalars.dropFirst(limit).first != nil {
            result += "…"
        }
        return result + String(mark)
    }

    /// Returns one scalar for a message: `'x'`, `'“' (U+201C)`, or `U+00A0` if it would be invisible.
    static func named(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "'": "\"'\""
        case "!"..."~": "'\(scalar)'"
        case _ where isVisible(scalar) && !scalar.properties.isWhitespace: "'\(scalar)' (\(codePoint(scalar.value)))"
        default: codePoint(scalar.value)
        }
    }

    /// Returns `U+201C` and the like: at least four digits.
    static func codePoint(_ value: UInt32) -> String {
        "U+" + hexadecimal(value, digits: 4).uppercased()
    }

    /// Returns lower-case hexadecimal digits, zeros in front up to `digits`.
    static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let shortest = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - shortest.count)) + shortest
    }

    /// Controls move a terminal's cursor, and format characters reverse its text: neither may reach a terminal from a
    /// document.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\u{8}": "\\b"
        case "\t": "\\t"
        case "\n": "\\n"
        case "\u{C}": "\\f"
        case "\r": "\\r"
        default: String(scalar).utf16.map { "\\u" + hexadecimal(UInt32($0), digits: 4) }.joined()
        }
    }
}
