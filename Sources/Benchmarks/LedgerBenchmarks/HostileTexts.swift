import Foundation
import ProseDiff

/// Texts of one paragraph whose work must stay linear in their size, each at n, 2n and 4n.
struct HostileTexts {
    private let name: String
    /// The number that is doubled.
    private let count: Int
    /// The older text, and the newer one.
    private let texts: @Sendable (Int) -> (old: String, new: String)

    /// Prints the seconds of each, and the ratio of each to the one before, which is about 2 where the work is linear.
    ///
    /// - Parameter rounds: The median of so many counts.
    static func measure(rounds: Int) {
        print("seconds of a comparison at n, 2n and 4n, and the ratio of each to the one before")
        for shape in all {
            let times = [1, 2, 4].map { factor in
                let texts = shape.texts(factor * shape.count)
                let (old, new) = (Array(texts.old.utf8), Array(texts.new.utf8))
                var options = Comparison.Options()
                options.language = "en"
                return (0..<rounds).map { _ in Cost.of { _ = compare(old, new, options: options) }.seconds }.median
            }
            let ratios = zip(times, times.dropFirst()).map { ($1 / $0).shown(2, width: 7) }.joined()
            let seconds = times.map { $0.shown(3, width: 8) }.joined()
            let name = "\(shape.name), n = \(shape.count)"
            print("  \(name)\(String(repeating: " ", count: max(0, 52 - name.count)))\(seconds)  \(ratios)")
        }
    }

    private static let all = [
        HostileTexts(name: "opening brackets", count: 20_000, texts: beside("[")),
        HostileTexts(name: "quotation marks and a word", count: 10_000, texts: beside("\"a ")),
        HostileTexts(name: "quoted words", count: 10_000, texts: beside("\"a\" ")),
        HostileTexts(name: "sentences of a letter", count: 10_000, texts: beside("a. ")),
        HostileTexts(name: "hyphens", count: 20_000, texts: beside("-")),
        HostileTexts(name: "number words", count: 5_000, texts: beside("five million ")),
        HostileTexts(name: "number words, each another", count: 5_000) {
            (String(repeating: "two ", count: $0), String(repeating: "three ", count: $0))
        },
        HostileTexts(name: "number words, every other one another", count: 5_000) {
            (String(repeating: "two and ", count: $0), String(repeating: "three and ", count: $0))
        },
        HostileTexts(name: "beginnings of phrases", count: 5_000) {
            (String(repeating: "may have q ", count: $0), String(repeating: "may have been q ", count: $0))
        },
    ]

    /// A run that got a word before it, within it and after it.
    private static func beside(_ piece: String) -> @Sendable (Int) -> (old: String, new: String) {
        { count in
            let half = String(repeating: piece, count: count / 2)
            return (half + half, "Ann " + half + " nine men " + half + " fell.")
        }
    }
}
