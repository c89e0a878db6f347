import Glibc

/// CPU time of this thread, which other work on the machine does not lengthen much.
public enum ThreadTime {
    /// Whether the time of work grows as its size does: with four times the size it may take eight times as long, where
    /// quadratic work takes sixteen times as long.
    ///
    /// - Parameters:
    ///   - count: The size of the smallest run; others have twice and four times as much.
    ///   - work: Work of a size.
    /// - Returns: nil if it does; else the three times, in seconds.
    public static func excess(_ count: Int, _ work: (Int) throws -> Void) rethrows -> [Double]? {
        let times = try [count, 2 * count, 4 * count].map { size in
            try (0..<3).map { _ in try seconds { try work(size) } }.min() ?? 0
        }
        return times[2] < 8 * times[0] + 0.02 ? nil : times
    }

    private static func seconds(_ work: () throws -> Void) rethrows -> Double {
        let start = now()
        try work()
        return now() - start
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
