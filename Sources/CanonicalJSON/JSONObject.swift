/// The members of a JSON object, in the order of the text. No key comes twice.
///
/// Equality ignores the order. A lookup takes constant time on average, and so does adding a member: a key costs the
/// same in an object with a million keys from a hostile producer as in a small one. Removing takes time linear in
/// `count`.
public struct JSONObject: Sendable {
    /// One key with its value.
    public struct Member: Hashable, Sendable {
        /// The key, unescaped.
        public var key: Text

        /// The value.
        public var value: JSON

        /// Makes a member.
        public init(key: Text, value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// The members in insertion order. Their keys are distinct.
    public private(set) var members: [Member] = []

    /// The index of each key in `members`; nil while there are so few that a linear search is faster.
    private var places: [Text: Int]?

    private static let fewest = 16

    /// Makes an empty object.
    public init() {}

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The number of members.
    public var count: Int { members.count }

    /// The keys in insertion order.
    public var keys: [Text] { members.map(\.key) }

    /// The value of a key.
    ///
    /// Setting replaces the value where it stands, or appends a member when the key is new. Setting nil removes the
    /// member; to store a null, set ``JSON/null``.
    public subscript(key: Text) -> JSON? {
        get {
            place(of: key).map { members[$0].value }
        }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): remove(at: place)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// Whether a member has this key and this value.
    public func has(_ key: Text, _ value: JSON) -> Bool {
        guard let place = place(of: key) else { return false }
        return members.withUnsafeBufferPointer { $0[place].value == value }
    }

    /// Whether a member has this key.
    func contains(_ key: Text) -> Bool {
        place(of: key) != nil
    }

    /// Whether the last member, if there is one, comes before a key in RFC 8785's order.
    func endsBefore(_ key: Text) -> Bool {
        members.withUnsafeBufferPointer { members in
            members.isEmpty || UTF16Order.precedes(members[members.count - 1].key, key)
        }
    }

    /// Appends a member without checking that its key is new.
    public mutating func append(_ key: Text, _ value: JSON) {
        members.append(Member(key: key, value: value))
        if places != nil {
            places?[key] = members.count - 1
        } else if members.count > Self.fewest {
            indexMembers()
        }
    }

    /// Reserves memory for some members, so that adding them moves no others.
    public mutating func reserveCapacity(_ count: Int) {
        members.reserveCapacity(count)
    }

    private mutating func remove(at place: Int) {
        members.remove(at: place)
        places = nil
        if members.count > Self.fewest {
            indexMembers()
        }
    }

    private mutating func indexMembers() {
        places = Dictionary(uniqueKeysWithValues: zip(members.lazy.map(\.key), members.indices))
    }

    private func place(of key: Text) -> Int? {
        if let places {
            return places[key]
        }
        let length = key.utf8.count
        // Most keys that differ from the wanted one have another length, and are told apart without a call.
        return members.withUnsafeBufferPointer { members in
            for place in members.indices where members[place].key.utf8.count == length && members[place].key == key {
                return place
            }
            return nil
        }
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same keys with equal values, in whatever order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count
            && zip(left.members, right.members).allSatisfy { here, there in
                here.key == there.key ? here.value == there.value : right[here.key] == here.value
            }
    }

    /// Hashes the members independently of their order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var each = hasher
            each.combine(member)
            sum &+= each.finalize()
        }
        hasher.combine(sum)
        hasher.combine(count)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object with its members in the order written.
    ///
    /// - Precondition: No key comes twice.
    public init(dictionaryLiteral elements: (Text, JSON)...) {
        self.init(members: elements)
    }

    init(members: [(Text, JSON)]) {
        for (key, value) in members {
            precondition(!contains(key), "an object literal has the key \(key) twice")
            append(key, value)
        }
    }
}
