import Testing

@testable import AuditSite

@Suite("Clients take turns")
struct TurnQueueTests {
    @Test func oneThatAsksForMuchDoesNotKeepOthersWaiting() {
        var queue = TurnQueue<String>()
        for (work, client) in [("a1", "a"), ("a2", "a"), ("a3", "a"), ("a4", "a"), ("a5", "a"), ("b1", "b")] {
            let isTaken = queue.add(work, of: client, most: 10, mostOfOne: 5)
            #expect(isTaken)
        }
        let first = [queue.next(), queue.next()]
        #expect(first == ["a1", "b1"])
        let rest = (2...5).map { _ in queue.next() }
        #expect(rest == ["a2", "a3", "a4", "a5"])
        #expect(queue.count == 0)
    }

    @Test func theRoomOfAllAndOfOneIsLimited() {
        var queue = TurnQueue<Int>()
        let ofOne = (0..<4).map { queue.add($0, of: "a", most: 5, mostOfOne: 3) }
        #expect(ofOne == [true, true, true, false])
        let ofOther = (0..<3).map { queue.add($0, of: "b", most: 5, mostOfOne: 3) }
        #expect(ofOther == [true, true, false])
        #expect(queue.count == 5)
    }

    /// However clients come, each of those that wait has its turn before another has two.
    @Test(arguments: 0..<50) func noClientHasTwoTurnsWhileAnotherWaits(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
        var queue = TurnQueue<String>()
        var waiting: [String: Int] = [:]
        // The clients that each waiting one has seen since its last turn.
        var seen: [String: Set<String>] = [:]
        for _ in 0..<400 {
            if roll(2) == 0 {
                let client = "\(roll(6))"
                if queue.add(client, of: client, most: 40, mostOfOne: 8) {
                    if waiting[client, default: 0] == 0 { seen[client] = [] }
                    waiting[client, default: 0] += 1
                }
            } else if let client = queue.next() {
                waiting[client, default: 0] -= 1
                for (other, count) in waiting where count > 0 && other != client {
                    let isFirst = seen[other, default: []].insert(client).inserted
                    #expect(isFirst, "seed \(seed)")
                }
                seen[client] = []
            }
        }
    }
}
