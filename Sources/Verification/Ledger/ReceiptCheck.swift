import CanonicalJSON
import EventLog

/// Holds receipts against events, both in their order: each event is listed by its receipt, and what a receipt lists is
/// there.
///
/// A receipt of new events only, which nearly all are, is compared with what its events make of it, byte for byte.
struct ReceiptCheck {
    private let reader: any AuditReader
    private var page: [AuditedReceipt] = []
    private var nextNumber: Int64 = 1
    private var open: ReceiptRun?
    private(set) var count = 0

    init(reading reader: any AuditReader) {
        self.reader = reader
    }

    /// Takes the events of a chunk.
    mutating func add(_ chunk: Chunk, _ report: (Finding) -> Void) throws(EventLogError) {
        for run in chunk.receipts {
            if let before = open, before.number == run.number, before.range.upperBound + 1 == run.range.lowerBound {
                open?.range = before.range.lowerBound...run.range.upperBound
                open?.recorded = run.recorded
                open?.entries.append(UInt8(ascii: ","))
                open?.entries.append(contentsOf: run.entries)
            } else {
                try close(report)
                open = run
            }
        }
    }

    /// Looks at the last receipts.
    mutating func finish(_ report: (Finding) -> Void) throws(EventLogError) {
        try close(report)
        while let receipt = try next(report) { try check(receipt, nil, report) }
    }

    /// Finds the receipt of the events at hand; those before it list no new event.
    private mutating func close(_ report: (Finding) -> Void) throws(EventLogError) {
        guard let run = open else { return }
        open = nil
        while nextNumber <= run.number, let receipt = try next(report) {
            guard receipt.number >= run.number else {
                try check(receipt, nil, report)
                continue
            }
            guard receipt.number == run.number else {
                page.append(receipt)
                nextNumber = receipt.number
                count -= 1
                break
            }
            return try check(receipt, run, report)
        }
        // Not where it was to be expected: it is missing, or was passed already.
        guard let receipt = try reader.receipts(from: run.number, limit: 1).first, receipt.number == run.number else {
            let place: Finding.Place = run.range.count == 1 ? .event(run.range.lowerBound) : .events(run.range)
            return report(Finding(place, "there is no receipt \(run.number), which should list it"))
        }
        try checkListed(run, in: ReceiptReading(receipt), report)
    }

    private mutating func next(_ report: (Finding) -> Void) throws(EventLogError) -> AuditedReceipt? {
        if page.isEmpty { page = try reader.receipts(from: nextNumber, limit: 64).reversed() }
        guard let receipt = page.popLast() else { return nil }
        for number in nextNumber..<max(nextNumber, min(receipt.number, nextNumber + 100)) {
            report(Finding(.receipt(number), "it is missing"))
        }
        nextNumber = receipt.number + 1
        count += 1
        return receipt
    }

    private func check(
        _ receipt: AuditedReceipt, _ run: ReceiptRun?, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        let place = Finding.Place.receipt(receipt.number)
        if let run, receipt.recorded < run.recorded {
            report(Finding(place, "it was given before the event @\(run.range.upperBound) was recorded"))
        }
        let isPlain = run.map { Self.lists(receipt.entries, exactly: $0.entries) } ?? false
        if isPlain, receipt.refusals == Self.empty, receipt.outcome.elementsEqual("appended".utf8),
            !receipt.sha256.isEmpty
        {
            return ReceiptReading.columnFaults(receipt).forEach { report(Finding(place, $0)) }
        }
        let reading = ReceiptReading(receipt)
        reading.faults.forEach { report(Finding(place, $0)) }
        if let run { try checkListed(run, in: reading, report) }
        for entry in reading.entries {
            if let fault = try fault(of: entry, in: receipt) { report(Finding(place, fault)) }
        }
    }

    private static let empty = Array("[]".utf8)

    private static func lists(_ entries: [UInt8], exactly expected: [UInt8]) -> Bool {
        guard entries.count == expected.count + 2, entries.first == UInt8(ascii: "["),
            entries.last == UInt8(ascii: "]")
        else { return false }
        return entries.withUnsafeBytes { entries in
            expected.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: entries[1..<entries.count - 1]).equals($0) }
        }
    }

    /// Names the events that their receipt does not list.
    private func checkListed(
        _ run: ReceiptRun, in reading: ReceiptReading, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        let listed = Set(reading.entries.filter { $0.isAppended }.map(\.position))
        for position in run.range where !listed.contains(position) {
            report(Finding(.event(position), "its receipt \(run.number) does not list it"))
        }
    }

    /// What is wrong with an entry, held against the event that it names.
    private func fault(
        of entry: ReceiptReading.Entry, in receipt: AuditedReceipt
    ) throws(EventLogError) -> String? {
        guard let position = entry.position else { return nil }
        guard position >= 0, position < Int64.max else { return "it lists @\(position), and no event can be there" }
        var fault: String? = "it lists @\(position), and there is no such event"
        try reader.eachEvent(position..<position + 1) { event in
            var bytes: [UInt8] = []
            bytes.append(entryOf: event)
            let isSame = bytes == entry.bytes
            if !isSame {
                fault = "what it says of @\(position) is not what that event says"
            } else if entry.isAppended, event.receipt != receipt.number {
                fault = "it lists @\(position), which names receipt \(event.receipt)"
            } else {
                fault = nil
            }
        }
        return fault
    }
}
