import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Looks for what was withheld where a takedown changes nothing: in files that their writers have not finished, in the
/// service's own unfinished copies, in the reasons of refusals, in receipts, and in whatever else lies in a ledger.
struct Leftovers {
    private let directories: InboxDirectories
    private let wanted: WantedBytes
    /// What holds a text, or is called so: paths below the ledger's directory, and `receipt 17`.
    private(set) var found: [Text] = []
    /// What could not be looked at.
    private(set) var faults: [FileFault] = []

    /// Files of a ledger that hold no text of an event, or that a takedown itself empties.
    private static let own = [
        "ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db-lock", "views.db", "views.db-wal", "views.db-shm",
        "views.db-lock", "key", "secret", "lock", "public",
    ].map { FileName($0) }

    /// - Parameters:
    ///   - directories: Where the files are.
    ///   - texts: What the event said.
    init(_ directories: InboxDirectories, _ texts: [Text]) {
        self.directories = directories
        wanted = WantedBytes(texts)
    }

    /// Looks everywhere, and goes on where something cannot be read.
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

    /// - Parameter isWhole: Whether every file is looked at; else those only that a takedown passes over.
    private mutating func look(
        into name: FileName, in parent: Directory, _ path: String, isWhole: Bool, depth: Int
    ) {
        do throws(FileFault) {
            let directory = try Directory(name, in: parent)
            for (name, isDirectory) in try Self.entries(of: directory) {
                let below = "\(path)/\(name)"
                // A source, eight directories in it: deeper files are not taken, so a takedown passes over them.
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

    private func isCalledSo(_ name: FileName) -> Bool { wanted.words.contains { $0.isIn(Array(name.bytes)) } }

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
        // What went meanwhile holds nothing.
        if fault.code != ENOENT { faults.append(fault) }
    }
}
