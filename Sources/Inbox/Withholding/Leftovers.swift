import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Searches for withheld text in places that a takedown does not change: unfinished files of producers, the service's
/// own unfinished copies, reasons of refusals, receipts, and unknown files in a ledger.
struct Leftovers {
    private let directories: InboxDirectories
    private let wanted: WantedBytes
    /// Places that contain a text, in content or name: paths below the ledger's directory, and `receipt 17`.
    private(set) var found: [Text] = []
    /// Places that could not be read.
    private(set) var faults: [FileFault] = []

    /// Files of a ledger that contain no text of an event, or that the takedown itself empties.
    private static let own =
        ([LedgerLayout.log, LedgerLayout.views].flatMap { name in
            [name] + LedgerLayout.companions.map { name + $0 }
        } + [LedgerLayout.key, LedgerLayout.secret, LedgerLayout.lock, LedgerLayout.published]).map { FileName($0) }

    /// - Parameters:
    ///   - directories: The ledger's directories.
    ///   - texts: The withheld texts.
    init(_ directories: InboxDirectories, _ texts: [Text]) {
        self.directories = directories
        wanted = WantedBytes(texts)
    }

    /// Searches everywhere, and continues after a fault.
    mutating func run(_ store: any EventStore) throws(EventLogError) {
        guard !wanted.isEmpty else { return }
        let (ledger, inbox) = FileName.split(directories.inbox)
        let roots = [inbox, FileName.split(directories.archive).name, FileName.split(directories.quarantine).name]
        attempt(ledger) { search, root throws(FileFault) in
            for (name, isDirectory) in try Self.entries(of: root) where !Self.own.contains(name) {
                if roots.contains(name) {
                    search.look(into: name, in: root, "\(name)", isWhole: false, depth: 0)
                } else {
                    search.look(at: name, isDirectory: isDirectory, in: root, "\(name)", depth: 0)
                }
            }
        }
        try lookAtReceipts(store)
    }

    private mutating func attempt(
        _ path: String, _ body: (inout Leftovers, Directory) throws(FileFault) -> Void
    ) {
        do throws(FileFault) { try body(&self, Directory(path: path)) } catch { note(error) }
    }

    private static func entries(of directory: Directory) throws(FileFault) -> [(FileName, isDirectory: Bool)] {
        var entries: [(FileName, isDirectory: Bool)] = []
        try directory.forEachEntry { entries.append(($0.name, $0.kind == .directory)) }
        return entries.sorted { $0.0 < $1.0 }
    }

    /// - Parameter isWhole: Whether to search every file; otherwise only those that a takedown skips.
    private mutating func look(
        into name: FileName, in parent: Directory, _ path: String, isWhole: Bool, depth: Int
    ) {
        do throws(FileFault) {
            let directory = try Directory(name, in: parent)
            for (name, isDirectory) in try Self.entries(of: directory) {
                let below = "\(path)/\(name)"
                // A source and eight directories in it: deeper files are never taken, so a takedown skips them.
                let isPassedOver = isWhole || name.isUnfinished || name.ends(with: ReasonFile.ending)
                if isDirectory {
                    if isCalledSo(name) { found.append(Text(below)) }
                    let isWhole = isPassedOver || depth > Folder.deepest + 1
                    look(into: name, in: directory, below, isWhole: isWhole, depth: depth + 1)
                } else if isPassedOver {
                    look(at: name, isDirectory: false, in: directory, below, depth: depth)
                } else if isCalledSo(name) {
                    found.append(Text(below))
                }
            }
        } catch {
            note(error)
        }
    }

    private mutating func look(
        at name: FileName, isDirectory: Bool, in directory: Directory, _ path: String, depth: Int
    ) {
        let isCalledSo = isCalledSo(name)
        if isCalledSo { found.append(Text(path)) }
        if isDirectory { return look(into: name, in: directory, path, isWhole: true, depth: depth + 1) }
        if isCalledSo { return }
        do throws(FileFault) {
            guard try directory.facts(of: name)?.kind == .regular else { return }
            var search = wanted.search()
            try OpenFile(name, in: directory).forEachChunk { !search.finds($0) }
            if search.hasFound { found.append(Text(path)) }
        } catch {
            note(error)
        }
    }

    private func isCalledSo(_ name: FileName) -> Bool { wanted.mayStand(in: Array(name.bytes)) }

    private mutating func lookAtReceipts(_ store: any EventStore) throws(EventLogError) {
        guard let store = store as? any AuditStore else { return }
        let reader = try store.auditor()
        var next: Int64 = 1
        while true {
            let page = try reader.receipts(from: next, limit: 500)
            for receipt in page where [receipt.file, receipt.entries, receipt.refusals].contains(where: wanted.areIn) {
                found.append(Text("receipt \(receipt.number)"))
            }
            guard let last = page.last, last.number < .max else { return }
            next = last.number + 1
        }
    }

    private mutating func note(_ fault: FileFault) {
        // A name that is gone contains nothing.
        if fault.code != ENOENT { faults.append(fault) }
    }
}
