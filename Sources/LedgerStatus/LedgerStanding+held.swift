import EventLog
import LedgerService

extension LedgerStanding {
    /// The parts that do not work: by the daemon's own words where it was heard, else as far as its files tell.
    public var held: [PartFault] {
        var held = report?.faults ?? []
        func has(_ part: PartFault.Part) -> Bool { held.contains { $0.part == part } }
        if let unit { held.append(unit) }
        // Without a daemon there is no intake; a copy may be read from a read-only mount.
        if !has(.intake), daemon.isRunning == true {
            if let stall = daemon.state?.stall {
                held.append(PartFault(.intake, stall.reason, remedy: stall.remedy))
            } else if let refusal = room?.refusal {
                held.append(
                    PartFault(.intake, refusal.message(of: directory.path), remedy: refusal.remedy(of: directory.path)))
            } else if let fault = clock.fault {
                let error = EventLogError.clock(fault)
                held.append(PartFault(.intake, error.message, remedy: error.remedy))
            }
        }
        if !has(.publication) {
            if let obstacle = publication.obstacle {
                held.append(PartFault(.publication, obstacle.message, remedy: obstacle.remedy))
            } else if report == nil, let fault = publication.missingKey {
                held.append(PartFault(.publication, fault.message, remedy: fault.remedy))
            }
        }
        return held
    }

    /// That the machine's clock is not believed, in the daemon's words; nil where it does not say so.
    ///
    /// - Parameter health: What the daemon knows of itself, where it is the daemon that asks.
    package func clockFault(_ health: DaemonHealth? = nil) -> PartFault? {
        if let fault = (health?.faults ?? report?.faults)?.first(where: \.isOfClock) { return fault }
        guard health == nil, report == nil, let stall = daemon.state?.stall else { return nil }
        let fault = PartFault(.intake, stall.reason, remedy: stall.remedy)
        return fault.isOfClock ? fault : nil
    }

    /// Whether something has to be mended: a part does not work, or the log is damaged.
    public var isFaulty: Bool { !held.isEmpty || check?.faults.isEmpty == false }
}
