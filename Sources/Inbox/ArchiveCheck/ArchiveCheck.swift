import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Compares every archived file with its receipt, and every receipt of the inbox with its file.
///
/// Receipts are read in order, and the archive day by day. Memory grows by a few bytes for each file of one day. A
/// daemon may run meanwhile: files that it has recorded and not filed yet are counted, and are no findings.
public struct ArchiveCheck {
    /// What was checked.
    public struct Summary: Hashable, Sendable {
        /// Files that hold exactly the bytes of their receipts.
        public var files: Int64 = 0
        /// Receipts whose file a takedown has changed or removed, so that it cannot be compared with its hash.
        public var takenDown: Int64 = 0
        /// How many of these are gone: a takedown has removed them whole.
        public var gone: Int64 = 0
        /// Paths of what takedowns left of the others. Nothing holds a hash of it, so its bytes are not compared.
        public var notCompared: [Text] = []
        /// Receipts whose file is not in the archive yet.
        public var notFiled: Int64 = 0
        /// Receipts whose file retention has removed.
        public var removed: Int64 = 0
        /// How many findings were reported.
        public var findings = 0
    }

    let store: any EventStore & AuditStore
    let directories: InboxDirectories
    private let report: (ArchiveFinding) -> Void
    var folders: ArchiveFolders
    private var summary = Summary()
    var claims = ArchiveClaims()
    /// The day whose receipts are read.
    var day: FileName?
    /// The next receipt to read.
    var next: Int64 = 1
    private var pending: (upTo: Int64, moves: [Int64: PendingMove]) = (0, [:])

    /// - Parameters:
    ///   - store: The log.
    ///   - directories: The ledger's directories.
    ///   - report: Called with each finding.
    public init(
        _ store: any EventStore & AuditStore, _ directories: InboxDirectories,
        report: @escaping (ArchiveFinding) -> Void
    ) {
        self.store = store
        self.directories = directories
        self.report = report
        folders = ArchiveFolders(directories)
    }

    /// Checks everything.
    ///
    /// - Parameter progress: Called with the number of receipts read, and the number at the start.
    /// - Throws: ``EventLogError`` if the log cannot be read. A fault in reading the archive is a finding.
    public mutating func run(progress: (Int64, Int64) -> Void) throws(EventLogError) -> Summary {
        let reader = try store.auditor()
        let total = try store.receipts(limit: 1).first?.number ?? 0
        var days = ArraySlice(listDays())
        while true {
            let page = try reader.receipts(from: next, limit: 500)
            guard let last = page.last else { break }
            for receipt in page {
                guard let receipt = receipt.outline, let place = receipt.archived else { continue }
                if place.folder.first != day {
                    try finishDay(reader)
                    day = place.folder.first
                    // Days without a receipt.
                    while let first = days.first, day.map({ first < $0 }) ?? false {
                        days.removeFirst()
                        try look(through: [first], reader)
                    }
                    if days.first == day { days.removeFirst() }
                }
                try check(receipt, place)
            }
            guard last.number < .max else { break }
            next = last.number + 1
            progress(last.number, max(total, last.number))
        }
        try finishDay(reader)
        for day in days { try look(through: [day], reader) }
        return summary
    }

    mutating func find(_ path: String, _ receipt: Int64?, _ what: String) {
        summary.findings += 1
        report(ArchiveFinding(path: Text(path), receipt: receipt, what: what))
    }

    static func path(_ folder: [FileName], _ name: FileName? = nil) -> String {
        ([LedgerLayout.archive] + folder.map(\.description) + (name.map { [$0.description] } ?? [])).joined(
            separator: "/")
    }
}

// MARK: Receipts

extension ArchiveCheck {
    private mutating func check(
        _ receipt: Receipt, _ place: (folder: [FileName], name: FileName)
    ) throws(EventLogError) {
        // Another file may have the name of a removed one.
        if try isRemoved(receipt.number) { return summary.removed += 1 }
        do throws(FileFault) {
            if try isThere(receipt, place) { return summary.files += 1 }
        } catch {
            claims.noteDoubtful(place.folder, place.name)
            return find(Self.path(place.folder, place.name), receipt.number, error.message)
        }
        if try isTakenDown(receipt.number) { return countTakenDown(receipt, place) }
        if try isOnItsWay(receipt.number) { return summary.notFiled += 1 }
        do throws(FileFault) {
            // It may have been filed in the meantime.
            folders.close()
            if try isThere(receipt, place) { return summary.files += 1 }
        } catch {
            return find(Self.path(place.folder, place.name), receipt.number, error.message)
        }
        // It may have been removed in the meantime.
        if try store.removal(of: receipt.number) != nil { return summary.removed += 1 }
        do throws(FileFault) {
            try report(receipt, place)
        } catch {
            find(Self.path(place.folder, place.name), receipt.number, error.message)
        }
    }

