import CanonicalJSON

/// Reads the event documents of one file, one by one. Files of lines and arrays are never in memory as a whole.
public struct DocumentReader {
    private let format: DocumentFormat
    private let defaultSource: Text
    /// The place of the last document read.
    public private(set) var place = Place()
    private var window: DocumentWindow
    private var stage = Stage.start
    /// For a file of lines: the number of lines before the window's place.
    private var lineCount = 0
    /// Whether any document, valid or not, was found.
    private var hasFoundAny = false
    private var frontMatter: FrontMatter?
    /// A buffer for the parser.
    private var scratch: [UInt8] = []

    /// The progress in the file.
    private enum Stage {
        case start
        /// Inside an array of documents.
        case elements(ArrayElements)
        /// After the only document, or after bytes that cannot be read.
        case end
    }

    /// The place of a document in its file.
    public struct Place: Sendable {
        /// The document's bytes.
        fileprivate var content: ArraySlice<UInt8> = []
        /// The line and column of its first byte.
        fileprivate var start = SourcePosition(line: 1, column: 1)
        /// Whether the document is an array element, so that paths in refusals start with its index.
        fileprivate var isElement = false

        /// Starts before the first document.
        public init() {}

        /// The end of the document in bytes, from the start of a file given as a whole.
        public var end: Int { content.endIndex }
    }

    /// A parsed document.
    private struct Found {
        let json: JSON
        var path = JSONPath.root
        /// The bytes of its data, if they are already in RFC 8785 form.
        var canonicalData: ArraySlice<UInt8>?
    }

    /// Creates a reader at the first document.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - format: The format of the file.
    ///   - defaultSource: Used when `source` is missing; a URI reference.
    public init(_ bytes: [UInt8], format: DocumentFormat, defaultSource: Text) {
        self.init(DocumentSource(bytes), format: format, defaultSource: defaultSource)
    }

    /// Creates a reader at the first document of a file that may be read in pieces.
    public init(_ source: DocumentSource, format: DocumentFormat, defaultSource: Text) {
        self.format = format
        self.defaultSource = defaultSource
        window = DocumentWindow(source)
    }

    /// Whether the file can hold more than one document, judged without reading any.
    public var mayHoldSeveral: Bool {
        guard window.isLast || format == .frontMatter else { return true }
        var lines = DocumentLines(window.bytes)
        let first = lines.next()
        return switch format {
        case .frontMatter: false
        case .lines: first != nil && lines.next() != nil
        case .json: first.map { window.bytes[$0.content].first { !$0.isBlank } == UInt8(ascii: "[") } ?? false
        }
    }

    /// Reads the next document.
    ///
    /// After a refusal it continues with the next document. When the file as a whole cannot be read, there is no next
    /// document.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: ``Refusals`` of the document, each with its line and column.
    public mutating func next() throws(Refusals) -> EventDocument? {
        let found = format == .lines ? try nextLine() : try nextValue()
        guard let found else {
            if hasFoundAny { return nil }
            hasFoundAny = true
            throw Refusals([
                Refusal(
                    .emptyFile, "the file holds no document", remedy: "put an event document into it",
                    position: SourcePosition(line: 1, column: 1))
            ])
        }
        do {
            return try EventDocument(
                found.json, defaultSource: defaultSource, at: found.path, canonicalData: found.canonicalData)
        } catch {
            throw Refusals(error.all.map(located))
        }
    }

    /// A refusal with its line and column, for a document that is decided after it was read.
    public func located(_ refusal: Refusal) -> Refusal { located(refusal, at: place) }

    /// The same for a document that was read before others, with the ``place`` it had then.
    public func located(_ refusal: Refusal, at place: Place) -> Refusal {
        if let frontMatter { return frontMatter.located(refusal) }
        guard refusal.position == nil else { return refusal }
        var located = refusal
        if place.isElement, !located.path.steps.isEmpty { located.path.steps.removeFirst() }
        located = located.located(in: Array(place.content))
        located.path = refusal.path
        located.position = located.position?.moved(to: place.start)
        return located
    }

    private mutating func nextLine() throws(Refusals) -> Found? {
        if lineCount == 0, !hasFoundAny { window.skipByteOrderMark() }
        while true {
            switch window.nextLine(after: &lineCount) {
            case .end: return nil
            case .unfinished: window.grow()
            case .line(let line):
                window.place = line.whole.upperBound
                lineCount = line.number
                hasFoundAny = true
                let content = window.bytes[line.content]
                place = Place(content, SourcePosition(line: line.number, column: 1), isElement: false)
                return try parse(content)
            }
        }
    }

    /// Reads the only document of the file, or the next element of its array.
    private mutating func nextValue() throws(Refusals) -> Found? {
        switch stage {
        case .end: return nil
        case .elements(var elements):
            // Stays in force when the array is malformed, since no element can follow.
            stage = .end
            do {
                guard let element = try elements.next(&window) else { return nil }
                hasFoundAny = true
                place = Place(element.content, element.start, isElement: true)
                let found = try parse(element)
                stage = .elements(elements)
                return found
            } catch {
                hasFoundAny = true
                throw error
            }
        case .start:
            stage = .end
            if format == .frontMatter {
                window.growToEnd()
                hasFoundAny = true
                let matter = try FrontMatter(window.bytes)
                frontMatter = matter
                return Found(json: matter.document)
            }
            window.skipByteOrderMark()
            guard let first = window.firstNonBlank() else { return nil }
            if window.bytes[first] == UInt8(ascii: "[") {
                window.place = first
                stage = .elements(ArrayElements(&window))
                return try nextValue()
            }
            hasFoundAny = true
            window.growToEnd()
            place = Place(window.bytes[...], SourcePosition(line: 1, column: 1), isElement: false)
            return try parse(window.bytes[...])
        }
    }

    private mutating func parse(_ element: ArrayElements.Element) throws(Refusals) -> Found {
        var found: Found
        do throws(Refusals) { found = try parse(element.content) } catch {
            guard var refusal = error.all.first, refusal.code == .tooMany else { throw Refusals([element.refusal]) }
            refusal.path.steps.insert(.element(element.index), at: 0)
            throw Refusals([refusal])
        }
        found.path = JSONPath.root.element(element.index)
        return found
    }

    private mutating func parse(_ content: ArraySlice<UInt8>) throws(Refusals) -> Found {
        do {
            let (json, canonical) = try JSON.parse(content, using: &scratch, noting: "data")
            return Found(json: json, canonicalData: canonical.map { content[$0] })
        } catch {
            var refusal = Refusal(error, in: Array(content))
            refusal.position = refusal.position?.moved(to: place.start)
            throw Refusals([refusal])
        }
    }
}

extension DocumentReader.Place {
    fileprivate init(_ content: ArraySlice<UInt8>, _ start: SourcePosition, isElement: Bool) {
        self.content = content
        self.start = start
        self.isElement = isElement
    }
}
