import CanonicalJSON
import Testing

@Suite("Hostile documents are refused cheaply and never crash")
struct HostileInputTests {
    private static let sample = Array(
        #"{"type":"denied","data":{"by":["A","é\u00e9\ud83d\ude00"],"n":[0,-1.5e3,true,null],"e":{}}}"#.utf8)

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func deepNestingIsRefusedAtTheLimit(open: String) throws {
        let document = Array(String(repeating: open, count: 50_000).utf8)
        #expect(try #require(refusal(of: document)).reason == .tooDeep(limit: 64))
        #expect(try #require(refusal(of: document, maximumDepth: .max)).reason == .tooDeep(limit: 256))
    }

    /// Each value counts, also one that takes a byte; the refusal is where the first one too many begins.
    @Test func moreValuesThanTheLimitAreRefused() throws {
        let bytes = Array(#"{"a": [1, {"b": "c"}, [[]]], "d": null}"#.utf8)
        #expect(throws: Never.self) { try JSON.parse(bytes, maximumValues: 8) }
        let error = #expect(throws: JSONSyntaxError.self) { try JSON.parse(bytes, maximumValues: 7) }
        #expect(error?.reason == .tooManyValues(limit: 7))
        #expect(error?.path == .root.member("d"))
        #expect(error?.offset == 34)
        #expect(
            error?.message == "the document has more than 7 values: strings, numbers, words, arrays and objects")
        #expect(error?.remedy == "send less in one document, or write long lists of numbers as one string")
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(bytes[...], maximumValues: 0) }
    }

    @Test func manyKeysAreRead() throws {
        let members = (0..<100_000).map { "\"key \($0)\":\($0)" }
        guard case .object(let object) = try parse("{\(members.joined(separator: ","))}") else {
            Issue.record("not an object")
            return
        }
        #expect(object.count == 100_000)
        #expect(object["key 77777"] == 77777)
    }

    @Test func oneDuplicateAmongManyKeysIsFound() throws {
        var members = (0..<100_000).map { "\"key \($0)\":\($0)" }
        members.append("\"key 5\\u0030\":0")
        let error = try #require(refusal(of: Array("{\(members.joined(separator: ","))}".utf8)))
        #expect(error.reason == .duplicateKey("key 50"))
        #expect(error.path == .root.member("key 50"))
    }

    @Test func manyDuplicatesAreRefusedAtTheSecond() throws {
        let document = "{" + String(repeating: #""a":1,"#, count: 100_000) + "}"
        let error = try #require(refusal(of: Array(document.utf8)))
        #expect(error == JSONSyntaxError(.duplicateKey("a"), path: .root.member("a"), offset: 7))
    }

    @Test func longNumbersAreJudged() throws {
        let zeros = String(repeating: "0", count: 100_000)
        #expect(try parse("0.\(zeros)") == 0)
        #expect(try parse("1.\(zeros)") == 1)
        #expect(try parse("1\(zeros)e-100000") == 1)
        #expect(try #require(refusal(of: Array("0.\(zeros)1".utf8))).offset == 0)
        #expect(try #require(refusal(of: Array("1\(zeros)".utf8))).offset == 0)
        #expect(try #require(refusal(of: Array("-\(zeros)".utf8))).offset == 0)
    }

    @Test func everyTruncationIsRefused() throws {
        #expect(refusal(of: Self.sample) == nil)
        for length in 0..<Self.sample.count {
            let error = try #require(refusal(of: Array(Self.sample[..<length])))
            #expect(error.offset <= length)
            #expect(!error.message.isEmpty && !error.remedy.isEmpty)
        }
    }

    /// What is still taken after a byte changed must be a value that reads back.
    @Test func everyFlippedByteIsRefusedOrRead() throws {
        for place in Self.sample.indices {
            for byte in UInt8.min ... .max {
                var document = Self.sample
                document[place] = byte
                if let error = refusal(of: document) {
                    if error.offset > document.count || error.message.isEmpty || error.remedy.isEmpty {
                        Issue.record("byte \(byte) at \(place): \(error)")
                    }
                } else {
                    let value = try JSON.parse(document)
                    let readBack = try JSON.parse(value.canonicalBytes)
                    if readBack != value {
                        Issue.record("byte \(byte) at \(place) changes on the way")
                    }
                }
            }
        }
    }
}
