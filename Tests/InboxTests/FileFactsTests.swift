import Foundation
import Glibc
import Testing

@testable import Inbox

@Suite struct FileFactsTests {
    private func facts(_ seconds: Int) -> FileFacts {
        var status = stat()
        status.st_mtim = timespec(tv_sec: seconds, tv_nsec: 999_999_999)
        status.st_ctim = status.st_mtim
        return FileFacts(status)
    }

    @Test func timesBeyondTheRangeStayInOrder() {
        // The first of 1677, 1970, April and May of 2262, 2446, and the ends of what there is.
        let seconds = [Int.min, -9_300_000_000, 0, 9_223_372_036, 9_223_372_037, 15_032_385_535, Int.max]
        let times = seconds.map { facts($0).modified }
        #expect(times == times.sorted())
        #expect(times.last == .max && times.first == .min)
    }

    @Test func theAgeOfAFileIsNeverOutOfRange() {
        #expect(facts(.min).age(at: .max) == .max)
        #expect(facts(.max).age(at: 0) == -.max)
        #expect(facts(1).age(at: 2_999_999_999) == 1_000_000_000)
    }
}
