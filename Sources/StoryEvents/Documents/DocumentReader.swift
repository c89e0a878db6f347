import CanonicalJSON

/// Reads the event documents of one file, one after another: a file of lines and an array are never held as a whole.
public struct DocumentReader {
    private let format: DocumentFormat
    private let defaultSource: Text
    /// Where the document that was read last is in the file.
    public private(set) var place = Place()
    private var window: DocumentWindow
    private var stage = Stage.start
    /// Lines: how many are before the window's place.
    private var lineCount = 0
    /// Whether anything was found in the file, good or bad.
    private var hasFoundAny = false
    private var frontMatter: FrontMatter?
    /// Room for the parser.
    private var scratch: [UInt8] = []

    /// How far the file was read.
    private enum Stage {
        case start
        /// Inside an array of documents.
        case elements(ArrayElements)
        /// Behind the only document, or behind what cannot be read.
        case end
    }

    /// Where a document is in its file.
    public struct Place: Sendable {
        /// The document as it is written.
        fileprivate var content: ArraySlice<UInt8> = []
        /// The line and column of its first byte.
        fileprivate var start = SourcePosition(line: 1, column: 1)
        /// Whether the paths of its refusals begin with its place in an array.
        fileprivate var isElement = false

        /// Before the first document.
        public init() {}

        /// Where the document ends, in bytes: from the start of a file that was given whole.
        public var end: Int { content.endIndex }
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
        self.init(DocumentSource(bytes), format: format, defaultSource: defaultSource)
    }

    /// Makes a reader that stands before the first document of a file that may be read in pieces.
    public init(_ source: DocumentSource, format: DocumentFormat, defaultSource: Text) {
        self.format = format
        self.defaultSource = defaultSource
        window = DocumentWindow(source)
    }

    /// Whether the file can hold more than one document, as far as that is known without reading any.
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
    /// After a refusal it goes on with the document behind the refused one; where the file as a whole cannot be read,
    /// there is none.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: ``Refusals``, what is wrong with the document, each with its line and column.
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

    /// The refusal with its line and column in this file: for what is decided after the document was read.
    public func located(_ refusal: Refusal) -> Refusal { located(refusal, at: place) }

    /// As ``located(_:)``, for a document that was read before others: at the ``place`` it had then.
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
            var lines = DocumentLines(window.bytes, from: window.place, after: lineCount)
            let line = lines.next()
            let isWhole = line.map { $0.whole.upperBound > $0.content.upperBound } ?? false
            guard isWhole || window.isLast else {
                if line == nil, window.bytes.last == UInt8(ascii: "\n") {
                    (window.place, lineCount) = (window.bytes.count, lines.number)
                }
                window.grow()
                continue
            }
            guard let line else { return nil }
            window.place = line.whole.upperBound
            lineCount = line.number
            hasFoundAny = true
            let content = window.bytes[line.content]
            place = Place(content, SourcePosition(line: line.number, column: 1), isElement: false)
            return try parse(content)
        }
    }

    /// Reads the only document of the file, or the next one of its array.
    private mutating func nextValue() throws(Refusals) -> Found? {
        switch stage {
        case .end: return nil
        case .elements(var elements):
            // Left behind where the array goes wrong: there is nothing to go on with.
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
