import EventLog
import Testing

@testable import Inbox

@Suite("What cannot leave the inbox is tried again after growing pauses") struct RetryTests {
    @Test func pausesDouble() {
        var retry = Retry(first: .seconds(10), longest: .seconds(60))
        var pauses: [Duration] = []
        for _ in 0..<5 {
            let uptime = retry.at
            retry.noteTry(uptime: uptime)
            pauses.append(retry.at - uptime)
        }
        #expect(pauses == [.seconds(10), .seconds(20), .seconds(40), .seconds(60), .seconds(60)])
        retry.noteSuccess()
        retry.noteTry(uptime: .zero)
        #expect(retry.at == .seconds(10))
    }

    @Test func alsoWhatAnEarlierRunHasLeft() throws {
        let desk = try Desk()
        // No file can be looked at by such a name: for any user, it is as if its directory were closed.
        let from = [UInt8](repeating: UInt8(ascii: "n"), count: 300)
        _ = try Recorder(desk.store).record([
            Submission(file: "long", bytes: Array(Documents.published("a").utf8), format: .json, defaultSource: "inbox")
        ]) { _, receipt in
            PendingMove(receipt: receipt.number, from: from, to: Array("archive/a.json".utf8), inode: 1)
        }
        let intake = try desk.intake()
        var pauses: [Duration] = []
        for _ in 0..<5 {
            let now = intake.clock.uptime()
            intake.turn()
            #expect(intake.unreachable.count == 1)
            pauses.append(intake.unreachableRetry.at - now)
            desk.time.pass(intake.unreachableRetry.at - now)
        }
        #expect(pauses == [.seconds(10), .seconds(20), .seconds(40), .seconds(80), .seconds(160)])
        // Nothing looks in between.
        let due = intake.unreachableRetry.at
        for _ in 0..<10 {
            intake.lookThroughEverything()
            intake.turn()
        }
        #expect(intake.unreachableRetry.at > due && desk.board.status.unmoved.count == 1)
    }
}
