import CanonicalJSON
import Testing

@Suite("An object keeps the order of its members")
struct JSONObjectTests {
    /// On both sides of the size from which objects index their keys.
    @Test(arguments: [0, 1, 2, 15, 16, 17, 18, 40])
    func agreesWithAListOfPairs(count: Int) {
        var object = JSONObject()
        var pairs: [(key: Text, value: JSON)] = []
        for number in 0..<count {
            let key = Text("key \(number * 7 % 41)")
            object[key] = .integer(Int64(number))
            pairs.append((key, .integer(Int64(number))))
        }
        while true {
            #expect(object.count == pairs.count)
            #expect(object.isEmpty == pairs.isEmpty)
            #expect(object.keys == pairs.map(\.key))
            #expect(object.members.map(\.value) == pairs.map(\.value))
            #expect(pairs.allSatisfy { object[$0.key] == $0.value })
            #expect(object["absent"] == nil)
            guard !pairs.isEmpty else { break }
            let removed = pairs.remove(at: pairs.count / 2)
            object[removed.key] = nil
            #expect(object[removed.key] == nil)
        }
    }

    @Test func settingReplacesInPlace() {
        var object: JSONObject = ["a": 1, "b": 2, "c": 3]
        object["b"] = "two"
        object["d"] = .null
        object["a"] = nil
        object["absent"] = nil
        #expect(object.keys == ["b", "c", "d"])
        #expect(object["b"] == "two")
        #expect(object["d"] == .some(.null))
    }

    @Test func keysAreBytes() {
        let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    @Test func equalsAnyOrderOfManyMembers() {
        var forward = JSONObject()
        var backward = JSONObject()
        for number in 0..<1000 {
            forward["\(number)"] = .integer(Int64(number))
            backward["\(999 - number)"] = .integer(Int64(999 - number))
        }
        #expect(forward == backward)
        #expect(forward.hashValue == backward.hashValue)
        backward["500"] = "changed"
        #expect(forward != backward)
    }
}
