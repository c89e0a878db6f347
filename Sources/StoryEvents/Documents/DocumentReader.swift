import CanonicalJSON

/// Reads the event documents of one file, one after another, so that a large file is never held twice.
public struct DocumentReader {
    private let bytes: [UInt8]
    private let format: DocumentFormat
    private let defaultSource: Text
    /// Where the document that was read last stands.
    public private(set) var place = Place()
    /// Lines: those still to come.
    private var lines: DocumentLines
    /// JSON and front matter: the documents still to come; nil before the file was read.
    private var pending: [Found]?
    /// Whether anything was found in the file, good or bad.
    private var hasFoundAny = false
    private var frontMatter: FrontMatter?
    /// Room for the parser.
    private var scratch: [UInt8] = []

    /// Where a document stands in a file of lines; of no account in other files.
    public struct Place: Hashable, Sendable {
        fileprivate var line = 0..<0
        fileprivate var number = 0

        /// Before the first line.
        public init() {}

        /// Where the line ends, in bytes from the start of the file.
        public var end: Int { line.upperBound }
    }

    /// A document that was parsed.
    private struct Found {
        let json: JSON
        var path = JSONPath.root
        /// Its data as it is written, where that is RFC 8785 form.
        var canonicalData: ArraySlice<UInt8>?
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
        lines = DocumentLines(bytes)
    }

    /// Whether the file can hold more than one document, told without reading any.
    public var mayHoldSeveral: Bool {
        var lines = DocumentLines(bytes)
        let first = lines.next()
        return switch format {
        case .frontMatter: false
        case .lines: first != nil && lines.next() != nil
        case .json: first.map { bytes[$0.content].first { !$0.isBlank } == UInt8(ascii: "[") } ?? false
        }
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
        guard let found else {
            if hasFoundAny { return nil }
            hasFoundAny = true
            throw Refusals([
                Refusal(
                    .emptyFile, "the file holds no document", remedy: "put an event document into it",
                    position: SourcePosition(offset: 0, in: bytes))
            ])
        }
        do {
            return try EventDocument(
                found.json, defaultSource: defaultSource, at: found.path, canonicalData: found.canonicalData)
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

    private mutating func nextLine() throws(Refusals) -> Found? {
        guard let line = lines.next() else { return nil }
        (place.line, place.number) = (line.content, line.number)
        hasFoundAny = true
        let content = bytes[line.content]
        do {
            let (json, canonical) = try JSON.parse(content, using: &scratch, noting: "data")
            return Found(json: json, canonicalData: canonical.map { bytes[$0] })
        } catch {
            throw Refusals([Refusal(error, in: Array(content)).onLine(line.number)])
        }
    }

    private mutating func nextPending() throws(Refusals) -> Found? {
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
    private mutating func readAll() throws(Refusals) -> [Found] {
        if format == .frontMatter {
            let matter = try FrontMatter(bytes)
            frontMatter = matter
            return [Found(json: matter.document)]
        }
        let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        if bytes[start...].allSatisfy(\.isBlank) { return [] }
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw Refusals([Refusal(error, in: bytes)]) }
        guard case .array(let elements) = json else { return [Found(json: json)] }
        return elements.enumerated().map { Found(json: $1, path: JSONPath.root.element($0)) }.reversed()
    }
}

extension Refusal {
    fileprivate func onLine(_ number: Int) -> Refusal {
        var moved = self
        moved.position?.line += number - 1
        return moved
    }
}
