import CanonicalJSON
import LedgerTestKit
import Testing

@testable import Projections

@Suite("Differences go by the names of elements")
struct NamedChangeTests {
    private func changes(_ old: String, _ new: String, ofRows: Bool = false) throws -> [NamedChange] {
        try NamedChange.all(from: JSON.parse(Array(old.utf8)), to: JSON.parse(Array(new.utf8)), ofRows: ofRows)
    }

    /// A move that happened before another stands before it; only it is new.
    @Test func anElementBeforeOthersChangesNoneOfThem() throws {
        let found = try changes(
            #"{"moves":[{"position":7,"by":"a"}]}"#, #"{"moves":[{"position":9,"by":"b"},{"position":7,"by":"a"}]}"#)
        let new: JSON = ["position": 9, "by": "b"]
        #expect(found == [NamedChange(path: [.member("moves"), .element(new)], old: nil, new: new)])
    }

    @Test func equalNamesAreTakenInOrder() throws {
        let found = try changes(#"{"e":[{"position":4}]}"#, #"{"e":[{"position":4},{"position":4,"x":1}]}"#)
        #expect(found.map(\.new) == [["position": 4, "x": 1]] && found.map(\.old) == [nil])
    }

    @Test func anotherEventIsOneChange() throws {
        let found = try changes(
            #"{"statusChange":{"position":5,"change":"hold"}}"#, #"{"statusChange":{"position":6,"change":"kill"}}"#)
        #expect(found.map(\.path) == [[.member("statusChange")]])
    }

    @Test func plainListsAndMembersChangeAsTheyAre() throws {
        let found = try changes(#"{"a":["x"],"b":1,"c":true}"#, #"{"a":["x","y"],"b":2,"d":null}"#)
        #expect(found.map(\.path) == [[.member("c")], [.member("a")], [.member("b")], [.member("d")]])
        #expect(found.map(\.old) == [true, ["x"], 1, nil])
    }

    @Test func rowsAreElements() throws {
        let found = try changes(
            #"{"k":{"n":1,"position":1}}"#, #"{"k":{"n":2,"position":2},"m":{"n":1}}"#, ofRows: true)
        let row: JSON = ["n": 2, "position": 2]
        #expect(
            found.map(\.path) == [
                [.element(row), .member("n")], [.element(row), .member("position")], [.element(["n": 1])],
            ])
    }

    /// Whatever differs is found, and nothing else.
    @Test(arguments: 0..<200) func nothingDiffersWithoutAChange(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let (old, new) = (Self.value(3, &random), Self.value(3, &random))
        #expect(NamedChange.all(from: old, to: old, ofRows: false).isEmpty)
        #expect(NamedChange.all(from: old, to: new, ofRows: false).isEmpty == (old == new), "\(old) \(new)")
    }

    private static func value(_ depth: Int, _ random: inout SeededRandom) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 5 : 3), using: &random) {
        case 0: return .null
        case 1: return .integer(Int64.random(in: 0...2, using: &random))
        case 2: return .string(Text(["a", "b"].randomElement(using: &random)!))
        case 3:
            return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in Self.value(depth - 1, &random) })
        default:
            var object = JSONObject()
            for key in ["id", "position", "x"] where Bool.random(using: &random) {
                object[Text(key)] = value(depth - 1, &random)
            }
            return .object(object)
        }
    }
}
