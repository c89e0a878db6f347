import EventLog
import StoryEvents

/// How pages show times: in the zone of `--zone` where it is given, else as they were told. JSON is as the record has it.
enum ShownTime {
    /// Set once, before anything is printed.
    nonisolated(unsafe) static var zone: Zone?

    /// A time as it was told and, where another zone is asked for, what the clocks there showed:
    /// `2026-03-02 23:20:00 Europe/Berlin (2026-03-02T17:20:00-05:00)`.
    static func text(_ told: String, seconds: Int64) -> String {
        guard let zone else { return told }
        let local = zone.local(at: seconds)
        return "\(local.dateText) \(local.clockText) \(zone.name) (\(told))"
    }
}

extension EventTime {
    /// As a page shows it.
    var shown: String { ShownTime.text(description, seconds: seconds) }

    /// A time of a row, as a page shows it; what is no time is shown as it is.
    static func shown(_ text: String) -> String {
        do throws(TimeFault) { return try EventTime(text).shown } catch { return text }
    }

    /// Date and minute where it happened or, where another zone is asked for, there.
    var shownMinute: String {
        let local = ShownTime.zone?.local(at: seconds) ?? local
        return String(local.text.prefix(16).replacing("T", with: " "))
    }
}

extension RecordedTime {
    /// To the second, as a page shows it: `2026-03-02T22:20:00Z`.
    var shown: String {
        let seconds = microseconds / 1_000_000
        guard let zone = ShownTime.zone else { return CivilTime(seconds: seconds).text + "Z" }
        let local = zone.local(at: seconds)
        return "\(local.dateText) \(local.clockText) \(zone.name)"
    }
}

extension RecordedTime {
    /// Says where a log's own time lies more than a day ahead of this machine's clock: one of the two is wrong.
    func sayIfAhead() {
        let now = SystemClock.now()
        guard microseconds - now.microseconds > 86_400_000_000 else { return }
        Failure.say(
            "the newest event was recorded at \(self), more than a day ahead of this machine's clock, \(now)",
            remedy: "one of the two clocks is wrong, or the keeper's times are false")
    }
}
