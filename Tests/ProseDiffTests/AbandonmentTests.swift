import Synchronization
import Testing

@testable import ProseDiff

@Suite("Comparisons that nobody waits for")
struct AbandonmentTests {
    private let old = Array("The bridge will close for 40 days.\n\nRepairs begin in May.".utf8)
    private let new = Array("The bridge will close for 60 days.\n\nRepairs begin in June, the port said.".utf8)

    /// Whichever step is the last, the result is a whole script.
    @Test(arguments: 0..<5) func endBetweenTwoSteps(step: Int) throws {
        let left = Atomic(step)
        let result = Abandonment.$isAsked.withValue({
            left.wrappingSubtract(1, ordering: .relaxed).oldValue <= 0
        }) { compare(old, new) }
        if step < 4 {
            #expect(result.operations.count == 1 && result.quality == .degraded)
        } else {
            #expect(result == compare(old, new))
        }
        #expect(result.oldCount == old.count && result.newCount == new.count)
    }
}
