import EventLog
import Foundation

/// Long files of one source without end, and what a small file of another source waits beside them.
struct LongFilesFlood {
    let ledger: String
    let workspace: Workspace
    let store: SQLiteEventStore

    /// How many long files wait for the daemon at any time.
    private static let waiting = 2

    /// Seconds from the rename to the commit, of small files one after another.
    ///
    /// - Parameters:
    ///   - mebibytes: The size of a long file, one document.
    ///   - small: How many small files.
    func run(mebibytes: Int, small: Int) throws -> [Double] {
        for source in ["long", "quiet"] {
            try FileManager.default.createDirectory(
                atPath: "\(ledger)/inbox/\(source)", withIntermediateDirectories: true)
        }
        var (latencies, next): ([Double], Int) = ([], 0)
        for number in 0..<small {
            try refill(&next, mebibytes)
            let file = workspace.path("quiet.json")
            try Data(SampleDocuments.small(1_000_000 + number)).write(to: URL(filePath: file))
            let name = "quiet/\(mebibytes)-\(number).json"
            latencies.append(
                try Cost.of {
                    try FileManager.default.moveItem(atPath: file, toPath: "\(ledger)/inbox/\(name)")
                    while try store.receipts(limit: 10).allSatisfy({ $0.file.string != name }) {
                        try refill(&next, mebibytes)
                        usleep(2_000)
                    }
                }.seconds)
            // At another moment of the daemon's work each time.
            usleep(UInt32(37_000 * (number % 11)))
        }
        return latencies
    }

    private func refill(_ next: inout Int, _ mebibytes: Int) throws {
        while try FileManager.default.contentsOfDirectory(atPath: "\(ledger)/inbox/long").count < Self.waiting {
            let file = workspace.path("long.json")
            let start =
                #"{"type":"published","subject":"long-\#(mebibytes)-\#(next)","time":"2026-03-02T17:20:00Z","#
                + #""data":{"headline":"Long","body":""#
            let words = String(repeating: "The harbor bridge is closed until \(next). ", count: 50)
            let paragraph = words + "\\n\\n"
            let body = String(repeating: paragraph, count: ((mebibytes << 20) - 200) / paragraph.utf8.count)
            try Data((start + body + "\"}}").utf8).write(to: URL(filePath: file))
            try FileManager.default.moveItem(atPath: file, toPath: "\(ledger)/inbox/long/\(mebibytes)-\(next).json")
            next += 1
        }
    }
}
