import CanonicalJSON
import EventLog

/// Holds receipts against events, both in their order: each event is listed by its receipt, and what a receipt lists is
/// there. What no event can vouch for, such as the name of the file, the receipt's seal does.
///
/// A receipt of new events only, which nearly all are, is compared with what its events make of it, byte for byte.
struct ReceiptCheck {
    private let reader: any AuditReader
    private let seals: RowSeals?
    /// Receipts that were read, the next one last.
    private var page: [AuditedReceipt] = []
    /// The highest number that is looked at; later receipts were given meanwhile.
    private let highest: Int64
    /// Where the next page begins; nil behind the highest number that there can be.
    private var pageStart: Int64? = .min
    private var numbering = RowNumbering("receipt", one: Finding.Place.receipt, several: Finding.Place.receipts)
    private var open: ReceiptRun?
    private(set) var count = 0
    /// How many documents changed nothing.
    private(set) var unchanged = 0

    /// - Parameters:
    ///   - highest: The highest number of a receipt that is looked at.
    ///   - seals: Makes the seals that receipts must have; nil not to look at them.
    init(reading reader: any AuditReader, upTo highest: Int64, _ seals: RowSeals?) {
        self.reader = reader
        self.highest = highest
        self.seals = seals
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
        while let receipt = try peek() {
            take(receipt, report)
            try check(receipt, nil, report)
        }
    }

    /// Finds the receipt of the events at hand; those before it list no new event.
    private mutating func close(_ report: (Finding) -> Void) throws(EventLogError) {
        guard let run = open else { return }
        open = nil
        while let receipt = try peek(), receipt.number <= run.number {
            take(receipt, report)
            guard receipt.number == run.number else {
                try check(receipt, nil, report)
                continue
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

    /// The next receipt, which is then still the next one.
    private mutating func peek() throws(EventLogError) -> AuditedReceipt? {
        if page.isEmpty, let pageStart {
            page = try reader.receipts(from: pageStart, limit: 64).filter { $0.number <= highest }.reversed()
            self.pageStart = page.first.flatMap { $0.number == .max ? nil : $0.number + 1 }
        }
        return page.last
    }

    /// Steps over the next receipt.
    private mutating func take(_ receipt: AuditedReceipt, _ report: (Finding) -> Void) {
        page.removeLast()
        count += 1
        numbering.take(receipt.number).map(report)
    }

    private mutating func check(
        _ receipt: AuditedReceipt, _ run: ReceiptRun?, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var faults: [String] = []
        if let run, receipt.recorded < run.recorded {
            faults.append("it was given before the event @\(run.range.upperBound) was recorded")
        }
        let isPlain = run.map { Self.lists(receipt.entries, exactly: $0.entries) } ?? false
        if isPlain, receipt.refusals == Self.empty, receipt.outcome.elementsEqual("appended".utf8),
            !receipt.sha256.isEmpty
        {
            faults += ReceiptReading.columnFaults(receipt)
        } else {
            let reading = ReceiptReading(receipt)
            faults += reading.faults
            unchanged += reading.entries.count { $0.isUnchanged }
            if let run { try checkListed(run, in: reading, report) }
            faults += try self.faults(of: reading.entries, in: receipt)
        }
        if faults.isEmpty, let seals, !receipt.isSealed(by: seals) { faults.append(Self.broken) }
        faults.forEach { report(Finding(.receipt(receipt.number), $0)) }
    }

    /// What no other check has found: it is in what only the seal vouches for, or in the seal.
    private static let broken = "it is not what was sealed: its file, its file's hash, its time, its errors or its seal"

    private static let empty = Array("[]".utf8)

    private static func lists(_ entries: [UInt8], exactly expected: [UInt8]) -> Bool {
        guard entries.count == expected.count + 2, entries.first == UInt8(ascii: "["),
            entries.last == UInt8(ascii: "]")
        else { return false }
        return entries.withUnsafeBytes { entries in
            expected.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: entries[1..<entries.count - 1]).equals($0) }
        }
    }

    /// Names the events that their receipt does not list, those that follow one another in one line.
    private func checkListed(
        _ run: ReceiptRun, in reading: ReceiptReading, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        let listed = Set(reading.entries.filter { $0.isAppended }.map(\.position))
        var left: ClosedRange<Int64>?
        func flush() {
            guard let range = left else { return }
            let isOne = range.count == 1
            report(
                Finding(
                    isOne ? .event(range.lowerBound) : .events(range),
                    "its receipt \(run.number) does not list \(isOne ? "it" : "them")"))
            left = nil
        }
        for position in run.range {
            if listed.contains(position) {
                flush()
            } else {
                left = (left?.lowerBound ?? position)...position
            }
        }
        flush()
    }

    /// What is wrong with the entries, each held against the event that it names; entries that follow one another and are
    /// wrong in the same way are told of together.
    private func faults(
        of entries: [ReceiptReading.Entry], in receipt: AuditedReceipt
    ) throws(EventLogError) -> [String] {
        var runs: [(range: ClosedRange<Int64>, fault: EntryFault)] = []
        for entry in entries {
            guard let position = entry.position, let fault = try fault(of: entry, at: position, in: receipt) else {
                continue
            }
            if let last = runs.last, last.fault == fault, last.range.upperBound &+ 1 == position {
                runs[runs.count - 1].range = last.range.lowerBound...position
            } else {
                runs.append((position...position, fault))
            }
        }
        return runs.map { $0.fault.text(of: $0.range) }
    }

    private func fault(
        of entry: ReceiptReading.Entry, at position: Int64, in receipt: AuditedReceipt
    ) throws(EventLogError) -> EntryFault? {
        guard position >= 0, position < Int64.max else { return .impossible }
        var fault: EntryFault? = .missing
        try reader.eachEvent(position..<position + 1) { event in
            var bytes: [UInt8] = []
            bytes.append(entryOf: event)
            let isSame = bytes == entry.bytes
            if !isSame {
                fault = .different
            } else if entry.isAppended, event.receipt != receipt.number {
                fault = .another(event.receipt)
            } else {
                fault = nil
            }
        }
        return fault
    }
}

/// What is wrong with an entry of a receipt, held against the event that it names.
private enum EntryFault: Equatable {
    case impossible, missing, different
    case another(Int64)

    func text(of range: ClosedRange<Int64>) -> String {
        let isOne = range.count == 1
        let events = isOne ? "@\(range.lowerBound)" : "@\(range.lowerBound) to @\(range.upperBound)"
        return switch self {
        case .impossible: "it lists \(events), and no event can be there"
        case .missing: "it lists \(events), and there \(isOne ? "is no such event" : "are no such events")"
        case .different: "what it says of \(events) is not what \(isOne ? "that event says" : "those events say")"
        case .another(let number): "it lists \(events), which \(isOne ? "names" : "name") receipt \(number)"
        }
    }
}
