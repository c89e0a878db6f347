import CanonicalJSON
import LedgerTestKit
import Testing

@testable import AuditSite

@Suite("A moment counts for every address")
struct MomentTests {
    private static func site() throws -> AskedSite {
        try AskedSite([
            [Documents.published(headline: "Park", body: "A bench.")], [Documents.updated(body: "Two benches.")],
        ])
    }

    /// What the record did not hold by then is not there, whatever it is asked as.
    @Test(arguments: [
        "/stories/harbor-bridge/versions/2", "/stories/harbor-bridge/diff?from=1&to=2",
        "/stories/harbor-bridge/case-file?from=1&to=2", "/stories/harbor-bridge/versions/2/bundle.json",
        "/stories/harbor-bridge/versions/2/citation.json", "/stories/harbor-bridge/versions/2/citation.bib",
        "/stories/harbor-bridge/versions/2/body.txt", "/api/v1/stories/harbor-bridge/versions/2", "/events/1",
        "/events/1/proof.tlog-proof",
    ])
    func refusesWhatCameLater(_ target: String) throws {
        let site = try Self.site()
        let mark = target.contains("?") ? "&" : "?"
        #expect(site.answer(target + mark + "as-of=@0").status == 404, "\(target)")
        #expect(site.answer(target + mark + "as-of=@9").status == 404, "\(target)")
        // Nothing is published here: bundles and proofs are not there yet, and not unknown.
        let status = site.answer(target + mark + "as-of=@1").status
        #expect(status == 200 || status == 503, "\(target): \(status)")
        #expect(site.answer(target + mark + "at=2026-01-01").status == 404, "\(target)")
    }
}
