import Foundation
import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Two columns of HTML show what changed within a moved passage")
struct MovedSidesTests {
    private static let denial = "The mayor did not deny it when asked on Friday."
    private static let moved =
        "The repair might cost 14 million crowns, the harbor office said in a letter to the council."
    private static let others = [
        "Some thirty people waited for the ferry on the pier and went home in the rain.",
        "The council meets again on Tuesday to vote on the two lanes of the old bridge.",
    ]

    private static func sides(_ old: String, _ new: String) -> String {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        var page = Markup()
        page.addSides(compare(old, new), old: old, new: new)
        return String(decoding: page.bytes, as: UTF8.self)
    }

    @Test func aSentenceRemovedOnTheWayIsMarked() {
        let old = ([Self.moved + " " + Self.denial] + Self.others).joined(separator: "\n\n")
        let new = (Self.others + [Self.moved]).joined(separator: "\n\n")
        let page = Self.sides(old, new)
        #expect(page.contains("class=\"moved\""))
        #expect(Self.marked(page, "del").contains { $0.contains("did not deny it when asked") && !$0.contains("cost") })
    }

    @Test func wordsChangedOnTheWayAreMarkedOnBothSides() {
        let old = ([Self.moved + " " + Self.denial] + Self.others).joined(separator: "\n\n")
        let edited = Self.moved.replacing("might", with: "may").replacing("14", with: "12") + " " + Self.denial
        let page = Self.sides(old, (Self.others + [edited]).joined(separator: "\n\n"))
        #expect(Self.marked(page, "del").contains("might") && Self.marked(page, "ins").contains("may"))
        #expect(!Self.marked(page, "ins").contains { $0.contains("harbor office") })
    }

    /// The sign of a move stands where the passage begins, not at the end of the paragraph before it.
    @Test(arguments: [false, true]) func theSignStandsInItsOwnParagraph(isEdited: Bool) {
        let passage = Self.moved + " " + Self.denial
        let old = [Self.others[0], passage, Self.others[1]].joined(separator: "\n\n")
        let edited = isEdited ? passage.replacing("might", with: "may") : passage
        let page = Self.sides(old, (Self.others + [edited]).joined(separator: "\n\n"))
        let signs = page.matches(
            of: /<p dir="auto">([^\n]*?)<(?:del|span) class="moved"[^>]*><a [^>]*>\u{2195}1<\/a> (\w+)/)
        #expect(signs.map { String($0.output.2) } == ["The", "The"], "\(page)")
        #expect(signs.allSatisfy { $0.output.1.isEmpty }, "\(page)")
        #expect(page.components(separatedBy: "\u{2195}1").count == 3)
    }

    /// One column is the oracle: both show the same words as removed and as added.
    @Test(arguments: 0..<300) func bothViewsMarkTheSameWords(seed: Int) {
        var dice = SplitMix(seed)
        var number = 0
        func sentence() -> String {
            number += 1
            return "S" + (0..<dice.roll(4, 9)).map { "w\(number)x\($0)" }.joined(separator: " ") + " of \(number)."
        }
        var paragraphs = (0..<dice.roll(3, 6)).map { _ in (0..<dice.roll(2, 4)).map { _ in sentence() } }
        let old = paragraphs.map { $0.joined(separator: " ") }.joined(separator: "\n\n")
        var taken = paragraphs.remove(at: dice.roll(0, paragraphs.count - 1))
        switch dice.roll(0, 2) {
        case 0: taken.removeLast()
        case 1: taken[0] = taken[0].replacing("x1 ", with: "y1 ")
        default: taken.append(sentence())
        }
        paragraphs.insert(taken, at: dice.roll(0, paragraphs.count))
        let new = paragraphs.map { $0.joined(separator: " ") }.joined(separator: "\n\n")
        let (before, after) = (Array(old.utf8), Array(new.utf8))
        let column = Rendering.html(compare(before, after), old: before, new: after)
        let page = Self.sides(old, new)
        for tag in ["del", "ins"] {
            #expect(Self.marked(page, tag) == Self.marked(column, tag), "\(tag), seed \(seed)")
        }
    }

    /// The texts of the elements of a kind, sorted; the two ends of a move are none of them.
    private static func marked(_ html: String, _ tag: String) -> [String] {
        html.components(separatedBy: "<\(tag)").dropFirst().compactMap { piece in
            guard let end = piece.firstIndex(of: ">"), !piece[..<end].contains("moved") else { return nil }
            let rest = piece[piece.index(after: end)...]
            let text = rest[..<(rest.firstRange(of: "</\(tag)>")?.lowerBound ?? rest.endIndex)]
            // The last word of a marked change has an element of its own.
            let words = text.replacing(/<[^>]*>/, with: "").trimmingCharacters(in: .whitespacesAndNewlines)
            return words.isEmpty ? nil : words
        }.sorted()
    }
}
