import CanonicalJSON
import EventLog
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@testable import Projections

@Suite("Persisted rows of some stories are compared with what their events say")
struct ViewsCompareTests {
    private let ledger: KeptLedger
    private let views: Views

    init() throws {
        ledger = try KeptLedger()
        var history = RandomHistory(seed: 12)
        try ledger.append(history.documents(120))
        views = try ledger.views()
        #expect(try views.catchUp())
    }

    private func compared(_ count: Int = 1_000) throws -> Views.Comparison {
        var random = SeededRandom(seed: 3)
        return try #require(try views.compare(try views.sample(count, using: &random)))
    }

    private func damage(_ sql: String) throws {
        try Connection(path: ledger.path, access: .readWrite).execute(sql)
    }

    @Test func nothingDiffersInRowsThatTheLogMade() throws {
        let comparison = try compared()
        let rows = try ProjectionRegistry.standard.ledger.reduce(0) { try $0 + views.rows($1).count }
        #expect(comparison.differences.isEmpty)
        #expect(comparison.rows == rows)
        #expect(try compared(2).stories <= 6)
    }

    @Test func rowsThatAreBehindTheLogAreComparedWithThatPartOfIt() throws {
        var history = RandomHistory(seed: 12)
        let documents = history.documents(150)
        try ledger.append(Array(documents[120...]))
        #expect(try compared().differences.isEmpty)
    }

    /// One takedown may take something of several stories, whether it is folded yet or not.
    @Test(arguments: [true, false])
    func aTakedownOfSeveralStoriesIsNoDifference(_ isFolded: Bool) throws {
        try ledger.append(
            ["one", "two"].map { Documents.published($0, body: "Anna Meier said so.\n\nThe rest stays.") })
        #expect(try views.catchUp())
        let story = try #require(StoryID("one"))
        _ = try Withholder(ledger.store).withhold(
            .words("Anna Meier", story: story, everywhere: true), reason: "r", authority: "a")
        if isFolded { #expect(try views.catchUp()) }
        let differences = try compared().differences
        #expect(differences.isEmpty, "\(differences)")
    }

    static let quietDamages = [
        "UPDATE projection SET position = position - 1 WHERE name = 'stories'",
        "UPDATE projection SET position = position + 1 WHERE name = 'stories'",
        "UPDATE projection SET last = 'x' WHERE name = 'stories'",
        "UPDATE projection SET version = version + 1 WHERE name = 'stories'",
        "UPDATE projection SET shape = shape || ' ' WHERE name = 'stories'",
        "UPDATE projection SET fault_position = 3, fault = 'x' WHERE name = 'stories'",
        "UPDATE projection SET fault = 'x' WHERE name = 'stories'",
        "DELETE FROM projection WHERE name = 'stories'",
        "DELETE FROM texts_stories_1 WHERE id = 1",
        "UPDATE texts_stories_1 SET id = 9999 WHERE id = 1",
        "INSERT INTO search_stories_1 (rowid, headline) VALUES (1, 'guilty')",
        "INSERT INTO search_stories_1 (search_stories_1) VALUES ('delete-all')",
    ]

    /// What a comparison of rows does not show. SQLite keeps this program from FTS5's own tables; Tests/mutations.py edits them.
    @Test(arguments: quietDamages)
    func damageBesideRowsIsFound(_ sql: String) throws {
        #expect(try views.integrityFaults() == [])
        for projection in views.registry.ledger { #expect(try views.inspect(projection) == []) }
        try damage(sql)
        let faults = try views.inspect(StoryIndex.self)
        #expect(!faults.isEmpty)
    }

    @Test func sharedValuesThatAreNotTheirsAreFound() throws {
        let projection = try #require(views.registry.ledger.first { !$0.table.shared.isEmpty })
        let number = try #require(views.registry.ledger.firstIndex { $0.name == projection.name }) + 1
        try damage("UPDATE shared_\(projection.name)_\(number) SET value = 'GUILTY' WHERE id = 1")
        let faults = try views.inspect(projection)
        #expect(faults == ["the shared value 1 is not that of its hash"])
    }

    static let damages = [
        "UPDATE rows_stories_1 SET c_headline = 'GUILTY' WHERE id = 1",
        "UPDATE texts_stories_1 SET headline = 'GUILTY' WHERE id = 1",
        "UPDATE rows_stories_1 SET value = 'nonsense' WHERE id = 1",
        "DELETE FROM rows_parties_2 WHERE (story, key) = (SELECT story, key FROM rows_parties_2)",
        "INSERT INTO rows_stories_1 (story, key, value) VALUES ('nobody-wrote-it', '', '{}')",
    ]

    /// No row shows them: they are compared where all rows are.
    @Test(arguments: [
        "UPDATE tally0_activity_3 SET c_versions = 99999", "UPDATE tally0_activity_3 SET count = count + 1",
        "DELETE FROM tally0_activity_3",
        "UPDATE tally0_activity_3 SET c_versions = 9223372036854775807",
        "UPDATE rows_activity_3 SET c_versions = 9007199254740992",
        "UPDATE rows_activity_3 SET c_versions = -9223372036854775807 - 1",
        "INSERT INTO tally0_activity_3 SELECT '2001-01-01', c_events, c_stories, c_begun, c_versions, c_silentEdits, c_corrections,"
            + " c_withheld, c_backdated, c_outOfOrder, count FROM tally0_activity_3 LIMIT 1",
    ])
    func changedCountsAreFound(sql: String) throws {
        #expect(try views.dryRun(Activity.self)?.differenceCount == 0)
        try damage(sql)
        #expect(try #require(try views.dryRun(Activity.self)).differenceCount > 0)
    }

    @Test(arguments: damages)
    func namesARowThatSomebodyChanged(_ sql: String) throws {
        try damage(sql)
        let differences = try compared().differences
        #expect(differences.count == 1, "\(differences)")
    }
}
