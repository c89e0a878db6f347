import Foundation
import Testing

@testable import ProseDiff

/// Pairs of sentences with one number, in thirteen languages: for a comparison and for a claim that is followed, two forms of
/// one value say the same, and two values do not.
@Suite("Numbers in sentences, against what the generator knows")
struct NumberSentencesTests {
    /// `STORYLEDGER_NUMBERS=100000` makes so many pairs.
    private static let pairs = ProcessInfo.processInfo.environment["STORYLEDGER_NUMBERS"].flatMap(Int.init) ?? 2000

    /// The name of a month is no part of a number in a comparison.
    @Test func sayWhatTheySayToAComparison() {
        for seed in 0..<Self.pairs {
            let pair = NumberSentences(seed: seed)
            guard pair.sort != .date else { continue }
            let (one, other) = (readings(pair.one, pair.language), readings(pair.other, pair.language))
            let isSame =
                one.count == other.count && zip(one, other).allSatisfy { $0.isSame(as: $1) && $1.isSame(as: $0) }
            #expect(isSame == pair.isSame, "seed \(seed), \(pair.language): \(pair.one) | \(pair.other)")
        }
    }

    @Test func sayWhatTheySayToWhoFollowsValues() {
        for seed in 0..<Self.pairs {
            let pair = NumberSentences(seed: seed)
            let (one, other) = (values(pair.one, pair.language), values(pair.other, pair.language))
            let isSame = one.count == other.count && zip(one, other).allSatisfy { $0.says($1) && $1.says($0) }
            #expect(isSame == pair.isSame, "seed \(seed), \(pair.language): \(pair.one) | \(pair.other)")
        }
    }

    private func readings(_ text: String, _ language: String) -> [NumberReading] {
        NumberReading.all(in: Array(text.utf8), language: language).map(\.reading)
    }

    private func values(_ text: String, _ language: String) -> [ReadToken] {
        ReadToken.all(in: Array(text.utf8), language: language).filter(\.isValue)
    }
}
