import EventLog
import Inbox
import LedgerService
import Publication
import StoryEvents

extension LedgerStanding {
    /// What can be watched and alerted on.
    ///
    /// - Parameter health: What the daemon knows of itself, where it is the daemon that asks: its files may be behind.
    public func metrics(_ health: DaemonHealth? = nil) -> Metrics {
        var metrics = Metrics()
        metrics.add(.counter, "events_total", "Events in the log.", Double(size))
        if let head {
            metrics.add(
                .gauge, "newest_event_timestamp_seconds", "When the newest event was recorded, in Unix time.",
                Double(head.recorded.microseconds) / 1e6)
        }
        metrics.add(.counter, "files_total", "Files taken in or refused.", Double(newest?.number ?? 0))
        if listing.obstacles.isEmpty {
            metrics.add(.gauge, "inbox_files", "Files in the inbox.", Double(listing.inbox.count))
            metrics.add(.gauge, "quarantine_files", "Files in quarantine.", Double(listing.quarantine.count))
            metrics.add(
                .gauge, "inbox_oldest_seconds", "How long the file that waits longest has been in the inbox.", oldest)
            metrics.add(
                .gauge, "refused_files", "Files in quarantine, by the code of their refusal.", by: "code", refused)
            metrics.add(
                .gauge, "inbox_not_taken", "Directories and files that are not taken as they are.",
                Double(listing.leftOut.count))
        }
        if let isRunning = daemon.isRunning {
            metrics.add(.gauge, "intake_running", "1 where a daemon takes files in.", isRunning ? 1 : 0)
        }
        // Without a daemon nothing waits; what cannot be read is left out.
        if daemon.state != nil || daemon.isRunning == false || health != nil {
            metrics.add(
                .gauge, "intake_stopped", "1 where something keeps every file from being taken in.",
                daemon.state?.stall == nil && health?.isStalled != true && room?.refusal == nil
                    && (daemon.isRunning != true || clock.fault == nil) ? 0 : 1)
            metrics.add(
                .gauge, "inbox_waiting_files", "Files that wait for a story, event or request.",
                Double(daemon.state?.counts.waiting ?? 0))
            metrics.add(
                .gauge, "wal_held", "1 where a reader keeps the log's write-ahead log from being emptied.",
                daemon.state?.walHeldSince == nil ? 0 : 1)
            metrics.add(
                .gauge, "inbox_suspended", "Directories and files that are left alone because of a fault of their own.",
                Double(daemon.state?.counts.suspended ?? 0))
        }
        metrics.add(.gauge, "database_bytes", "Size of the log's database and its write-ahead log.", Double(bytes))
        metrics.add(.gauge, "wal_bytes", "Size of the log's write-ahead log.", Double(walBytes))
        if let room {
            metrics.add(.gauge, "disk_free_bytes", "Room for the ledger on its file system.", Double(room.free))
            if let inodes = room.inodes {
                metrics.add(
                    .gauge, "disk_free_inodes", "Files that the ledger's file system has room for.", Double(inodes))
            }
        }
        metrics.add(
            .gauge, "clock_behind_seconds", "How far the machine's clock is behind the newest event.",
            Double(clock.behind) / 1e6)
        metrics.add(
            .gauge, "clock_not_believed", "1 where the machine's clock is not believed, and nothing is recorded.",
            clock.fault == nil && clockFault(health) == nil ? 0 : 1)
        metrics.add(
            .gauge, "clock_accepted_seconds",
            "How far the clock is ahead of what it showed before an admin accepted it; 0 without an acceptance in force.",
            Double(clock.accepted ?? 0) / 1e6)
        metrics.add(.counter, "withheld_events_total", "Events whose data was withheld.", Double(withheld))
        metrics.add(
            .gauge, "unfinished_takedowns", "Takedowns whose files may still hold the data.", Double(unfinished.count))
        if let check {
            metrics.add(
                .gauge, "check_faults", "Faults of the log that the background check has found.",
                Double(check.faults.count))
            if let finished = check.finished {
                metrics.add(
                    .gauge, "check_finished_timestamp_seconds",
                    "When the background check last ended a pass, in Unix time.", Double(finished.microseconds) / 1e6)
            }
        }
        publication.add(to: &metrics, isStopped: health?.isUnpublished ?? false)
        projections.add(to: &metrics)
        return metrics
    }
}

extension LedgerStanding {
    /// In seconds; 0 with an empty inbox.
    private var oldest: Double {
        guard let oldest = listing.inbox.map(\.changed).min() else { return 0 }
        return Double(max(0, SystemClock.now().microseconds - oldest.microseconds)) / 1e6
    }

    private var refused: [(String, Double)] {
        let codes = listing.quarantine.map { $0.reason?.faults.first?.code ?? "unknown" }
        return Dictionary(grouping: codes) { $0 }.map { ($0.key, Double($0.value.count)) }.sorted { $0.0 < $1.0 }
    }
}

extension PublicationStanding {
    fileprivate func add(to metrics: inout Metrics, isStopped: Bool) {
        metrics.add(
            .gauge, "published_events", "Size of the newest published checkpoint.",
            Double(published?.checkpoint.size ?? 0))
        metrics.add(
            .gauge, "publication_stopped", "1 where the log is not signed, as after a fork or without its key.",
            obstacle == nil && !isStopped ? 0 : 1)
        metrics.add(
            .gauge, "witness_behind_events", "How many events a witness has not cosigned.", by: "witness",
            witnesses.map { ($0.witness.name, Double($0.lag(behind: size) ?? size)) })
    }
}

extension ProjectionStandings {
    fileprivate func add(to metrics: inout Metrics) {
        metrics.add(
            .gauge, "projection_behind_events", "How many events a persisted projection is behind.", by: "projection",
            all.map { ($0.name, Double($0.lag)) })
        metrics.add(
            .gauge, "projection_stopped", "1 when a projection has stopped at an event that it could not fold.",
            by: "projection", all.map { ($0.name, $0.serving?.fault == nil ? 0 : 1) })
        metrics.add(
            .gauge, "projection_stopped_position", "The event that a stopped projection could not fold.",
            by: "projection",
            all.compactMap { standing in
                standing.serving?.fault.map { (standing.name, Double($0.position.value)) }
            })
    }
}
