import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Reads whole files, each once.
struct FileReader {
    /// The result of reading a file.
    enum Outcome {
        /// The file was read and is ready for its decision.
        ///
        /// - Parameter copy: The bytes for the archive or the quarantine; nil if the file itself is moved.
        case submitted(Submission, copy: Copy?)
        /// The file changed since the scan, or is gone.
        case changed
        /// The file cannot be read now.
        case faulty(FileFault)
        /// The service cannot write its own copy, which is no fault of the file.
        case uncopied(FileFault)

        /// Whether a copy is written.
        var isCopied: Bool { if case .submitted(_, copy: .written?) = self { true } else { false } }
    }

    /// The service's own copy of a file.
    enum Copy {
        /// Its bytes, which are still to be written.
        case bytes([UInt8])
        /// It is written.
        case written(Int64)

        var count: Int64 {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .written(let count): count
            }
        }
    }

    /// The largest file that is read, in bytes; larger ones are refused unread.
    let maximumBytes: Int64
    /// The most documents of a file.
    let maximumDocuments: Int
    /// Where long files are copied to; they are read from there, in pieces.
    let staging: Staging
    /// Whether a copy is made durable at once.
    let isSynced: Bool

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - producer: Its producer.
    ///   - mayWait: Whether it may be deferred; otherwise it is refused.
    ///   - isGivenUp: Whether a file that cannot be read is refused.
    ///   - refusal: Why it is refused whatever it holds; nil if it is not.
    ///   - copied: How its copy was made before, if it is long; nil to copy it now.
    /// - Throws: ``FileFault`` that is not the file's own.
    func read(
        _ found: Found, in tree: FolderTree, from producer: Producer, mayWait: Bool, isGivenUp: Bool,
        refusal: Refusal? = nil, copied: Copier.Outcome? = nil
    ) throws(FileFault) -> Outcome {
        let place = found.place
        do throws(FileFault) {
            let folder = try tree.open(place.folder)
            guard found.facts.kind == .regular else { return try describe(found, in: folder) }
            guard found.facts.bytes <= maximumBytes else {
                guard let facts = try folder.facts(of: place.name), facts == found.facts else { return .changed }
                let refusal =
                    facts.links == 1
                    ? Refusal.tooLarge(place, facts.bytes, limit: maximumBytes) : .manyNames(place, facts.links)
                return .submitted(
                    Submission(file: place.text, refusals: [refusal]), copy: .bytes(Self.description(of: place, facts)))
            }
            let file = try OpenFile(place.name, in: folder)
            guard file.facts.holdsSameContents(as: found.facts), file.facts.links == found.facts.links else {
                return .changed
            }
            if refusal == nil, let format = found.longFormat(atMost: maximumBytes) {
                return try copy(file, found, format, producer, mayWait: mayWait, copied)
            }
            guard let bytes = try file.read() else { return .changed }
            let refused = refusal.map { Submission(file: place.text, bytes: bytes, refusals: [$0]) }
            return .submitted(refused ?? submission(found, bytes, producer, mayWait: mayWait), copy: .bytes(bytes))
        } catch {
            switch error.code {
            case ENOENT, ELOOP, ENXIO, ESTALE, ENOTDIR: return .changed
            case _ where error.isOfProcess: throw error
            case _ where isGivenUp:
                // What the disk does not give may be read elsewhere: then the file itself is moved.
                let isClosed = [EACCES, EPERM].contains(error.code)
                return .submitted(
                    Submission(file: place.text, refusals: [.unreadable(place, error.reason)]),
                    copy: isClosed ? .bytes(Self.description(of: place, found.facts)) : nil)
            default: return .faulty(error)
            }
        }
    }

    private func copy(
        _ file: borrowing OpenFile, _ found: Found, _ format: DocumentFormat, _ producer: Producer, mayWait: Bool,
        _ copied: Copier.Outcome?
    ) throws(FileFault) -> Outcome {
        let place = found.place
        do throws(Staging.CopyFault) {
            let path =
                if let copied { try copied.get() } else {
                    try staging.copy(file, of: place, inode: found.facts.inode, sync: isSynced)
                }
            let pieces = FilePieces(path: Array(path.utf8CString), named: path)
            var submission = Submission(
                file: place.text, pieces: pieces, format: format, producer: producer, mayWait: mayWait)
            submission.mostDocuments = maximumDocuments
            return .submitted(submission, copy: .written(found.facts.bytes))
        } catch {
            switch error {
            case .original(let fault): throw fault
            case .copy(let fault): return .uncopied(fault)
            case .changed: return .changed
            case .noRoom(let fault): return .faulty(fault)
            }
        }
    }

    private func submission(
        _ found: Found, _ bytes: [UInt8], _ producer: Producer, mayWait: Bool
    ) -> Submission {
        let place = found.place
        guard found.facts.links == 1 else {
            return Submission(
                file: place.text, bytes: bytes, refusals: [.manyNames(place, found.facts.links)])
        }
        guard let name = place.name.text else {
            return Submission(file: place.text, bytes: bytes, refusals: [.badName(place)])
        }
        guard let format = DocumentFormat(fileName: name.string) else {
            return Submission(file: place.text, bytes: bytes, refusals: [DocumentFormat.refusal(ofName: name.string)])
        }
        var submission = Submission(
            file: place.text, bytes: bytes, format: format, producer: producer, mayWait: mayWait)
        submission.mostDocuments = maximumDocuments
        return submission
    }

    /// A line for the quarantine in place of a file that was not read. The file itself is not moved there: its producer may
    /// have it open, or know it by another name, and could go on writing into it.
    private static func description(of place: Place, _ facts: FileFacts) -> [UInt8] {
        let names = facts.links == 1 ? "" : " with \(facts.links) names"
        return Array("\(place.text) was a file of \(facts.bytes) bytes\(names)\n".utf8)
    }

    /// A name that is not a regular file is stored as a line that describes it.
    private func describe(_ found: Found, in folder: Directory) throws(FileFault) -> Outcome {
        let (place, kind) = (found.place, found.facts.kind)
        guard let facts = try folder.facts(of: place.name), facts.inode == found.facts.inode, facts.kind == kind
        else { return .changed }
        var line = "\(place.text) was \(kind.name)"
        if kind == .symbolicLink { line += " to \(try folder.target(ofLink: place.name).safe)" }
        return .submitted(
            Submission(file: place.text, refusals: [.notAFile(place, kind)]), copy: .bytes(Array((line + "\n").utf8)))
    }
}
