import CanonicalJSON
import EventLog
import StoryEvents

/// Appends the documents of files of any length, in pieces. A document that is refused is left out; those after it are taken.
///
/// Each piece is one durable transaction with a receipt of its own. After an interruption the same files are imported
/// again: documents that were taken are duplicates.
public final class Importer {
    let store: any EventStore
    let recorder: Recorder
    let source: Text
    /// The counts so far.
    public internal(set) var summary = Summary()
    /// Gets each refused document.
    public var refuse: (RefusedDocument) throws -> Void = { _ in }
    /// Told after each piece how many bytes of the file are read; returns whether to stop.
    public var progress: (Int64) -> Bool = { _ in false }

    private var fault: EventLogError?
    /// The transaction of a dry run.
    private var recording: Recording?
    /// The rows that published the stories of a dry run.
    lazy var firstRows = FirstRows(store, defaultSource: source)
    var isDryRun: Bool { recording != nil }
    /// The stories of a repository or a table whose first document was refused, with its place.
    private(set) var refusedStories: [String: String] = [:]

    /// Bytes after which a piece is appended.
    static let pieceLength = 1 << 22
    /// Documents after which a piece is appended.
    static let mostDocuments = 2_000
    /// The most bytes of a document.
    private static let longestDocument = 64 << 20

    /// What has become of the documents.
    public struct Summary: Sendable {
        /// How many were read.
        public var documents: Int64 = 0
        /// How many are new events.
        public var appended: Int64 = 0
        /// How many were recorded before.
        public var duplicate: Int64 = 0
        /// How many changed nothing.
        public var unchanged: Int64 = 0
        /// How many were left out.
        public var refused: Int64 = 0
        /// Whether it was asked to stop before the last document.
        public var isStopped = false
    }

    /// - Parameters:
    ///   - source: Stands in for a document's missing `source`; a URI reference.
    public init(_ store: any EventStore, source: Text) {
        self.store = store
        recorder = Recorder(store)
        self.source = source
    }

    /// Imports one file.
    ///
    /// - Parameters:
    ///   - path: `-` is standard input.
    ///   - name: The file as receipts name it.
    ///   - format: Of standard input; nil to tell it from the first bytes.
    /// - Throws: ``ImportError``, and what ``refuse`` throws.
    public func take(_ path: String, named name: Text, format: DocumentFormat? = nil) throws {
        let file = try ImportedFile(path, format: format)
        var cutter = DocumentCutter(file.source, format: file.format, longest: Self.longestDocument)
        var (piece, length, isAtEnd, hasAny): ([ImportedDocument], Int, Bool, Bool) = ([], 0, false, false)
        while !isAtEnd {
            do throws(Refusals) {
                if let document = try cutter.next() {
                    piece.append(ImportedDocument(document))
                    length += document.bytes.count
                    hasAny = true
                } else {
                    isAtEnd = true
                }
            } catch {
                hasAny = true
                // What comes before it is told first.
                try record(piece[...], file.format, name)
                (piece, length) = ([], 0)
                try refuse(error, name)
            }
            guard isAtEnd || length >= Self.pieceLength || piece.count >= Self.mostDocuments else { continue }
            try record(piece[...], file.format, name)
            (piece, length) = ([], 0)
            if progress(file.bytesRead), !isAtEnd {
                summary.isStopped = true
                return
            }
        }
        try file.check()
        if !hasAny {
            try refuse(
                Refusals([
                    Refusal(
                        .emptyFile, "the file holds no document", remedy: "put an event document into it",
                        position: SourcePosition(line: 1, column: 1))
                ]), name)
        }
    }

    /// Appends documents. Where one of them is refused, each half is tried by itself.
    func record(
        _ documents: ArraySlice<ImportedDocument>, _ format: DocumentFormat, _ name: Text
    ) throws {
        guard let first = documents.first else { return }
        if let refused = documents.firstIndex(where: { $0.story.map { refusedStories[$0] != nil } ?? false }) {
            try record(documents[..<refused], format, name)
            try refuse(after: documents[refused], name)
            return try record(documents[(refused + 1)...], format, name)
        }
        let isWhole = format != .lines && first.index == nil
        let submission = Submission(
            file: isWhole ? name : Text(name.string + first.place), bytes: Self.bytes(of: documents, format),
            format: format,
            defaultSource: source, isKeptWhenRefused: false)
        let result: Recorder.Result?
        do throws(EventLogError) { result = try record(submission) } catch { throw ImportError.log(error) }
        try check()
        guard case .decided(let receipt)? = result, receipt.outcome == .quarantined else { return }
        guard documents.count > 1 else {
            summary.documents += 1
            summary.refused += 1
            let file = first.origin == nil ? name : Text(name.string + first.place)
            if first.isFirst, let story = first.story {
                try leaveOut(story, after: first.origin ?? "line \(first.start.line)")
            }
            return try refuse(RefusedDocument(file: file, first, receipt.refusals))
        }
        let middle = documents.startIndex + documents.count / 2
        try record(documents[..<middle], format, name)
        try record(documents[middle...], format, name)
    }

