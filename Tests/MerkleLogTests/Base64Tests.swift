import Testing

@testable import MerkleLog

@Suite("Base 64")
struct Base64Tests {
    /// Source: RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func isThatOfTheStandard(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(Array(encoded.utf8)) == Array(text.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "==", "====", "Z===", "=Zg=", "Zg==Zg==", "Zm8=Zm8=", "Zg=\n",
        "Zm9v\n", " Zm9v", "Zm 9v", "Zm9-", "Zm9_", "Zm9é", "Zm9\u{0}",
    ])
    func hasOneTextForEachValue(text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }

    @Test func goesBothWaysForEveryPairOfBytes() {
        for first in 0...255 as ClosedRange<UInt8> {
            for second in 0...255 as ClosedRange<UInt8> {
                guard Base64.decode(Array(Base64.encode([first, second]).utf8)) == [first, second] else {
                    Issue.record("\(first) \(second)")
                    continue
                }
            }
        }
    }
}
