import CanonicalJSON

extension FrontMatter {
    /// Splits a file into the YAML between its two `---` lines and the text after them.
    ///
    /// Blank lines at the start and end of the text are dropped; all other bytes stay.
    static func split(_ bytes: [UInt8]) throws(Refusals) -> (matter: String, text: String, textLine: Int) {
        let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        if let offset = invalidUTF8Offset(in: bytes) {
            throw Refusals([
                Refusal(
                    .notUTF8, "byte 0x\(String(bytes[offset], radix: 16, uppercase: true)) is not UTF-8 here",
                    remedy: "save the document as UTF-8", position: SourcePosition(offset: offset, in: bytes))
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
            let (text, skipped) = trimmed(bytes[lines.offset...])
            return (
                String(decoding: matter, as: UTF8.self), String(decoding: text, as: UTF8.self), number + 1 + skipped
            )
        }
        throw bad("the front matter has no end: a second line of --- is missing", line: number)
    }

    private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
        // A long text has millions of lines, and nearly none begins so.
        guard line.first == UInt8(ascii: "-") else { return false }
        return line.starts(with: "---".utf8) && line.dropFirst(3).allSatisfy(isBlank)
    }

    /// The text without blank lines at its start and end, and the number of lines dropped at its start.
    private static func trimmed(_ text: ArraySlice<UInt8>) -> (text: ArraySlice<UInt8>, skippedLines: Int) {
        let range = text.withUnsafeBytes { bytes in
            var (start, end, skipped) = (0, bytes.count, 0)
            var place = 0
            while place < end, isBlank(bytes[place]) || bytes[place] == 0x0A {
                if bytes[place] == 0x0A { (start, skipped) = (place + 1, skipped + 1) }
                place += 1
            }
            while end > start, isBlank(bytes[end - 1]) || bytes[end - 1] == 0x0A { end -= 1 }
            return (start..<end, skipped)
        }
        let (start, end) = (text.startIndex + range.0.lowerBound, text.startIndex + range.0.upperBound)
        return (text[start..<end], range.1)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func invalidUTF8Offset(in bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar): offset += scalar.count
            case .error: return offset
            case .emptyInput: return nil
            }
        }
    }

    /// The ranges of lines, without their line ends.
    private struct Lines {
        let bytes: [UInt8]
        private(set) var offset: Int

        init(_ bytes: [UInt8], from offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        mutating func next() -> Range<Int>? {
            guard offset < bytes.count else { return nil }
            let end = bytes.endOfLine(from: offset)
            defer { offset = min(end + 1, bytes.count) }
            return offset..<end
        }
    }
}
