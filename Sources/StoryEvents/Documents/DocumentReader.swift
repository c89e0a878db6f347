import CanonicalJSON

/// Reads the event documents of one file, one after another, so that a large file is never held twice.
public struct DocumentReader {
    private let bytes: [UInt8]
    private let format: DocumentFormat
    private let defaultSource: Text
    /// Lines: the one that was read last, its number, and where the next one starts.
    private var line = 0..<0
    private var lineNumber = 0
    private var nextLineStart = 0
    /// JSON and front matter: the documents still to come.
    private var pending: [(json: JSON, path: JSONPath)]?
    private var count = 0
    private var frontMatter: FrontMatter?

    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - format: How its documents are written.
    ///   - defaultSource: Stands in for a missing `source`; a URI reference.
    public init(_ bytes: [UInt8], format: DocumentFormat, defaultSource: Text) {
        self.bytes = bytes
        self.format = format
        self.defaultSource = defaultSource
    }

    /// The next document.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: ``Refusals``, all that is wrong with the document, each with its line and column. The one after it
    ///   can still be read.
    public mutating func next() throws(Refusals) -> EventDocument? {
        defer { count += 1 }
        if let document = format == .lines ? try nextLine() : try nextPending() { return document }
        if count == 0 {
            throw Refusals([
                Refusal(
                    .emptyFile, "the file holds no document", remedy: "put an event document into it",
                    position: SourcePosition(offset: 0, in: bytes))
            ])
        }
        return nil
    }

    /// The refusal with its line and column in this file: for what is decided after the document was read.
    public func located(_ refusal: Refusal) -> Refusal {
        if let frontMatter { return frontMatter.located(refusal) }
        guard format == .lines else { return refusal.located(in: bytes) }
        return refusal.position == nil ? refusal.located(in: Array(bytes[line])).onLine(lineNumber) : refusal
    }

    private mutating func nextLine() throws(Refusals) -> EventDocument? {
        while nextLineStart < bytes.count {
            line = nextLineStart..<(bytes[nextLineStart...].firstIndex(of: 0x0A) ?? bytes.count)
            lineNumber += 1
            nextLineStart = line.upperBound + 1
            if bytes[line].allSatisfy(Self.isBlank) { continue }
            let json: JSON
            do { json = try JSON.parse(bytes[line]) } catch {
                let syntax = Refusal(error, in: Array(bytes[line]))
                throw Refusals([syntax.onLine(lineNumber)])
            }
            do { return try EventDocument(json, defaultSource: defaultSource) } catch {
                throw Refusals(error.all.map(located))
            }
        }
        return nil
    }

    private mutating func nextPending() throws(Refusals) -> EventDocument? {
        if pending == nil {
            pending = []
            pending = try readAll()
        }
        guard let (json, path) = pending?.popLast() else { return nil }
        do {
            return try EventDocument(json, defaultSource: defaultSource, at: path)
        } catch {
            throw Refusals(error.all.map(located))
        }
    }

    /// Every document of the file, last one first.
    private mutating func readAll() throws(Refusals) -> [(json: JSON, path: JSONPath)] {
        if format == .frontMatter {
            let matter = try FrontMatter(bytes)
            frontMatter = matter
            return [(matter.document, .root)]
        }
        if bytes.allSatisfy(Self.isBlank) { return [] }
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw Refusals([Refusal(error, in: bytes)]) }
        guard case .array(let elements) = json else { return [(json, .root)] }
        return elements.enumerated().map { ($1, JSONPath.root.element($0)) }.reversed()
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}

extension Refusal {
    fileprivate func onLine(_ number: Int) -> Refusal {
        var moved = self
        moved.position?.line += number - 1
        return moved
    }
}
