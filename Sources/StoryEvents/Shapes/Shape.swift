import CanonicalJSON

/// What a value of a document must look like. One table of shapes is the whole definition of the five payloads.
enum Shape: Sendable {
    /// A string with something in it.
    case text
    /// Any string.
    case string
    /// An id that keeps a rule.
    case identifier(IdentifierRule)
    /// A URL: a string with no white space and no control character.
    case token
    /// A language tag as BCP 47 builds them: `en`, `pt-BR`.
    case language
    case flag
    /// A time, short or long.
    case moment
    /// One of a few words.
    case word([Text])
    indirect case list(Shape)
    case object(ObjectShape)
    /// An object kept as it is.
    case extra
    /// Whatever is there; somebody else looks at it, who expects this.
    case anything(String)
    /// The shape, or null, which removes what is there (RFC 7396).
    indirect case removable(Shape)

    /// The id of a claim, a hop or a request.
    static let identifier = Shape.identifier(.part)
    static let storyID = Shape.identifier(.subject)
    static let eventID = Shape.identifier(.event)
    static let source = Shape.identifier(.source)

    /// Whether a value is in its long form already, and nothing is to be said of it: told quickly of what most fields
    /// hold. Of what it does not keep, ``ShapeReader`` has to say more.
    func keeps(_ value: JSON) -> Bool {
        switch self {
        case .text: if case .string(let text) = value { !text.isEmpty } else { false }
        case .string: if case .string = value { true } else { false }
        case .identifier(let rule): if case .string(let text) = value { rule.fault(in: text) == nil } else { false }
        case .flag: if case .bool = value { true } else { false }
        case .word(let words): if case .string(let text) = value { words.contains(text) } else { false }
        case .extra: if case .object = value { true } else { false }
        case .anything: true
        case .removable(.text): Shape.text.keeps(value)
        default: false
        }
    }

    /// How a message calls what is expected.
    var expectation: String {
        switch self {
        case .text, .string, .identifier, .token: "a string"
        case .language: "a language tag"
        case .flag: "true or false"
        case .moment: "a time"
        case .word(let words): "one of \(words.map(\.string).joined(separator: ", "))"
        case .list: "an array"
        case .object(let shape): shape.shorthand == nil ? "an object" : "an object or a string"
        case .extra: "an object"
        case .anything(let expected): expected
        case .removable(let shape): shape.expectation + ", or null to remove it"
        }
    }
}

/// The fields of an object, and the shorter ways to write it.
///
/// A class, so that handing it on costs one reference count; so is ``Field``.
final class ObjectShape: Sendable {
    /// In RFC 8785 order, so that what is read is already sorted.
    let fields: [Field]
    /// The field that a plain string in the object's place stands for.
    let shorthand: Text?
    /// Every name a producer may write, for "did you mean".
    let names: [String]
    private let requiredCount: Int
    /// Whether one field may be written in place of another.
    let hasShortForms: Bool
    /// The names of ``fields``.
    private let keys: [Text]
    /// Fields whose names are of one length and begin with one byte, which are few, lie in one drawer: where its first one
    /// stands, and where the one after each; -1 for none.
    private let first, following: [Int]

    init(_ fields: [Field], shorthand: Text? = nil) {
        self.fields = fields.sorted { $0.name < $1.name }
        self.shorthand = shorthand
        names = self.fields.map(\.name.string)
        requiredCount = fields.count { $0.isRequired }
        hasShortForms = fields.contains { $0.long != nil }
        keys = self.fields.map(\.name)
        var (first, following) = ([Int](repeating: -1, count: 64), [Int](repeating: -1, count: fields.count))
        for (place, key) in keys.enumerated() {
            following[place] = first[Self.drawer(of: key)]
            first[Self.drawer(of: key)] = place
        }
        (self.first, self.following) = (first, following)
    }

    /// Where a field stands in ``fields``; nil for a name that is none.
    func place(of name: Text) -> Int? {
        var place = first[Self.drawer(of: name)]
        while place >= 0, keys[place] != name { place = following[place] }
        return place < 0 ? nil : place
    }

    /// Whether an object is in its long form already, and nothing is to be said of it, as ``Shape/keeps(_:)`` tells.
    func keeps(_ object: JSONObject) -> Bool {
        var missing = requiredCount
        let isKept = object.members.withUnsafeBufferPointer { members in
            members.allSatisfy { member in
                guard let place = place(of: member.key), fields[place].long == nil else { return false }
                if fields[place].isRequired { missing -= 1 }
                return fields[place].shape.keeps(member.value)
            }
        }
        return isKept && missing == 0
    }

    private static func drawer(of name: Text) -> Int {
        name.withBytes { bytes in (bytes.count &* 7 &+ Int(bytes.first ?? 0)) & 63 }
    }
}

/// One member of an object.
final class Field: Sendable {
    let name: Text
    let shape: Shape
    let isRequired: Bool
    /// For a short way to write another field: that field, and the long form of a value.
    let long: (field: Text, of: @Sendable (JSON) -> JSON)?

    private init(
        name: Text, shape: Shape, isRequired: Bool, long: (field: Text, of: @Sendable (JSON) -> JSON)?
    ) {
        self.name = name
        self.shape = shape
        self.isRequired = isRequired
        self.long = long
    }

    static func required(_ name: Text, _ shape: Shape) -> Field {
        Field(name: name, shape: shape, isRequired: true, long: nil)
    }

    static func optional(_ name: Text, _ shape: Shape) -> Field {
        Field(name: name, shape: shape, isRequired: false, long: nil)
    }

    static func short(
        _ name: Text, _ shape: Shape, for field: Text, _ long: @escaping @Sendable (JSON) -> JSON
    ) -> Field {
        Field(name: name, shape: shape, isRequired: false, long: (field, long))
    }
}
