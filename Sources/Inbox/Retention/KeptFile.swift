import EventLog
import Glibc
import StoryEvents

/// The file of a receipt, found in the archive or in the quarantine.
struct KeptFile {
    let receipt: Receipt
    /// Its directory, below the archive or the quarantine.
    let folder: [FileName]
    let name: FileName
    let facts: FileFacts

    /// The result of a search.
    enum Search {
        case found(KeptFile)
        /// There is no file of the receipt.
        case missing
        /// A file has the right name and other bytes: a person has changed it.
        case changed
    }

    /// Looks for a file by its name, and makes sure that it holds the bytes of its receipt.
    ///
    /// The hash of a file that a takedown has changed is erased; no other file may have its name. A file that was refused
    /// unread has no hash; its reason names it.
    static func find(_ receipt: Receipt, on kind: RetainedShelf.Kind, below root: String) throws(FileFault) -> Search {
        guard let (folder, names) = places(of: receipt, on: kind), let directory = try open(folder, below: root) else {
            return .missing
        }
        var result = Search.missing
        for name in names {
            guard let facts = try directory.facts(of: name), facts.kind != .directory else { continue }
            if kind == .quarantine {
                guard let reason = try Reason(of: name, in: directory), reason.isOf(receipt) else { continue }
            }
            if !receipt.sha256.isEmpty, try directory.sha256(of: name) != receipt.sha256 {
                result = .changed
                continue
            }
            return .found(KeptFile(receipt: receipt, folder: folder, name: name, facts: facts))
        }
        return result
    }

    /// Removes the reason of a refused file that was taken out of quarantine.
    static func removeReason(of receipt: Receipt, in quarantine: Directory) throws(FileFault) {
        for name in places(of: receipt, on: .quarantine)?.names ?? [] {
            guard try quarantine.facts(of: name) == nil, let reason = try Reason(of: name, in: quarantine),
                reason.isOf(receipt)
            else { continue }
            try quarantine.remove(ReasonFile.name(of: name))
        }
    }

    /// Opens a directory, following no link; nil if it is missing.
    static func open(_ folder: [FileName], below root: String) throws(FileFault) -> Directory? {
        do throws(FileFault) {
            var directory = try Directory(path: root)
            for name in folder { directory = try Directory(name, in: directory) }
            return directory
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
    }

    /// The names that a receipt's file may have; nil if it never was on the shelf.
    private static func places(
        of receipt: Receipt, on kind: RetainedShelf.Kind
    ) -> (folder: [FileName], names: [FileName])? {
        switch kind {
        case .archive: return receipt.archived.map { ($0.folder, receipt.archivedNames($0.name)) }
        case .quarantine:
            guard receipt.outcome == .quarantined else { return nil }
            let target = Destination(Place(path: receipt.file.bytes), receipt)
            let numbers = [receipt.number, receipt.number &+ 1_000_000_000]
            return ([], [target.name] + numbers.map { target.numbered($0).name })
        }
    }
}

extension Reason {
    /// Whether it is the reason of a receipt: the same file may be refused again and again.
    fileprivate func isOf(_ receipt: Receipt) -> Bool { file == receipt.file && recorded == receipt.recorded }
}
