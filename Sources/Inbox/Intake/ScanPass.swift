import Glibc

/// One scan of a source's folders, done in parts so that no source delays the others.
final class ScanPass {
    private let scan: Scan
    private(set) var found = ScanResult()
    private var due: [Folder]
    private var current: (folder: Folder, directory: Directory, names: DirectoryListing)?

    /// The cost of opening a folder, in names.
    private static let folderCost = 10

    init(_ scan: Scan, of source: Folder) {
        self.scan = scan
        due = [source]
    }

    /// Scans some more names.
    ///
    /// - Returns: Whether all names were scanned.
    /// - Throws: ``FileFault`` that is not the source's own.
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
        // A folder that is gone holds nothing.
        if fault.code != ENOENT { found.faults.append((.folder(folder), fault)) }
    }
}
