import CanonicalJSON
import StoryEvents

/// The embargo of a story.
public struct Embargo: Hashable, Sendable {
    /// When it ends.
    public let ends: EventTime

    /// - Parameter fields: A story's fields, or a patch of them; the result is nil when they set no embargo.
    init?(_ fields: JSONObject) {
        guard case .object(let moment)? = fields["embargo"], let at = moment["at"]?.text else { return nil }
        do throws(TimeFault) { ends = try EventTime(at.string) } catch { return nil }
    }

    /// Whether it ended after the time of a `published` event, whenever the event was recorded.
    func isAfter(_ published: Envelope) -> Bool {
        published.type == .published && published.time.isBefore(ends)
    }

    /// `dated 2 h before the end of its embargo`: what pages say where it was recorded only after that.
    public func datedBefore(_ published: EventTime) -> String {
        said(
            "dated \(((ends.microseconds - published.microseconds) / 1_000_000).asDuration) before the end of its embargo"
        )
    }

    /// Whether a `published` event broke it: it happened and was recorded before the embargo ended.
    func isBroken(by published: Envelope) -> Bool {
        isAfter(published) && published.recorded.microseconds < ends.microseconds
    }
}

extension StoryVersion {
    /// The story's embargo at this version.
    public var embargo: Embargo? { Embargo(fields) }

    /// Whether this is the first version and was published before its embargo ended.
    public var breaksEmbargo: Bool { embargo?.isBroken(by: envelope) ?? false }

    /// Whether this is the first version and its time is before its embargo ended, whenever it was recorded.
    public var isBeforeEmbargo: Bool { embargo?.isAfter(envelope) ?? false }
}

extension StoryState {
    /// The embargo that the story has.
    public var embargo: Embargo? { Embargo(fields) }
}
