import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// What a running daemon says of itself to programs: the answer to `/state`.
public struct DaemonReport: Hashable, Sendable {
    /// The ledger's directory, as an absolute path where the daemon can tell it.
    public let ledger: String
    /// The daemon's process id.
    public let process: Int32
    /// Whether everything that was in the inbox at the start has been looked at.
    public let isReady: Bool
    /// Whether every part gave a sign of life recently.
    public let isAlive: Bool
    /// The line that systemd is told.
    public let line: String
    /// The parts that do not work.
    public let faults: [PartFault]

    /// The report of this process.
    ///
    /// - Parameter ledger: The ledger's directory.
    public init(_ health: DaemonHealth, ledger: String) {
        let resolved = realpath(ledger, nil)
        defer { free(resolved) }
        self.ledger = resolved.map { String(cString: $0) } ?? ledger
        process = getpid()
        (isReady, isAlive, line) = (health.isReady, health.isAlive, health.line)
        let option = LedgerCommands.option(fromAnywhere: self.ledger)
        faults = health.faults.map { fault in
            PartFault(fault.part, fault.message, remedy: LedgerCommands.adding(option, to: fault.remedy))
        }
    }

    /// The same as the daemon itself has it.
    public var health: DaemonHealth {
        DaemonHealth(
            isReady: isReady, isAlive: isAlive, isStalled: faults.contains { $0.part == .intake },
            isUnpublished: faults.contains { $0.part == .publication }, line: line, faults: faults)
    }

    /// `{ledger, process, ready, alive, line, faults}`.
    public var json: JSON {
        [
            "ledger": .string(Text(ledger)), "process": .integer(Int64(process)), "ready": .bool(isReady),
            "alive": .bool(isAlive), "line": .string(Text(line)), "faults": .array(faults.map(\.json)),
        ]
    }

    /// Reads ``json``.
    ///
    /// - Returns: nil for anything else. A fault of a part that this program does not know is left out.
    init?(_ bytes: [UInt8]) {
        do throws(JSONSyntaxError) {
            guard case .object(let object) = try JSON.parse(bytes), case .string(let ledger)? = object["ledger"],
                case .integer(let process)? = object["process"], case .bool(let isReady)? = object["ready"],
                case .bool(let isAlive)? = object["alive"], case .string(let line)? = object["line"],
                case .array(let faults)? = object["faults"]
            else { return nil }
            self.ledger = ledger.string
            self.process = Int32(clamping: process)
            (self.isReady, self.isAlive, self.line) = (isReady, isAlive, line.string)
            self.faults = faults.compactMap(PartFault.init)
        } catch {
            return nil
        }
    }

    /// Whether it is of the daemon of a ledger, by whatever path.
    func isOf(_ directory: LedgerDirectory) -> Bool { FileProbe.isSame(directory.path, ledger) }
}
