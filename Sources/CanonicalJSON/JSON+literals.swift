extension JSON: ExpressibleByNilLiteral {
    /// Makes `null`.
    public init(nilLiteral: ()) {
        self = .null
    }
}

extension JSON: ExpressibleByBooleanLiteral {
    /// Makes `true` or `false`.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension JSON: ExpressibleByIntegerLiteral {
    /// Makes a number.
    ///
    /// - Precondition: `|value| <= JSON.maximumInteger`.
    public init(integerLiteral value: Int64) {
        precondition(value.magnitude <= JSON.maximumInteger.magnitude, "\(value) is beyond JSON's integers")
        self = .integer(value)
    }
}

extension JSON: ExpressibleByStringInterpolation {
    /// Makes a string.
    public init(stringLiteral value: String) {
        self = .string(Text(value))
    }
}

extension JSON: ExpressibleByArrayLiteral {
    /// Makes an array.
    public init(arrayLiteral elements: JSON...) {
        self = .array(elements)
    }
}

extension JSON: ExpressibleByDictionaryLiteral {
    /// Makes an object with its members in the order written.
    ///
    /// - Precondition: No key comes twice.
    public init(dictionaryLiteral elements: (Text, JSON)...) {
        self = .object(JSONObject(members: elements))
    }
}
