import Testing

@testable import WorkGuard

@Suite("What ends the process is found by halves")
struct SuspectsTests {
    private let trap = Suspect.Cause.signal(4)

    @Test func oneThingIsCondemnedAtItsSecondMarkedEnd() {
        var suspects = Suspects()
        suspects.judge([(["parties"], 17, trap)])
        #expect(suspects.condemned.isEmpty)
        suspects.judge([(["parties"], 17, trap)])
        #expect(suspects.condemned.map(\.message) == ["ended the process twice, by SIGILL"])
    }

    @Test func anotherStepOfTheSameItemIsAnotherThing() {
        var suspects = Suspects()
        suspects.judge([(["parties"], 17, trap)])
        suspects.judge([(["parties"], 18, trap)])
        #expect(suspects.condemned.isEmpty)
    }

    /// Any one or two of 1 to 64 files trap when they are taken, whatever else is: exactly these are condemned, each
    /// innocent file is done, and there are at most 2 + log2 n ends for each.
    @Test(arguments: [1, 2, 3, 7, 8, 33, 64])
    func findsTheFilesThatTrap(count: Int) {
        let files = (0..<count).map { "file-\($0)" }
        for first in 0..<count {
            for second in first..<count {
                let bad: Set<String> = [files[first], files[second]]
                let (condemned, done, ends) = run(files, bad, trap)
                #expect(condemned == bad)
                #expect(done == Set(files).subtracting(bad))
                let halvings = Int.bitWidth - (count - 1).leadingZeroBitCount
                #expect(ends <= bad.count * (2 + halvings), "\(ends) ends of \(count)")
            }
        }
    }

    @Test func anEndWithoutAMarkCountsAtTheFifthInARow() {
        let files = ["a", "b", "c", "d"]
        let (condemned, done, ends) = run(files, ["c"], .unmarked)
        #expect(condemned == ["c"])
        #expect(done == ["a", "b", "d"])
        #expect(ends == 15)
    }

    @Test func killsAtDifferentWorkAreNotInARow() {
        var suspects = Suspects()
        for number in 0..<1_000 { suspects.judge([(["file-\(number % 4)"], nil, .unmarked)]) }
        #expect(suspects.condemned.isEmpty)
    }

    /// Two files that kill take turns: the other is put off while one is tried.
    @Test func anEndWhileASuspectIsPutOffLeavesItsCount() {
        var suspects = Suspects()
        for _ in 0..<4 {
            suspects.judge([(["a"], nil, .unmarked)], othersPutOff: true)
            suspects.judge([(["b"], nil, .unmarked)], othersPutOff: true)
        }
        #expect(suspects.condemned.isEmpty)
        suspects.judge([(["a"], nil, .unmarked)], othersPutOff: true)
        #expect(suspects.condemned.map(\.items) == [["a"]])
        #expect(suspects.next?.items == ["a"])
        suspects.judge([(["b"], nil, .unmarked)], othersPutOff: true)
        #expect(suspects.condemned.count == 2)
    }

    @Test func whatEndedTheProcessOnceIsTriedBeforeWhatEndedItMoreOften() {
        var suspects = Suspects()
        for item in ["a", "b", "b", "c", "b"] { suspects.judge([([item], nil, .unmarked)], othersPutOff: true) }
        #expect(suspects.inOrder.map(\.items) == [["c"], ["a"], ["b"]])
        suspects.clear(["a", "c"])
        #expect(suspects.next?.unmarked == 3)
    }

    /// Putting it aside may end the process, too.
    @Test func whatIsCondemnedAndEndsTheProcessStillIsTriedLast() {
        var suspects = Suspects()
        suspects.judge([(["b"], nil, .unmarked)], othersPutOff: true)
        for _ in 0..<5 { suspects.judge([(["a"], nil, .unmarked)], othersPutOff: true) }
        #expect(suspects.next?.items == ["a"])
        suspects.judge([(["a"], nil, .unmarked)], othersPutOff: true)
        #expect(suspects.next?.items == ["b"])
    }

