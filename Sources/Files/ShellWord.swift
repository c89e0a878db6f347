/// A path as a word of a command that a person copies into a shell.
public enum ShellWord {
    /// The text as it is where a shell takes it so, else in quotation marks: names of files are their producers'.
    public static func quoted(_ text: String) -> String { quoted(Array(text.utf8)) }

    /// The same for a path, which need not be UTF-8. What does not show is written as `$'\x1B'`, which bash and zsh read.
    ///
    /// - Parameter bytes: Without NUL.
    public static func quoted(_ bytes: [UInt8]) -> String {
        if !bytes.isEmpty, bytes.allSatisfy(isPlain) { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return "$'" + bytes.map { (0x20...0x7E).contains($0) ? visible(Unicode.Scalar($0)) : escaped($0) }.joined()
                + "'"
        }
        if text.unicodeScalars.contains(where: isHidden) {
            return "$'" + text.unicodeScalars.map(visible).joined() + "'"
        }
        return "'" + text.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "@"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "="):
            true
        default: false
        }
    }

    /// Whether a terminal, or a person who copies from it, may lose or change it.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20...0x7E).contains(scalar.value) { return false }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned:
            return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }

    /// A scalar between `$'` and `'`.
    private static func visible(_ scalar: Unicode.Scalar) -> String {
        if isHidden(scalar) { return String(scalar).utf8.map(escaped).joined() }
        return scalar == "'" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
    }

    private static func escaped(_ byte: UInt8) -> String {
        "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
