import CanonicalJSON
import EventLog
import ProseDiff
import StoryEvents

/// How the time of an event was written: its printed form, and its zone.
struct ToldTime: Hashable, Sendable {
    /// The time itself, with its offset.
    let time: EventTime
    /// `5:20PM ET`.
    let printed: Text?
    /// `America/New_York`.
    let zone: Text?

    /// - Returns: nil where it was written as a time with its offset alone.
    init?(_ moment: Moment) {
        guard moment.printed != nil || moment.zone != nil else { return nil }
        (time, printed, zone) = (moment.time, moment.printed, moment.zone)
    }

    /// - Returns: nil where the event tells neither, or its data cannot be read.
    init?(_ event: RecordedEvent) {
        guard let bytes = event.readableData, Self.mayTell(bytes) else { return nil }
        do throws(JSONSyntaxError) {
            guard case .object(let data) = try JSON.parse(bytes), case .object(let when)? = data["when"] else {
                return nil
            }
            (time, printed, zone) = (event.envelope.time, when["printed"]?.text, when["zone"]?.text)
        } catch {
            return nil
        }
        guard printed != nil || zone != nil else { return nil }
    }

    /// Few events do: the others are not parsed for it.
    private static func mayTell(_ data: [UInt8]) -> Bool {
        var isFound = false
        name.forEachPlace(in: data) { _ in isFound = true }
        return isFound
    }

    private static let name = BytePattern(Array(#""when":"#.utf8))

    /// The times of a story's events.
    static func all(of story: StoryID, _ record: SiteRecord) throws(SiteFault) -> [Position: ToldTime] {
        var (next, told): (Int64, [Position: ToldTime]) = (0, [:])
        while true {
            let start = next
            let page = try record.read { store throws(EventLogError) in
                try store.events(of: story, from: Revision(start), limit: 256)
            }
            guard let last = page.last else { return told }
            for event in page { told[event.envelope.position] = ToldTime(event) }
            next = last.envelope.revision.value + 1
        }
    }
}
