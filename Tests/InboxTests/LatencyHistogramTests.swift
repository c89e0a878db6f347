import Inbox
import Testing

@Suite("A histogram counts what took at most so long")
struct LatencyHistogramTests {
    @Test func eachBucketHoldsThoseBelowIt() {
        var histogram = LatencyHistogram()
        for milliseconds in [0, 1, 2, 10, 700_000] { histogram.add(.milliseconds(milliseconds)) }
        #expect(histogram.count == 5)
        #expect(histogram.sum == 700.013)
        #expect(Array(histogram.counts.prefix(4)) == [2, 3, 3, 4])
        #expect(histogram.counts.last == 4, "what takes longer than all bounds is in none")
    }

    @Test func aClockThatGoesBackCountsAsNothing() {
        var histogram = LatencyHistogram()
        histogram.add(.seconds(-5))
        #expect(histogram.sum == 0 && histogram.counts.first == 1)
    }
}
