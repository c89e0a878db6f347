import SQLite
import StoryEvents

extension SQLiteAppendTransaction {
    func unchanged(_ identity: EventIdentity) throws(EventLogError) -> UnchangedDocument? {
        guard edge.hasUnchanged else { return nil }
        return try wrapped { () throws(SQLiteError) in try statements.unchanged.document(of: identity) }
    }

    func rememberUnchanged(_ identity: EventIdentity, fingerprint: [UInt8]) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            try statements.unchanged.insert(
                identity, fingerprint: fingerprint, receipt: edge.nextReceipt, sealedBy: seals)
        }
        edge.hasUnchanged = true
    }
}