    /// A file can be read ahead and decided at the same moment.
    @Test func workOfTwoThreadsCountsOnceAtEachEnd() {
        var suspects = Suspects()
        for _ in 0..<4 { suspects.judge([(["a"], nil, .unmarked), (["a"], nil, .unmarked)]) }
        #expect(suspects.condemned.isEmpty)
        suspects.judge([(["a"], nil, .unmarked), (["a"], nil, .unmarked)])
        #expect(suspects.condemned.map(\.unmarked) == [5])
    }

    /// One thread folds an event again and again, while another reads further each time.
    @Test func workBesideOtherWorkIsStillInARow() {
        var suspects = Suspects()
        for number in 200..<205 as Range<Int64> {
            suspects.judge([(["parties"], 17, .unmarked), (["stories"], number, .unmarked)])
        }
        #expect(suspects.condemned.map(\.step) == [17])
    }

    @Test func killsElsewhereLeaveNoSuspicionOfWhatWasNeverMarked() {
        var suspects = Suspects()
        for _ in 0..<4 { suspects.judge([(["a"], nil, .unmarked)]) }
        suspects.judge([(["b"], nil, .unmarked)])
        #expect(suspects.all.map(\.items) == [["b"]])
        for _ in 0..<4 { suspects.judge([(["b"], nil, .unmarked)]) }
        suspects.judge([(["a"], nil, .unmarked)])
        #expect(suspects.condemned.map(\.items) == [["b"]])
    }

    @Test func whatWasDoneInBetweenIsInnocent() {
        var suspects = Suspects()
        for _ in 0..<4 { suspects.judge([(["a"], nil, .unmarked)]) }
        suspects.clear(["a"])
        suspects.judge([(["a"], nil, .unmarked)])
        #expect(suspects.condemned.isEmpty)
        #expect(suspects.next?.unmarked == 1)
    }

    @Test func stepsThatAreNotDoneStaySuspected() {
        var suspects = Suspects()
        suspects.judge([(["parties"], 17, trap)])
        suspects.clear(["parties"], below: 17)
        #expect(suspects.next?.step == 17)
        suspects.clear(["parties"], below: 18)
        #expect(suspects.next == nil)
    }

    @Test func survivesBeingStored() {
        var suspects = Suspects()
        suspects.judge([(["a\nb", "", "ü\0"], nil, .unmarked)])
        suspects.judge([(["parties"], 1 << 40, .overdue)])
        suspects.judge([(["x"], 3, trap)])
        #expect(Suspects(bytes: suspects.bytes) == suspects)
    }

    /// Bytes that a damaged disk could hold make no trap.
    @Test func readsAnyBytes() {
        var random = SystemRandomNumberGenerator()
        var suspects = Suspects()
        suspects.judge([(["one", "two"], nil, .unmarked)])
        suspects.judge([(["three"], 3, trap)])
        for _ in 0..<20_000 {
            var bytes = suspects.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            _ = Suspects(bytes: Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
        }
    }

    /// Takes files as an intake does: what is suspected first and alone, what is condemned never.
    private func run(
        _ files: [String], _ bad: Set<String>, _ cause: Suspect.Cause
    ) -> (condemned: Set<String>, done: Set<String>, ends: Int) {
        var (suspects, condemned, done, ends) = (Suspects(), Set<String>(), Set<String>(), 0)
        var rest = files
        while !rest.isEmpty, ends < 1_000 {
            var batch = rest
            if let next = suspects.next {
                batch = next.items
                if next.isCondemned {
                    condemned.formUnion(batch)
                    suspects.clear(batch)
                    rest.removeAll { batch.contains($0) }
                    continue
                }
            }
            if bad.isDisjoint(with: batch) {
                done.formUnion(batch)
                suspects.clear(batch)
                rest.removeAll { batch.contains($0) }
            } else {
                ends += 1
                suspects.judge([(batch, nil, cause)])
            }
        }
        return (condemned, done, ends)
    }
}
