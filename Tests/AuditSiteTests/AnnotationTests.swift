import CanonicalJSON
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Annotations select the words that changed") struct AnnotationTests {
    private static let address = "/api/v1/stories/harbor-bridge/annotations"

    @Test func aPageHasTheShapeOfTheModel() throws {
        let site = try AskedSite.bridge()
        #expect(site.answer(Self.address).type == "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"")
        let page = try site.json(Self.address + "?from=1&to=3")
        #expect(page["@context"] == "http://www.w3.org/ns/anno.jsonld" && page["type"] == "AnnotationPage")
        let here = "http://localhost" + Self.address + "?from=1&to=3"
        #expect(page["id"] == .string(Text(here + "&start=0")) && page["startIndex"] == 0)
        let whole = try #require(page["partOf"]?.members)
        #expect(whole["type"] == "AnnotationCollection" && whole["id"] == .string(Text(here)) && whole["total"] == 1)
        let item = try #require(page["items"]?.elements.first?.members)
        #expect(item["type"] == "Annotation" && item["motivation"] == "describing")
        #expect(item["id"] == .string(Text(here + "#0")))
        #expect(item["body"]?.elements.first?.members?["value"] == "added")
        let target = try #require(item["target"]?.members)
        let source = "http://localhost/stories/harbor-bridge/versions/3/body.txt"
        #expect(target["source"]?.members?["id"] == .string(Text(source)))
        #expect(
            target["selector"]?.elements.map { $0.members?["type"] } == ["TextQuoteSelector", "TextPositionSelector"])
    }

    @Test func aPlainTextIsTheTextItself() throws {
        let site = try AskedSite.bridge()
        let answer = site.answer("/stories/harbor-bridge/versions/2/body.txt")
        #expect(answer.type == "text/plain; charset=utf-8")
        #expect(String(decoding: answer.body, as: UTF8.self) == "It is shut until noon.")
        #expect(site.text("/stories/harbor-bridge/versions/1/headline.txt") == "Bridge <closed>")
        for path in ["versions/1/dek.txt", "versions/9/body.txt", "versions/1/byline.txt"] {
            #expect(site.answer("/stories/harbor-bridge/" + path).status == 404, "\(path)")
        }
        #expect(site.answer("/stories/secret-ferry/versions/1/body.txt").status == 404)
    }

    /// Words that stand at several places, with all that is around them, are selected by their place alone.
    @Test(arguments: [1, 2, 3, 9]) func whatIsNotAloneIsSelectedByItsPlace(copies: Int) {
        let part = String(repeating: "It was so. ", count: 500) + "Here it was not. "
        let text = Array(String(repeating: part, count: copies).utf8)
        var selectors = PassageSelectors(text)
        let within = selectors.selectors(of: 2_750..<2_760).elements.map { $0.members?["type"] }
        #expect(within == ["TextPositionSelector"])
        let told = selectors.selectors(of: 5_505..<5_509).elements.map { $0.members?["type"] }
        #expect(told == (copies == 1 ? ["TextQuoteSelector", "TextPositionSelector"] : told))
        var twice = PassageSelectors(Array("No. Yes. No.".utf8), budget: 24)
        #expect(twice.selectors(of: 0..<2).elements.count == 2)
        var same = PassageSelectors([UInt8](repeating: 0x61, count: 9_000))
        #expect(same.selectors(of: 4_000..<4_001).elements.count == 1)
    }

    /// Each selector, followed by a plain reader of characters, leads to the words that the comparison names: no word of a
    /// version that is in no annotation and not in the other version's text is left.
    @Test(arguments: 1...12) func selectorsSelect(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let words = [
            "The", "bridge", "is", "closed", "for", "40", "days.", "60", "naïve", "市场", "👩‍👩‍👧", "e\u{301}té", "“No,”",
            "he", "said.",
        ]
        func text() -> String {
            (0..<Int.random(in: 1...30, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                .joined(separator: Int.random(in: 0..<4, using: &random) == 0 ? "\n\n" : " ")
        }
        var sentences = (0..<6).map { _ in text() }
        let first = sentences.joined(separator: " ")
        for _ in 0..<3 { sentences[Int.random(in: 0..<6, using: &random)] = text() }
        if seed.isMultiple(of: 2) { sentences.swapAt(0, 5) }
        let second = sentences.joined(separator: " ")
        let site = try AskedSite([
            [Documents.published(body: Text(first))], [Documents.updated(body: Text(second + "x"))],
        ])
        let page = try site.json(Self.address + "?from=1&to=2")
        let items = page["items"]?.elements ?? []
        #expect(!items.isEmpty, "seed \(seed)")
        var places: [Int: Set<Int>] = [:]
        for item in items {
            var resources = [item.members?["target"]?.members]
            resources += (item.members?["body"]?.elements ?? []).map(\.members).filter {
                $0?["type"] == "SpecificResource"
            }
            for resource in resources.compactMap(\.self) {
                let path = try #require(resource["source"]?.members?["id"]?.text?.string).replacing(
                    "http://localhost", with: "")
                let scalars = Array(site.text(path).unicodeScalars)
                let selectors = resource["selector"]?.elements.compactMap(\.members) ?? []
                let place = try #require(selectors.last)
                let range = Int(place.integer("start"))..<Int(place.integer("end"))
                #expect(!range.isEmpty && range.upperBound <= scalars.count, "seed \(seed)")
                places[path.contains("/1/") ? 1 : 2, default: []].formUnion(range)
                guard selectors.count == 2, let quote = selectors.first else { continue }
                let (prefix, exact, suffix) = (quote.string("prefix"), quote.string("exact"), quote.string("suffix"))
                #expect(exact.unicodeScalars.elementsEqual(scalars[range]), "seed \(seed)")
                let whole = Array((prefix + exact + suffix).unicodeScalars)
                let found = scalars.indices.filter { scalars[$0...].starts(with: whole) }
                #expect(
                    found == [range.lowerBound - prefix.unicodeScalars.count],
                    "seed \(seed): \(prefix)|\(exact)|\(suffix)")
            }
        }
        // What no annotation selects is in both texts, in whatever order.
        func kept(_ number: Int) -> [Unicode.Scalar] {
            let scalars = Array(site.text("/stories/harbor-bridge/versions/\(number)/body.txt").unicodeScalars)
            return scalars.indices.filter { places[number]?.contains($0) != true }.map { scalars[$0] }.filter {
                !$0.properties.isWhitespace
            }
        }
        #expect(kept(1) == kept(2), "seed \(seed)")
    }

    @Test func pagesGoOn() throws {
        let lines = (0..<2400).map { "Line \($0) is old." }
        let changed = lines.map { $0.replacing("old", with: "new") }
        let site = try AskedSite([
            [Documents.published(body: Text(lines.joined(separator: "\n\n")))],
            [Documents.updated(body: Text(changed.joined(separator: "\n\n")))],
        ])
        var (target, ids, pages): (String?, [JSON], Int) = (Self.address, [], 0)
        while let asked = target {
            let page = try site.json(asked)
            ids += (page["items"]?.elements ?? []).compactMap { $0.members?["id"] }
            target = page["next"]?.text?.string.replacing("http://localhost", with: "")
            pages += 1
            #expect(page["partOf"]?.members?["total"] == 2400)
        }
        #expect(pages == 3 && ids.count == 2400 && Set(ids).count == 2400)
        #expect(try site.json(Self.address + "?start=9999")["items"] == [])
    }
}

extension JSON {
    fileprivate var members: JSONObject? { if case .object(let members) = self { members } else { nil } }
    fileprivate var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
}
