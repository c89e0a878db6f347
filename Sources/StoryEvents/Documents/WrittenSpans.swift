import CanonicalJSON
import Yams

/// The parts of front matter that names and values were read from, to find what YAML took for something else.
///
/// All that is typed between the two fences is a name, a value, a sign between them, or a comment on a line of its own.
/// YAML also has tags, anchors, directives, document ends and comments behind values, and drops each without a word.
struct WrittenSpans {
    private let written: WrittenMatter
    private var spans: [Range<Int>] = []

    init(_ written: WrittenMatter) { self.written = written }

    /// Adds a name or value.
    mutating func add(_ scalar: Node.Scalar) {
        guard let mark = scalar.mark, let start = written.offset(line: mark.line, column: mark.column),
            let end = end(of: scalar, from: start), end > start
        else { return }
        spans.append(start..<end)
    }

    /// The remedy for a text that begins with a bracket; nil for any other.
    func remedyForBracket(at mark: Mark?) -> String? { written.remedyForBracket(at: mark) }

    /// Whether a tag, an anchor or a comment is written at the place of an empty value.
    func isDropped(at mark: Mark?) -> Bool {
        guard let mark, let start = written.offset(line: mark.line, column: mark.column) else { return false }
        let next = written.bytes[start...].first { $0 != 0x20 && $0 != 0x09 }
        return next.map { [UInt8(ascii: "!"), UInt8(ascii: "&"), UInt8(ascii: "#")].contains($0) } ?? false
    }

    /// The end of a name or value; nil when something else is written where it begins.
    private func end(of scalar: Node.Scalar, from start: Int) -> Int? {
        guard start < written.bytes.count else { return nil }
        switch (scalar.style, written.bytes[start]) {
        case (.singleQuoted, UInt8(ascii: "'")), (.doubleQuoted, UInt8(ascii: "\"")):
            return written.endOfQuoted(from: start)
        case (.literal, UInt8(ascii: "|")), (.folded, UInt8(ascii: ">")): return written.endOfBlock(from: start)
        case (.plain, _), (.any, _): return written.end(of: scalar.string, from: start)
        default: return nil
        }
    }

    /// Refuses the first text that is in no name and no value, and that YAML would drop.
    func refuseDropped() throws(Refusals) {
        let bytes = written.bytes
        var rest = spans.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }[...]
        var (offset, lineStart) = (0, 0)
        // The column of the first sign in the line of the last value; nil when a sign follows the value.
        var indentation: Int?
        while offset < bytes.count {
            while let span = rest.first, span.upperBound <= offset { rest.removeFirst() }
            if let span = rest.first, span.contains(offset) {
                let line = bytes[lineStart..<offset].prefix { $0 == 0x20 }
                indentation = line.count
                if let feed = bytes[span].lastIndex(of: 0x0A) { lineStart = feed + 1 }
                offset = span.upperBound
                continue
            }
            switch bytes[offset] {
            case 0x0A, 0x0D: lineStart = offset + 1
            case 0x20, 0x09: break
            case UInt8(ascii: "#"):
                let before = bytes[lineStart..<offset]
                let isAlone = before.allSatisfy { $0 == 0x20 || $0 == 0x09 }
                if !isAlone || indentation.map({ before.count > $0 }) == true { throw written.comment(at: offset) }
                offset += bytes[offset...].prefix { $0 != 0x0A }.count
                continue
            case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
                UInt8(ascii: "{"), UInt8(ascii: "}"):
                indentation = nil
            default: throw written.noValue(at: offset)
            }
            offset += 1
        }
    }
}

