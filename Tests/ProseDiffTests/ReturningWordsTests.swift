import Foundation
import Testing

@testable import ProseDiff

/// Every word of the generated stories exists once, and its name says which version brought it. A word that is back in
/// its run, that is beside two words of an earlier version on one side or one on each, has the origin in its name.
@Suite("Words that return")
struct ReturningWordsTests {
    @Test func aWordThatLeftWithItsNeighboursKeepsItsOrigin() {
        let texts = [
            "A fire killed four people near the mill.", "A fire killed nobody.", "A fire killed four, they said.",
        ].map { Array($0.utf8) }
        let four = blame(texts).spans.first { String(decoding: texts[2][$0.range], as: UTF8.self).contains("four") }
        #expect(four?.origin == .init(version: 0, returned: 2))
    }

    @Test func aPartOfARunKeepsItsOrigin() {
        let texts = [
            "The mayor said on Monday evening that he knew.", "The mayor said that he knew.",
            "The mayor said on Monday that he knew.",
        ].map { Array($0.utf8) }
        #expect(blame(texts).spans.map(\.origin.version) == [0, 0, 0])
    }

    @Test(arguments: 0..<20)
    func haveTheOriginOfTheirRun(seed: Int) {
        let rounds = ProcessInfo.processInfo.environment["BLAME_ROUNDS"].flatMap(Int.init) ?? 20
        for round in 0..<rounds { check(seed * 1_000_000 + round) }
    }

    private func check(_ seed: Int) {
        var dice = SplitMix(seed)
        var counter = 0
        func word(_ version: Int) -> String {
            counter += 1
            return "w\(version)x\(counter)"
        }
        var words = (0..<dice.roll(8, 20)).map { _ in word(0) }
        var versions = [words]
        for _ in 1...dice.roll(2, 5) {
            let version = versions.count
            switch dice.roll(0, 2) {
            case 0:
                let start = dice.roll(2, words.count - 3)
                let count = dice.roll(1, min(5, words.count - start - 2))
                words.removeSubrange(start..<start + count)
                if dice.roll(0, 1) == 1 { words.insert(word(version), at: start) }
            case 1: words.insert(word(version), at: dice.roll(1, words.count - 1))
            default:
                // A part of what left comes back behind the words that it stood behind.
                let earlier = versions[dice.roll(0, versions.count - 1)]
                let present = Set(words)
                guard let first = earlier.indices.first(where: { !present.contains(earlier[$0]) }), first > 1,
                    let place = words.firstIndex(of: earlier[first - 1])
                else { continue }
                let gone = earlier[first...].prefix { !present.contains($0) }
                words.insert(contentsOf: gone.prefix(dice.roll(1, gone.count)), at: place + 1)
            }
            guard words.count > 6 else { break }
            versions.append(words)
        }
        let texts = versions.map { Array(($0.joined(separator: " ") + ".").utf8) }
        let blamed = blame(texts)
        let last = texts[texts.count - 1]
        for span in blamed.spans {
            for name in String(decoding: last[span.range], as: UTF8.self).split(separator: " ") {
                let name = String(name.prefix { $0 != "." })
                guard let index = words.firstIndex(of: name) else { continue }
                let windows = [index - 2..<index + 1, index - 1..<index + 2, index..<index + 3]
                let isBack = versions.dropLast().contains { earlier in
                    windows.contains { window in
                        guard window.lowerBound >= 0, window.upperBound <= words.count else { return false }
                        let run = Array(words[window])
                        return earlier.indices.contains { place in
                            place + 3 <= earlier.count && Array(earlier[place..<place + 3]) == run
                        }
                    }
                }
                let born = Int(name.dropFirst().prefix { $0 != "x" }) ?? -1
                if isBack {
                    #expect(span.origin.version == born, "seed \(seed): \(name) in \(versions)")
                } else {
                    #expect(span.origin.version >= born, "seed \(seed): \(name)")
                }
            }
        }
    }
}
