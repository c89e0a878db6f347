import CanonicalJSON
import EventLog
import StoryEvents

/// The file that events came in, as the data says that their leaves commit to: its name, and its SHA-256.
///
/// What a takedown has left says nothing of it, and neither does what the ledger itself has to say.
struct Custody: Hashable, Sendable {
    /// The name in RFC 8785 form without its quotation marks, a zero byte, and 64 hexadecimal digits; empty where no event
    /// says anything.
    private(set) var file: [UInt8] = []
    /// The first event that says something else than those before it.
    private(set) var stray: Int64?
    /// The event that says it first.
    private var first: Int64?

    /// Notes what an event says.
    ///
    /// - Parameter file: As in ``file``; empty for nothing.
    mutating func add(_ file: [UInt8], at position: Int64) {
        guard !file.isEmpty else { return }
        if self.file.isEmpty {
            (self.file, first) = (file, position)
        } else if stray == nil, self.file != file {
            stray = position
        }
    }

    /// Adds what the events say that follow.
    mutating func add(_ next: Custody) {
        if let position = next.first { add(next.file, at: position) }
        stray = stray ?? next.stray
    }

    /// What a receipt says otherwise; nil where it says the same, or a takedown took it from both.
    func fault(in receipt: AuditedReceipt) -> String? {
        guard let first else { return nil }
        guard receipt.withheld == nil else {
            return "its file was withheld, and the data of \(Position(first)) still names it"
        }
        if let stray { return "\(Position(first)) and \(Position(stray)) name different files as theirs" }
        guard file != Self.file(receipt) else { return nil }
        return "its file and hash are not those that the leaf of \(Position(first)) commits to"
    }

    private static func file(_ receipt: AuditedReceipt) -> [UInt8] {
        var bytes: [UInt8] = []
        JSON.string(Text(String(decoding: receipt.file, as: UTF8.self))).appendCanonical(to: &bytes)
        return bytes.dropFirst().dropLast() + [0] + Array(receipt.sha256.hexadecimal.utf8)
    }
}
