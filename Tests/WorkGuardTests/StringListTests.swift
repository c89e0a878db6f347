import Testing

@testable import WorkGuard

@Suite("A list of strings, as a note holds it")
struct StringListTests {
    static let lists: [[String]] = [
        [], [""], ["a"], ["", ""], ["a", ""], ["", "a"], ["wire/\u{E9}.json", "b"],
        [String(repeating: "x", count: 300)],
    ]

    @Test(arguments: lists)
    func comesBackAsItWas(_ strings: [String]) {
        #expect(StringList.decode(StringList.encode(strings)) == strings)
    }

    /// A list that was cut is none, wherever it was cut within a string.
    @Test(arguments: lists)
    func isNoListWhereItWasCut(_ strings: [String]) {
        let bytes = StringList.encode(strings)
        var ends: Set<Int> = [0]
        for count in strings.indices { ends.insert(StringList.encode(Array(strings[...count])).count) }
        for length in 0..<bytes.count {
            #expect((StringList.decode(Array(bytes[..<length])) != nil) == ends.contains(length), "\(length)")
        }
    }
}
