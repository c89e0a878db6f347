import Glibc

/// What something took.
struct Cost {
    /// On the wall.
    var seconds: Double
    /// Of all threads of the process, in user and kernel.
    var cpuSeconds: Double

    /// Measures `body`.
    static func of(_ body: () throws -> Void) rethrows -> Cost {
        let (start, cpuStart) = (now, cpuNow)
        try body()
        return Cost(seconds: now - start, cpuSeconds: cpuNow - cpuStart)
    }

    func rate(of count: Int) -> Double { Double(count) / seconds }

    /// The most memory that the process has had at once, in bytes.
    static var mostMemory: Int {
        var used = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used)
        return used.ru_maxrss * 1024
    }

    /// Microseconds each.
    func cpu(of count: Int) -> Double { cpuSeconds * 1e6 / Double(count) }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static var cpuNow: Double {
        var used = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used)
        return [used.ru_utime, used.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}

extension [Double] {
    /// The value that a part of all is at or below: 0.5 is the median's neighbour, 0.99 the slowest but one in a hundred.
    func percentile(_ part: Double) -> Double {
        let sorted = sorted()
        return isEmpty ? .nan : sorted[Swift.min(count - 1, Int(part * Double(count)))]
    }

    var median: Double {
        let sorted = sorted()
        return isEmpty ? .nan : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}

extension Double {
    /// Rounded to so many decimals, right-aligned.
    func shown(_ decimals: Int = 0, width: Int = 10) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (self * scale).rounded()
        guard scaled.isFinite else { return "-" }
        var digits = String(Int(scaled.magnitude))
        while digits.count <= decimals { digits = "0" + digits }
        if decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals)) }
        return String(repeating: " ", count: Swift.max(0, width - digits.count)) + (scaled < 0 ? "-" : "") + digits
    }
}
