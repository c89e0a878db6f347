import EventLog
import Files
import Glibc
import LedgerService
import StoryEvents

/// The protocol for language models on standard input and output: a message a line.
///
/// Source: Model Context Protocol 2025-06-18, stdio.
public enum MCPOverStandardInput {
    /// Why it ended before its input.
    public struct Refused: Error, Hashable, Sendable {
        /// The reason.
        public let message: String
        /// What to do about it.
        public let remedy: String
        /// Whether the output cannot be written; else the ledger cannot be read.
        public var isOfOutput = false
    }

    /// Answers messages until the input ends.
    ///
    /// - Parameters:
    ///   - directory: The ledger, which may be a copy, and another user's.
    ///   - show: Which stories are shown. Stories under embargo never are.
    ///   - site: Where the ledger's site is, for links to proofs: `https://record.example`; empty where there is none.
    /// - Throws: ``Refused`` where the ledger cannot be read, or the output is gone.
    public static func run(
        _ directory: LedgerDirectory, show: Configuration.Shown, site: String
    ) throws(Refused) {
        var lines = Lines()
        var record: SiteRecord?
        while let line = lines.next() {
            guard let message = line else {
                try write(MCPServer.tooLong)
                continue
            }
            guard message.contains(where: { $0 > 0x20 }) else { continue }
            let open: SiteRecord
            do throws(SiteFault) {
                if let record { open = record } else { open = try SiteRecord(directory) }
            } catch {
                throw Refused(message: error.message, remedy: error.remedy)
            }
            record = open
            let responder = Responder(record: open, directory: directory, rule: show, now: SystemClock.now)
            if let answer = MCPServer(responder: responder, base: site).answer(message) { try write(answer) }
        }
    }

    private static func write(_ message: [UInt8]) throws(Refused) {
        do throws(SystemFault) { try Descriptor.write(message + [0x0A], to: STDOUT_FILENO) } catch {
            throw Refused(
                message: "standard output cannot be written: \(error.reason)",
                remedy: "free space, or reopen what it goes to", isOfOutput: true)
        }
    }

    /// Lines of standard input; a line that is longer than any message is passed over.
    private struct Lines {
        private var bytes: [UInt8] = []
        private var isTooLong = false
        private var isOver = false

        /// The next line; `.some(nil)` for one that was too long; nil at the end.
        mutating func next() -> [UInt8]?? {
            while true {
                if let end = bytes.firstIndex(of: 0x0A) {
                    let line = Array(bytes[..<end])
                    bytes.removeFirst(end + 1)
                    defer { isTooLong = false }
                    return .some(isTooLong || line.count > MCPServer.longest ? nil : line)
                }
                if bytes.count > MCPServer.longest {
                    isTooLong = true
                    bytes = []
                }
                guard !isOver else {
                    guard !bytes.isEmpty else { return nil }
                    defer { bytes = [] }
                    return .some(isTooLong ? nil : bytes)
                }
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                let count = uninterrupted { read(STDIN_FILENO, &buffer, buffer.count) }
                if count <= 0 { isOver = true } else { bytes += buffer[..<count] }
            }
        }
    }
}
