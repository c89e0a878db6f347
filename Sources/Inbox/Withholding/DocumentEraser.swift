import CanonicalJSON
import Crypto
import EventLog
import Glibc
import StoryEvents

/// Removes withheld documents from files.
struct DocumentEraser {
    /// Whether to remove a document, by its content and its fingerprint.
    let isErased: (EventDocument, [UInt8]) throws(EventLogError) -> Bool
    let secret: LedgerSecret
    /// Words for which a document is removed, whatever else it says, and whether or not it can be read.
    var words: [WantedText] = []
    /// Whether documents of a story are removed for the words.
    var isWanted: (StoryID) -> Bool = { _ in true }

    /// The result for a file.
    enum Outcome: Hashable {
        case untouched
        /// The file held nothing else, and was removed. SHA-256 of its bytes before.
        case removed([UInt8])
        /// Documents were removed from the file. SHA-256 of its bytes before.
        case rewritten([UInt8])

        var isRemoved: Bool { if case .removed = self { true } else { false } }
    }

    /// Why a file could not be read or changed.
    enum Fault: Error {
        case file(FileFault)
        case log(EventLogError)
    }

    /// Searches a file and changes it. The change is durable once its directory is synced.
    ///
    /// - Parameter defaultSource: The `source` of documents that name none.
    func erase(_ name: FileName, in directory: Directory, defaultSource: Text) throws(Fault) -> Outcome {
        guard let (bytes, facts) = try files({ () throws(FileFault) in try Self.read(name, in: directory) }) else {
            return .untouched
        }
        let format = name.text.flatMap { DocumentFormat(fileName: $0.string) } ?? DocumentFormat(sniffing: bytes)
        let pieces = DocumentPieces(bytes, format)
        var places = Set(pieces.ranges.indices.filter { holdsWords(pieces[$0], format) })
        for place in pieces.ranges.indices {
            var reader = DocumentReader(Array(pieces[place]), format: format, defaultSource: defaultSource)
            // Bytes that are not a document cannot be in the log.
            guard case .success(let document?) = Self.next(&reader) else { continue }
            if !isWanted(document.story) { places.remove(place) }
            let fingerprint = secret.fingerprint(of: document.canonicalContent)
            do throws(EventLogError) { if try isErased(document, fingerprint) { places.insert(place) } } catch {
                throw .log(error)
            }
        }
        guard !places.isEmpty else { return .untouched }
        let hash = SHA256.hash(data: bytes).bytes
        return try files { () throws(FileFault) in
            guard let rest = pieces.without(places) else {
                try directory.remove(name)
                return .removed(hash)
            }
            // The rest keeps its modification time, and so its turn.
            try directory.write(
                rest, to: name, by: FileName(".withheld.tmp"), mode: facts.permissions & 0o666,
                modified: facts.modified, sync: true)
            return .rewritten(hash)
        }
    }

    private static func next(_ reader: inout DocumentReader) -> Result<EventDocument?, Refusals> {
        do throws(Refusals) { return .success(try reader.next()) } catch { return .failure(error) }
    }

    private static func read(
        _ name: FileName, in directory: Directory
    ) throws(FileFault) -> (bytes: [UInt8], facts: FileFacts)? {
        guard let facts = try directory.facts(of: name), facts.kind == .regular,
            let bytes = try OpenFile(name, in: directory).read()
        else { return nil }
        return (bytes, facts)
    }

    /// Whether a document contains some of the words: in its strings as they are read, or in the bytes of front matter. In
    /// what cannot be read they may be written in any way.
    private func holdsWords(_ piece: ArraySlice<UInt8>, _ format: DocumentFormat) -> Bool {
        guard !words.isEmpty else { return false }
        if format == .frontMatter {
            let bytes = Array(piece)
            guard let strings = FrontMatterStrings(bytes) else { return words.contains { $0.mayStand(in: bytes) } }
            return words.contains { words in words.isWritten(in: bytes) || strings.all.contains { words.isIn($0) } }
        }
        do throws(JSONSyntaxError) {
            let json = try JSON.parse(piece)
            return words.contains { json.contains($0) }
        } catch {
            let bytes = Array(piece)
            return words.contains { $0.mayStand(in: bytes) }
        }
    }

    private func files<Value>(_ body: () throws(FileFault) -> Value) throws(Fault) -> Value {
        do throws(FileFault) { return try body() } catch { throw .file(error) }
    }
}

extension JSON {
    /// Whether one of its strings or keys contains some words.
    fileprivate func contains(_ words: WantedText) -> Bool {
        switch self {
        case .string(let own): words.isIn(own.bytes)
        case .array(let elements): elements.contains { $0.contains(words) }
        case .object(let object):
            object.members.contains { words.isIn($0.key.bytes) || $0.value.contains(words) }
        default: false
        }
    }
}
