import MerkleLog
import Monitoring
import Testing

@Suite("A log as it is now, and a tree that it signed before")
struct LaterHistoryTests {
    private let log: TestLog
    private let tree: Checkpoint

    init() throws {
        log = try TestLog()
        log.append(7)
        tree = try Checkpoint(origin: log.origin, size: 7, root: log.root)
        log.append(300)
        try log.publish()
    }

    private func answer(_ tree: Checkpoint, _ keys: [VerifierKey]? = nil) throws -> LaterHistory.Answer {
        try LaterHistory(log).answer(tree, trusting: keys ?? [log.verifier])
    }

    @Test func beginsWithIt() throws {
        let now = try Checkpoint(origin: log.origin, size: 307, root: log.root)
        #expect(try answer(tree) == .begins(now, signedBy: [log.verifier]))
        #expect(try answer(now) == .begins(now, signedBy: [log.verifier]))
    }

    @Test func differsWhereItDoesNot() throws {
        func what(_ answer: LaterHistory.Answer) -> String {
            if case .differs(let what) = answer { what } else { "" }
        }
        let other = try Checkpoint(origin: log.origin, size: 7, root: .leaf([1]))
        #expect(what(try answer(other)).contains("its first 7 events are others, and the same key signed both"))
        let longer = try Checkpoint(origin: log.origin, size: 308, root: .leaf([1]))
        #expect(what(try answer(longer)) == "it has signed 307 events only")
        let elsewhere = try Checkpoint(origin: "other.example", size: 7, root: tree.root)
        #expect(what(try answer(elsewhere)) == "it is the log test.example/log")
        #expect(
            what(try answer(tree, [try TestLog.key(log.origin, 2).verifierKey])).contains("expected a signature by"))
        log.files["tile/0/000"] = nil
        #expect(what(try answer(tree)).contains("it is missing"))
        log.files["checkpoint"] = nil
        #expect(what(try answer(tree)) == "it has no checkpoint")
    }
}
