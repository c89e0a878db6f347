import CanonicalJSON
import ProseDiff
import StoryEvents
import Testing

@testable import Projections

@Suite("How long words stood")
struct ExposureTests {
    private func exposures(_ story: EditedStory) -> [[String]] {
        var fold = ExposureFold(ReadableTimes())
        return story.edits.map { edit in
            fold.apply(edit).map { "\($0.field) v\($0.from.number)-v\($0.to.number) \($0.words)" }
        }
    }

    @Test func isFromTheVersionThatBroughtThemToTheOneThatTookThemOut() throws {
        let story = try EditedStory(
            "The repair costs 240 million. It begins in May.",
            updates: [
                ["body": "The repair costs 240 million. It begins in May. Nobody was hurt."],
                ["body": "The repair costs 260 million. It begins in May. Nobody was hurt."],
                ["body": "The repair costs 260 million. It begins in May.", "headline": "Dam is unsafe"],
            ])
        #expect(
            exposures(story) == [
                [], [], ["body v1-v3 240 million"], ["headline v1-v4 safe", "body v2-v4 Nobody was hurt."],
            ])
    }

    /// A sentence is one row, however often its numbers changed before; those have their own times inside it.
    @Test func aRemovedSentenceIsOneRow() throws {
        let story = try EditedStory(
            "It was founded in 1990. It has 40 members. It begins in May.",
            updates: [
                ["body": "It was founded in 1991. It has 41 members. It begins in May."],
                ["body": "It begins in May."],
            ])
        var fold = ExposureFold(ReadableTimes())
        let gone = story.edits.map { fold.apply($0) }[2]
        #expect(gone.map(\.words) == ["It was founded in 1991.", "It has 41 members."])
        #expect(gone.map(\.from.number) == [1, 1])
        #expect(gone.map { $0.parts.map(\.words) } == [["1991"], ["41"]])
        #expect(gone.allSatisfy { $0.parts.allSatisfy { $0.from.number == 2 } })
    }

    /// A sentence that stands elsewhere still stands, whether the comparison calls it moved or not.
    @Test func aSentenceThatStandsElsewhereWasNotTakenBack() throws {
        let story = try EditedStory(
            "Jo Smith scored both goals. The crowd was 41,020.\n\nAl Brown praised the referee. Nobody cried.",
            updates: [
                [
                    "body":
                        "Al Brown praised the referee.\n\nNobody cried. Jo Smith scored both goals.\n\nThe crowd was 41,020."
                ],
                ["body": "Nobody cried. Al Brown praised the referee.\n\nJo Smith scored both goals."],
            ])
        #expect(exposures(story) == [[], [], ["body v1-v3 The crowd was 41,020."]])
    }

    /// Figures that changed places are no sentences.
    @Test func aFigureElsewhereIsNotTheSameFigure() throws {
        let story = try EditedStory(
            "It has 240 seats and 12 doors.", updates: [["body": "It has 12 seats and 240 doors."]])
        #expect(exposures(story)[1] == ["body v1-v2 240", "body v1-v2 12"])
    }

    @Test func typographyEndsNothing() throws {
        let story = try EditedStory(
            "“It holds,” he said. It begins in May.",
            updates: [
                ["body": "\"It holds,\" he said.\n\nIt begins in May."], ["body": "It begins in May."],
            ])
        #expect(exposures(story) == [[], [], ["body v1-v3 \"It holds,\" he said."]])
    }

    @Test func jsonHasBothVersionsAndTheSeconds() throws {
        let story = try EditedStory("It costs 240.", updates: [["body": "It costs 260."]])
        var fold = ExposureFold(ReadableTimes())
        let gone = story.edits.map { fold.apply($0) }[1]
        guard case .object(let object) = try #require(gone.first).json else { return }
        #expect(object["words"] == "240")
        #expect(object["seconds"] == .integer(gone[0].seconds))
        #expect(object["from"] == ["version": 1, "position": 0, "time": JSON(story.view.versions[0].envelope.time)])
    }

    /// Every byte of every version has the origin that a plain walk finds: words that no version took out stand.
    @Test(arguments: 0..<40)
    func whatStandsWasNeverExposed(seed: Int) throws {
        var dice = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7
        func roll(_ sides: Int) -> Int {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(dice >> 33) % sides
        }
        // Every word is new in its version and never comes back: its name says when it came.
        var words = (0..<12).map { "w1x\($0)" }
        var updates: [JSON] = []
        var expected: [[String]] = [[]]
        for version in 2...6 {
            var gone: [String] = []
            for place in 0..<1 + roll(3) {
                let index = roll(words.count)
                if !words[index].hasPrefix("w\(version)x") { gone.append(words[index]) }
                words[index] = "w\(version)x\(place)"
            }
            updates.append(["body": .string(Text(words.joined(separator: " ")))])
            expected.append(gone.sorted())
        }
        let first = (0..<12).map { "w1x\($0)" }.joined(separator: " ")
        let story = try EditedStory(Text(first), updates: updates)
        var fold = ExposureFold(ReadableTimes())
        for (index, edit) in story.edits.enumerated() {
            let gone = fold.apply(edit)
            for exposure in gone {
                let parts = exposure.parts.flatMap { part in
                    part.words.split(separator: " ").map { (word: $0, version: part.from.number) }
                }
                for word in exposure.words.split(separator: " ") {
                    let version = parts.first { $0.word == word }?.version ?? exposure.from.number
                    #expect(word.hasPrefix("w\(version)x"), "seed \(seed)")
                }
            }
            #expect(gone.flatMap { $0.words.split(separator: " ").map(String.init) }.sorted() == expected[index])
        }
    }
}
