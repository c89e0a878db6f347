import Files
import Foundation
import LedgerService
import ProseDiff
import ProseRendering

/// What standard output is, and what may be done with it.
enum Terminal {
    /// Whether standard output is a terminal.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Whether to colour: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb.
    static let hasColour: Bool = {
        let environment = ProcessInfo.processInfo.environment
        return isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }()

    /// Columns: the terminal's, or 80 when there is none.
    static let width = width(of: STDOUT_FILENO) ?? 80

    /// Columns of lines that are broken: those of a terminal. Elsewhere no line is, so that a phrase can be searched for.
    static let lineWidth = isTerminal ? width : .max

    /// The same for running text, which is easier to read where lines are not too long.
    static let textWidth = isTerminal ? min(width, 88) : .max

    /// Columns of the terminal that is standard error; nil where it is none.
    static let errorWidth = width(of: STDERR_FILENO)

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return max(20, Int(size.ws_col))
    }

    /// Prints data that others wrote: byte for byte, or with the controls in it made visible on a terminal.
    static func writeData(_ bytes: [UInt8]) throws(Failure) {
        try write(isTerminal ? Array(String(decoding: bytes, as: UTF8.self).forTerminal.utf8) : bytes)
    }

    /// Prints bytes as they are.
    static func write(_ bytes: [UInt8]) throws(Failure) {
        do throws(SystemFault) { try Descriptor.write(bytes, to: STDOUT_FILENO) } catch {
            throw Failure(
                Failure.inputOutput, "standard output cannot be written: \(error.reason)",
                remedy: "check where the output goes")
        }
    }

    /// Prints text and a newline; on a terminal, broken into lines that fit it, with two spaces for each tab.
    static func print(_ text: String = "") throws(Failure) {
        try write(Array(((isTerminal ? text.withoutTabs.fitted(to: width) : text) + "\n").utf8))
    }
}

/// Ways to set text off on a terminal; plain text elsewhere.
enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
}

extension String {
    /// The text in a style, where there is colour.
    func styled(_ style: Style) -> String {
        Terminal.hasColour && !isEmpty ? "\u{1B}[\(style.rawValue)m\(self)\u{1B}[0m" : self
    }

    /// The text with every control character, every character that turns the direction of writing and every other that
    /// does not show made visible, so that no producer can paint on the reader's terminal, or have one name look like
    /// another. Line ends and tabs stay; CR LF becomes LF. A hidden manifest is shown by its length.
    var forTerminal: String {
        guard !isPlain, unicodeScalars.contains(where: \.isDangerous) else { return self }
        var safe = String.UnicodeScalarView()
        var mayEndLine = false
        for scalar in HiddenManifest.spelledOut(self).unicodeScalars {
            if mayEndLine, scalar != "\n" { safe.append(contentsOf: "<U+000D>".unicodeScalars) }
            mayEndLine = scalar == "\r"
            if mayEndLine { continue }
            if let byte = FileArgument.byte(of: scalar) {
                safe.append(contentsOf: "\\x\(String(byte, radix: 16, uppercase: true))".unicodeScalars)
            } else if scalar.isDangerous {
                safe.append(contentsOf: "<U+\(scalar.hexadecimal)>".unicodeScalars)
            } else {
                safe.append(scalar)
            }
        }
        if mayEndLine { safe.append(contentsOf: "<U+000D>".unicodeScalars) }
        return String(safe)
    }

    /// JSON text with the characters escaped that ``forTerminal`` makes visible; it stays the same JSON.
    var jsonForTerminal: String {
        guard unicodeScalars.contains(where: \.isDangerous) else { return self }
        var safe = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isDangerous {
                for unit in Character(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    safe.append(
                        contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
                }
            } else {
                safe.append(scalar)
            }
        }
        return String(safe)
    }

    /// The text with two spaces for each tab: how wide a tab is depends on where it stands.
    fileprivate var withoutTabs: String { utf8.contains(0x09) ? replacing("\t", with: "  ") : self }

    /// The text on one line.
    var onOneLine: String { isPlain ? self : forTerminal.split(whereSeparator: \.isNewline).joined(separator: " ") }

    /// Whether it is printable ASCII, which most cells are: a list of 100,000 stories takes three quarters of the time so.
    private var isPlain: Bool { utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}

extension Unicode.Scalar {
    /// The code point in hexadecimal, four digits at least.
    var hexadecimal: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Whether a terminal would obey it, or show nothing of it.
    var isDangerous: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0x20...0x7E: false
        default: isInvisible || FileArgument.byte(of: self) != nil
        }
    }
}
