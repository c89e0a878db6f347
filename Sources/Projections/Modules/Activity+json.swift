import CanonicalJSON
import StoryEvents

extension Activity {
    /// `{day, events, stories, begun, versions, silentEdits, corrections, withheld, backdated, outOfOrder, zone}`.
    ///
    /// - Parameter day: A row of the tally by `day`.
    public static func json(of day: JSONObject, in zone: Zone) -> JSON {
        var object = day
        object["count"] = nil
        object["zone"] = .string(Text(zone.name))
        return .object(object)
    }
}
