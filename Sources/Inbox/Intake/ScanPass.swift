import Glibc

/// One pass through the folders of a source, done in parts so that no source holds up the others.
final class ScanPass {
    private let scan: Scan
    private(set) var found = Found()
    private var due: [Folder]
    private var current: (folder: Folder, directory: Directory, names: DirectoryListing)?

    /// What opening a folder counts, in names.
    private static let folderCost = 10

    init(_ scan: Scan, of source: Folder) {
        self.scan = scan
        due = [source]
    }

    /// Looks at some more names.
    ///
    /// - Returns: Whether all have been looked at.
    /// - Throws: ``FileFault`` that is none of the source's own.
    func run(atMost names: Int) throws(FileFault) -> Bool {
        var left = names
        while left > 0 {
            guard let current else {
                guard let folder = due.popLast() else {
                    found.finish(most: scan.most)
                    return true
                }
                left -= Self.folderCost
                try begin(folder)
                continue
            }
            left -= 1
            do throws(FileFault) {
                if let entry = try current.names.next() {
                    scan.look(at: entry, in: current.folder, current.directory, &found, &due)
                } else {
                    self.current = nil
                }
            } catch {
                try note(error, current.folder)
            }
        }
        return false
    }

    private func begin(_ folder: Folder) throws(FileFault) {
        if let limit = found.limit {
            found.leaveOut(folder.text, limit)
            found.isPartial = true
            return
        }
        guard !scan.isSuspended(folder) else {
            found.isPartial = true
            return
        }
        do throws(FileFault) {
            let (directory, names) = try scan.begin(folder)
            found.folders.insert(folder)
            current = (folder, directory, names)
        } catch {
            try note(error, folder)
        }
    }

    private func note(_ fault: FileFault, _ folder: Folder) throws(FileFault) {
        current = nil
        guard !fault.isOfProcess, folder != .inbox else { throw fault }
        found.isPartial = true
        // One that is gone by now has nothing in it.
        if fault.code != ENOENT { found.faults.append((.folder(folder), fault)) }
    }
}
