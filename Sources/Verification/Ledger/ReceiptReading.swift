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

    private(set) var entries: [Entry] = []
    private(set) var faults: [String]

    init(_ receipt: AuditedReceipt) {
        faults = Self.columnFaults(receipt)
        // What the ledger itself has to say comes from no file, and has no file's hash.
        var isOfFile = true
        defer { if isOfFile, receipt.sha256.isEmpty { faults.append("its file's hash has 0 bytes; expected 32") } }
        let outcome = Receipt.Outcome(rawValue: String(decoding: receipt.outcome, as: UTF8.self))
        let listed = objects(receipt.entries, "entries")
        let refusals = objects(receipt.refusals, "refusals")
        guard let outcome else { return }
        guard outcome != .quarantined else {
            // A file that could not be read has no hash.
            isOfFile = false
            if listed?.isEmpty == false { faults.append("its outcome is quarantined, and it lists events") }
            if refusals?.isEmpty == true { faults.append("its outcome is quarantined, and it says no reason") }
            return
        }
        if refusals?.isEmpty == false {
            faults.append("its outcome is \(outcome.rawValue), and it says why it was refused")
        }
        guard let listed else { return }
        let outcomes = listed.compactMap { take($0) }
        isOfFile = listed.contains { DocumentTypes.hold($0["type"]) } || listed.isEmpty
        let expected = [Receipt.Outcome.appended, .unchanged].first { outcomes.contains($0) } ?? .duplicate
        if outcome != expected {
            faults.append("its outcome is \(outcome.rawValue); by its entries it is \(expected.rawValue)")
        }
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
            faults.append("its \(name) are no list of objects in RFC 8785 form")
        } catch {
            faults.append("its \(name) cannot be read: \(error.message)")
        }
        return nil
    }

    private mutating func take(_ object: JSONObject) -> Receipt.Outcome? {
        guard case .string(let word)? = object["outcome"], let outcome = Receipt.Outcome(rawValue: word.string),
            outcome != .quarantined, object.count == 6
        else {
            faults.append("one of its entries is no entry")
            return nil
        }
        var position: Int64?
        if case .integer(let number)? = object["position"] { position = number }
        // A duplicate of a document that changed nothing has no position either.
        if position == nil ? outcome == .appended : outcome == .unchanged {
            let how = position == nil ? "without" : "with"
            faults.append("one of its entries is \(outcome.rawValue) \(how) a position")
        }
        var plain = object
        plain["outcome"] = "appended"
        entries.append(
            Entry(
                position: position, isAppended: outcome == .appended, isUnchanged: outcome == .unchanged,
                bytes: JSON.object(plain).canonicalBytes))
        return outcome
    }
}
