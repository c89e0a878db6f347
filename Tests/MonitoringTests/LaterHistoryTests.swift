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
        try LaterHistory(log).answer(tree, signedBy: [log.verifier], trusting: keys ?? [log.verifier])
    }

    @Test func beginsWithIt() throws {
        let now = try Checkpoint(origin: log.origin, size: 307, root: log.root)
        #expect(try answer(tree) == .begins(now, signedBy: [log.verifier]))
        #expect(try answer(now) == .begins(now, signedBy: [log.verifier]))
    }

    private func what(_ answer: LaterHistory.Answer) -> String {
        if case .differs(let what) = answer { what } else { "" }
    }

    /// Why the files cannot tell.
    private func reason(_ answer: LaterHistory.Answer) -> String {
        if case .unfit(let what, _) = answer { what } else { "" }
    }

    /// What says nothing of the tree is no evidence against the log: an older copy, another log, another key.
    @Test func tellsWhatCannotTell() throws {
        let longer = try Checkpoint(origin: log.origin, size: 308, root: .leaf([1]))
        #expect(reason(try answer(longer)) == "it has signed 307 events only")
        let elsewhere = try Checkpoint(origin: "other.example", size: 7, root: tree.root)
        #expect(reason(try answer(elsewhere)) == "it is the log test.example/log")
        #expect(
            reason(try answer(tree, [try TestLog.key(log.origin, 2).verifierKey])).contains("expected a signature by"))
        log.files["checkpoint"] = nil
        #expect(reason(try answer(tree)) == "it has no checkpoint")
    }

    /// A fork that the keeper announced is followed to the key that the user gives for it; without that key it is named.
    @Test func followsAnAnnouncedFork() throws {
        let old = log.key
        let kept = log.head
        let new = try TestLog.key("test.example/log/2", 2)
        let fork = try Succession(
            .forked(abandoned: Succession.Head(size: 400, root: .leaf([2])), kept: kept), from: old, to: new)
        log.append(fork)
        log.use(new)
        try log.publish()
        let history = LaterHistory(log)
        let keys = [old.verifierKey, new.verifierKey]
        guard
            case .begins(let now, let signers) = try history.answer(
                tree, signedBy: [old.verifierKey], trusting: keys, [fork])
        else {
            Issue.record("a fork that keeps the tree begins with it")
            return
        }
        #expect(now.size == 308 && signers == [new.verifierKey])
        #expect(
            reason(try history.answer(tree, signedBy: [old.verifierKey], trusting: [old.verifierKey], [fork])).contains(
                "it goes on as"))
        let given = try Checkpoint(origin: old.verifierKey.identity.name.description, size: 350, root: .leaf([3]))
        #expect(
            reason(try history.answer(given, signedBy: [old.verifierKey], trusting: keys, [fork])).contains(
                "was given up at 400 events"))
        // What the fork keeps and these files have otherwise is evidence still.
        let other = try Checkpoint(origin: given.origin, size: 7, root: .leaf([1]))
        #expect(
            what(try history.answer(other, signedBy: [old.verifierKey], trusting: keys, [fork])).contains(
                "its first 7 events are others"))
        #expect(try history.statements().get()?.map(\.statement) == [fork])
    }

    @Test func differsWhereItDoesNot() throws {
        let other = try Checkpoint(origin: log.origin, size: 7, root: .leaf([1]))
        #expect(what(try answer(other)).contains("its first 7 events are others, and the same key signed both"))
        // A thief of an ended key signs such a tree: the same key did not sign both.
        let (old, new) = (log.key, try TestLog.key(log.origin, 2))
        let end = try Succession(.rekeyed(isEnded: true), from: old, to: new)
        log.append(end)
        log.use(new)
        try log.publish()
        func signed(_ statements: [Succession]) throws -> String {
            what(
                try LaterHistory(log).answer(
                    other, signedBy: [old.verifierKey], trusting: [new.verifierKey], statements))
        }
        let names = (old.verifierKey.identity, new.verifierKey.identity)
        let who = "its first 7 events are others, and \(names.1) signed those, \(names.0) this tree"
        #expect(try signed([]) == who)
        #expect(try signed([end]) == "\(who); \(names.0) has ended, and its holder can sign such a tree")
        log.files["tile/0/000"] = nil
        #expect(what(try answer(tree)).contains("it is missing"))
    }
}
