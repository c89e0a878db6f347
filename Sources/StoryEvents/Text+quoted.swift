import CanonicalJSON
import ProseDiff

extension Text {
    /// The text between single quotation marks, for messages.
    ///
    /// At most 60 scalars are shown. Characters that a terminal would hide or obey are escaped as in JSON, so that a
    /// message stays short and on one line; a hidden manifest is shown by its length.
    package var quoted: String {
        let scalars = HiddenManifest.spelledOut(string).unicodeScalars
        var shown = "'"
        for scalar in scalars.prefix(60) { shown += scalar.isVisible ? String(scalar) : scalar.escaped }
        return shown + (scalars.dropFirst(60).isEmpty ? "'" : "…'")
    }
}

extension Unicode.Scalar {
    /// The code point, for example `U+0085`: at least four digits.
    var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
        default: !properties.isDefaultIgnorableCodePoint
        }
    }

    fileprivate var escaped: String {
        switch self {
        case "\t": "\\t"
        case "\n": "\\n"
        case "\r": "\\r"
        default:
            String(self).utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
    }
}
