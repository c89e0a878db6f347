import CanonicalJSON
import Testing

@testable import StoryEvents

struct MergePatchTests {
    /// RFC 7396, appendix A, those cases whose target and patch are objects.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#),
        (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func followsTheTableOfTheRFC(target: String, patch: String, result: String) throws {
        try check(target, patch, result)
    }

    /// The table's other cases, one member down: a target or patch that is no object.
    @Test(arguments: [
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#), (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#), (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    ])
    func followsTheTableOneMemberDown(target: String, patch: String, result: String) throws {
        try check(#"{"m":\#(target)}"#, #"{"m":\#(patch)}"#, #"{"m":\#(result)}"#)
    }

    @Test func nullWhereAnObjectWasRemovesIt() throws {
        try check(#"{"m":{"a":"foo"}}"#, #"{"m":null}"#, #"{}"#)
    }

    private func check(_ target: String, _ patch: String, _ result: String) throws {
        var object = try #require(try JSON.of(target).members)
        let before = JSON.object(object).weight
        let growth = object.merge(try #require(try JSON.of(patch).members))
        #expect(JSON.object(object) == (try JSON.of(result)))
        #expect(JSON.object(object).weight - before == growth)
    }
}