    /// Whether the archive has exactly the bytes of a receipt.
    private mutating func isThere(
        _ receipt: Receipt, _ place: (folder: [FileName], name: FileName)
    ) throws(FileFault) -> Bool {
        for name in try candidates(receipt, place) {
            if try hash(place.folder, name) == receipt.sha256 {
                claims.noteMatched(place.folder, name)
                return true
            }
            claims.noteDoubtful(place.folder, name)
        }
        return false
    }

    /// Counts a file of which a takedown left something, or nothing.
    private mutating func countTakenDown(_ receipt: Receipt, _ place: (folder: [FileName], name: FileName)) {
        summary.takenDown += 1
        do throws(FileFault) {
            let left = try candidates(receipt, place)
            if left.isEmpty { summary.gone += 1 }
            summary.notCompared += left.map { Text(Self.path(place.folder, $0)) }
        } catch {
            find(Self.path(place.folder, place.name), receipt.number, error.message)
        }
    }

    private mutating func report(
        _ receipt: Receipt, _ place: (folder: [FileName], name: FileName)
    ) throws(FileFault) {
        let number = receipt.number
        if let name = try candidates(receipt, place).first, let found = try hash(place.folder, name) {
            return find(
                Self.path(place.folder, name), number,
                "SHA-256 is \(found.hexadecimal), receipt \(number) says \(receipt.sha256.hexadecimal)")
        }
        let isOthers = claims.isMatched(place.folder, place.name)
        let name = isOthers ? place.name.numbered(number, FileName.longest) : place.name
        find(Self.path(place.folder, name), number, "the file of receipt \(number) is missing")
    }

    /// Files that may be a receipt's by their names, and that match no other receipt.
    private mutating func candidates(
        _ receipt: Receipt, _ place: (folder: [FileName], name: FileName)
    ) throws(FileFault) -> [FileName] {
        guard let directory = try folders.directory(place.folder) else { return [] }
        var found: [FileName] = []
        for name in receipt.archivedNames(place.name) {
            guard try directory.facts(of: name) != nil, !claims.isMatched(place.folder, name) else { continue }
            found.append(name)
        }
        return found
    }

    /// SHA-256 of an archived file; nil if there is none.
    private mutating func hash(_ folder: [FileName], _ name: FileName) throws(FileFault) -> [UInt8]? {
        guard let directory = try folders.directory(folder), let facts = try directory.facts(of: name) else {
            return nil
        }
        guard facts.kind == .regular else {
            claims.noteDoubtful(folder, name)
            throw FileFault("read", Self.path(folder, name), code: facts.kind == .symbolicLink ? ELOOP : EISDIR)
        }
        return try directory.sha256(of: name)
    }

    /// Whether a receipt's file is recorded, but its copy is not in the archive yet.
    private mutating func isOnItsWay(_ number: Int64) throws(EventLogError) -> Bool {
        if number > pending.upTo {
            // Receipts up to this one that are no longer pending are filed.
            let newest = try store.receipts(limit: 1).first?.number ?? 0
            pending = (newest, [:])
            for move in try store.pendingMoves() { pending.moves[move.receipt] = move }
        }
        guard let move = pending.moves[number] else { return false }
        // If this cannot be read, the file may be on its way.
        do throws(FileFault) {
            return try Staging.holds(Place(path: move.from), inode: move.inode, below: directories.staging)
        } catch {
            return true
        }
    }

    /// Whether retention has taken a receipt's file out of its place.
    private func isRemoved(_ number: Int64) throws(EventLogError) -> Bool {
        guard let removal = try store.removal(of: number) else { return false }
        if removal.isDone { return true }
        do throws(FileFault) { return try Staging.holdsTaken(number, below: directories.staging) } catch {
            // Whether the file is in its place is looked at next.
            return false
        }
    }

    /// Whether data of one of the file's documents was withheld: then a takedown has changed or removed the file.
    private func isTakenDown(_ number: Int64) throws(EventLogError) -> Bool {
        guard let receipt = try store.receipt(number: number) else { return false }
        return try store.isTakenDown(receipt)
    }
}
