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
    static func printLine(
        _ receipt: Receipt, _ entries: ReceiptEntries, and members: [(Text, JSON)] = []
    ) throws(Failure) {
        try print(receipt, entries, members) { (json) throws(Failure) in try json.printLine() }
    }

    private static func print(
        _ receipt: Receipt, _ entries: ReceiptEntries, _ more: [(Text, JSON)],
        _ output: (StreamedJSON) throws(Failure) -> Void
    ) throws(Failure) {
        var entries = entries
        var fault: EventLogError?
        let events = StreamedJSON.elements {
            do throws(EventLogError) { return try entries.next().map { .value($0.json) } } catch { fault = error }
            return nil
        }
        var object: [(key: Text, value: StreamedJSON)] = receipt.head.members.map { ($0.key, .value($0.value)) }
        object += [("events", events), ("errors", .value(.array(receipt.refusals)))]
        object += more.map { ($0, .value($1)) }
        try output(.object(object))
        if let fault { throw Failure(fault) }
    }
}
