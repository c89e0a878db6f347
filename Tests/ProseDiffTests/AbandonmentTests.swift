import Synchronization
import Testing
import Threads

@testable import ProseDiff

@Suite("Comparisons that nobody waits for")
struct AbandonmentTests {
    private let old = Array("The bridge will close for 40 days.\n\nRepairs begin in May.".utf8)
    private let new = Array("The bridge will close for 60 days.\n\nRepairs begin in June, the port said.".utf8)

    /// Whichever step is the last, the result is a whole script.
    @Test(arguments: 0..<5) func endBetweenTwoSteps(step: Int) throws {
        let left = Atomic(step)
        let result = Abandonment.question.withValue({
            left.wrappingSubtract(1, ordering: .relaxed).oldValue <= 0
        }) { compare(old, new) }
        if step < 4 {
            #expect(result.operations.count == 1 && result.quality == .degraded)
        } else {
            #expect(result == compare(old, new))
        }
        #expect(result.oldCount == old.count && result.newCount == new.count)
    }

    /// Long texts are asked for within steps, too: the marks of many changes, and names that stand elsewhere.
    @Test func longTextsEndWithinAStep() {
        func text(_ word: String) -> [UInt8] {
            Array((0..<1500).map { "\(word)\($0) came in \($0) with Peter." }.joined(separator: "\n\n").utf8)
        }
        let asked = Atomic(0)
        let (old, new) = (text("Al"), text("Be"))
        let whole = Abandonment.question.withValue({
            asked.add(1, ordering: .relaxed)
            return false
        }) { compare(old, new) }
        #expect(whole == compare(old, new))
        let times = asked.load(ordering: .relaxed)
        #expect(times > 8, "it was asked \(times) times")
        let left = Atomic(4)
        let ended = Abandonment.question.withValue({ left.subtract(1, ordering: .relaxed).newValue < 0 }) {
            compare(old, new)
        }
        #expect(ended.operations.count == 1)
    }
}
