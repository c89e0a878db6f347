import CanonicalJSON
import Foundation
import LedgerService
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

    /// Where white space and typography are all that differs, a case file and a feed say so, and show nothing else.
    @Test func noiseAloneIsSaidAndNotShown() throws {
        let site = try AskedSite([
            [Documents.published(headline: "Bridge \"closed\"", body: "It is shut.\n\nNobody knows why.")],
            [Documents.updated(body: "It is  shut.\n\nNobody knows why.\u{FEFF}\u{FE01}\u{FE02}")],
        ])
        let page = site.text("/stories/harbor-bridge/case-file?from=1&to=2")
        let change = try #require(page.components(separatedBy: "What changed since version 1").dropFirst().first)
            .components(separatedBy: "</section>")[0]
        #expect(change.contains("Only white space and typography differ, which is not marked here."))
        #expect(change.contains("a hidden text manifest (C2PA) was added, 9 bytes"))
        #expect(!change.contains("Nobody") && !change.contains("differ in") && !change.contains("differs in"))
        let feed = site.text("/stories/harbor-bridge/feed.atom")
        let entry = try #require(feed.components(separatedBy: "<entry>").dropFirst().first)
        #expect(entry.contains("Only white space and typography differ") && !entry.contains("Nobody"))
        #expect(entry.contains("a hidden text manifest (C2PA) was added, 9 bytes"))
    }

    /// Paragraphs that were joined are shown, although nothing else differs.
    @Test func aJoinedParagraphIsShown() throws {
        let site = try AskedSite([
            [Documents.published(body: "It is shut today.\n\nNobody knows why.")],
            [Documents.updated(body: "It is shut today. Nobody knows why.")],
        ])
        for target in ["case-file?from=1&to=2", "diff?from=1&to=2"] {
            let page = site.text("/stories/harbor-bridge/\(target)")
            #expect(page.contains("\u{B6} joined") && page.contains("Nobody knows why."), "\(target)")
            #expect(!page.contains("Only white space and typography differ"), "\(target)")
        }
        #expect(site.text("/stories/harbor-bridge/feed.atom").contains("\u{B6} joined"))
    }

    @Test(
        arguments: [
            ("127.0.0.1:8787", "http://127.0.0.1:8787/"), ("[::1]:80", "http://[::1]:80/"),
            ("0.0.0.0:8787", "http://127.0.0.1:8787/"), ("desk.example:9", "http://desk.example:9/"), ("unix:/s", nil),
        ])
    func anAddressIsALink(address: String, link: String?) { #expect(ListenAddress(address)?.url == link) }
}
