import CanonicalJSON
import EventLog
import Files
import Glibc
import StoryEvents
import Verification

/// Where the background check stands and what it has found, as stored in a file of the ledger.
public struct CheckState: Hashable, Sendable {
    /// Where the pass stands; nil between two passes.
    var place: SlowCheck.Place?
    /// When the last whole pass ended; nil before that.
    public internal(set) var finished: RecordedTime?
    /// What the last whole pass has found, and this one so far.
    public internal(set) var faults: [Fault] = []
    /// How many of ``faults`` are of the pass that is under way.
    var current: Set<String> = []

    /// A fault of the log.
    public struct Fault: Hashable, Sendable {
        /// Where, and what differs there.
        public let text: String
        /// When it was found first.
        public let found: RecordedTime
    }

    /// The most faults that are kept.
    static let mostFaults = 100
    private static let mostBytes = 1 << 20

    /// Notes what a step has found.
    ///
    /// - Returns: What is new.
    mutating func note(_ findings: [String], at now: RecordedTime) -> [String] {
        let known = Set(faults.map(\.text))
        let new = findings.filter { !known.contains($0) }.prefix(max(0, Self.mostFaults - faults.count))
        faults += new.map { Fault(text: $0, found: now) }
        current.formUnion(findings.prefix(Self.mostFaults))
        return Array(new)
    }

    /// Ends a pass: what it did not find again is gone.
    mutating func finish(at now: RecordedTime) {
        faults.removeAll { !current.contains($0.text) }
        (place, finished, current) = (nil, now, [])
    }

    /// Reads what a daemon has written.
    ///
    /// - Returns: nil where there is nothing that can be read.
    public static func read(_ path: String) -> CheckState? {
        do {
            let bytes = try SmallFile.read(path, atMost: mostBytes + 1)
            guard bytes.count <= mostBytes, case .object(let object) = try JSON.parse(bytes) else { return nil }
            return CheckState(object)
        } catch {
            // There is none, or it is for another user; a check begins again where it cannot be read.
            return nil
        }
    }

    init() {}

    private init(_ object: JSONObject) {
        if let stage = object["stage"]?.text.flatMap({ SlowCheck.Stage(rawValue: $0.string) }),
            case .integer(let next)? = object["next"], next >= 0
        {
            place = SlowCheck.Place(stage: stage, next: next)
        }
        finished = object["finished"]?.text.flatMap { RecordedTime($0.string) }
        guard case .array(let faults)? = object["faults"] else { return }
        for case .object(let fault) in faults.prefix(Self.mostFaults) {
            guard let text = fault["what"]?.text?.string,
                let found = fault["found"]?.text.flatMap({ RecordedTime($0.string) })
            else { continue }
            self.faults.append(Fault(text: text, found: found))
            if fault["current"] == .bool(true) { current.insert(text) }
        }
    }

    /// Stores it. It is not synced: a pass that is begun again costs little.
    ///
    /// - Returns: What the system says where it cannot be stored; nil where it was.
    func write(_ path: String) -> String? {
        let temporary = path + ".tmp"
        unlink(temporary)
        let descriptor = LedgerFile.open(temporary)
        guard descriptor >= 0 else { return SystemReason.last }
        defer { close(descriptor) }
        let bytes = json.bytes(pretty: false) + [UInt8(ascii: "\n")]
        do throws(SystemFault) { try Descriptor.write(bytes, to: descriptor) } catch { return error.reason }
        return rename(temporary, path) == 0 ? nil : SystemReason.last
    }

    private var json: JSON {
        [
            "stage": place.map { .string(Text($0.stage.rawValue)) } ?? .null,
            "next": place.map { .integer($0.next) } ?? .null,
            "finished": finished.map { JSON($0) } ?? .null,
            "faults": .array(
                faults.map {
                    [
                        "what": .string(Text($0.text)), "found": JSON($0.found),
                        "current": .bool(current.contains($0.text)),
                    ]
                }),
        ]
    }
}
