import CanonicalJSON
import Foundation
import Testing

@Suite("Short documents are judged as another parser judges them")
struct OracleTests {
    /// Every byte that JSON gives a meaning, enough for numbers and escapes, and bytes that no document has.
    @Test func upToThreeBytes() {
        let alphabet = Array("{}[]\",:\\ \t0159-+.eEutrfalsn/'x\u{1F}".utf8) + [0x80, 0xC3, 0xA9, 0xFF]
        for document in Self.sequences(of: alphabet.map { [$0] }, upTo: 3) {
            check(document, isTaken: Self.foundationTakes(document))
        }
    }

    /// Foundation takes a comma before a closing bracket or brace; five tokens leave no room for a duplicate key.
    @Test func upToFiveTokens() {
        let tokens = ["{", "}", "[", "]", ",", ":", "\"\""].map { Array($0.utf8) }
        for document in Self.sequences(of: tokens, upTo: 5) {
            let hasTrailingComma = zip(document, document.dropFirst()).contains {
                $0 == UInt8(ascii: ",") && ($1 == UInt8(ascii: "]") || $1 == UInt8(ascii: "}"))
            }
            check(document, isTaken: !hasTrailingComma && Self.foundationTakes(document))
        }
    }

    private func check(_ document: [UInt8], isTaken: Bool) {
        if (refusal(of: document) == nil) != isTaken {
            Issue.record("\(String(decoding: document, as: UTF8.self).debugDescription) is to be taken: \(isTaken)")
        }
    }

    private static func foundationTakes(_ document: [UInt8]) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(document), options: .fragmentsAllowed)) != nil
    }

    private static func sequences(of tokens: [[UInt8]], upTo length: Int) -> [[UInt8]] {
        var all: [[UInt8]] = [[]]
        var last = all
        for _ in 0..<length {
            last = last.flatMap { start in tokens.map { start + $0 } }
            all += last
        }
        return all
    }
}
