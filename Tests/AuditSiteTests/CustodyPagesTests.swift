import LedgerTestKit
import SQLite
import Testing

@testable import AuditSite

@Suite("Pages show the file that a leaf commits to")
struct CustodyPagesTests {
    /// Who can write the database can change a receipt. The leaf says what it said.
    @Test(arguments: ["/stories/harbor-bridge/case-file", "/stories/harbor-bridge/case-file?save=yes", "/events/0"])
    func nameAReceiptThatDiffers(_ target: String) throws {
        let site = try AskedSite([[Documents.published(headline: "H")]])
        let honest = site.text(target)
        #expect(honest.contains("batch-0.ndjson") && !honest.contains("Not the same"))
        let connection = try Connection(path: site.ledger.path, access: .readWrite, busyTimeout: .zero)
        try connection.execute("DROP TRIGGER receipt_is_final")
        try connection.execute("UPDATE receipt SET file = 'forged.json', sha256 = zeroblob(32)")
        let forged = AskedSite(site, rule: .all).text(target)
        #expect(forged.contains("<span dir=\"auto\">batch-0.ndjson</span>"))
        #expect(!forged.contains("<span dir=\"auto\">forged.json</span>"))
        #expect(forged.contains("Not the same: receipt 1, a note of the keeper, names another file: forged.json"))
    }
}
