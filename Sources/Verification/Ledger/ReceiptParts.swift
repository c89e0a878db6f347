import EventLog

/// The entries of one receipt as they are stored, part by part; those in the receipt's own row are the last part.
struct ReceiptParts {
    let receipt: AuditedReceipt
    private let reader: any AuditReader
    private let seals: RowSeals?
    private var number: Int64 = 0
    private var isAtEnd = false
    private var missing: [Int64] = []
    /// How many parts were found in rows of their own.
    private(set) var found: Int64 = 0
    /// Whether each of them has its seal.
    private(set) var isSealed = true

    init(_ receipt: AuditedReceipt, reading reader: any AuditReader, _ seals: RowSeals?) {
        self.receipt = receipt
        self.reader = reader
        self.seals = seals
    }

    /// A part and whether it has a row of its own.
    struct Part {
        let entries: [UInt8]
        let isEarlier: Bool
    }

    /// So many missing parts are looked for: the number of parts may be any.
    private static let mostMissing = 3

    /// - Returns: nil after the last part. Those that are missing are passed over.
    mutating func next() throws(EventLogError) -> Part? {
        while number < receipt.parts, missing.count < Self.mostMissing {
            defer { number += 1 }
            guard let part = try reader.receiptPart(number, of: receipt.number) else {
                missing.append(number)
                continue
            }
            found += 1
            if let seals, !part.isSealed(by: seals) { isSealed = false }
            return Part(entries: part.entries, isEarlier: true)
        }
        defer { isAtEnd = true }
        return isAtEnd ? nil : Part(entries: receipt.entries, isEarlier: false)
    }

    /// Whether all parts that the receipt speaks of were found.
    var isWhole: Bool { found == receipt.parts }

    /// What is wrong with the parts, once all were read.
    var faults: [String] {
        if receipt.parts < 0 { return ["it is in \(receipt.parts) parts"] }
        guard let first = missing.first else { return [] }
        guard missing.count > 1 else { return ["part \(first) of its entries is missing"] }
        return ["parts \(missing.map(String.init).joined(separator: ", ")) of its entries are missing"]
    }
}
