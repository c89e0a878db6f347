import CanonicalJSON
import EventLog
import StoryEvents

/// A receipt as far as it can be read, and what is wrong with it by itself.
struct ReceiptReading {
    /// One of its documents.
    struct Entry {
        /// The event's place; nil for what changed nothing.
        let position: Int64?
        let isAppended: Bool
        let isUnchanged: Bool
        /// The entry as it would stand with the outcome `appended`, in RFC 8785 form.
        let bytes: [UInt8]
    }

    private(set) var faults: [String]
    private let receipt: AuditedReceipt
    private var outcomes: Set<Receipt.Outcome> = []
    private var earlier: Int64 = 0
    private var isEmpty = true
    private var canBeRead = true
    /// What the ledger itself has to say comes from no file, and has no file's hash.
    private var isOfFile = false

    init(_ receipt: AuditedReceipt) {
        self.receipt = receipt
        faults = Self.columnFaults(receipt)
    }

    /// The entries of a part that can be read.
    mutating func entries(of part: ReceiptParts.Part) -> [Entry] {
        guard let objects = objects(part.entries, "entries") else {
            canBeRead = false
            return []
        }
        if part.isEarlier { earlier += Int64(objects.count) }
        if !objects.isEmpty { isEmpty = false }
        if objects.contains(where: { DocumentTypes.hold($0["type"]) }) { isOfFile = true }
        return objects.compactMap { entry($0) }
    }

    /// Looks at what the entries say together.
    ///
    /// - Parameter isWhole: Whether no part was missing.
    mutating func finish(isWhole: Bool) {
        let refusals = objects(receipt.refusals, "refusals")
        if canBeRead, isWhole, earlier != receipt.earlier {
            note("it says that \(receipt.earlier) of its entries are in parts, and \(earlier) are")
        }
        guard let outcome = Receipt.Outcome(rawValue: String(decoding: receipt.outcome, as: UTF8.self)) else {
            return finishHash(isOfFile: true)
        }
        guard outcome != .quarantined else {
            if !isEmpty { note("its outcome is quarantined, and it lists events") }
            if refusals?.isEmpty == true { note("its outcome is quarantined, and it says no reason") }
            // A file that could not be read has no hash.
            return
        }
        if refusals?.isEmpty == false { note("its outcome is \(outcome.rawValue), and it says why it was refused") }
        guard canBeRead else { return finishHash(isOfFile: true) }
        let expected = [Receipt.Outcome.appended, .unchanged].first { outcomes.contains($0) } ?? .duplicate
        if outcome != expected {
            note("its outcome is \(outcome.rawValue); by its entries it is \(expected.rawValue)")
        }
        finishHash(isOfFile: isOfFile || isEmpty)
    }

    private mutating func finishHash(isOfFile: Bool) {
        if isOfFile, receipt.sha256.isEmpty, receipt.withheld == nil {
            note("its file's hash has 0 bytes; expected 32")
        }
    }

    /// However many entries have it, a fault is reported once.
    private mutating func note(_ fault: String) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    /// How many entries there are in a part; nil where it cannot be read.
    static func count(_ entries: [UInt8]) -> Int64? {
        guard case .array(let elements)? = try? JSON.parse(entries) else { return nil }
        return Int64(elements.count)
    }

    /// What is wrong with the columns that every receipt fills.
    static func columnFaults(_ receipt: AuditedReceipt) -> [String] {
        var faults: [String] = []
        let outcome = Receipt.Outcome(rawValue: String(decoding: receipt.outcome, as: UTF8.self))
        if outcome == nil {
            faults.append("its outcome is \(String(decoding: receipt.outcome, as: UTF8.self).shown), no such word")
        }
        if receipt.sha256.count != 32, !receipt.sha256.isEmpty {
            faults.append("its file's hash has \(receipt.sha256.count) bytes; expected 32")
        }
        if receipt.file.isEmpty || String(validating: receipt.file, as: UTF8.self) == nil {
            faults.append("its file has no name, or one that is not UTF-8")
        }
        if receipt.withheld != nil, !receipt.sha256.isEmpty {
            faults.append("its file's hash was withheld, and it is there")
        }
        if !RecordedTime.isSane(receipt.recorded) { faults.append("its recorded time is no time") }
        return faults
    }

    private mutating func objects(_ bytes: [UInt8], _ name: String) -> [JSONObject]? {
        do throws(JSONSyntaxError) {
            let json = try JSON.parse(bytes)
            if case .array(let elements) = json, json.canonicalBytes == bytes {
                let objects = elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
                if objects.count == elements.count { return objects }
            }
            note("its \(name) are no list of objects in RFC 8785 form")
        } catch {
            note("its \(name) cannot be read: \(error.message)")
        }
        return nil
    }

    private mutating func entry(_ object: JSONObject) -> Entry? {
        guard case .string(let word)? = object["outcome"], let outcome = Receipt.Outcome(rawValue: word.string),
            outcome != .quarantined, object.count == 6
        else {
            note("one of its entries is no entry")
            return nil
        }
        outcomes.insert(outcome)
        var position: Int64?
        if case .integer(let number)? = object["position"] { position = number }
        // A duplicate of a document that changed nothing has no position either.
        if position == nil ? outcome == .appended : outcome == .unchanged {
            let how = position == nil ? "without" : "with"
            note("one of its entries is \(outcome.rawValue) \(how) a position")
        }
        var plain = object
        plain["outcome"] = "appended"
        return Entry(
            position: position, isAppended: outcome == .appended, isUnchanged: outcome == .unchanged,
            bytes: JSON.object(plain).canonicalBytes)
    }
}
