import EventLog
import Inbox
import Publication

/// The state of the daemon, as systemd and the log are told.
public struct DaemonHealth: Hashable, Sendable {
    /// Whether everything that was in the inbox at the start has been looked at.
    public var isReady: Bool
    /// Whether every part gave a sign of life recently.
    public var isAlive: Bool
    /// Whether something keeps every file from being taken in.
    public var isStalled: Bool
    /// Whether something keeps the log from being published.
    public var isUnpublished: Bool
    /// A line for people.
    public var line: String
    /// The parts that do not work.
    public var faults: [PartFault]

    /// Creates a state.
    public init(
        isReady: Bool, isAlive: Bool, isStalled: Bool = false, isUnpublished: Bool = false, line: String,
        faults: [PartFault] = []
    ) {
        self.faults = faults
        self.isStalled = isStalled
        self.isUnpublished = isUnpublished
        self.isReady = isReady
        self.isAlive = isAlive
        self.line = line
    }

    /// - Parameters:
    ///   - inbox: The state of intake.
    ///   - publication: The state of publication.
    ///   - projections: The state of the persisted projections.
    ///   - clock: How the machine's clock differs from the log; nil if that cannot be told now.
    ///   - events: The number of events in the log; nil if it cannot be read now.
    ///   - isReady: Whether the first scan is done.
    ///   - faults: How many faults of the log the background check has found.
    ///   - disk: What keeps the ledger's directory from being written; nil if nothing does.
    ///   - silent: Parts without a sign of life for too long.
    init(
        _ inbox: InboxStatus, _ publication: PublicationStatus = PublicationStatus(),
        _ projections: ProjectionStatus = ProjectionStatus(), _ clock: ClockStanding? = nil, events: Int64?,
        isReady: Bool, faults: Int = 0, disk: PartFault? = nil, silent: [Heartbeat.Part] = []
    ) {
        guard isReady else {
            self.init(
                isReady: false, isAlive: silent.isEmpty, line: "looking through the inbox",
                faults: Self.faults(inbox, publication, projections, clock?.fault, disk, silent))
            return
        }
        var parts = [events.map { "\($0) \($0 == 1 ? "event" : "events")" } ?? "events cannot be counted"]
        if faults > 0 { parts.append("the log is damaged: \(faults) \(faults == 1 ? "fault" : "faults")") }
        if !inbox.waiting.isEmpty { parts.append("\(inbox.waiting.count) deferred") }
        if !inbox.suspended.isEmpty { parts.append("\(inbox.suspended.count) suspended") }
        if inbox.quarantined > 0 { parts.append("\(inbox.quarantined) quarantined since the start") }
        if !inbox.unmoved.isEmpty { parts.append("\(inbox.unmoved.count) recorded but not moved") }
        if let stall = inbox.stall { parts.append("intake has stopped: \(stall.reason)") }
        if let missing = inbox.unguarded { parts.append("no note of work: \(missing.reason)") }
        // Intake notices it once it has something to record; producers, who cannot write either, give it nothing.
        if let disk, inbox.stall == nil { parts.append("intake has stopped: \(disk.message)") }
        // Intake reports the clock itself once it has looked.
        if let fault = clock?.fault, inbox.stall == nil { parts.append("records nothing: \(fault.message)") }
        if let text = clock?.acceptedText { parts.append(text) }
        if let clock, clock.behind >= ClockStanding.behindToWarn, let text = clock.behindText { parts.append(text) }
        if let stall = publication.stall { parts.append("publishes nothing: \(stall)") }
        let refusing = publication.witnesses.values.count { $0.fault != nil }
        if let held = publication.held { parts.append("\(held) events wait for the quorum") }
        let lost = publication.witnesses.values.count { $0.loss != nil }
        if lost > 0 { parts.append("\(lost) of \(publication.witnesses.count) witnesses lost their state") }
        if refusing > 0 { parts.append("\(refusing) of \(publication.witnesses.count) witnesses do not cosign") }
        if let stall = projections.stall { parts.append("keeps no projections: \(stall)") }
        if !projections.stopped.isEmpty {
            parts.append("stopped projections: \(projections.stopped.joined(separator: " "))")
        }
        parts += silent.map(\.silence)
        self.init(
            isReady: isReady, isAlive: silent.isEmpty,
            isStalled: inbox.stall != nil || clock?.fault != nil || disk != nil,
            isUnpublished: publication.stall != nil, line: parts.joined(separator: ", "),
            faults: Self.faults(inbox, publication, projections, clock?.fault, disk, silent))
    }

    /// What does not work, for a program that asks: with what to do about it.
    private static func faults(
        _ inbox: InboxStatus, _ publication: PublicationStatus, _ projections: ProjectionStatus, _ clock: ClockFault?,
        _ disk: PartFault?, _ silent: [Heartbeat.Part]
    ) -> [PartFault] {
        var faults: [PartFault] = []
        if let stall = inbox.stall {
            faults.append(PartFault(.intake, stall.reason, remedy: stall.remedy))
        } else if let disk {
            faults.append(disk)
        }
        // Where intake has met it, its own words say so.
        if let clock, !faults.contains(where: \.isOfClock) {
            faults.append(PartFault(.intake, clock.message, remedy: clock.remedy))
        }
        if let missing = inbox.unguarded {
            faults.append(PartFault(.note, missing.reason, remedy: missing.remedy))
        }
        if let stall = publication.stall {
            faults.append(PartFault(.publication, stall, remedy: publication.remedy))
        }
        if let stall = projections.stall {
            faults.append(PartFault(.projections, stall, remedy: projections.remedy))
        }
        if !projections.stopped.isEmpty {
            faults.append(
                PartFault(
                    .projections, "stopped: \(projections.stopped.joined(separator: ", "))",
                    remedy: "storyledger projections status"))
        }
        return faults + silent.map { PartFault($0.fault, $0.silence, remedy: Self.lookAtTheDisk) }
    }

    private static let lookAtTheDisk =
        "look at the system's log and at the storage; systemd starts the daemon again where it stays silent"
}

extension Heartbeat.Part {
    /// That it gives no sign of life.
    fileprivate var silence: String { "\(rawValue) \(self == .projections ? "do" : "does") not answer" }

    fileprivate var fault: PartFault.Part {
        switch self {
        case .intake: .intake
        case .publication: .publication
        case .projections: .projections
        case .disk: .disk
        }
    }
}
