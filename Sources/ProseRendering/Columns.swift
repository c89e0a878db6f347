import ProseDiff

/// Wraps text in lines of a column, by graphemes and their widths.
struct Columns {
    /// A run of text with one style: an ANSI sequence, or none.
    struct Run {
        var text: String
        var ink = ""
    }

    private let width: Int
    private(set) var lines: [String] = []
    private var line = ""
    private var used = 0

    /// Creates lines of at most `width` columns, at least 8.
    init(width: Int) { self.width = max(8, width) }

    /// Breaks runs into lines, each padded to the full width.
    ///
    /// - Returns: At least one line.
    static func wrap(_ runs: [Run], width: Int) -> [String] {
        var columns = Columns(width: width)
        for run in runs { columns.add(run) }
        columns.endLine()
        return columns.lines
    }

    private mutating func add(_ run: Run) {
        for (index, part) in run.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { endLine() }
            addWords(part, run.ink)
        }
    }

    private mutating func addWords(_ text: Substring, _ ink: String) {
        var rest = text[...]
        while !rest.isEmpty {
            let word = rest.prefix { $0 != " " }
            let spaces = rest[word.endIndex...].prefix { $0 == " " }
            rest = rest[spaces.endIndex...]
            let size = Self.width(of: word)
            if used > 0, used + size > width { endLine() }
            add(word, ink)
            for _ in spaces where used > 0 && used < width { add(" ", ink) }
        }
    }

    private mutating func add(_ text: Substring, _ ink: String) {
        guard !text.isEmpty else { return }
        line += ink
        var isInNumber = false
        for place in text.indices {
            let grapheme = text[place]
            let size = Self.width(of: grapheme)
            // A number is not broken, unless it is wider than the column.
            var needed = size
            if grapheme.isDigit, !isInNumber {
                let number = text[place...].prefix(width + 1).prefix { $0.isDigit || ",.".contains($0) }.count
                if number <= width { needed = number }
            }
            isInNumber = grapheme.isDigit || isInNumber && ",.".contains(grapheme)
            if used + needed > width, used > 0 || size > width {
                if !ink.isEmpty { line += Ink.plain }
                endLine()
                line += ink
            }
            line.append(grapheme == "\t" ? " " : grapheme)
            used += size
        }
        if !ink.isEmpty { line += Ink.plain }
    }

    private mutating func endLine() {
        lines.append(line + String(repeating: " ", count: max(0, width - used)))
        line = ""
        used = 0
    }

    /// The width of text in terminal columns.
    static func width(of text: Substring) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    /// The width of one grapheme: the sum of its characters', as terminals add them up. Pictures that are joined, or have a skin
    /// colour, take the columns of one.
    ///
    /// Source: Unicode Standard Annex 11. A variation selector 16 requests an emoji (Unicode Technical Standard 51).
    static func width(of grapheme: Character) -> Int {
        var width = 0
        var isPicture = false
        for scalar in grapheme.unicodeScalars {
            if scalar.value == 0x09 { return 1 }
            let properties = ScalarTable.shared[scalar.value]
            if scalar.value == 0xFE0F && width == 1 { width = 2 }
            if properties.isZeroWidth { continue }
            let own = properties.isWide ? 2 : 1
            let isJoined = isPicture && (properties.isPictographic || (0x1F3FB...0x1F3FF).contains(scalar.value))
            width = isJoined ? max(width, own) : width + own
            if properties.isPictographic { isPicture = true }
        }
        return width
    }
}

extension Character {
    /// Whether it is a digit from 0 to 9.
    var isDigit: Bool { isASCII && isNumber }
}

/// Styles of text on a terminal, as ANSI sequences (ECMA-48, SGR).
enum Ink {
    static let removed = "\u{1B}[31;9m"
    static let added = "\u{1B}[32;4m"
    static let moved = "\u{1B}[36m"
    static let heavy = "\u{1B}[1m"
    static let faint = "\u{1B}[2m"
    static let other = "\u{1B}[33m"
    static let plain = "\u{1B}[0m"
}
