import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Takes documents whose data was withheld out of files.
struct DocumentEraser {
    /// Whether a document is to go, by what it says and by its fingerprint.
    let isErased: (EventDocument, [UInt8]) throws(EventLogError) -> Bool
    let secret: LedgerSecret
    /// Texts that a document is to go for, whatever else it says, and whether or not it can be read.
    var texts: [Text] = []

    /// What became of a file.
    enum Outcome: Hashable {
        case untouched
        /// It held nothing else.
        case removed
        /// So many documents were taken out.
        case rewritten(Int)
    }

    /// What kept a file from being looked at or changed.
    enum Fault: Error {
        case file(FileFault)
        case log(EventLogError)
    }

    /// Looks through a file and changes it, durably once its directory is synced.
    ///
    /// - Parameter defaultSource: What stands in for a document's missing `source`.
    func erase(_ name: FileName, in directory: Directory, defaultSource: Text) throws(Fault) -> Outcome {
        guard let (bytes, mode) = try files({ () throws(FileFault) in try Self.read(name, in: directory) }) else {
            return .untouched
        }
        let format = name.text.flatMap { DocumentFormat(fileName: $0.string) } ?? DocumentFormat(sniffing: bytes)
        let pieces = DocumentPieces(bytes, format)
        var places = Set(pieces.ranges.indices.filter { holdsText(pieces[$0]) })
        var reader = DocumentReader(bytes, format: format, defaultSource: defaultSource)
        for place in pieces.ranges.indices {
            // What is no document is none of the log's.
            guard case .success(let document) = Self.next(&reader) else { continue }
            guard let document else { break }
            let fingerprint = secret.fingerprint(of: document.canonicalContent)
            do throws(EventLogError) { if try isErased(document, fingerprint) { places.insert(place) } } catch {
                throw .log(error)
            }
        }
        guard !places.isEmpty else { return .untouched }
        return try files { () throws(FileFault) in
            guard let rest = pieces.without(places) else {
                try directory.remove(name)
                return .removed
            }
            try directory.write(rest, to: name, by: FileName(".withheld.tmp"), mode: mode, sync: true)
            return .rewritten(places.count)
        }
    }

    private static func next(_ reader: inout DocumentReader) -> Result<EventDocument?, Refusals> {
        do throws(Refusals) { return .success(try reader.next()) } catch { return .failure(error) }
    }

    private static func read(
        _ name: FileName, in directory: Directory
    ) throws(FileFault) -> (bytes: [UInt8], mode: mode_t)? {
        guard let facts = try directory.facts(of: name), facts.kind == .regular,
            let bytes = try OpenFile(name, in: directory).read()
        else { return nil }
        return (bytes, facts.permissions & 0o666)
    }

    /// Whether a document holds one of the texts: in its strings, where it is JSON, else as it was written.
    private func holdsText(_ piece: ArraySlice<UInt8>) -> Bool {
        guard !texts.isEmpty else { return false }
        do throws(JSONSyntaxError) {
            let json = try JSON.parse(piece)
            return texts.contains { json.contains($0.string) }
        } catch {
            return texts.contains { text in
                let quoted = JSON.string(text).canonicalBytes.dropFirst().dropLast()
                return piece.contains(text.bytes[...]) || piece.contains(quoted)
            }
        }
    }

    private func files<Value>(_ body: () throws(FileFault) -> Value) throws(Fault) -> Value {
        do throws(FileFault) { return try body() } catch { throw .file(error) }
    }
}

extension JSON {
    /// Whether one of its strings holds a text.
    fileprivate func contains(_ text: String) -> Bool {
        switch self {
        case .string(let own): own.utf8.count >= text.utf8.count && own.bytes[...].contains(Array(text.utf8)[...])
        case .array(let elements): elements.contains { $0.contains(text) }
        case .object(let object): object.members.contains { $0.value.contains(text) }
        default: false
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether some bytes stand in it one after the other.
    func contains(_ wanted: ArraySlice<UInt8>) -> Bool {
        guard let first = wanted.first else { return true }
        var place = startIndex
        while endIndex - place >= wanted.count, let found = self[place...].firstIndex(of: first) {
            guard endIndex - found >= wanted.count else { return false }
            if self[found..<found + wanted.count] == wanted { return true }
            place = found + 1
        }
        return false
    }
}
