import CanonicalJSON
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Texts that are meant to do harm")
struct HostileStoryTests {
    static let poison =
        "<script>alert(1)</script>\" onload='x' </style></title><!-- \u{202E}gnp.exe \u{2028} &amp; \u{0} ]]> </pre></textarea>"

    private static func site() throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        // What nobody may write as an id or a name of the house is left out: intake refuses it.
        let text = JSON.string(Text(poison))
        let party: JSON = ["name": text, "role": text, "url": "javascript:alert(1)"]
        try site.take([
            [
                "type": "published", "subject": "h<b>&'\"x", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": [
                    "headline": text, "dek": text, "body": text, "byline": [party], "publisher": text,
                    "url": "javascript:alert(1)", "section": text, "keywords": [text], "language": "en",
                    "claims": [
                        [
                            "id": "c<1>", "text": text,
                            "attribution": [["id": "h<1>", "speaker": party, "verb": text]], "about": [party],
                        ]
                    ],
                    "requests": [["id": "r<1>", "party": party, "channel": "other"]], "extra": ["x": text],
                ],
            ],
            [
                "type": "denied", "subject": "h<b>&'\"x", "source": "cms", "time": "2026-03-02T11:00:00Z",
                "data": ["by": party, "claim": "c<1>", "hop": "h<1>", "statement": ["text": text], "concedes": text],
            ],
            [
                "type": "updated", "subject": "h<b>&'\"x", "source": "cms", "time": "2026-03-02T12:00:00Z",
                "data": [
                    "headline": "Other",
                    "body": .string(Text(poison + " more" + String(repeating: "x", count: 100_000))),
                    "note": ["text": text, "covers": [["exact": "zzz"]]], "change": "correction",
                ],
            ],
            [
                "type": "responded", "subject": "h<b>&'\"x", "source": "cms", "time": "2026-03-02T13:00:00Z",
                "data": ["by": party, "outcome": "statement", "statement": text, "printed": text],
            ],
        ])
        return site
    }

    private static let story = "/stories/" + PercentCoding.encoded("h<b>&'\"x")

    static let targets = [
        "/", "/log", "/parties", "/parties?name=script", "/activity", "/?search=script", "/events/0", "/events/1",
        "/events/2", "/events/3", story, story + "/versions/1", story + "/versions/2", story + "/diff",
        story + "/diff?view=side-by-side", story + "/blame", story + "/claims", story + "/timeline",
        story + "/case-file", story + "/case-file?save=yes", "/?search=%3Cscript%3E&zone=%3Cb%3E",
        "/stories/%3Cscript%3E",
        "/?status=%3Cscript%3E", story + "?as-of=%3Cscript%3E",
    ]

    @Test(arguments: targets) func noMarkupOfATextReachesAPage(_ target: String) throws {
        var page = try Self.site().page(target)
        // A block of data is not run; no tag can begin or end in it.
        if let block = page.firstRange(of: "<script type=\"application/ld+json\">"),
            let end = page[block.upperBound...].firstRange(of: "</script>")
        {
            #expect(!page[block.upperBound..<end.lowerBound].contains("<"))
            page.removeSubrange(block.lowerBound..<end.upperBound)
        }
        // The site's own scripts have a source, or stand at the head of a saved page.
        let scripts = page.components(separatedBy: "<script").dropFirst()
        for script in scripts {
            #expect(script.hasPrefix(" src=\"/assets/") || script.hasPrefix(">'use strict'"))
        }
        for raw in ["alert(1)</script>", " onload='x'", "\u{202E}", "\u{2028}", "\u{0}", "h<b>", "href=\"javascript"] {
            #expect(!page.contains(raw), "\(raw.debugDescription) in \(target)")
        }
        #expect(page.components(separatedBy: "</main>").count == 2)
        #expect(page.components(separatedBy: "<!--").count == 1)
    }

    @Test func aSavedPageHoldsItsScriptAndStyleWhole() {
        for asset in [Route.Asset.style, .proof] {
            let text = String(decoding: AssetFiles.bytes(asset), as: UTF8.self)
            #expect(!text.contains("</style") && !text.contains("</script") && !text.contains("<!--"))
        }
    }
}
