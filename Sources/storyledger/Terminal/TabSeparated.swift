import ArgumentParser
import ProseDiff

/// How a command prints that lists things: as a page, as JSON, or as rows for other programs.
struct ListingOptions: ParsableArguments {
    @Flag(
        name: [.customLong("json"), .customShort("j")],
        help: "Print JSON: one document, or one object a line for streams.")
    var isJSON = false

    @Flag(
        name: .customLong("tsv"),
        help: "Print rows of fields parted by tabs, their names first; tab, newline and backslash are \\t, \\n, \\\\.")
    var isTSV = false

    func validate() throws {
        if isJSON, isTSV { throw ValidationError("--json and --tsv cannot go together") }
    }
}

/// Rows for other programs: one a line, fields parted by tabs, never cut, the same on a terminal and in a pipe.
enum TabSeparated {
    /// Prints the names of the fields, then the rows.
    ///
    /// - Parameter rows: As many fields each as there are names; nil is an empty field.
    static func print(_ names: [String], _ rows: some Sequence<[String?]>) throws(Failure) {
        try Terminal.write(Array((line(names) + "\n").utf8))
        for row in rows { try Terminal.write(Array((line(row) + "\n").utf8)) }
    }

    /// One row without its newline.
    static func line(_ fields: [String?]) -> String { fields.map { ($0 ?? "").escapedField }.joined(separator: "\t") }
}

extension String {
    /// The text so that it stays one field of one line and can be had back: `\t`, `\n`, `\r`, `\\`, and `\u001B` for
    /// whatever else a terminal would obey. A hidden manifest is shown by its length.
    fileprivate var escapedField: String {
        // Most fields hold nothing of it.
        if utf8.allSatisfy({ 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\\") }) { return self }
        var field = String.UnicodeScalarView()
        for scalar in HiddenManifest.spelledOut(self).unicodeScalars {
            switch scalar {
            case "\t": field.append(contentsOf: "\\t".unicodeScalars)
            case "\n": field.append(contentsOf: "\\n".unicodeScalars)
            case "\r": field.append(contentsOf: "\\r".unicodeScalars)
            case "\\": field.append(contentsOf: "\\\\".unicodeScalars)
            case _ where scalar.isDangerous && scalar.value > 0xFFFF:
                field.append(contentsOf: "\\U000\(scalar.hexadecimal)".unicodeScalars)
            case _ where scalar.isDangerous: field.append(contentsOf: "\\u\(scalar.hexadecimal)".unicodeScalars)
            default: field.append(scalar)
            }
        }
        return String(field)
    }
}
