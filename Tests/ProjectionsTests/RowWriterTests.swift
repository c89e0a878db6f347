import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

@Suite("Rows and what they are found by are written the same, in one batch or in many")
struct RowWriterTests {
    private static let bodies = [
        "keep apples", "count 1", "keep pears", "clear 1", "count 2", "clear 2", "keep figs", "count 3",
    ]

    @Test(arguments: 1...8)
    func hangsOnNoBatch(length: Int) throws {
        let ledger = try KeptLedger()
        let registry = ProjectionRegistry(ledger: [Shelf.self])
        let views = try ledger.views(registry)
        for (index, body) in Self.bodies.prefix(length).map({ Text($0) }).enumerated() {
            try ledger.take([
                index == 0 ? Documents.published("shelf", body: body) : Documents.updated("shelf", body: body)
            ])
            #expect(try views.catchUp())
        }
        #expect(try FoldedRows(Shelf.self, of: ledger.store).rows.digest().hexadecimal == views.digest(Shelf.self))

        // What stands last of these before the row is cleared is what it is found by.
        let bodies = Self.bodies.prefix(length)
        let kept = bodies.split(omittingEmptySubsequences: false) { $0.hasPrefix("clear") }.last ?? []
        let word = kept.last { $0.hasPrefix("keep ") }?.dropFirst("keep ".count)
        #expect(try views.rows(Shelf.self).map(\.value) == (kept.isEmpty ? [] : [["count": .integer(Int64(length))]]))
        for fruit in ["apples", "pears", "figs"] {
            let found = try views.rows(Shelf.self, RowQuery(search: try SearchQuery(fruit)))
            #expect(found.count == (fruit == word.map(String.init) ? 1 : 0), "\(fruit) after \(length)")
        }
    }
}
