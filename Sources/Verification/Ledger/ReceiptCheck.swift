import CanonicalJSON
import EventLog
import StoryEvents

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
    private var open: OpenRun?
    private let storedParts: Int64
    private var foundParts: Int64 = 0
    private(set) var count = 0
    /// How many documents changed nothing.
    private(set) var unchanged = 0

    /// Events whose texts are gone, from files too, as the table of what was taken has it.
    private let withheld: Set<Int64>
    /// Receipts that list one of them and name their file.
    private var naming: [(receipt: Int64, event: Int64)] = []

    /// - Parameters:
    ///   - highest: The highest number of a receipt that is looked at.
    ///   - seals: Makes the seals that receipts must have; nil not to look at them.
    init(reading reader: any AuditReader, upTo highest: Int64, _ seals: RowSeals?) throws(EventLogError) {
        // In this order: what was taken and is not pending afterwards has been taken from the receipts that are read next.
        let taken = try reader.taken().filter { $0.custody == 0 }.map(\.position)
        withheld = Set(taken).subtracting(try reader.pendingErasures().map(\.position))
        self.reader = reader
        self.highest = highest
        self.seals = seals
        storedParts = try reader.receiptPartCount(upTo: highest)
    }

    /// Takes the events of a chunk.
    mutating func add(_ chunk: Chunk, _ report: (Finding) -> Void) throws(EventLogError) {
        for run in chunk.receipts {
            if let before = open, before.number == run.number, before.range.upperBound + 1 == run.range.lowerBound {
                try open?.add(run)
            } else {
                try close(report)
                try begin(run, report)
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
        guard storedParts > foundParts else { return }
        let left = storedParts - foundParts
        report(
            Finding(
                .schema("receipt_part"), "\(left) of its \(storedParts) rows \(left == 1 ? "is" : "are") no receipt's"))
    }

    /// No receipt names a file that held a text which was withheld.
    ///
    /// - Parameter events: Those of which takedowns say that they lost a text.
    func compare(withheld events: Set<Int64>, _ report: (Finding) -> Void) {
        for (receipt, event) in naming where events.contains(event) {
            let what = "it lists \(Position(event)), whose text was withheld, and still names its file"
            report(Finding(.receipt(receipt), what))
        }
    }

    /// Finds the receipt of the events at hand; those before it list no new event.
    private mutating func begin(_ run: ReceiptRun, _ report: (Finding) -> Void) throws(EventLogError) {
        while let receipt = try peek(), receipt.number <= run.number {
            take(receipt, report)
            guard receipt.number == run.number else {
                try check(receipt, nil, report)
                continue
            }
            open = try OpenRun(run, parts(of: receipt))
            return
        }
        open = try OpenRun(run, nil)
    }

    private func parts(of receipt: AuditedReceipt) -> ReceiptParts {
        ReceiptParts(receipt, reading: reader, seals)
    }

    private mutating func close(_ report: (Finding) -> Void) throws(EventLogError) {
        guard let run = open else { return }
        open = nil
        if let stored = run.stored { return try check(stored.receipt, run, report) }
        // Not where it was to be expected: it is missing, or was passed already.
        guard let receipt = try reader.receipts(from: run.number, limit: 1).first, receipt.number == run.number else {
            let place: Finding.Place = run.range.count == 1 ? .event(run.range.lowerBound) : .events(run.range)
            return report(Finding(place, "there is no receipt \(run.number), which should list it"))
        }
        var listed = ListedPositions(run.range)
        var (reading, parts) = (ReceiptReading(receipt), parts(of: receipt))
        while let part = try parts.next() {
            for entry in reading.entries(of: part) where entry.isAppended { listed.insert(entry.position) }
        }
        Self.checkListed(run, listed, report)
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
        _ receipt: AuditedReceipt, _ run: OpenRun?, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var faults: [String] = []
        if let run, receipt.recorded < run.recorded {
            faults.append("it was given before the event @\(run.range.upperBound) was recorded")
        }
        var run = run
        let isListed = try run?.isListedExactly() ?? false
        run?.custody.fault(in: receipt).map { faults.append($0) }
        var parts = run?.stored ?? parts(of: receipt)
        if isListed, !hasWithheld(run?.range), receipt.refusals == Self.empty,
            receipt.outcome.elementsEqual("appended".utf8),
            !receipt.sha256.isEmpty
        {
            faults += ReceiptReading.columnFaults(receipt)
        } else {
            parts = self.parts(of: receipt)
            faults += try self.faults(of: receipt, &parts, run, report)
        }
        foundParts += parts.found
        if faults.isEmpty, let seals, !parts.isSealed || !receipt.isSealed(by: seals) { faults.append(Self.broken) }
        faults.forEach { report(Finding(.receipt(receipt.number), $0)) }
    }

    /// Reads the entries of a receipt one by one, and holds each against the event that it names.
    private mutating func faults(
        of receipt: AuditedReceipt, _ parts: inout ReceiptParts, _ run: OpenRun?, _ report: (Finding) -> Void
    ) throws(EventLogError) -> [String] {
        var (reading, faults) = (ReceiptReading(receipt), [String]())
        var listed = run.map { ListedPositions($0.range) }
        var wrong = EntryFaults()
        var named: Int64?
        while let part = try parts.next() {
            for entry in reading.entries(of: part) {
                if entry.isUnchanged { unchanged += 1 }
                if entry.isAppended { listed?.insert(entry.position) }
                guard let position = entry.position else { continue }
                if receipt.withheld == nil, withheld.contains(position) { named = named ?? position }
                wrong.add(try fault(of: entry, at: position, in: receipt), at: position)
            }
        }
        reading.finish(isWhole: parts.isWhole)
        if let takedown = receipt.withheld, try !isTakedown(takedown) {
            faults.append("it says that \(Position(takedown)) withheld the name of its file, which is no takedown")
        }
        if let named { naming.append((receipt.number, named)) }
        if let run, let listed { Self.checkListed(run, listed, report) }
        return faults + reading.faults + parts.faults + wrong.texts
    }

    /// What no other check has found: it is in what only the seal vouches for, or in the seal.
    static let broken = "it is not what was sealed: its file, its file's hash, its time, its errors or its seal"

    private static let empty = Array("[]".utf8)

    /// Names the events that their receipt does not list, those that follow one another in one line.
    private static func checkListed(_ run: OpenRun, _ listed: ListedPositions, _ report: (Finding) -> Void) {
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

    private func hasWithheld(_ range: ClosedRange<Int64>?) -> Bool {
        guard let range, !withheld.isEmpty else { return false }
        return range.count < withheld.count
            ? range.contains(where: withheld.contains) : withheld.contains(where: range.contains)
    }

    private func isTakedown(_ position: Int64) throws(EventLogError) -> Bool {
        guard position >= 0, position < Int64.max else { return false }
        var isTakedown = false
        try reader.eachEvent(position..<position + 1) { isTakedown = $0.type.elementsEqual("withheld".utf8) }
        return isTakedown
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
