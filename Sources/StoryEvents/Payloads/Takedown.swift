import CanonicalJSON

/// An admin's decision to withhold the data of one event: the payload of a `withheld` event, of the ledger's own.
///
/// It says what the fold of the story has to go on with once the data is gone, and nothing of what the data said.
public struct Takedown: Hashable, Sendable {
    /// The event whose data was withheld.
    public let position: Position
    /// Why, in the admin's words.
    public let reason: Text
    /// On whose authority.
    public let authority: Text
    /// The number of the text version that the event made; nil where it made none.
    public let version: Int?
    /// Names of the story's fields that the event set or removed, in reading order.
    public let fields: [Text]
    /// What sort of change the event was; nil where it was none, or plainly an update.
    public let change: Update.Change?
    /// Later events of the story that gave withheld text again, and so made no version of it.
    public let repeats: [Position]

    /// Joins the parts.
    public init(
        position: Position, reason: Text, authority: Text, version: Int? = nil, fields: [Text] = [],
        change: Update.Change? = nil, repeats: [Position] = []
    ) {
        self.position = position
        self.reason = reason
        self.authority = authority
        self.version = version
        self.fields = fields
        self.change = change
        self.repeats = repeats
    }

    init(_ members: Members) throws(PayloadFault) {
        position = try Self.position(try members.number("position"), "position")
        reason = try members.requiredText("reason")
        authority = try members.requiredText("authority")
        version = members.object["version"] == nil ? nil : Int(clamping: try members.number("version"))
        fields = try members.texts("fields")
        change = try members.word("change", as: Update.Change.self)
        var repeats: [Position] = []
        for number in try members.numbers("repeats") { repeats.append(try Self.position(number, "repeats")) }
        self.repeats = repeats
    }

    private static func position(_ number: Int64, _ name: Text) throws(PayloadFault) -> Position {
        guard number >= 0 else { throw PayloadFault(path: .root.member(name), expected: "a position") }
        return Position(number)
    }

    /// The data of the event.
    public var data: JSONObject {
        var data: JSONObject = [
            "authority": .string(authority), "position": .integer(position.value), "reason": .string(reason),
        ]
        data["version"] = version.map { .integer(Int64($0)) }
        if !fields.isEmpty { data["fields"] = .array(fields.map(JSON.string)) }
        data["change"] = change.map { .string(Text($0.rawValue)) }
        if !repeats.isEmpty { data["repeats"] = .array(repeats.map { .integer($0.value) }) }
        return data
    }

    /// The identity of the event that withholds the data of another: there can be one only.
    public static func identity(of position: Position) -> EventIdentity {
        EventIdentity(source: Text.ledger, id: Text("withheld-\(position.value)"))
    }
}

/// That an event's data was withheld: what stands where the data stood.
public struct Withheld: Hashable, Sendable {
    /// The `withheld` event that says so.
    public let by: Position
    /// When that was recorded.
    public let recorded: RecordedTime
    /// What it says.
    public let takedown: Takedown

    /// Joins the parts.
    public init(by: Position, recorded: RecordedTime, takedown: Takedown) {
        self.by = by
        self.recorded = recorded
        self.takedown = takedown
    }
}

extension Withheld: CustomStringConvertible {
    /// `withheld by event @40 on 2026-03-02T12:00:00Z: REASON (AUTHORITY)`.
    public var description: String {
        "withheld by event \(by) on \(recorded.description.prefix(19))Z: \(takedown.reason) (\(takedown.authority))"
    }
}
