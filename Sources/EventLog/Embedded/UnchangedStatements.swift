import CanonicalJSON
import SQLite
import StoryEvents

/// The statements for documents that changed nothing: their identities hold like those of events.
struct UnchangedStatements {
    private let select, selectDerived, selectAny, insert: Row

    init(_ connection: Connection) throws(SQLiteError) {
        select = try connection.prepare("SELECT fingerprint, source FROM unchanged WHERE id = ? AND source = ?")
        selectDerived = try connection.prepare("SELECT fingerprint, source FROM unchanged WHERE id = ?")
        selectAny = try connection.prepare("SELECT 1 FROM unchanged LIMIT 1")
        insert = try connection.prepare(
            "INSERT INTO unchanged (id, source, fingerprint, receipt, seal) VALUES (?, ?, ?, ?, ?)")
    }

    func areThere() throws(SQLiteError) -> Bool {
        defer { selectAny.reset() }
        return try selectAny.step()
    }

    /// The document that had an identity; nil where there is none.
    func document(of identity: EventIdentity) throws(SQLiteError) -> UnchangedDocument? {
        let isDerived = LedgerSecret.isDerived(identity.id)
        let select = isDerived ? selectDerived : select
        try select.bind(1, identity.id.string)
        if !isDerived { try select.bind(2, identity.source.string) }
        defer { select.reset() }
        guard try select.step() else { return nil }
        return UnchangedDocument(source: Text(try select.text(1)), fingerprint: select.blob(0))
    }

    func insert(
        _ identity: EventIdentity, fingerprint: [UInt8], receipt: Int64, sealedBy seals: RowSeals
    ) throws(SQLiteError) {
        try insert.bind(1, identity.id.string)
        try insert.bind(2, identity.source.string)
        try insert.bind(3, fingerprint)
        try insert.bind(4, receipt)
        try insert.bind(
            5,
            seals.unchanged(
                id: identity.id.bytes, source: identity.source.bytes, fingerprint: fingerprint, receipt: receipt))
        try insert.run()
    }
}
