import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections
@testable import WorkGuard

@Suite("A projection that ended the process is folded alone, and stopped at the second time")
struct FoldNoteTests {
    private let ledger: KeptLedger
    private var note: String { ledger.path + ".note" }

    init() throws {
        ledger = try KeptLedger()
        var history = RandomHistory(seed: 5)
        try ledger.append(history.documents(60))
    }

    /// What a process leaves behind that ended at a step.
    private func end(at item: String, _ step: Int64, times: Int = 1) throws {
        var suspects = WorkNote.suspects(in: note)
        for _ in 0..<times { suspects.judge([([item], step, .signal(4))]) }
        try Data(suspects.bytes).write(to: URL(filePath: note + ".suspects"))
    }

    private var suspects: [Suspect] { WorkNote.suspects(in: note).all }

    @Test func oneEndStopsNothing() throws {
        try end(at: "parties/\(Parties.version)", 4)
        let views = try ledger.views()
        #expect(try views.catchUp())
        #expect(try views.standings().allSatisfy { $0.staleness == nil })
        #expect(suspects.isEmpty)
    }

    @Test func twoEndsStopThatProjectionThere() throws {
        try end(at: "parties/\(Parties.version)", 4, times: 2)
        var heard: [ViewsNotice] = []
        let views = try ledger.views { heard.append($0) }
        heard = []
        #expect(try views.catchUp())
        let fault = ProjectionFault(position: Position(4), message: "ended the process twice, by SIGILL")
        #expect(heard == [.stopped("parties", fault)])
        #expect(try views.standing("parties")?.serving?.fault == fault)
        #expect(try views.standing("stories")?.staleness == nil)
        #expect(try views.standing("activity")?.staleness == nil)
        #expect(try views.rows(Parties.self).count == rows(of: Parties.self, below: 4))
        #expect(suspects.isEmpty)
    }

    @Test(arguments: [0, 1, 12] as [Int64])
    func whatCannotBeReadStopsAll(step: Int64) throws {
        try #require(try ledger.store.size() > step)
        try end(at: "events", step, times: 2)
        let views = try ledger.views()
        #expect(try views.catchUp())
        #expect(try views.standings().map { $0.serving?.fault?.position } == Array(repeating: Position(step), count: 3))
        #expect(suspects.isEmpty)
    }

    @Test func anotherVersionIsNotSuspected() throws {
        try end(at: "parties/0", 4, times: 2)
        let views = try ledger.views()
        #expect(try views.catchUp())
        #expect(try views.standing("parties")?.staleness == nil)
    }

    /// Any steps may have been noted, also such as the log does not have.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func anyNoteLeavesTheOthersWhole(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let size = try ledger.store.size()
        for _ in 0..<6 {
            let item = ["parties/\(Parties.version)", "activity/1", "nobody/3"].randomElement(using: &random)!
            try end(
                at: item, Int64.random(in: -2...size + 2, using: &random), times: .random(in: 1...2, using: &random))
        }
        try end(at: "parties/\(Parties.version)", .max, times: 2)
        let views = try ledger.views()
        #expect(try views.catchUp())
        #expect(try views.standing("stories")?.staleness == nil, "seed \(seed)")
        for projection in [Parties.self, Activity.self] as [any LedgerProjection.Type] {
            let end = try #require(try views.standing(projection.name)?.serving?.position)
            #expect(try views.rows(projection).count == rows(of: projection, below: end.value), "seed \(seed)")
        }
    }

    private func rows(of projection: any LedgerProjection.Type, below end: Int64) throws -> Int {
        try FoldedRows(projection, of: ShortLog(store: ledger.store, length: end)).rows.rows().count
    }
}
