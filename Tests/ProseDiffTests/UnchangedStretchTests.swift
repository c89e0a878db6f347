import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("What differs in noise alone is folded")
struct UnchangedStretchTests {
    /// Forty paragraphs whose quotation marks and dashes all changed, and one word of one of them.
    private static let old = paragraphs { "\"This is \($0)\" - he said. It goes on - and \"on\". Then it ends." }
    private static let new = paragraphs {
        "“This is \($0)” — he said. It \($0 == 20 ? "went" : "goes") on — and “on”. Then it ends."
    }

    private static func paragraphs(_ text: (Int) -> String) -> [UInt8] {
        Array((0..<40).map(text).joined(separator: "\n\n").utf8)
    }

    private let comparison = compare(old, new)

    @Test func inlineShowsOnlyTheWordThatChanged() {
        let page = Rendering.inline(comparison, old: Self.old, new: Self.new)
        let expected = """
            ... 60 unchanged sentences ...
            “This is 20” — he said. It [-goes-]{+went+} on — and “on”. Then it ends.
            ... 57 unchanged sentences ...

            """
        #expect(page == expected)
    }

    @Test func columnsShowOnlyTheSentencesBesideIt() {
        var options = Rendering.Options()
        options.width = 120
        let page = Rendering.sideBySide(comparison, old: Self.old, new: Self.new, options: options)
        let rows = page.split(separator: "\n").map {
            $0.split(separator: "  ").map { $0.trimmingPrefix(" ") }.joined(separator: "|")
        }
        #expect(
            rows == [
                "... 60 unchanged sentences ...|... 60 unchanged sentences ...",
                "\"This is 20\" - he said.|. “This is 20” — he said.",
                "It [-goes-] on - and \"on\".|| It {+went+} on — and “on”.",
                "Then it ends.|Then it ends.",
                "... 57 unchanged sentences ...|... 57 unchanged sentences ...",
            ], "\(page)")
    }

    @Test func pagesFoldIt() {
        let html = Rendering.html(comparison, old: Self.old, new: Self.new)
        #expect(html.contains("<summary>60 unchanged sentences</summary>"))
        #expect(
            html.contains("</details>\n<p dir=\"auto\">“This is 20” — he said. It <del>goes</del><ins>went</ins> on"))
        var sides = Markup()
        sides.addSides(comparison, old: Self.old, new: Self.new)
        #expect(sides.html.contains("<summary>57 unchanged sentences</summary>"))
        #expect(sides.html.contains("<p dir=\"auto\">&quot;This is 20&quot; - he said. It <del>goes</del> on"))
        #expect(sides.html.count(of: "<tr>") == 3, "\(sides.html)")
    }

    @Test func theirPlacesAreCounted() {
        #expect(comparison.noisePlaces == 40 * 6)
        #expect(compare(Self.old, Self.old).noisePlaces == 0)
    }

    @Test func allOfItIsShownOnRequest() {
        var options = Rendering.Options()
        options.context = nil
        #expect(Rendering.inline(comparison, old: Self.old, new: Self.new, options: options).count(of: "he said") == 40)
        options = Rendering.Options()
        options.showsNoise = true
        #expect(Rendering.inline(comparison, old: Self.old, new: Self.new, options: options).count(of: "[-\"-]") == 160)
    }

    /// Whatever is folded, the pieces of both texts before and after it leave no byte out and say none twice.
    @Test(arguments: 0..<300) func piecesCoverBothTexts(seed: Int) {
        var random = Dice(state: UInt64(seed))
        let (old, new) = Self.pair(&random)
        let comparison = compare(old, new)
        for step in ReadingOrder(comparison.operations, .init()).steps {
            guard case .unchanged(let stretch) = step, let last = stretch.operations.last else { continue }
            let first = stretch.operations[0]
            for context in [nil, 0, 1, 2] {
                let (head, fold, tail) = stretch.parts(of: new, keeping: context)
                expectJoined(head)
                expectJoined(tail)
                if let start = head.first { #expect(start.new.lowerBound == first.new.lowerBound) }
                if let start = head.first { #expect(start.old.lowerBound == first.old.lowerBound) }
                if let end = (fold == nil ? head : tail).last {
                    #expect(end.new.upperBound == last.new.upperBound && end.old.upperBound == last.old.upperBound)
                }
                if let fold {
                    #expect(fold.hidden.lowerBound == head.last?.new.upperBound ?? first.new.lowerBound)
                    #expect(fold.hidden.upperBound == tail.first?.new.lowerBound ?? last.new.upperBound)
                }
            }
        }
    }

    private func expectJoined(_ pieces: [UnchangedStretch.Piece]) {
        for (piece, next) in zip(pieces, pieces.dropFirst()) {
            #expect(piece.new.upperBound == next.new.lowerBound && piece.old.upperBound == next.old.lowerBound)
        }
    }

    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) | (state << 31)
        }
    }

    private static func pair(_ random: inout Dice) -> (old: [UInt8], new: [UInt8]) {
        let parts = [
            "\"Yes\"", "- he said -", "it's late", "The end.", "Two fires.", "...", "a", "\n\n", "No one came.",
        ]
        let noise = ["\"": "“", "-": "—", "'": "’", "...": "…", " ": "\u{200B} ", "\n\n": "\n\n\n"]
        let words = (0..<Int.random(in: 1...30, using: &random)).map { _ in parts.randomElement(using: &random)! }
        let changed = words.map { word -> String in
            switch Int.random(in: 0..<10, using: &random) {
            case 0: return "else"
            case 1: return ""
            case 2...7: return noise.keys.sorted().reduce(word) { $0.replacing($1, with: noise[$1]!) }
            default: return word
            }
        }
        return (Array(words.joined(separator: " ").utf8), Array(changed.joined(separator: " ").utf8))
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
