import Testing

@testable import Inbox

@Suite struct TargetTests {
    @Test(arguments: [
        ("a.json", 17 as Int64, 255, "a.17.json"), ("a", 1, 255, "a.1"), (".json", 1, 255, ".json.1"),
        ("a.b.json", 2, 255, "a.b.2.json"), ("abcdef.json", 3, 10, "abc.3.json"), ("aéé.json", 3, 10, "aé.3.json"),
        ("aéé.json", 3, 11, "aé.3.json"), ("a.endingthatislongerthanany", 4, 255, "a.endingthatislongerthanany.4"),
    ])
    func numbersNames(name: String, number: Int64, longest: Int, expected: String) {
        #expect(FileName(name).numbered(number, longest) == FileName(expected))
    }

    @Test(arguments: [
        "archive/2026-03-02/cms/a.json", "quarantine/a.json", "archive/2026-03-02/inbox/ü b.json",
        "archive/2026-03-02/wire/2026/03/a.json", "archive/2026-03-02/wire/1/2/3/4/5/6/7/8/a.json",
    ])
    func readsThePathsItWrites(path: String) throws {
        #expect(try #require(Destination(path: Array(path.utf8))).path == Array(path.utf8))
    }

    @Test(arguments: [
        "", "a.json", "archive/a.json", "elsewhere/a.json", "quarantine/a/b.json", "archive/1/2",
        "archive/1/2/3/4/5/6/7/8/9/10/11/12",
    ])
    func readsNoOtherPaths(path: String) {
        #expect(Destination(path: Array(path.utf8)) == nil)
    }

    /// What a takedown renames a file to is free: no producer's file has such a name.
    @Test(arguments: [
        ("withheld-18.ndjson", true), ("withheld-18", true), ("withheld-18.json", true), ("withheld-18.20.json", false),
        ("withheld-18.20", false), ("withheld-note.json", false), ("withheld-18x.json", false),
        ("withheld.json", false), ("a-withheld-18.json", false),
    ])
    func leavesTheNamesOfTakedownsFree(name: String, isOfTakedown: Bool) {
        let target = Destination(shelf: .quarantine, name: FileName(name))
        #expect(target.isOfTakedown == isOfTakedown)
        #expect(!target.numbered(20).isOfTakedown)
    }
}
