import CanonicalJSON

/// Reads the event documents of one file, one after another, so that a large file is never held twice.
public struct DocumentReader {
    private let bytes: [UInt8]
    private let format: DocumentFormat
    private let defaultSource: Text
    /// Lines: the one that was read last, its number, and where the next one starts.
    private var line = 0..<0
    private var lineNumber = 0
    private var nextLineStart: Int
    /// JSON and front matter: the documents still to come; nil before the file was read.
    private var pending: [(json: JSON, path: JSONPath)]?
    /// Whether anything was found in the file, good or bad.
    private var hasFoundAny = false
    private var frontMatter: FrontMatter?

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
    public func located(_ refusal: Refusal) -> Refusal {
        if let frontMatter { return frontMatter.located(refusal) }
        guard format == .lines else { return refusal.located(in: bytes) }
        return refusal.position == nil ? refusal.located(in: Array(bytes[line])).onLine(lineNumber) : refusal
    }

    private mutating func nextLine() throws(Refusals) -> (json: JSON, path: JSONPath)? {
        while nextLineStart < bytes.count {
            line = nextLineStart..<(bytes[nextLineStart...].firstIndex(of: 0x0A) ?? bytes.count)
            lineNumber += 1
            nextLineStart = line.upperBound + 1
            if bytes[line].allSatisfy(Self.isBlank) { continue }
            hasFoundAny = true
            do { return (try JSON.parse(bytes[line]), .root) } catch {
                throw Refusals([Refusal(error, in: Array(bytes[line])).onLine(lineNumber)])
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

extension Refusal {
    fileprivate func onLine(_ number: Int) -> Refusal {
        var moved = self
        moved.position?.line += number - 1
        return moved
    }
}
