import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// The result of reading a file.
enum Reading {
    /// The file was read and is ready for its decision.
    ///
    /// - Parameter copy: The bytes for the archive or the quarantine; nil if the file itself is moved.
    case submitted(Submission, copy: [UInt8]?)
    /// The file changed since the scan, or is gone.
    case changed
    /// The file cannot be read now.
    case faulty(FileFault)
}

/// Reads whole files, each once.
struct FileReader {
    /// The largest file that is read, in bytes; larger ones are refused unread.
    let maximumBytes: Int64

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - producer: Its producer.
    ///   - mayWait: Whether it may be deferred; otherwise it is refused.
    ///   - isGivenUp: Whether a file that cannot be read is refused.
    ///   - refusal: Why it is refused whatever it holds; nil if it is not.
    /// - Throws: ``FileFault`` that is not the file's own.
    func read(
        _ candidate: Candidate, in tree: FolderTree, from producer: Producer, mayWait: Bool, isGivenUp: Bool,
        refusal: Refusal? = nil
    ) throws(FileFault) -> Reading {
        let place = candidate.place
        do throws(FileFault) {
            let folder = try tree.open(place.folder)
            guard candidate.facts.kind == .regular else { return try describe(candidate, in: folder) }
            guard candidate.facts.bytes <= maximumBytes else {
                guard let facts = try folder.facts(of: place.name), facts == candidate.facts else { return .changed }
                return .submitted(
                    Submission(
                        file: place.text, refusals: [.tooLarge(place, facts.bytes, limit: maximumBytes)]), copy: nil)
            }
            let file = try OpenFile(place.name, in: folder)
            guard file.facts.holdsSameContents(as: candidate.facts), file.facts.links == candidate.facts.links,
                let bytes = try file.read()
            else { return .changed }
            let refused = refusal.map { Submission(file: place.text, bytes: bytes, refusals: [$0]) }
            return .submitted(refused ?? submission(candidate, bytes, producer, mayWait: mayWait), copy: bytes)
        } catch {
            switch error.code {
            case ENOENT, ELOOP, ENXIO, ESTALE, ENOTDIR: return .changed
            case _ where error.isOfProcess: throw error
            case _ where isGivenUp:
                return .submitted(
                    Submission(file: place.text, refusals: [.unreadable(place, error.reason)]), copy: nil)
            default: return .faulty(error)
            }
        }
    }

    private func submission(
        _ candidate: Candidate, _ bytes: [UInt8], _ producer: Producer, mayWait: Bool
    ) -> Submission {
        let place = candidate.place
        guard candidate.facts.links == 1 else {
            return Submission(
                file: place.text, bytes: bytes, refusals: [.manyNames(place, candidate.facts.links)])
        }
        guard let name = place.name.text else {
            return Submission(file: place.text, bytes: bytes, refusals: [.badName(place)])
        }
        guard let format = DocumentFormat(fileName: name.string) else {
            return Submission(file: place.text, bytes: bytes, refusals: [DocumentFormat.refusal(ofName: name.string)])
        }
        return Submission(
            file: place.text, bytes: bytes, format: format, producer: producer, mayWait: mayWait)
    }

    /// A name that is not a regular file is stored as a line that describes it.
    private func describe(_ candidate: Candidate, in folder: Directory) throws(FileFault) -> Reading {
        let (place, kind) = (candidate.place, candidate.facts.kind)
        guard let facts = try folder.facts(of: place.name), facts.inode == candidate.facts.inode, facts.kind == kind
        else { return .changed }
        var line = "\(place.text) was \(kind.name)"
        if kind == .symbolicLink { line += " to \(try folder.target(ofLink: place.name).safe)" }
        return .submitted(
            Submission(file: place.text, refusals: [.notAFile(place, kind)]), copy: Array((line + "\n").utf8))
    }
}
