import EventLog
import StoryEvents
import Testing

struct RandomSaltsTests {
    @Test func noSaltIsHandedOutTwice() async {
        let salts = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 { group.addTask { (0..<500).map { _ in RandomSalts.next() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(salts.allSatisfy { $0.count == Commitment.saltLength })
        #expect(Set(salts).count == 4_000)
    }
}
