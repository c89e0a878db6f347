import LedgerTestKit
import Testing

@testable import AuditSite

@Suite struct ConnectionRoomTests {
    @Test func whoHasMostLeavesFirst() {
        var room = ConnectionRoom<Int>(most: 4, mostOfOne: 3)
        #expect(room.admit(1, from: "a", now: 1) == .enters)
        #expect(room.admit(2, from: "b", now: 2) == .enters)
        #expect(room.admit(3, from: "b", now: 3) == .enters)
        #expect(room.admit(4, from: "b", now: 4) == .enters)
        // Its own oldest one.
        #expect(room.admit(5, from: "b", now: 5) == .replaces(2))
        #expect(room.admit(6, from: "c", now: 6) == .replaces(3))
        #expect(room.count == 4)
    }

    @Test func oneThatIsAnsweredStaysForAWhile() {
        var room = ConnectionRoom<Int>(most: 2, mostOfOne: 9)
        _ = room.admit(1, from: "", now: 0)
        _ = room.admit(2, from: "", now: 0)
        room.work(.answering, of: 1, now: 1)
        room.work(.streaming, of: 2, now: 1)
        #expect(room.admit(3, from: "", now: 20) == .isRefused)
        #expect(room.admit(4, from: "", now: 22) == .replaces(1))
        #expect(room.admit(5, from: "", now: 23) == .replaces(4))
        room.leave(2)
        #expect(room.admit(6, from: "", now: 24) == .enters)
    }

    /// Whatever comes, the limits hold, nobody who is answered is cut off, and a newcomer enters where anybody is idle.
    @Test(arguments: 0..<40) func limitsHold(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var room = ConnectionRoom<Int>(most: 12, mostOfOne: 5)
        var (open, now, next): ([Int: (address: String, work: ConnectionRoom<Int>.Work, since: Double)], Double, Int) =
            ([:], 0, 0)
        func isIdle(_ id: Int) -> Bool {
            guard let connection = open[id] else { return false }
            return connection.work == .waiting || connection.work == .answering && now - connection.since > 20
        }
        for _ in 0..<400 {
            now += Double(Int.random(in: 0...8, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let address = ["", "a", "b", "c"].randomElement(using: &random) ?? ""
                let own = open.filter { $0.value.address == address }
                let isFull = !address.isEmpty && own.count >= 5
                let hasRoom =
                    isFull ? own.keys.contains(where: isIdle) : open.count < 12 || open.keys.contains(where: isIdle)
                let admission = room.admit(next, from: address, now: now)
                #expect((admission != .isRefused) == hasRoom, "seed \(seed)")
                if case .replaces(let other) = admission {
                    #expect(isIdle(other), "seed \(seed)")
                    if isFull { #expect(open[other]?.address == address) }
                    open[other] = nil
                }
                if admission != .isRefused { open[next] = (address, .waiting, now) }
                next += 1
            case 2:
                guard let id = open.keys.sorted().randomElement(using: &random) else { continue }
                let work =
                    [ConnectionRoom<Int>.Work.waiting, .answering, .streaming].randomElement(using: &random) ?? .waiting
                room.work(work, of: id, now: now)
                open[id]?.work = work
                open[id]?.since = now
            default:
                guard let id = open.keys.sorted().randomElement(using: &random) else { continue }
                room.leave(id)
                open[id] = nil
            }
            #expect(room.count == open.count && open.count <= 12, "seed \(seed)")
            for address in ["a", "b", "c"] { #expect(open.count { $0.value.address == address } <= 5, "seed \(seed)") }
        }
    }
}
