import CanonicalJSON
import EventLog

/// Holds what receipts say of their files against the log: an appended file has events, and no event is of a file that
/// changed nothing or was refused. ``Verifier`` looks at the rest of the log, too; this reads no data and hashes no leaf.
public struct ReceiptOutcomes {
    private let reader: any AuditReader
    private let seals: RowSeals?
    private let extent: AuditedExtent
    private let report: (_ receipt: Int64, _ what: String) -> Void
    /// The next event to read, and the events that were read and belong to later receipts.
    private var next: Int64 = 0
    private var read: ArraySlice<(position: Int64, receipt: Int64)> = []
    /// The receipt before the one that is checked.
    private var previous: Int64 = 0

    /// Positions that are read at a time.
    private static let page: Int64 = 4096

    /// - Parameters:
    ///   - store: The log.
    ///   - report: Called with each receipt that does not fit, and what is wrong.
    public init(
        _ store: any EventStore & AuditStore, report: @escaping (_ receipt: Int64, _ what: String) -> Void
    ) throws(EventLogError) {
        reader = try store.auditor()
        extent = try reader.extent()
        // A user without the right to read the secret learns the rest.
        if case .success(let secret) = store.ledger.secret { seals = RowSeals(secret) } else { seals = nil }
        self.report = report
    }

    /// Whether the seals of receipts can be looked at: whether this user may read the ledger's secret.
    public var checksSeals: Bool { seals != nil }

    /// Checks every receipt that there was at the start.
    public mutating func run() throws(EventLogError) {
        var number: Int64 = 1
        while true {
            let page = try reader.receipts(from: number, limit: 500).filter { $0.number <= extent.receipts }
            guard let last = page.last else { return }
            for receipt in page {
                try check(receipt)
                previous = receipt.number
            }
            guard last.number < .max else { return }
            number = last.number + 1
        }
    }

    private mutating func check(_ receipt: AuditedReceipt) throws(EventLogError) {
        let named = try events(naming: receipt.number)
        var (reading, parts) = (ReceiptReading(receipt), ReceiptParts(receipt, reading: reader, seals))
        var listed: [Int64] = []
        while let part = try parts.next() {
            listed += reading.entries(of: part).filter(\.isAppended).compactMap(\.position)
        }
        reading.finish(isWhole: parts.isWhole)
        var faults = reading.faults + parts.faults
        let (missing, unlisted) = (Set(listed).subtracting(named).sorted(), Set(named).subtracting(listed).sorted())
        if let first = missing.first {
            faults.append("it lists \(Self.several(first, missing.count)), which the log has not as of this receipt")
        }
        if let first = unlisted.first {
            faults.append(
                "it does not list \(Self.several(first, unlisted.count)), which the log has as of this receipt")
        }
        if faults.isEmpty, let seals, !parts.isSealed || !receipt.isSealed(by: seals) {
            faults.append(ReceiptCheck.broken)
        }
        for fault in faults { report(receipt.number, fault) }
    }

    private static func several(_ first: Int64, _ count: Int) -> String {
        count == 1 ? "@\(first)" : "@\(first) and \(count - 1) more"
    }

    /// The events that name a receipt. Those of one receipt follow one another, in the order of receipts. Events of a receipt
    /// that is missing are passed over: that it is missing is found elsewhere.
    private mutating func events(naming number: Int64) throws(EventLogError) -> [Int64] {
        var found: [Int64] = []
        let size = Int64(clamping: extent.size)
        while true {
            if read.isEmpty {
                guard next < size else { return found }
                var page: [(position: Int64, receipt: Int64)] = []
                let end = min(size, next + Self.page)
                try reader.eachEvent(next..<end) { page.append(($0.position, $0.receipt)) }
                (read, next) = (page[...], end)
                continue
            }
            guard let first = read.first, first.receipt <= number else { return found }
            read.removeFirst()
            if first.receipt == number {
                found.append(first.position)
            } else if first.receipt <= previous {
                report(first.receipt, "the log has @\(first.position) as of this receipt, after events of a later one")
            }
        }
    }
}
