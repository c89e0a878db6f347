import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Finds files in the archive that no receipt names.
extension ArchiveCheck {
    /// The directories of the archive, sorted by name. Anything else in it is a finding.
    mutating func listDays() -> [FileName] {
        var days: [FileName] = []
        var strangers: [FileName] = []
        do throws(FileFault) {
            let archive = try Directory(path: directories.archive)
            try archive.forEachEntry { entry in
                if [.directory, .unknown].contains(entry.kind) {
                    days.append(entry.name)
                } else {
                    strangers.append(entry.name)
                }
            }
        } catch {
            // If there is no archive, each missing file is a finding.
            if error.code != ENOENT { find(Self.path([]), nil, error.message) }
        }
        for name in strangers.sorted() { find(Self.path([], name), nil, Self.unknown) }
        return days.sorted()
    }

    /// Ends a day: all its receipts were read.
    mutating func finishDay(_ reader: any AuditReader) throws(EventLogError) {
        guard let day else { return }
        try look(through: [day], reader)
        folders.close()
        claims = ArchiveClaims()
        self.day = nil
    }

    /// Reports files that no receipt names.
    mutating func look(through top: [FileName], _ reader: any AuditReader) throws(EventLogError) {
        var due = [top]
        while let folder = due.popLast() {
            var unknown: [FileName] = []
            do throws(FileFault) {
                guard let directory = try folders.directory(folder) else { continue }
                try directory.forEachEntry { entry in
                    if entry.kind == .directory {
                        due.append(folder + [entry.name])
                    } else if !claims.isKnown(folder, entry.name) {
                        unknown.append(entry.name)
                    }
                }
            } catch {
                find(Self.path(folder), nil, error.message)
            }
            // Files recorded since the receipts were read.
            if !unknown.isEmpty { try claimLate(reader) }
            for name in unknown.sorted() where !claims.isKnown(folder, name) {
                find(Self.path(folder, name), nil, Self.unknown)
            }
            guard folder.count > Folder.deepest + 2 else { continue }
            // Files are never archived this deep.
            for below in due where below.dropLast() == folder[...] { find(Self.path(below), nil, Self.unknown) }
            due.removeAll { $0.dropLast() == folder[...] }
        }
    }

    private mutating func claimLate(_ reader: any AuditReader) throws(EventLogError) {
        while let last = try reader.receipts(from: next, limit: 500).map({ claimLate($0) }).last, last < .max {
            next = last + 1
        }
    }

    private mutating func claimLate(_ receipt: AuditedReceipt) -> Int64 {
        if let outline = receipt.outline, let place = outline.archived {
            for name in outline.archivedNames(place.name) { claims.noteDoubtful(place.folder, name) }
        }
        return receipt.number
    }

    private static let unknown = "no receipt names it"
}

extension AuditedReceipt {
    /// The receipt without its documents; nil if it is damaged, which another check reports.
    var outline: Receipt? {
        guard let file = String(validating: file, as: UTF8.self), let word = String(validating: outcome, as: UTF8.self),
            let outcome = Receipt.Outcome(rawValue: word), recorded >= 0
        else { return nil }
        return Receipt(
            number: number, file: Text(file), sha256: sha256, outcome: outcome,
            recorded: RecordedTime(microseconds: recorded), entries: [], refusals: [])
    }
}
