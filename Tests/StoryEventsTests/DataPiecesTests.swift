import CanonicalJSON
import LedgerTestKit
import Testing

@testable import StoryEvents

struct DataPiecesTests {
    private func pieces(_ data: String) throws -> [String] {
        let data = Array(data.utf8)
        return try #require(DataPieces(data)).pieces.map { String(decoding: $0.text(in: data), as: UTF8.self) }
    }

    @Test(arguments: [
        ("", [""]), ("One.", ["One."]), ("One.\n", ["One.\n"]), ("One.\n\nTwo.", ["One.\n\n", "Two."]),
        ("One.\n\n", ["One.\n\n"]), ("\n\nOne.", ["\n\n", "One."]), ("One.\r\nTwo.", ["One.\r\nTwo."]),
        ("One.\r\n\r\nTwo.", ["One.\r\n\r\n", "Two."]), ("One.\n\rTwo.", ["One.\n\r", "Two."]),
        ("One.\r\n\nTwo.", ["One.\r\n\n", "Two."]), ("One.\n \t\nTwo.", ["One.\n \t\n", "Two."]),
        ("One.\n\n \tTwo.", ["One.\n\n", " \tTwo."]), ("One.\n\n \t", ["One.\n\n", " \t"]),
        ("One.\n\n\t\"", ["One.\n\n", "\t\""]), ("One.\n\n\n \n\nTwo.\nThree.", ["One.\n\n\n \n\n", "Two.\nThree."]),
        (" \t", [" \t"]), ("One.\n\u{B}\nTwo.", ["One.\n\u{B}\nTwo."]), ("\r\r\r", ["\r\r\r"]),
        ("é\u{2028}\u{2028}x", ["é\u{2028}\u{2028}x"]),
    ])
    func aBodyIsOnePieceAParagraph(_ body: String, _ expected: [String]) throws {
        let data = JSON.object(["body": .string(Text(body))]).canonicalBytes
        let parts = try #require(DataPieces(data))
        #expect(parts.pieces.map { String(decoding: $0.text(in: data), as: UTF8.self) } == expected)
        #expect(String(decoding: parts.skeleton, as: UTF8.self) == #"{"body":\#(expected.count)}"#)
    }

    @Test func otherStringsAreOnePieceEach() throws {
        let data = #"{"a":["x\n\ny",{"body":"p\n\nq"}],"body":null,"c":"","k\"":{"body":"\u0001"},"n":-1.5}"#
        #expect(try pieces(data) == ["x\n\ny", "p\n\nq", "", "\u{1}"])
        let skeleton = try #require(DataPieces(Array(data.utf8))).skeleton
        #expect(
            String(decoding: skeleton, as: UTF8.self)
                == #"{"a":["",{"body":""}],"body":null,"c":"","k\"":{"body":""},"n":-1.5}"#)
    }

    @Test(arguments: [
        #"{"a":"\/"}"#, #"{"a":"\u0041"}"#, #"{"a":"\u000a"}"#, #"{"a":"\u001F"}"#, #"{"a":"\u00"#, #"{"a":"x"#,
        #"{"a":"\"#, #"{"a":"\x"}"#, "{\"a\":\"\n\"}", #"{"a":"\u0020"}"#, #"{"\u0041":1}"#,
    ])
    func whatIsNotWrittenAsRFC8785SaysIsRefused(_ data: String) {
        #expect(DataPieces(Array(data.utf8)) == nil)
    }

    /// Where a random text is read at all, it is the only one with its skeleton and pieces.
    @Test(arguments: [UInt64](1...20))
    func noTwoTextsHaveTheSamePieces(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let parts = [
            "\"body\":", "\"a\":", "\"\"", "\"x\"", "\"\\n\\n\"", "{", "}", "[", "]", ",", ":", "2", "1", "\"", "\\",
            "null",
            "\"a\\n\\nb\"", " ",
        ]
        struct Taken: Hashable {
            let skeleton: [UInt8]
            let pieces: [[UInt8]]
        }
        var seen: [Taken: [UInt8]] = [:]
        for _ in 0..<3000 {
            let text = Array(
                (0..<Int.random(in: 0...7, using: &random)).map { _ in parts.randomElement(using: &random)! }.joined()
                    .utf8)
            guard let found = DataPieces(text) else { continue }
            let taken = Taken(skeleton: found.skeleton, pieces: found.pieces.map { $0.text(in: text) })
            if let other = seen.updateValue(text, forKey: taken) {
                #expect(other == text, "seed \(seed): \(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test(arguments: [
        (#"{"headline":"h"}"#, #"{"context":{"file":FILE},"headline":"h"}"#),
        (#"{}"#, #"{"context":{"file":FILE}}"#),
        (#"{"body":"a,\"b\\"}"#, #"{"body":"a,\"b\\","context":{"file":FILE}}"#),
        (
            #"{"claims":[{"id":"}"}],"context":{"causationid":"}","correlationid":"x"},"dek":null}"#,
            #"{"claims":[{"id":"}"}],"context":{"causationid":"}","correlationid":"x","file":FILE},"dek":null}"#
        ),
        (#"{"concedes":"c","corrects":[]}"#, #"{"concedes":"c","context":{"file":FILE},"corrects":[]}"#),
        (#"{"by":1}"#, #"{"by":1,"context":{"file":FILE}}"#),
        (#"{"context":{},"dek":""}"#, #"{"context":{"file":FILE},"dek":""}"#),
    ])
    func theFileIsAddedAndFoundAgain(_ data: String, _ expected: String) throws {
        let custody = FileCustody(name: "a/\"b\"", sha256: [UInt8](repeating: 10, count: 32))
        let file = #"{"name":"a/\"b\"","sha256":"\#(String(repeating: "0a", count: 32))"}"#
        let added = custody.added(to: Array(data.utf8)[...])
        #expect(String(decoding: added, as: UTF8.self) == expected.replacing("FILE", with: file))
        let span = try #require(DataPieces(added)?.file)
        var rest = added
        rest.removeSubrange(span.bytes)
        if data != #"{"context":{},"dek":""}"# { #expect(String(decoding: rest, as: UTF8.self) == data) }
        #expect(span.pieces.count == 2)
    }
}
