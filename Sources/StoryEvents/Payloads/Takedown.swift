import CanonicalJSON

/// An admin's decision to withhold data or pieces of it: the payload of a `withheld` event, which the ledger itself
/// sends.
///
/// It holds the facts that folds need after the data is erased, and nothing of the data.
public struct Takedown: Hashable, Sendable {
    /// The admin's reason.
    public let reason: Text
    /// The authority that the admin names.
    public let authority: Text
    /// The affected events, in log order, each once.
    public let taken: [Taken]
    /// The places of each withheld text, one group for each text, in order of their first places. The name and the hash
    /// of an event's file are in no group.
    public let same: [[Place]]

    /// One piece of one event.
    public struct Place: Hashable, Sendable, Comparable {
        /// The event.
        public let position: Position
        /// The piece's index, from 0.
        public let piece: Int

        /// Creates a place.
        public init(_ position: Position, _ piece: Int) {
            self.position = position
            self.piece = piece
        }

        /// Log order, then the order of pieces.
        public static func < (left: Place, right: Place) -> Bool {
            (left.position, left.piece) < (right.position, right.piece)
        }
    }

    /// What a takedown withholds of one event.
    public struct Taken: Hashable, Sendable {
        /// The event.
        public let position: Position
        /// The withheld pieces.
        public let pieces: Pieces
        /// The number of the version that the event made; nil when it made none.
        public let version: Int?
        /// Names of the story's fields that the event set or removed, in reading order.
        public let fields: [Text]
        /// The kind of change; nil when the event was not an `updated`, or was a plain update.
        public let change: Update.Change?
        /// Later events of the story that repeated withheld text, and so made no version.
        public let repeats: [Position]

        /// Creates the entry of one event.
        public init(
            position: Position, pieces: Pieces = .all, version: Int? = nil, fields: [Text] = [],
            change: Update.Change? = nil, repeats: [Position] = []
        ) {
            self.position = position
            self.pieces = pieces
            self.version = version
            self.fields = fields
            self.change = change
            self.repeats = repeats
        }
    }

    /// All of an event's data, or some of its pieces by index, in order.
    public enum Pieces: Hashable, Sendable {
        case all
        case some([Int])

        /// Whether it includes a piece.
        public func contains(_ piece: Int) -> Bool {
            switch self {
            case .all: true
            case .some(let pieces): pieces.contains(piece)
            }
        }
    }

    /// Creates a takedown.
    public init(reason: Text, authority: Text, taken: [Taken], same: [[Place]] = []) {
        self.reason = reason
        self.authority = authority
        self.taken = taken
        self.same = same
    }

    init(_ members: Members) throws(PayloadFault) {
        reason = try members.requiredText("reason")
        authority = try members.requiredText("authority")
        taken = try members.list("taken", of: Taken.self)
        var same: [[Place]] = []
        for group in try members.groups("same") { same.append(group.map { Place(Position($0), Int($1)) }) }
        self.same = same
        guard !taken.isEmpty else { throw PayloadFault(path: .root.member("taken"), expected: "at least one event") }
    }

    /// The data of the event.
    public var data: JSONObject {
        [
            "authority": .string(authority), "reason": .string(reason),
            "same": .array(
                same.map { .array($0.map { .array([.integer($0.position.value), .integer(Int64($0.piece))]) }) }),
            "taken": .array(taken.map(\.json)),
        ]
    }

    /// The identity of a takedown's event, derived from the first event of its story that it affects.
    ///
    /// - Parameter number: From 1; counts the takedowns with the same first event.
    public static func identity(of position: Position, number: Int = 1) -> EventIdentity {
        EventIdentity(
            source: Text.ledger, id: Text("withheld-\(position.value)" + (number > 1 ? ".\(number)" : "")))
    }
}

extension Takedown.Taken: LongForm {
    init(_ members: Members) throws(PayloadFault) {
        position = try Self.position(try members.number("position"), "position")
        if members.object["pieces"] == "all" {
            pieces = .all
        } else {
            var numbers: [Int] = []
            for number in try members.numbers("pieces") {
                guard number >= Int64(numbers.last.map { $0 + 1 } ?? 0), number <= Int64(UInt32.max) else {
                    throw PayloadFault(path: .root.member("pieces"), expected: "numbers of pieces in order")
                }
                numbers.append(Int(number))
            }
            pieces = .some(numbers)
        }
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

    fileprivate var json: JSON {
        var object: JSONObject = ["position": .integer(position.value)]
        object["pieces"] =
            switch pieces {
            case .all: "all"
            case .some(let numbers): .array(numbers.map { .integer(Int64($0)) })
            }
        object["version"] = version.map { .integer(Int64($0)) }
        if !fields.isEmpty { object["fields"] = .array(fields.map(JSON.string)) }
        object["change"] = change.map { .string(Text($0.rawValue)) }
        if !repeats.isEmpty { object["repeats"] = .array(repeats.map { .integer($0.value) }) }
        return .object(object)
    }
}