extension WrittenMatter {
    fileprivate func endOfQuoted(from start: Int) -> Int? {
        let quote = bytes[start]
        var offset = start + 1
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                offset += 2
            } else if bytes[offset] != quote {
                offset += 1
            } else if quote == UInt8(ascii: "'"), offset + 1 < bytes.count, bytes[offset + 1] == quote {
                offset += 2
            } else {
                return offset + 1
            }
        }
        return nil
    }

    /// The end of a text below `|` or `>`: before the first line that is not blank and less indented than its first
    /// one. A comment behind the sign is no part of it.
    fileprivate func endOfBlock(from start: Int) -> Int? {
        let sign = bytes[start...].prefix { $0 != 0x0A && $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }
        let header = bytes[sign.endIndex...].prefix { $0 != 0x0A }
        guard header.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return sign.endIndex }
        let line = bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        // With a digit the first line may be indented deeper than the others.
        let isGiven = sign.contains(where: \.isASCIIDigit)
        var least = isGiven ? bytes[line...].prefix { $0 == 0x20 }.count + 1 : nil
        var (offset, end) = (header.endIndex, header.endIndex)
        while offset < bytes.count {
            let text = bytes[(offset + 1)...].prefix { $0 != 0x0A }
            let indentation = text.prefix { $0 == 0x20 }.count
            offset = text.endIndex
            if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            if indentation < (least ?? 1) { break }
            least = least ?? indentation
            end = offset
        }
        return end
    }

    fileprivate func comment(at offset: Int) -> Refusals {
        refused(
            "the value ends here: to YAML \(excerpt(at: offset)) is a comment", "a comment has a line of its own",
            offset)
    }

    /// The refusal of a list or a map in brackets that has no end: a comment hides the end, or it was not written.
    ///
    /// - Parameter mark: Where the bracket opens.
    /// - Returns: nil where something else is wrong within the brackets.
    func refusalOfOpenBracket(_ mark: Mark) -> Refusal? {
        guard let start = offset(line: mark.line, column: mark.column), bytes.indices.contains(start) else {
            return nil
        }
        let quotes = remedyForBracket(at: mark).map { "; or, if it is a text: \($0)" } ?? ""
        switch endOfBrackets(from: start) {
        case .comment(let offset):
            return Refusal(
                .badFrontMatter, "the value ends here: to YAML \(excerpt(at: offset)) is a comment",
                remedy: "put the item in quotes\(quotes)", position: position(of: offset))
        case .missing:
            let end = bytes[start] == UInt8(ascii: "[") ? "]" : "}"
            return Refusal(
                .badFrontMatter, "the front matter is not YAML: the bracket that opens here has no end",
                remedy: "write \(end) at the end of it\(quotes)", position: position(of: start))
        case .other: return nil
        }
    }

    private enum BracketEnd {
        case comment(Int), missing, other
    }

    /// What stands where the line of an open bracket ends.
    private func endOfBrackets(from start: Int) -> BracketEnd {
        var (offset, depth) = (start, 0)
        while offset < bytes.count, bytes[offset] != 0x0A {
            switch bytes[offset] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "#") where bytes[offset - 1] == 0x20 || bytes[offset - 1] == 0x09: return .comment(offset)
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                let before = bytes[..<offset].last { $0 != 0x20 && $0 != 0x09 }
                guard let before, ",[{:".utf8.contains(before) else { break }
                guard let end = endOfQuoted(from: offset) else { return .other }
                offset = end - 1
            default: break
            }
            if depth == 0 { return .other }
            offset += 1
        }
        return .missing
    }

    fileprivate func noValue(at offset: Int) -> Refusals {
        let meaning =
            switch bytes[offset] {
            case UInt8(ascii: "!"): "a tag"
            case UInt8(ascii: "&"): "an anchor"
            case UInt8(ascii: "*"): "an alias"
            case UInt8(ascii: "%"): "a directive"
            case UInt8(ascii: "?"): "the sign of a name"
            case UInt8(ascii: "."): "the end of the front matter"
            default: "no part of a value"
            }
        return refused("to YAML \(excerpt(at: offset)) is \(meaning), and would be dropped", nil, offset)
    }

    private func refused(_ message: String, _ reason: String?, _ offset: Int) -> Refusals {
        let position = position(of: offset)
        let remedy = "put the whole value in quotes" + (reason.map { "; \($0)" } ?? "")
        return Refusals([Refusal(.badFrontMatter, message, remedy: remedy, position: position)])
    }

    private func position(of offset: Int) -> SourcePosition {
        var position = SourcePosition(offset: offset, in: bytes)
        position.line += 1
        return position
    }

    /// The rest of a comment's line, or a word.
    private func excerpt(at offset: Int) -> String {
        let isComment = bytes[offset] == UInt8(ascii: "#")
        let text = bytes[offset...].prefix { $0 != 0x0A && $0 != 0x0D && (isComment || $0 != 0x20) }
        return Text(String(decoding: text.prefix(40), as: UTF8.self)).quoted
    }
}
