import CanonicalJSON
import StoryEvents

extension Withheld {
    /// `{by, recorded, reason, authority}`.
    var json: JSON {
        [
            "by": JSON(by), "recorded": JSON(recorded), "reason": .string(takedown.reason),
            "authority": .string(takedown.authority),
        ]
    }
}
