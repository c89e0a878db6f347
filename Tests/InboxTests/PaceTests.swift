import Testing

@testable import Inbox

@Suite struct PaceTests {
    @Test func growsWhileItIsFastAndShrinksWhenItIsSlow() {
        var pace = Pace(most: 1000)
        var sizes: [Int] = []
        for milliseconds in [10, 10, 10, 300, 500, 500, 100, 100] {
            sizes.append(pace.files)
            pace.note(pace.files, took: .milliseconds(milliseconds))
        }
        #expect(sizes == [256, 512, 1000, 1000, 1000, 500, 250, 500])
        // A batch that was not full says nothing of a larger one.
        pace.note(3, took: .milliseconds(1))
        #expect(pace.files == 1000)
        for _ in 0..<20 { pace.note(pace.files, took: .seconds(9)) }
        #expect(pace.files == 16)
        pace.noteFailure(16)
        #expect(pace.files == 8)
        pace.noteFailure(1)
        #expect(pace.files == 1)
    }

    @Test func takesNoMoreThanItMay() {
        #expect(Pace(most: 3).files == 3)
    }
}
