import CanonicalJSON
import Yams

/// Finds text in front matter that YAML would drop or misread because it is not quoted.
struct WrittenMatter {
    let bytes: [UInt8]
    /// The offset of each line. YAML also ends lines at U+0085, U+2028 and U+2029.
    private let lines: [Int]
    /// The offset of each character: a mark counts characters, and a line may hold them all.
    private let characters: [Int]
    /// For each line, the index of its first character in ``characters``.
    private let firstCharacters: [Int]

    init(_ matter: String) {
        bytes = Array(matter.utf8)
        var lines = [0]
        var (characters, firstCharacters) = ([Int](), [0])
        for offset in bytes.indices {
            if bytes[offset] & 0xC0 != 0x80 { characters.append(offset) }
            guard Self.endsLine(bytes, offset) else { continue }
            lines.append(offset + 1)
            firstCharacters.append(characters.count)
        }
        (self.lines, self.characters, self.firstCharacters) = (lines, characters, firstCharacters)
    }

    /// The remedy for a fault in a line; nil when its value begins with no special character.
    func remedy(line: Int) -> String? {
        // A value that opens in one line may fail in the next.
        for line in [line, line - 1] where lines.indices.contains(line - 1) {
            let text = bytes[lines[line - 1]...].prefix { $0 != 0x0A }
            for value in Self.values(in: text) {
                guard let first = value.first, Self.indicators.contains(first) || Self.standsAlone(value) else {
                    continue
                }
                return Self.quotes(around: value, first)
            }
        }
        return nil
    }

    /// What a line may have as its value: what follows the hyphen of a list, and what follows the first colon.
    private static func values(in line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        let text = line.drop(while: isSpace)
        let item = text.starts(with: "- ".utf8) ? text.dropFirst(2) : nil
        let named = text.firstIndex(of: UInt8(ascii: ":")).map { text[($0 + 1)...] }
        return [item, named].compactMap { $0?.drop(while: isSpace) }
    }

    /// The remedy for a text that YAML reads as a list or a map, because it begins with a bracket or `? `; nil for any other.
    func remedyForBracket(at mark: Mark?) -> String? {
        guard let mark, let start = offset(line: mark.line, column: mark.column) else { return nil }
        return remedy(forBracketAt: start)
    }

    /// The same for a map in brackets, of which only a name is known.
    func remedyForBracket(around name: Mark?) -> String? {
        guard let name, let end = offset(line: name.line, column: name.column) else { return nil }
        let text = bytes[lines[name.line - 1]..<end]
        return text.indices.first { remedy(forBracketAt: $0) != nil }.flatMap { remedy(forBracketAt: $0) }
    }

    private func remedy(forBracketAt start: Int) -> String? {
        guard bytes.indices.contains(start) else { return nil }
        let value = bytes[start...].prefix { $0 != 0x0A }
        switch bytes[start] {
        case UInt8(ascii: "["), UInt8(ascii: "{"): return Self.quotes(around: value, bytes[start])
        case UInt8(ascii: "?"): return Self.standsAlone(value) ? Self.quotes(around: value, bytes[start]) : nil
        default: return nil
        }
    }

    private static func quotes(around value: ArraySlice<UInt8>, _ first: UInt8) -> String {
        let sign = Character(Unicode.Scalar(first))
        let begins = "a value that begins with \(sign) wants"
        if !value.contains(UInt8(ascii: "'")) { return "\(begins) ' before and behind the whole of it" }
        // Within " a backslash would begin an escape.
        guard value.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            return "\(begins) \" before and behind the whole of it"
        }
        return "\(begins) ' before and behind the whole of it, and '' for each ' within it"
    }

    /// Whether a value begins with a sign that has a meaning of its own before a space.
    private static func standsAlone(_ value: ArraySlice<UInt8>) -> Bool {
        guard let first = value.first, "-?:".utf8.contains(first) else { return false }
        return value.dropFirst().first.map { isSpace($0) || $0 == first } ?? true
    }

    /// Characters that no plain value begins with.
    private static let indicators = Set("@`[]{}*&!%|>\"'#,".utf8)

    func offset(line: Int, column: Int) -> Int? {
        guard firstCharacters.indices.contains(line - 1), column > 0 else { return nil }
        let (index, overflow) = firstCharacters[line - 1].addingReportingOverflow(column - 1)
        guard !overflow, characters.indices.contains(index) else { return bytes.count }
        return characters[index]
    }

    /// The end of a plain value that begins at an offset; nil when the value there is written in another way.
    func end(of value: String, from start: Int) -> Int? {
        var offset = start
        for byte in value.utf8 where !Self.isSpace(byte) {
            while offset < bytes.count, Self.isSpace(bytes[offset]) { offset += 1 }
            guard offset < bytes.count, bytes[offset] == byte else { return nil }
            offset += 1
        }
        return offset
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func endsLine(_ bytes: [UInt8], _ offset: Int) -> Bool {
        switch bytes[offset] {
        case 0x0A: true
        case 0x0D: offset + 1 == bytes.count || bytes[offset + 1] != 0x0A
        case 0x85: offset > 0 && bytes[offset - 1] == 0xC2
        case 0xA8, 0xA9: offset > 1 && bytes[offset - 1] == 0x80 && bytes[offset - 2] == 0xE2
        default: false
        }
    }
}
