/// The scans of a source that are due because directories went away: while more do, pauses between them double.
///
/// A removed directory holds nothing to take: a scan only tidies up after it, and watches others in its place. While a large
/// tree is removed slowly, a scan for each directory would look through what is left of it again and again.
struct LostWatches {
    /// When the next scan is due; nil if none is.
    private(set) var dueAt: Duration?
    private var pause: Duration = .zero
    private var lastAsked: Duration = .zero
    /// When the last scan began.
    private(set) var lastScan: Duration = .zero

    private static let shortest: Duration = .milliseconds(100)
    /// The longest pause, and how long no directory went away before pauses are short again.
    static let longest: Duration = .seconds(10)

    /// Asks for a scan.
    ///
    /// - Parameter interval: The time between two scans in any case.
    mutating func ask(uptime: Duration, interval: Duration) {
        if uptime - lastAsked >= Self.longest { pause = .zero }
        lastAsked = uptime
        if dueAt == nil { dueAt = max(uptime, lastScan + min(pause, interval)) }
    }

    /// Records that a scan begins.
    mutating func noteScan(uptime: Duration) {
        lastScan = uptime
        guard dueAt != nil else { return }
        dueAt = nil
        pause = min(max(Self.shortest, pause * 2), Self.longest)
    }
}
