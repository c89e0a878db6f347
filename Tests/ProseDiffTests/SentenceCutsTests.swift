import Testing

@testable import ProseDiff

/// Blame beside a model that takes words out of sentences, one at a time, and notes in which version.
@Suite("Words that were taken out")
struct SentenceCutsTests {
    /// A sentence of different words, with the newest version that took words out before each of them and after the last.
    private struct Model {
        var words: [String]
        var cuts: [Int?]

        init(_ words: [String]) {
            self.words = words
            cuts = Array(repeating: nil, count: words.count + 1)
        }

        var text: String { words.joined(separator: " ") + "." }

        mutating func take(_ word: Int, in version: Int) {
            words.remove(at: word)
            cuts.remove(at: word)
            cuts[word] = version
        }
    }

    /// Also where sentences are moved, added and dropped at the same time.
    @Test(arguments: 0..<200)
    func areNamedByTheVersionThatTookThemOut(seed: Int) {
        var random = SplitMix(seed)
        var count = 0
        func sentence() -> Model {
            Model(
                (0..<14).map { _ in
                    count += 1
                    return "W" + String(count, radix: 36)
                })
        }
        var story = (0..<4).map { _ in sentence() }
        func text() -> [UInt8] { Array(story.map(\.text).joined(separator: "\n\n").utf8) }
        var versions = [text()]
        for version in 1..<5 {
            for index in story.indices where random.roll(0, 2) > 0 {
                story[index].take(random.roll(0, story[index].words.count - 1), in: version)
            }
            switch random.roll(0, 3) {
            case 0: story.insert(sentence(), at: random.roll(0, story.count - 1))
            case 1: story.swapAt(0, story.count - 1)
            case 2 where story.count > 2: story.removeFirst()
            default: break
            }
            versions.append(text())
        }
        let blamed = blame(versions)
        #expect(blamed.sentences.count == story.count)
        for (found, model) in zip(blamed.sentences, story) {
            #expect(found.cuts.map(\.version) == model.cuts.compactMap { $0 }, "seed \(seed): \(model.text)")
            let newest = max(model.cuts.compactMap { $0 }.max() ?? 0, found.origin.version)
            #expect(found.newest == newest, "seed \(seed): \(model.text)")
        }
    }

    /// Words were taken out before a word that was taken out itself, and came back without them.
    @Test func aWordThatComesBackHasTheCutBeforeIt() {
        let versions = ["One two three four five six.", "One three four five six.", "One four five six."]
        let found = blame((versions + ["One three four five seven."]).map { Array($0.utf8) }).sentences.flatMap(\.cuts)
        #expect(found == [Blame.Cut(place: 3, version: 1)])
    }

    /// What goes as a whole, is moved, or is only a mark leaves no cut.
    @Test(arguments: [
        ["One two three. Four five six.", "Four five six."], ["One two, three four.", "One two three four."],
        ["One two. Three four.", "Three four. One two."], ["One two, three four.", "One two. Three four."],
        ["One two.\n\nThree four.", "One two. Three four."], ["* One two\n* Three", "1. One two\n2. Three"],
    ])
    func otherChangesLeaveNone(texts: [String]) {
        #expect(blame(texts.map { Array($0.utf8) }).sentences.allSatisfy { $0.cuts.isEmpty })
    }
}
