import EventLog
import Glibc
import StoryEvents

/// Holds what the ledger knows of itself against the seal that was put on it when it was made.
///
/// The secret is what fingerprints and seals are made with. Where it was changed itself, that is one finding, and nothing
/// else is checked with it. Where it cannot be read, nothing that needs it is checked, and the summary says so.
struct FactCheck {
    /// The secret; nil where it cannot be read, or is not the one that the ledger was made with.
    let secret: LedgerSecret?
    /// Makes the seals that rows must have; nil where there is no ``secret``.
    let seals: RowSeals?
    /// Why the secret cannot be read; nil where it can, or where that is a finding.
    let secretFault: EventLogError?
    /// The log's name; nil where it may have been changed.
    let origin: String?

    init(
        reading reader: any AuditReader, of ledger: LedgerFacts, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var facts: [String: [UInt8]] = [:]
        for fact in try reader.facts() { facts[String(decoding: fact.name, as: UTF8.self)] = fact.value }
        for name in facts.keys.sorted() where !Self.names.contains(name) {
            report(Finding(.database, "it knows a \(name.shown) of itself, and no ledger does"))
        }
        for name in Self.names where facts[name] == nil {
            report(Finding(.database, "its own '\(name)' is missing"))
        }
        let secret: LedgerSecret
        switch ledger.secret {
        case .success(let found): (secret, secretFault) = (found, nil)
        case .failure(let fault):
            (self.secret, seals, origin) = (nil, nil, ledger.origin)
            // Who may read the file and finds no secret in it sees that it was changed.
            guard case .noSecret(let path, _) = fault, access(path, R_OK) == 0 else {
                secretFault = fault
                return
            }
            secretFault = nil
            report(Finding(.database, fault.message))
            return
        }
        let seals = RowSeals(secret)
        let isChecked = facts["check"] == seals.check
        let isSealed = facts["seal"] == seals.facts(origin: facts["origin"] ?? [], created: facts["created"] ?? [])
        self.secret = isChecked || isSealed ? secret : nil
        self.seals = self.secret.map(RowSeals.init)
        origin = isSealed ? ledger.origin : nil
        switch (isChecked, isSealed) {
        case (true, true): break
        case (false, true) where facts["check"] != nil:
            report(Finding(.database, "its 'check' is not that of its secret, which is the one it was made with"))
        case (true, false) where facts["seal"] != nil:
            report(Finding(.database, "its 'origin', its 'created' or the seal on both was changed"))
        case (false, false):
            report(
                Finding(
                    .database,
                    "its secret is not the one it was made with, so no fingerprint and no seal can be checked"))
        default: break
        }
    }

    private static let names = ["check", "created", "origin", "seal"]
}

/// Holds what is still to be done with files against the seals on it.
enum PendingCheck {
    /// - Parameter needsClock: Whether something was recorded that has left a note of the machine's clocks.
    static func run(
        reading reader: any AuditReader, _ seals: RowSeals?, needsClock: Bool, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        if needsClock, try reader.clockNotes().isEmpty {
            report(Finding(.schema("clock"), "the note of the machine's clocks is missing"))
        }
        guard let seals else { return }
        for move in try reader.pendingMoves() where !move.isSealed(by: seals) {
            report(Finding(.receipt(move.receipt), "where its file is to be moved is not what was noted"))
        }
        try reader.eachRemoval { removal in
            guard !removal.isSealed(by: seals) else { return }
            report(Finding(.receipt(removal.receipt), "that retention removes its file is not what was noted"))
        }
        for erasure in try reader.pendingErasures() where !erasure.isSealed(by: seals) {
            report(Finding(.event(erasure.position), "that files are to be cleaned of its data is not what was noted"))
        }
        for note in try reader.clockNotes() where !note.isSealed(by: seals) {
            report(Finding(.schema("clock"), "the note of the machine's clocks is not what was noted"))
        }
    }
}