    /// Refuses a document of a repository or a table, because the history that it goes on with was refused.
    private func refuse(after document: ImportedDocument, _ name: Text) throws {
        let first = document.story.flatMap { refusedStories[$0] } ?? ""
        let begin = document.row == nil ? "commit of its file" : "row of its story"
        let refusal = Refusal(
            .unknownStory, "the first \(begin) was refused, and so is the rest of its history",
            remedy: "mend what was refused at \(first), and import again")
        summary.documents += 1
        summary.refused += 1
        let file = document.row == nil ? Text(name.string + document.place) : name
        try refuse(RefusedDocument(file: file, document, [refusal.json]))
    }

    /// Leaves out the rest of a history whose first document was refused.
    ///
    /// - Throws: ``ImportError/tooManyRefused(_:)``, so that memory is bounded.
    func leaveOut(_ story: String, after place: String) throws(ImportError) {
        if refusedStories[story] == nil { refusedStories[story] = place }
        guard refusedStories.count <= Self.mostRefusedStories else { throw .tooManyRefused(Self.mostRefusedStories) }
    }

    private static let mostRefusedStories = 100_000

    /// Imports the history of a Git repository.
    ///
    /// - Throws: ``ImportError``, and what ``refuse`` throws.
    public func take(repository directory: String, named name: Text, _ options: GitOptions) throws {
        var archive = try GitArchive(directory, options)
        var (piece, length): ([ImportedDocument], Int) = ([], 0)
        while let found = try archive.next() {
            switch found {
            case .refused(let refusal, let path):
                try record(piece[...], .lines, name)
                (piece, length) = ([], 0)
                try refuse(Refusals([refusal]), Text("\(name):\(path)"))
            case .document(let json, let origin, let story, let isFirst):
                piece.append(
                    ImportedDocument(json.bytes(pretty: false), origin: origin, story: story, isFirst: isFirst))
                length += piece.last?.bytes.count ?? 0
            }
            guard length >= Self.pieceLength || piece.count >= Self.mostDocuments else { continue }
            try record(piece[...], .lines, name)
            (piece, length) = ([], 0)
            if progress(0) {
                summary.isStopped = true
                return
            }
        }
        try record(piece[...], .lines, name)
    }

    /// Does what ``take(_:named:format:)`` does for each file, and writes nothing.
    public func dryRun(_ files: [(path: String, name: Text)], format: DocumentFormat? = nil) throws {
        try dryRun {
            for (path, name) in files where !summary.isStopped { try take(path, named: name, format: format) }
        }
    }

    /// Does what ``take(repository:named:_:)`` does, and writes nothing.
    public func dryRun(repository directory: String, named name: Text, _ options: GitOptions) throws {
        try dryRun { try take(repository: directory, named: name, options) }
    }

    /// Imports in one transaction, since later documents need earlier ones, and undoes it.
    func dryRun(_ imports: () throws -> Void) throws {
        var failure: (any Error)?
        do throws(EventLogError) {
            try recorder.append(dryRun: true) { open in
                recording = open
                defer { recording = nil }
                do { try imports() } catch { failure = error }
            }
        } catch {
            throw ImportError.log(error)
        }
        if let failure { throw failure }
    }

    private func record(_ submission: Submission) throws(EventLogError) -> Recorder.Result? {
        guard let recording else {
            return try recorder.record([submission], show: { _, entries in count(entries) }).first
        }
        var files = [submission]
        return try recording.record(&files, show: { _, entries in count(entries) }).first
    }

    /// - Throws: Why entries could not be counted.
    func check() throws(ImportError) {
        if let fault { throw .log(fault) }
    }

    func count(_ entries: ReceiptEntries) {
        var entries = entries
        do throws(EventLogError) {
            while let entry = try entries.next() {
                summary.documents += 1
                switch entry.outcome {
                case .appended: summary.appended += 1
                case .duplicate: summary.duplicate += 1
                case .unchanged, .quarantined: summary.unchanged += 1
                }
            }
        } catch {
            fault = error
        }
    }

    func refuse(_ refusals: Refusals, _ name: Text) throws {
        summary.documents += 1
        summary.refused += 1
        try refuse(RefusedDocument(file: name, refusals.all))
    }

    private static func bytes(of documents: ArraySlice<ImportedDocument>, _ format: DocumentFormat) -> [UInt8] {
        guard let first = documents.first else { return [] }
        guard format == .lines || first.index != nil else { return first.bytes }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(documents.reduce(2) { $0 + $1.bytes.count + 1 })
        for document in documents {
            if first.index != nil { bytes.append(UInt8(ascii: bytes.isEmpty ? "[" : ",")) }
            bytes += document.bytes
            if first.index == nil { bytes.append(UInt8(ascii: "\n")) }
        }
        if first.index != nil { bytes.append(UInt8(ascii: "]")) }
        return bytes
    }
}
