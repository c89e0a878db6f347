import CanonicalJSON
import Testing

@testable import Projections

@Suite("Of what became of a row, the last counts")
struct StoryChangesTests {
    @Test func keepsTextsUntilOthersAreGiven() {
        let changes = StoryChanges()
        add(to: changes) { $0.set("a", ["n": 1], texts: ["one"]) }
        add(to: changes) { $0.set("a", ["n": 2]) }
        #expect(changes.bytes == 512 + 3)
        let row = changes.take()[0]["a"]
        #expect(row?.row?.value == ["n": 2])
        #expect(row?.texts == ["one"])
    }

    @Test func forgetsTheTextsOfARowThatIsRemoved() {
        let changes = StoryChanges()
        add(to: changes) {
            $0.set("a", ["n": 1], texts: ["one"])
            $0.remove("a")
            $0.set("a", ["n": 2])
        }
        #expect(changes.take()[0]["a"]?.texts == [])
    }

    @Test func beginsAnewOnceItIsTaken() {
        let changes = StoryChanges()
        #expect(changes.isEmpty)
        add(to: changes) { $0.remove("a") }
        #expect(!changes.isEmpty)
        let taken = changes.take()
        #expect(taken.map(\.count) == [1, 0])
        #expect(changes.isEmpty)
        #expect(changes.bytes == 0)
    }

    private func add(to changes: StoryChanges, _ make: (inout StoryRows) -> Void) {
        var rows = StoryRows()
        make(&rows)
        changes.add(rows, of: 0, among: 2, at: .first)
    }
}
