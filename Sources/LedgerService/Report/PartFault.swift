import CanonicalJSON
import EventLog
import StoryEvents

/// A part of a daemon that does not work, in the daemon's own words.
public struct PartFault: Hashable, Sendable {
    /// A part that can fail while the others go on.
    public enum Part: String, CaseIterable, Sendable {
        case intake, publication, projections, disk, site, health
        /// The note that tells the next process which file ended this one.
        case note = "note of work"
    }

    /// Which one.
    public let part: Part
    /// Why it does not work.
    public let message: String
    /// What to do about it; empty if there is nothing to do.
    public let remedy: String

    /// Creates a fault.
    public init(_ part: Part, _ message: String, remedy: String) {
        self.part = part
        self.message = message
        self.remedy = remedy
    }

    /// Whether it says that the machine's clock is not believed.
    public var isOfClock: Bool { part == .intake && ClockFault.isNamed(in: message) }

    /// `{part, message, remedy}`; remedy is null if there is none.
    public var json: JSON {
        [
            "part": .string(Text(part.rawValue)), "message": .string(Text(message)),
            "remedy": remedy.isEmpty ? .null : .string(Text(remedy)),
        ]
    }

    /// - Returns: nil for anything but ``json`` of a part that this program knows.
    init?(_ json: JSON) {
        guard case .object(let object) = json, case .string(let name)? = object["part"],
            let part = Part(rawValue: name.string), case .string(let message)? = object["message"]
        else { return nil }
        var remedy = ""
        if case .string(let text)? = object["remedy"] { remedy = text.string }
        self.init(part, message.string, remedy: remedy)
    }
}
