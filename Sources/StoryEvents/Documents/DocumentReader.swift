import CanonicalJSON

/// Reads the event documents of one file, one after another, so that a large file is never held twice.
public struct DocumentReader {
    private let bytes: [UInt8]
    private let format: DocumentFormat
    private let defaultSource: Text
    /// Where the document that was read last stands.
    public private(set) var place = Place()
    /// Lines: where the next one starts.
    private var nextLineStart: Int
    /// JSON and front matter: the documents still to come; nil before the file was read.
    private var pending: [(json: JSON, path: JSONPath)]?
    /// Whether anything was found in the file, good or bad.
    private var hasFoundAny = false
    private var frontMatter: FrontMatter?

    /// Where a document stands in a file of lines; of no account in other files.
    public struct Place: Hashable, Sendable {
        fileprivate var line = 0..<0
        fileprivate var number = 0

        /// Before the first line.
        public init() {}
    }

    /// Makes a reader that stands before the first document.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - format: How its documents are written.
    ///   - defaultSource: Stands in for a missing `source`; a URI reference.
    public init(_ bytes: [UInt8], format: DocumentFormat, defaultSource: Text) {
        self.bytes = bytes
        self.format = format
        self.defaultSource = defaultSource
        nextLineStart = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    }

    /// Reads the next document.
    ///
    /// After a refusal it goes on with the document behind the refused one; where the file as a whole cannot be read,
    /// there is none.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: ``Refusals``, what is wrong with the document, each with its line and column.
    public mutating func next() throws(Refusals) -> EventDocument? {
        let found = format == .lines ? try nextLine() : try nextPending()
        guard let (json, path) = found else {
            if hasFoundAny { return nil }
            hasFoundAny = true
            throw Refusals([
                Refusal(
                    .emptyFile, "the file holds no document", remedy: "put an event document into it",
                    position: SourcePosition(offset: 0, in: bytes))
            ])
        }
        do {
            return try EventDocument(json, defaultSource: defaultSource, at: path)
        } catch {
            throw Refusals(error.all.map(located))
        }
    }

    /// The refusal with its line and column in this file: for what is decided after the document was read.
    public func located(_ refusal: Refusal) -> Refusal { located(refusal, at: place) }

    /// As ``located(_:)``, for a document that was read before others: at the ``place`` it had then.
    public func located(_ refusal: Refusal, at place: Place) -> Refusal {
        if let frontMatter { return frontMatter.located(refusal) }
        guard format == .lines else { return refusal.located(in: bytes) }
        return refusal.position == nil ? refusal.located(in: Array(bytes[place.line])).onLine(place.number) : refusal
    }

    private mutating func nextLine() throws(Refusals) -> (json: JSON, path: JSONPath)? {
        while nextLineStart < bytes.count {
            place.line = nextLineStart..<bytes.endOfLine(from: nextLineStart)
            place.number += 1
            nextLineStart = place.line.upperBound + 1
            let line = bytes[place.line]
            if line.allSatisfy(Self.isBlank) { continue }
            hasFoundAny = true
            do { return (try JSON.parse(line), .root) } catch {
                throw Refusals([Refusal(error, in: Array(line)).onLine(place.number)])
            }
        }
        return nil
    }

    private mutating func nextPending() throws(Refusals) -> (json: JSON, path: JSONPath)? {
        if pending == nil {
            pending = []
            do { pending = try readAll() } catch {
                hasFoundAny = true
                throw error
            }
        }
        guard let next = pending?.popLast() else { return nil }
        hasFoundAny = true
        return next
    }

    /// Every document of the file, last one first.
    private mutating func readAll() throws(Refusals) -> [(json: JSON, path: JSONPath)] {
        if format == .frontMatter {
            let matter = try FrontMatter(bytes)
            frontMatter = matter
            return [(matter.document, .root)]
        }
        if bytes[nextLineStart...].allSatisfy(Self.isBlank) { return [] }
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw Refusals([Refusal(error, in: bytes)]) }
        guard case .array(let elements) = json else { return [(json, .root)] }
        return elements.enumerated().map { ($1, JSONPath.root.element($0)) }.reversed()
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

extension [UInt8] {
    /// The place of the first line feed at or after `start`; the end when there is none. Looks at eight bytes at a time.
    ///
    /// Source: Mycroft's zero-in-word test.
    fileprivate func endOfLine(from start: Int) -> Int {
        withUnsafeBytes { bytes in
            let ones: UInt64 = 0x0101_0101_0101_0101
            var offset = start
            while offset + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                let zeros = word ^ ones &* 0x0A
                let found = (zeros &- ones) & ~zeros & (ones &* 0x80)
                if found != 0 { return offset + found.trailingZeroBitCount / 8 }
                offset += 8
            }
            return bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
        }
    }
}

extension Refusal {
    fileprivate func onLine(_ number: Int) -> Refusal {
        var moved = self
        moved.position?.line += number - 1
        return moved
    }
}
