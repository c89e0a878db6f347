import EventLog
import StoryEvents

/// Where the files of receipts after a given one may lie in the archive.
public struct ArchivedPaths {
    private let store: any AuditStore
    private var next: Int64
    private var paths: Set<[UInt8]> = []

    /// - Parameter receipt: The number of the last receipt whose file does not count.
    public init(_ store: any AuditStore, after receipt: Int64) {
        self.store = store
        next = receipt &+ 1
    }

    /// Whether a path may be that of such a file; receipts that came since the last call are read first.
    ///
    /// - Parameter path: Bytes of a path below the ledger's directory.
    public mutating func contains(_ path: [UInt8]) throws(EventLogError) -> Bool {
        let reader = try store.auditor()
        while true {
            let page = try reader.receipts(from: next, limit: 500)
            guard let last = page.last, last.number < .max else { break }
            for receipt in page.compactMap(\.outline) {
                guard let place = receipt.archived else { continue }
                for name in receipt.archivedNames(place.name) {
                    let names = ([FileName(LedgerLayout.archive)] + place.folder + [name]).map(\.bytes)
                    paths.insert(Array(names.joined(separator: [UInt8(ascii: "/")])))
                }
            }
            next = last.number + 1
        }
        return paths.contains(path)
    }
}
