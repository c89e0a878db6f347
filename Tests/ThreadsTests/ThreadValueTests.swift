import Foundation
import Synchronization
import Testing

@testable import Threads

struct ThreadValueTests {
    private struct Stop: Error {}

    @Test func itHoldsForAThreadAndAClosure() throws {
        let number = ThreadValue(0)
        let seen = Mutex<[Int]>([])
        #expect(number.value == 0)
        let sum = number.withValue(1) {
            let inner = number.withValue(2) { number.value }
            let other = Thread { seen.withLock { $0.append(number.value) } }
            other.start()
            while !other.isFinished { usleep(1000) }
            return inner + number.value
        }
        #expect(sum == 3 && number.value == 0)
        #expect(seen.withLock { $0 } == [0], "another thread has the standard")
        #expect(throws: Stop.self) { try number.withValue(4) { () throws(Stop) in throw Stop() } }
        #expect(number.value == 0, "also after an error")
    }

    @Test func aClosureAndAnObjectLiveAsLongAsTheyHold() {
        let asked = ThreadValue<@Sendable () -> Bool> { false }
        let words = ThreadValue<[String]?>(nil)
        for count in 0..<1000 {
            let list = (0..<3).map { "word \(count) \($0)" }
            #expect(asked.withValue({ list.count == 3 }) { asked.value() })
            #expect(words.withValue(list) { words.value } == list)
        }
        #expect(!asked.value() && words.value == nil)
    }
}
