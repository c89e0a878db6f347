import CanonicalJSON
import EventLog
import Projections

/// Prints receipts, entry by entry: a file may have a million documents.
enum ReceiptOutput {
    /// Prints one document, indented on a terminal.
    ///
    /// - Parameter members: Further members of the object.
    static func print(
        _ receipt: Receipt, _ entries: ReceiptEntries, and members: [(Text, JSON)] = []
    ) throws(Failure) {
        try print(receipt, entries, members) { (json) throws(Failure) in try json.printDocument() }
    }

    /// Prints one object of a stream on a line of its own.
    ///
    /// - Parameter isDryRun: Whether nothing was written, so that what has the outcome `appended` is `would-append`.
    static func printLine(
        _ receipt: Receipt, _ entries: ReceiptEntries, isDryRun: Bool = false, and members: [(Text, JSON)] = []
    ) throws(Failure) {
        try print(receipt, entries, members, isDryRun: isDryRun) { (json) throws(Failure) in try json.printLine() }
    }

    private static func print(
        _ receipt: Receipt, _ entries: ReceiptEntries, _ more: [(Text, JSON)], isDryRun: Bool = false,
        _ output: (StreamedJSON) throws(Failure) -> Void
    ) throws(Failure) {
        var entries = entries
        var fault: EventLogError?
        let events = StreamedJSON.elements {
            do throws(EventLogError) {
                return try entries.next().map { .value(isDryRun ? $0.json.inDryRun : $0.json) }
            } catch { fault = error }
            return nil
        }
        let head = isDryRun ? receipt.head.inDryRun : receipt.head
        var object: [(key: Text, value: StreamedJSON)] = head.members.map { ($0.key, .value($0.value)) }
        object += [("events", events), ("errors", .value(.array(receipt.refusals)))]
        object += more.map { ($0, .value($1)) }
        try output(.object(object))
        if let fault { throw Failure(fault) }
    }
}

extension JSON {
    fileprivate var inDryRun: JSON {
        guard case .object(let object) = self else { return self }
        return .object(object.inDryRun)
    }
}

extension JSONObject {
    /// A dry run appends nothing, and refuses nothing that was sent.
    fileprivate var inDryRun: JSONObject {
        let would: [JSON: JSON] = ["appended": "would-append", "quarantined": "would-refuse"]
        guard let outcome = self["outcome"].flatMap({ would[$0] }) else { return self }
        var copy = self
        copy["outcome"] = outcome
        return copy
    }
}
