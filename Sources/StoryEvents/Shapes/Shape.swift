import CanonicalJSON

/// The rule for a value of a document. One table of shapes defines the five payloads completely.
enum Shape: Sendable {
    /// A string that is not empty.
    case text
    /// Any string.
    case string
    /// An id that follows a rule.
    case identifier(IdentifierRule)
    /// A URL: a string with no white space and no control character.
    case token
    /// A BCP 47 language tag: `en`, `pt-BR`.
    case language
    case flag
    /// A time in short or long form.
    case moment
    /// One of several words.
    case word([Text])
    indirect case list(Shape)
    case object(ObjectShape)
    /// Any object, stored unchanged.
    case extra
    /// Any value; the reader checks it elsewhere. The text says what is expected.
    case anything(String)
    /// The shape, or null, which removes the member (RFC 7396).
    indirect case removable(Shape)

    /// The id of a claim, a hop or a request.
    static let identifier = Shape.identifier(.part)
    static let storyID = Shape.identifier(.subject)
    static let eventID = Shape.identifier(.newEvent)
    static let source = Shape.identifier(.source)

    /// Whether a value is already in long form and without a fault. This is the fast path; ``ShapeReader`` handles
    /// every other value.
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

    /// The expected value, for messages.
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

/// The fields of an object and their short forms.
///
/// A class, like ``Field``, so that passing it on costs one reference count.
final class ObjectShape: Sendable {
    /// The fields in RFC 8785 order, so that the result is already sorted.
    let fields: [Field]
    /// The field that a plain string in place of the object stands for.
    let shorthand: Text?
    /// Every name that a producer may write, for "did you mean".
    let names: [String]
    private let requiredCount: Int
    /// Whether any field has a short form.
    let hasShortForms: Bool
    /// The names of ``fields``.
    private let keys: [Text]
    /// A hash table of the fields by the length and the first byte of their names: the first field of each bucket, and
    /// the next field after each one; -1 for none.
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

    /// The index of a field in ``fields``; nil for an unknown name.
    func place(of name: Text) -> Int? {
        var place = first[Self.drawer(of: name)]
        while place >= 0, keys[place] != name { place = following[place] }
        return place < 0 ? nil : place
    }

    /// Whether an object is already in long form and without a fault, as in ``Shape/keeps(_:)``.
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
    /// For a short form: the field that it stands for, and the conversion of its value.
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
