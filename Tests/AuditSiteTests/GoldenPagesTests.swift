import CanonicalJSON
import Foundation
import Testing

@testable import AuditSite

/// The HTML of each kind of page, byte for byte but for the versions of assets. `STORYLEDGER_RECORD=1` rewrites the files, and fails.
@Suite("Pages are the same functions of the record")
struct GoldenPagesTests {
    private static let bridge = "/stories/" + PercentCoding.encoded("γέφυρα")

    static let pages: [(name: String, target: String)] = [
        ("stories", "/"), ("search", "/?status=killed&silent=yes"), ("log", "/log"), ("parties", "/parties"),
        ("party", "/parties?name=" + PercentCoding.encoded("Υπουργείο")), ("activity", "/activity"),
        ("about", "/about"),
        ("story", bridge), ("killed", "/stories/" + PercentCoding.encoded("λάθος")),
        ("past", bridge + "?as-of=@3&zone=Asia/Tokyo"),
        ("version", bridge + "/versions/2"), ("diff", bridge + "/diff?from=1&to=2"),
        ("sides", bridge + "/diff?from=1&to=3&view=side-by-side&extent=changes"), ("blame", bridge + "/blame"),
        ("claims", bridge + "/claims"), ("timeline", bridge + "/timeline"),
        ("case-file", bridge + "/case-file?from=1&to=3"),
        ("event", "/events/1"), ("fault", "/stories/nothing"),
    ]

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    @Test func htmlIsAsRecorded() throws {
        let site = try SiteUnderTest.inGreek()
        let isRecording = ProcessInfo.processInfo.environment["STORYLEDGER_RECORD"] == "1"
        for page in Self.pages {
            let file = Self.folder.appending(path: page.name + ".html")
            // A line to each element, so that differences can be read.
            let html = try site.page(page.target).replacing(/\?v=[0-9a-f]+/, with: "?v=VERSION")
                .replacing("><", with: ">\n<")
            if isRecording {
                try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
                try html.write(to: file, atomically: true, encoding: .utf8)
            } else {
                #expect(html == (try String(contentsOf: file, encoding: .utf8)), "\(page.name): \(file.path)")
            }
        }
        if isRecording { Issue.record("recorded: run again without STORYLEDGER_RECORD") }
    }
}
