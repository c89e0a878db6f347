import CanonicalJSON
import Foundation
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

    /// What is of today is told from what is of a version, and what the program works out from what the record holds.
    @Test func aCaseFileSaysAsOfWhenItIs() throws {
        let page = try AskedSite.bridge().text("/stories/harbor-bridge/case-file?from=2&to=3")
        #expect(page.contains("Its publisher marked version 3 as: correction."))
        #expect(page.contains("Status, claims and requests are as of event @3, not as of version 3."))
        #expect(page.contains("a program works these out from the events, as of the moment that the page names"))
        let compared = try AskedSite.bridge().text("/stories/harbor-bridge/diff?from=2&to=3")
        #expect(compared.contains("</time> · correction"))
    }

    /// The sentence of a case file is of the two versions that it compares; the notes between them are listed each.
    @Test func aCaseFileSaysWhatChangedBetweenItsVersions() throws {
        func updated(_ data: JSON) -> JSON {
            ["type": "updated", "subject": "harbor-bridge", "time": "2026-03-02T12:00:00Z", "data": data]
        }
        let site = try AskedSite([
            [Documents.published(headline: "Bridge closed", body: "It is shut. Nobody knows why.")],
            [updated(["headline": "Bridge shut", "note": "We changed the headline."])],
            [updated(["body": "It is shut."])],
        ])
        let page = site.text("/stories/harbor-bridge/case-file?from=1&to=3")
        let line = try #require(
            page.components(separatedBy: "class=\"latest\">").dropFirst().first?.prefix { $0 != "<" })
        #expect(line.contains("Headline and body: ") && !line.contains("note"), "\(line)")
        #expect(page.contains("We changed the headline."))
        #expect(site.text("/stories/harbor-bridge/case-file?from=2&to=3").contains("; no note."))
    }
}
