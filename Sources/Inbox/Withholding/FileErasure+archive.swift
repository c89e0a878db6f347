import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Erasing withheld events from the archive.
extension FileErasure {
    /// The archive holds the events' own files, their duplicates, and files that changed nothing in their stories. A
    /// file that keeps other documents is renamed after its receipt.
    mutating func eraseArchive(_ receipts: [Receipt], _ fingerprints: Set<[UInt8]>) throws(EventLogError) {
        let (store, stories) = (store, Set(wanted.events.map(\.story)))
        let eraser = DocumentEraser(
            isErased: { document, found throws(EventLogError) in
                if fingerprints.contains(found) { return true }
                guard stories.contains(document.story) else { return false }
                let id = document.id ?? LedgerSecret.derivedID(from: found)
                return try store.recorded(EventIdentity(source: document.source, id: id)) == nil
            }, secret: try store.ledger.secret.get())
        var folders: [[FileName]: [Receipt]] = [:]
        for receipt in receipts where receipt.outcome != .quarantined {
            if let folder = receipt.archived?.folder {
                folders[folder, default: []].append(receipt)
            } else if receipt.withheld == nil {
                try noteMissing(receipt)
            }
        }
        for (folder, receipts) in folders.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try eraseFolder(folder, receipts, eraser)
        }
    }

    private mutating func eraseFolder(
        _ folder: [FileName], _ receipts: [Receipt], _ eraser: DocumentEraser
    ) throws(EventLogError) {
        var missing = receipts
        if let directory = shelf(folder) {
            for name in list(directory).files {
                guard
                    let receipt = receipt(of: name, in: directory, missing)
                        ?? receipt(of: name, in: directory, receipts)
                else { continue }
                missing.removeAll { $0.number == receipt.number }
                let source = Place(path: receipt.file.bytes).folder.defaultSource
                let outcome = try erase(name, in: directory, eraser, source, ArchiveCheck.path(folder, name))
                if !outcome.isRemoved { rename(name, in: directory, receipt) }
            }
        }
        for receipt in missing where receipt.withheld == nil { try noteMissing(receipt) }
    }

    /// The receipt of a file: by its bytes, else by its name, with or without a number.
    private mutating func receipt(
        of name: FileName, in directory: Directory, _ receipts: [Receipt]
    ) -> Receipt? {
        let named = receipts.filter { receipt in
            receipt.archived.map { receipt.archivedNames($0.name).contains(name) || name.isNumbered(of: $0.name) }
                ?? false
        }
        var hash: [UInt8]?
        attempt { () throws(FileFault) in hash = try directory.sha256(of: name) }
        let same = receipts.filter { hash != nil && $0.sha256 == hash }
        return same.first { receipt in named.contains { $0.number == receipt.number } } ?? same.first ?? named.first
    }

    /// Renames an archived file after its receipt; the new name reveals nothing.
    private mutating func rename(_ name: FileName, in directory: Directory, _ receipt: Receipt) {
        var renamed = receipt
        renamed.file = receipt.withheldFile
        guard let target = renamed.archived, target.name != name, let shelf = shelf(target.folder) else { return }
        attempt { () throws(FileFault) in
            try directory.move(name, to: shelf, as: target.name)
            try shelf.sync()
            try directory.sync()
        }
    }

    /// Notes a file that is not in the archive, unless retention has removed it.
    private mutating func noteMissing(_ receipt: Receipt) throws(EventLogError) {
        if try store.removal(of: receipt.number) == nil, !report.missing.contains(receipt.file) {
            report.missing.append(receipt.file)
        }
    }

    private mutating func shelf(_ names: [FileName]) -> Directory? {
        guard var directory = open(directories.archive) else { return nil }
        for name in names {
            guard let next = open(name, in: directory) else { return nil }
            directory = next
        }
        return directory
    }
}

extension FileName {
    /// Whether this is a name with a number that a file got because another had its name: `NAME.17.json` for
    /// `NAME.json`.
    func isNumbered(of name: FileName) -> Bool {
        let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")) ?? name.bytes.endIndex
        let (stem, ending) = (name.bytes[..<dot], name.bytes[dot...])
        guard bytes.starts(with: stem), bytes.suffix(ending.count).elementsEqual(ending),
            bytes.count > stem.count + ending.count + 1
        else { return false }
        let number = bytes.dropFirst(stem.count).dropLast(ending.count)
        return number.first == UInt8(ascii: ".") && number.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }
}
