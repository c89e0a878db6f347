import MerkleLog
import StoryEvents
import Testing

@testable import Monitoring

@Suite("What a log's statements say of a checkpoint")
struct StatementCheckTests {
    private let log: TestLog
    private let old, new: SignerKey

    init() throws {
        log = try TestLog()
        old = log.key
        new = try TestLog.key(log.origin, 2)
        log.append(5)
    }

    private func rekeyed(isEnded: Bool) throws -> Succession {
        try Succession(.rekeyed(isEnded: isEnded), from: old, to: new)
    }

    private func checkpoint(_ size: UInt64 = 3, root: Hash = .leaf([1])) throws -> Checkpoint {
        try Checkpoint(origin: log.origin, size: size, root: root)
    }

    private func standing(
        _ entries: [StatementFile.Entry], _ checkpoint: Checkpoint, by signers: [SignerKey], given: SignerKey? = nil,
        isVouchedFor: Bool = false
    ) -> CheckpointStanding {
        StatementCheck(entries).standing(
            of: checkpoint, signedBy: signers.map(\.verifierKey), given: [(given ?? old).verifierKey],
            isVouchedFor: isVouchedFor)
    }

    private static let since = "that the key has not ended and the history was not given up since: "

    /// The sender of a file can send less of it.
    @Test func reachesNoFurtherThanTheFile() throws {
        let began = StatementFile.Entry(position: 5, statement: try rekeyed(isEnded: false))
        #expect(
            standing([], try checkpoint(), by: [old]).doubts == [Self.since + "the given file holds no statement"])
        #expect(
            standing([began], try checkpoint(), by: [old]).doubts == [Self.since + "the given statements go up to @5"])
        #expect(CheckpointStanding.unknown().doubts == [Self.since + "no --statements were given"])
    }

    /// What this user saw of keys and names counts without a file.
    @Test func knowsWhatThisUserSaw() throws {
        let ended = StatementCheck(nil, seen: [try rekeyed(isEnded: true)], connectedTo: [old.verifierKey])
        #expect(!ended.isEmpty && StatementCheck(nil).isEmpty && ended.live([old.verifierKey]).isEmpty)
        func standing(_ check: StatementCheck, _ signers: [SignerKey]) throws -> CheckpointStanding {
            check.standing(
                of: try checkpoint(), signedBy: signers.map(\.verifierKey), given: [old.verifierKey],
                isVouchedFor: false)
        }
        let alone = try standing(ended, [old])
        #expect(alone.unvouched == "the key that signed it has ended, as this user saw before")
        // That it has ended is no open question.
        #expect(alone.doubts.last == "that the history was not given up since: no --statements were given")
        #expect(try standing(ended, [old, new]).unvouched == nil)
        let other = try TestLog.key("\(log.origin)/2", 3)
        let fork = try Succession(.forked(abandoned: log.head, kept: log.head), from: old, to: other)
        let forked = try standing(StatementCheck(nil, seen: [fork], connectedTo: [old.verifierKey]), [old])
        #expect(forked.unvouched == "the history was given up at 5 events")
        #expect(forked.signer == "a key of a log that was given up" && alone.signer == "a key that has since ended")
        #expect(forked.doubts.last == "that the key has not ended since: no --statements were given")
        // What a log of the same name with other keys says is not of this one.
        let thief = try TestLog.key(log.origin, 9)
        let lie = try Succession(.forked(abandoned: log.head, kept: log.head), from: thief, to: other)
        #expect(StatementCheck(nil, seen: [lie], connectedTo: [old.verifierKey]).isEmpty)
    }

    @Test func leavesATreeUnvouchedThatOnlyAnEndedKeySigned() throws {
        let ended = [
            StatementFile.Entry(position: 5, statement: try rekeyed(isEnded: false)),
            StatementFile.Entry(position: 6, statement: try rekeyed(isEnded: true)),
        ]
        let alone = standing(ended, try checkpoint(), by: [old])
        #expect(alone.unvouched == "the key that signed it has ended at @6")
        #expect(
            alone.doubts == [
                "that the log holds this: the key that signed it has ended at @6, and its holder can sign other trees",
                "that the history was not given up since: the given statements go up to @6",
            ])
        // Another key, the witnesses that are asked for, or an earlier look vouch for it.
        #expect(standing(ended, try checkpoint(), by: [old, new]).unvouched == nil)
        let vouched = standing(ended, try checkpoint(), by: [old], isVouchedFor: true)
        #expect(vouched.unvouched == nil)
        #expect(vouched.doubts.first?.hasPrefix("that the log holds this, without the word of others: ") == true)
        #expect(StatementCheck(ended).live([old.verifierKey, new.verifierKey]) == [new.verifierKey])
    }

    @Test func namesTheStatementsThatWereBelievedWithoutTheirEvents() throws {
        let began = [StatementFile.Entry(position: 5, statement: try rekeyed(isEnded: false))]
        let what = "that the log holds the change of keys at @5: its statement is signed, its event is not shown here"
        #expect(standing(began, try checkpoint(), by: [new]).doubts.contains(what))
        #expect(!standing(began, try checkpoint(), by: [old, new]).doubts.contains(what))
        #expect(!standing(began, try checkpoint(), by: [new], given: new).doubts.contains(what))
    }

    @Test func vouchesForTheHistoryThatWasGivenUpOnly() throws {
        let other = try TestLog.key("\(log.origin)/2", 3)
        let heads = (Succession.Head(size: 5, root: .leaf([1])), Succession.Head(size: 4, root: .leaf([2])))
        let fork = try Succession(.forked(abandoned: heads.0, kept: heads.1), from: old, to: other)
        let entries = [StatementFile.Entry(position: 4, statement: fork)]
        #expect(standing(entries, try checkpoint(3), by: [old]).unvouched == "the history was given up at 5 events")
        // Where the log that goes on begins with the tree, that it holds it is no doubt.
        func doubts(_ later: String) throws -> [String] {
            StatementCheck(entries).standing(
                of: try checkpoint(3), signedBy: [old.verifierKey], given: [old.verifierKey], isVouchedFor: false,
                later: "it begins with this tree", in: later
            ).doubts
        }
        #expect(try doubts(log.origin).contains { $0.contains("as which the log goes on, holds this") })
        #expect(try !doubts("\(log.origin)/2").contains { $0.contains("as which the log goes on, holds this") })
        #expect(standing(entries, try checkpoint(5, root: .leaf([1])), by: [old]).unvouched == nil)
        #expect(standing(entries, try checkpoint(4, root: .leaf([2])), by: [old]).unvouched == nil)
    }

    /// After a fork, trees beyond what was given up, and others of its length, are of neither history.
    @Test func aTreeOfNeitherHistoryProvesNothing() throws {
        let other = try TestLog.key("\(log.origin)/2", 3)
        let heads = (Succession.Head(size: 5, root: .leaf([1])), Succession.Head(size: 3, root: .leaf([2])))
        let fork = try Succession(.forked(abandoned: heads.0, kept: heads.1), from: old, to: other)
        let check = StatementCheck([StatementFile.Entry(position: 3, statement: fork)])
        func objection(_ size: UInt64, _ root: Hash, proving newest: UInt64 = 0) throws -> String? {
            check.objection(to: try checkpoint(size, root: root), signedBy: [old.verifierKey], proving: newest)
        }
        let (otherTree, gaveUp) = ("is not the one that was given up", "gave up the history that holds this")
        #expect(try objection(5, .leaf([9]))?.hasSuffix(otherTree) == true)
        #expect(try objection(6, .leaf([1]))?.hasSuffix(otherTree) == true)
        #expect(try objection(3, .leaf([9]))?.contains(gaveUp) == true)
        #expect(try objection(5, .leaf([1]), proving: 4)?.contains(gaveUp) == true)
        #expect(try objection(5, .leaf([1]), proving: 2) == nil)
        #expect(try objection(4, .leaf([9]), proving: 2) == nil)
        #expect(try objection(3, .leaf([2]), proving: 2) == nil)
    }

    /// A file that ends within a line was cut off.
    @Test func aFileEndsInALineFeed() throws {
        #expect(try StatementFile.read([]) == [])
        for text in ["{}", "{", "{}\n{}"] {
            let fault = #expect(throws: StatementFile.Fault.self) { try StatementFile.read(Array(text.utf8)) }
            #expect(fault?.message == "it does not end in a line feed")
        }
    }

    @Test func isContradictedByAnotherEventAtItsPosition() throws {
        let statement = try rekeyed(isEnded: false)
        let check = StatementCheck([StatementFile.Entry(position: 2, statement: statement)])
        func contradiction(_ position: Int) throws -> String? {
            check.contradiction(by: try Envelope(leaf: log.leaves[position]), of: log.origin)
        }
        #expect(try contradiction(1) == nil)
        #expect(
            try contradiction(2)
                == "the statements tell of a change of the log at @2, and there is another event: 'published' of story-2"
        )
        let honest = try TestLog()
        honest.append(2)
        honest.append(statement)
        let own = try Envelope(leaf: honest.leaves[2])
        #expect(check.contradiction(by: own, of: log.origin) == nil)
        // Another statement in its place is another event.
        let other = try TestLog()
        other.append(2)
        other.append(try rekeyed(isEnded: true))
        #expect(
            check.contradiction(by: try Envelope(leaf: other.leaves[2]), of: log.origin)?.contains("'rekeyed'") == true)
        #expect(check.contradiction(by: try Envelope(leaf: log.leaves[2]), of: "other.example") == nil)
    }
}
