import CanonicalJSON

/// Cuts a file of event documents into the bytes of its documents, without reading these. The file may be of any length.
public struct DocumentCutter {
    /// The bytes of one document.
    public struct Document: Sendable {
        /// As they stand in the file.
        public let bytes: [UInt8]
        /// The line and column of the first byte.
        public let start: SourcePosition
        /// The index in the array of the file, from 0; nil where the file is no array.
        public let index: Int?
    }

    private let format: DocumentFormat
    private let longest: Int
    private var window: DocumentWindow
    private var elements: ArrayElements?
    private var lineCount = 0
    private var hasBegun = false
    private var isAtEnd = false

    /// - Parameters:
    ///   - longest: The most bytes that a document may have.
    public init(_ source: DocumentSource, format: DocumentFormat, longest: Int) {
        self.format = format
        self.longest = longest
        window = DocumentWindow(source)
    }

    /// The next document.
    ///
    /// After a line that is too long it goes on with the next line. After any other refusal the file has no further document.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: ``Refusals`` for a document that is too long, and for an array that is malformed between its elements.
    public mutating func next() throws(Refusals) -> Document? {
        if !hasBegun {
            hasBegun = true
            window.skipByteOrderMark()
            if format == .json, let first = window.firstNonBlank(), window.bytes[first] == UInt8(ascii: "[") {
                window.place = first
                elements = ArrayElements(&window)
            }
        }
        if isAtEnd { return nil }
        if format == .lines { return try nextLine() }
        isAtEnd = true
        guard var elements else { return try whole() }
        let element = try elements.next(&window, longest: longest)
        self.elements = elements
        isAtEnd = element == nil
        return element.map { Document(bytes: Array($0.content), start: $0.start, index: $0.index) }
    }

    private mutating func whole() throws(Refusals) -> Document? {
        while !window.isLast, window.bytes.count - window.place <= longest { window.grow() }
        guard window.bytes.count - window.place <= longest else {
            throw tooLong(SourcePosition(line: 1, column: 1))
        }
        let bytes = Array(window.bytes[window.place...])
        return bytes.allSatisfy(\.isBlank)
            ? nil : Document(bytes: bytes, start: SourcePosition(line: 1, column: 1), index: nil)
    }

    private mutating func nextLine() throws(Refusals) -> Document? {
        while true {
            switch window.nextLine(after: &lineCount) {
            case .end:
                isAtEnd = true
                return nil
            case .unfinished(let line?) where line.content.count > longest: return try skip(line)
            case .unfinished: window.grow()
            case .line(let line):
                window.place = line.whole.upperBound
                lineCount = line.number
                let start = SourcePosition(line: line.number, column: 1)
                guard line.content.count <= longest else { throw tooLong(start) }
                return Document(bytes: Array(window.bytes[line.content]), start: start, index: nil)
            }
        }
    }

    /// Passes over the rest of a line whose end is not read yet.
    private mutating func skip(_ line: DocumentLines.Line) throws(Refusals) -> Document? {
        lineCount = line.number
        while true {
            if let end = window.bytes[window.place...].firstIndex(of: UInt8(ascii: "\n")) {
                window.place = end + 1
                break
            }
            window.place = window.bytes.count
            if window.isLast { break }
            window.grow()
        }
        throw tooLong(SourcePosition(line: line.number, column: 1))
    }

    private func tooLong(_ start: SourcePosition) -> Refusals {
        Refusals([
            Refusal(
                .tooLarge, "the document has more than \(longest) bytes", remedy: "split it into several documents",
                position: start)
        ])
    }
}
