import CanonicalJSON
import Testing

@Suite("Values are equal when their canonical forms are")
struct JSONTests {
    @Test func literalsMakeValues() {
        let value: JSON = ["text": "a\(1)", "list": [1, -2, true, nil], "empty": [:]]
        var object = JSONObject()
        object["text"] = .string("a1")
        object["list"] = .array([.integer(1), .integer(-2), .bool(true), .null])
        object["empty"] = .object(JSONObject())
        #expect(value == .object(object))
    }

    @Test(
        arguments: [
            (1.0, JSON.integer(1)), (-0.0, 0), (1e2, 100), (0.5, .double(0.5)), (-2.75, .double(-2.75)),
            (9_007_199_254_740_991, .integer(9_007_199_254_740_991)),
            (-9_007_199_254_740_991, .integer(-9_007_199_254_740_991)),
            (9_007_199_254_740_992, nil), (.infinity, nil), (-.infinity, nil), (.nan, nil),
        ] as [(Double, JSON?)])
    func numberPicksTheCase(number: Double, value: JSON?) {
        #expect(JSON.number(number) == value)
    }

    @Test func orderOfMembersDoesNotCount() {
        let one: JSON = ["a": 1, "b": ["c": 2, "d": 3]]
        let other: JSON = ["b": ["d": 3, "c": 2], "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one.canonicalBytes == other.canonicalBytes)
        #expect(one.bytes(pretty: false) != other.bytes(pretty: false))
    }

    @Test(
        arguments: [
            (["a": 1], ["a": 2]), (["a": 1], ["b": 1]), (["a": 1], ["a": 1, "b": 1]), ([1, 2], [2, 1]), ([1], 1),
            (nil, false), (["a": nil], [:]), ("\u{E9}", "e\u{301}"), (0, false), (1, "1"),
        ] as [(JSON, JSON)])
    func otherDifferencesCount(one: JSON, other: JSON) {
        #expect(one != other)
        #expect(one.canonicalBytes != other.canonicalBytes)
    }
}
