import CanonicalJSON

extension FrontMatter {
    /// Parts a file into the YAML between its two `---` lines and the text after them.
    ///
    /// Blank lines before and after the text are no part of it; inside, every byte stays.
    static func split(_ bytes: [UInt8]) throws(Refusals) -> (matter: String, text: String, textLine: Int) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let offset = invalidUTF8Offset(in: bytes) {
            throw Refusals([
                Refusal(
                    .notUTF8, "the byte 0x\(String(bytes[offset], radix: 16)) is no UTF-8",
                    remedy: "save the file as UTF-8", position: SourcePosition(offset: offset, in: bytes))
            ])
        }
        var lines = Lines(bytes, from: start)
        guard let first = lines.next(), isFence(bytes[first]) else {
            throw bad("the file does not begin with a line of ---", line: 1)
        }
        let matterStart = lines.offset
        var number = 1
        while let line = lines.next() {
            number += 1
            guard isFence(bytes[line]) else { continue }
            let matter = bytes[matterStart..<line.lowerBound]
            try refuseBomb(matter)
            let (text, skipped) = trimmed(bytes[lines.offset...])
            return (
                String(decoding: matter, as: UTF8.self), String(decoding: text, as: UTF8.self), number + 1 + skipped
            )
        }
        throw bad("the front matter has no end: a second line of --- is missing", line: number)
    }

    private static func refuseBomb(_ matter: ArraySlice<UInt8>) throws(Refusals) {
        if matter.count > longestMatter {
            throw bad("the front matter is \(matter.count) bytes long; at most \(longestMatter) are allowed", line: 1)
        }
        var aliases = 0
        for index in matter.indices where matter[index] == UInt8(ascii: "*") {
            let before = index > matter.startIndex ? matter[index - 1] : 0x0A
            let after = index + 1 < matter.endIndex ? matter[index + 1] : 0x0A
            if " \n\t[{,:-?".utf8.contains(before), after > 0x20, after != UInt8(ascii: "*") { aliases += 1 }
        }
        if aliases > mostAliases, matter.contains(UInt8(ascii: "&")) {
            throw bad("the front matter has \(aliases) aliases; at most \(mostAliases) are allowed", line: 1)
        }
    }

    private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: Array("---".utf8)) && line.dropFirst(3).allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
    }

    /// The text without its blank first and last lines, and how many went before it.
    private static func trimmed(_ text: ArraySlice<UInt8>) -> (text: ArraySlice<UInt8>, skippedLines: Int) {
        var rest = text
        var skipped = 0
        while let newline = rest.firstIndex(of: 0x0A), rest[..<newline].allSatisfy(isBlank) {
            rest = rest[(newline + 1)...]
            skipped += 1
        }
        while let last = rest.last, isBlank(last) || last == 0x0A { rest.removeLast() }
        return (rest, skipped)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func invalidUTF8Offset(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    /// The ranges of lines, without their ends.
    private struct Lines {
        let bytes: [UInt8]
        private(set) var offset: Int

        init(_ bytes: [UInt8], from offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        mutating func next() -> Range<Int>? {
            guard offset < bytes.count else { return nil }
            let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
            defer { offset = min(end + 1, bytes.count) }
            return offset..<end
        }
    }
}
