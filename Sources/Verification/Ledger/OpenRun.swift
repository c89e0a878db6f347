import EventLog

/// Events one after the other that name one receipt, compared with what it lists while they are read: neither is held
/// whole.
struct OpenRun {
    /// The receipt's number.
    let number: Int64
    /// The events.
    private(set) var range: ClosedRange<Int64>
    /// When the last of them was recorded, in microseconds.
    private(set) var recorded: Int64
    /// The file that they came in.
    private(set) var custody: Custody
    /// The receipt's entries, read as far as the events go; nil where the receipt is not in its place.
    private(set) var stored: ReceiptParts?
    /// What is left of the part that is compared, without its brackets.
    private var part: ArraySlice<UInt8> = []
    private var isFirstPart = true
    private var isEqual: Bool

    init(_ run: ReceiptRun, _ stored: ReceiptParts?) throws(EventLogError) {
        number = run.number
        range = run.range
        recorded = run.recorded
        custody = run.custody
        self.stored = stored
        isEqual = stored != nil
        try compare(run.entries[...])
    }

    /// Adds the events that follow.
    mutating func add(_ run: ReceiptRun) throws(EventLogError) {
        range = range.lowerBound...run.range.upperBound
        recorded = run.recorded
        custody.add(run.custody)
        try compare([UInt8(ascii: ",")])
        try compare(run.entries[...])
    }

    /// Whether the receipt lists these events, each as new, and nothing else; asked once, after the last event.
    mutating func isListedExactly() throws(EventLogError) -> Bool {
        guard isEqual, part.isEmpty, let receipt = stored?.receipt, try stored?.next() == nil else { return false }
        guard receipt.parts != 0 else { return receipt.earlier == 0 }
        let own = ReceiptReading.count(receipt.entries)
        return stored?.isWhole ?? false && own.map { receipt.earlier == Int64(range.count) - $0 } ?? false
    }

    private mutating func compare(_ expected: ArraySlice<UInt8>) throws(EventLogError) {
        var expected = expected
        while isEqual, !expected.isEmpty {
            if part.isEmpty { isEqual = try openPart(&expected) }
            let count = min(part.count, expected.count)
            isEqual = isEqual && part.prefix(count).elementsEqual(expected.prefix(count), by: ==)
            part = part.dropFirst(count)
            expected = expected.dropFirst(count)
        }
    }

    /// - Returns: Whether there is another part, and the events go on with a comma as it begins.
    private mutating func openPart(_ expected: inout ArraySlice<UInt8>) throws(EventLogError) -> Bool {
        guard let next = try stored?.next()?.entries, next.first == UInt8(ascii: "["), next.last == UInt8(ascii: "]"),
            next.count > 2
        else { return false }
        if !isFirstPart, expected.popFirst() != UInt8(ascii: ",") { return false }
        isFirstPart = false
        part = next.dropFirst().dropLast()
        return true
    }
}
