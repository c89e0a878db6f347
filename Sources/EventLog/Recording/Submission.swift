import CanonicalJSON
import StoryEvents

/// One file on its way into the log.
public struct Submission {
    /// The file as its receipt will name it.
    public let file: Text
    /// The hash of its bytes; nil when they could not be read.
    let digest: (any FileDigest)?
    /// The file, where it is read in pieces.
    let pieces: FilePieces?
    /// Who gave it.
    public var producer: Producer
    /// Whether it may wait for a story, event or request that is not there yet; else it is refused.
    public let mayWait: Bool
    /// The name that ``WorkMarks`` report.
    public var tag: Int?
    /// The most documents it may hold: it is recorded in one commit, which other files wait for.
    public var mostDocuments = Int.max
    /// Whether a refusal of it is given a receipt too.
    public let isKeptWhenRefused: Bool
    /// Whether another thread may read its documents. Front matter is one document, and only who reads it knows its lines.
    let mayBeReadAhead: Bool
    /// Whether its documents are worth that thread whatever else there is.
    public let isLong: Bool
    /// SHA-256 of its bytes; empty when they could not be read.
    public var sha256: [UInt8] { digest?.sha256 ?? [] }
    /// Its documents; nil where it is refused before any of them is read.
    let reader: DocumentReader?
    /// Reads its documents already, on another thread.
    var ahead: ReadAhead?
    /// Why it is refused.
    let refusals: [Refusal]

    /// Bytes from which on a file is read ahead of the append.
    private static let fewestToReadAhead = 1 << 17

    /// A file that was read.
    ///
    /// - Parameters:
    ///   - bytes: All of it.
    ///   - format: How its documents are written.
    ///   - producer: Who gave it.
    public init(
        file: Text, bytes: [UInt8], format: DocumentFormat, producer: Producer, mayWait: Bool = false,
        isKeptWhenRefused: Bool = true
    ) {
        self.producer = producer
        self.isKeptWhenRefused = isKeptWhenRefused
        self.file = file.withoutNoncharacters
        self.mayWait = mayWait
        mayBeReadAhead = format != .frontMatter
        isLong = bytes.count >= Self.fewestToReadAhead
        digest = BytesDigest(of: bytes)
        pieces = nil
        reader = DocumentReader(bytes, format: format, defaultSource: producer.source)
        refusals = []
    }

    /// A file that an admin gave.
    ///
    /// - Parameter defaultSource: Stands in for a document's missing `source`; a URI reference.
    public init(
        file: Text, bytes: [UInt8], format: DocumentFormat, defaultSource: Text, mayWait: Bool = false,
        isKeptWhenRefused: Bool = true
    ) {
        self.init(
            file: file, bytes: bytes, format: format, producer: .admin(defaultSource), mayWait: mayWait,
            isKeptWhenRefused: isKeptWhenRefused)
    }

    /// A file that an admin gave, and that is read in pieces while it is recorded.
    ///
    /// - Parameters:
    ///   - start: What was read of the file before its pieces.
    ///   - format: How its documents are written.
    ///   - defaultSource: Stands in for a document's missing `source`; a URI reference.
    public init(
        file: Text, pieces: FilePieces, after start: [UInt8] = [], format: DocumentFormat, defaultSource: Text,
        isKeptWhenRefused: Bool = true
    ) {
        self.init(
            file: file, pieces: pieces, after: start, format: format, producer: .admin(defaultSource),
            isKeptWhenRefused: isKeptWhenRefused)
    }

    /// A file that is read in pieces while it is recorded.
    ///
    /// - Parameters:
    ///   - start: What was read of the file before its pieces.
    ///   - format: How its documents are written.
    ///   - producer: Who gave it.
    public init(
        file: Text, pieces: FilePieces, after start: [UInt8] = [], format: DocumentFormat, producer: Producer,
        mayWait: Bool = false, isKeptWhenRefused: Bool = true
    ) {
        self.isKeptWhenRefused = isKeptWhenRefused
        self.file = file.withoutNoncharacters
        self.producer = producer
        self.mayWait = mayWait
        mayBeReadAhead = format != .frontMatter
        isLong = true
        digest = pieces
        self.pieces = pieces
        let source = DocumentSource(start) { pieces.next(atLeast: $0) }
        reader = DocumentReader(source, format: format, defaultSource: producer.source)
        refusals = []
    }

    /// A file that is refused before any document of it is read.
    ///
    /// - Parameters:
    ///   - bytes: What was read of it, for its hash; nil when nothing was.
    ///   - refusals: At least one.
    public init(file: Text, bytes: [UInt8]? = nil, refusals: [Refusal], isKeptWhenRefused: Bool = true) {
        self.isKeptWhenRefused = isKeptWhenRefused
        self.file = file.withoutNoncharacters
        // No document of it is read.
        self.producer = .admin(SourceRules.inbox)
        self.mayWait = false
        mayBeReadAhead = false
        isLong = false
        digest = bytes.map(BytesDigest.init)
        pieces = nil
        reader = nil
        self.refusals = refusals
    }
}
