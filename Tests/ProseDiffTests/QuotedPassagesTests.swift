import Testing

@testable import ProseDiff

@Suite("Quoted passages")
struct QuotedPassagesTests {
    static let quoting: [(text: String, passages: [String])] = [
        ("It said “fourteen dead.” It was “six”.", ["fourteen dead.", "six"]),
        ("It said \"fourteen\" and «six» and „zwei“ and 「三」.", ["fourteen", "six", "zwei", "三"]),
        ("The drivers’ union said ‘no’ to it.", ["no"]),
        ("It's the drivers' union.", []),
        ("It never \"closed.", []),
        ("“One\n\nTwo and “three”", ["three"]),
        ("“…” is no passage", []),
        ("", []),
    ]

    @Test(arguments: quoting)
    func areFoundByTheirMarks(_ text: String, _ passages: [String]) {
        let bytes = Array(text.utf8)
        let found = QuotedPassages.inside(bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == passages)
    }

    static let places: [(text: String, passage: String, found: [String])] = [
        ("He said: “It’s over”, and left.", "it's over", []),
        ("He said: “It’s over”, and left.", "It's over, and", ["It’s over”, and"]),
        ("A cafe\u{301} by the quay; a caf\u{E9}.", "caf\u{E9}", ["cafe\u{301}", "caf\u{E9}"]),
        ("2014 and 14", "14", ["14"]),
        ("no no no", "no no", ["no no"]),
        ("some words", "...", []),
        ("some words", "some words more", []),
        ("市長は金曜日に", "金曜", ["金曜"]),
    ]

    @Test(arguments: places)
    func areFoundInAnotherTextByTheirWords(_ text: String, _ passage: String, _ found: [String]) {
        let bytes = Array(text.utf8)
        let places = PassageFinder(bytes).places(of: Array(passage.utf8))
        #expect(places.map { String(decoding: bytes[$0], as: UTF8.self) } == found)
    }

    @Test func hostileTextsStopNothing() {
        for text in Hostile.texts {
            for range in QuotedPassages.inside(text) { #expect(range.upperBound <= text.count) }
            for range in PassageFinder(text).places(of: text) { #expect(range.upperBound <= text.count) }
        }
    }
}
