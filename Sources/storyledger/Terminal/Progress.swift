import Foundation
import LedgerService

/// A bar on standard error with rate and time left; nothing unless that is a terminal, and nothing within a second.
struct Progress {
    private let name: String
    private let unit: String
    private let start = DispatchTime.now()
    private var lastDrawn = DispatchTime.now()
    private var isDrawn = false
    private static let isTerminal = isatty(STDERR_FILENO) == 1

    /// - Parameters:
    ///   - name: What is being done.
    ///   - unit: What is counted, in the plural.
    init(_ name: String, unit: String) {
        self.name = name
        self.unit = unit
    }

    /// Draws the progress, at most ten times a second.
    mutating func show(_ done: Int64, of all: Int64) {
        let now = DispatchTime.now()
        guard Self.isTerminal, seconds(from: start, to: now) > 1, seconds(from: lastDrawn, to: now) > 0.1 else {
            return
        }
        lastDrawn = now
        isDrawn = true
        let rate = Double(done) / seconds(from: start, to: now)
        write("\r\u{1B}[K" + Self.line(name, unit, done, of: all, rate: rate, width: Self.width))
    }

    /// Takes the bar away, before something else is printed.
    mutating func clear() {
        guard isDrawn else { return }
        isDrawn = false
        write("\r\u{1B}[K")
    }

    /// `verify  [#####.....]  512,000 of 1,000,000 events  250,000/s  2 s left`, cut to a width.
    ///
    /// - Parameter rate: Things a second.
    static func line(
        _ name: String, _ unit: String, _ done: Int64, of all: Int64, rate: Double, width: Int
    ) -> String {
        let share = all > 0 ? min(1, Double(done) / Double(all)) : 1
        let filled = Int(share * 24)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
        var line = "\(name)  [\(bar)]  \(grouped(done)) of \(grouped(all)) \(unit)"
        if rate >= 1 {
            line += "  \(grouped(Int64(rate)))/s  \(duration(Double(max(0, all - done)) / rate)) left"
        }
        return String(line.prefix(max(0, width - 1)))
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int64(min(seconds.rounded(.up), 8_640_000))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }

    private static func grouped(_ number: Int64) -> String {
        var groups: [String] = []
        var rest = String(number)
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest.removeLast(3)
        }
        return ([rest] + groups).joined(separator: ",")
    }

    private static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private func seconds(from start: DispatchTime, to end: DispatchTime) -> Double {
        Double(end.uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    }

    private func write(_ text: String) { StandardError.write(text) }
}
