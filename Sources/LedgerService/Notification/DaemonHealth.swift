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

    /// Creates a state.
    public init(isReady: Bool, isAlive: Bool, isStalled: Bool = false, isUnpublished: Bool = false, line: String) {
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
    ///   - clock: Why the machine's clock is not believed; nil if it is.
    ///   - events: The number of events in the log; nil if it cannot be read now.
    ///   - isReady: Whether the first scan is done.
    ///   - faults: How many faults of the log the background check has found.
    ///   - disk: What keeps the ledger's directory from being written; nil if nothing does.
    ///   - silent: Parts without a sign of life for too long.
    init(
        _ inbox: InboxStatus, _ publication: PublicationStatus = PublicationStatus(),
        _ projections: ProjectionStatus = ProjectionStatus(), _ clock: ClockFault? = nil, events: Int64?,
        isReady: Bool, faults: Int = 0, disk: String? = nil, silent: [Heartbeat.Part] = []
    ) {
        guard isReady else {
            self.init(isReady: false, isAlive: silent.isEmpty, line: "looking through the inbox")
            return
        }
        var parts = [events.map { "\($0) \($0 == 1 ? "event" : "events")" } ?? "events cannot be counted"]
        if faults > 0 { parts.append("the log is damaged: \(faults) \(faults == 1 ? "fault" : "faults")") }
        if !inbox.waiting.isEmpty { parts.append("\(inbox.waiting.count) deferred") }
        if !inbox.suspended.isEmpty { parts.append("\(inbox.suspended.count) suspended") }
        if inbox.quarantined > 0 { parts.append("\(inbox.quarantined) quarantined since the start") }
        if !inbox.unmoved.isEmpty { parts.append("\(inbox.unmoved.count) recorded but not moved") }
        if let stall = inbox.stall { parts.append("intake has stopped: \(stall.reason)") }
        // Intake notices it once it has something to record; producers, who cannot write either, give it nothing.
        if let disk, inbox.stall == nil { parts.append("intake has stopped: \(disk)") }
        // Intake reports the clock itself once it has something to record.
        if let clock, inbox.stall == nil { parts.append("records nothing: \(clock.message)") }
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
        for part in silent { parts.append("\(part.rawValue) \(part == .projections ? "do" : "does") not answer") }
        self.init(
            isReady: isReady, isAlive: silent.isEmpty, isStalled: inbox.stall != nil || clock != nil || disk != nil,
            isUnpublished: publication.stall != nil, line: parts.joined(separator: ", "))
    }
}
