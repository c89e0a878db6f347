extension JSON {
    /// Appends the canonical form: keys sorted by UTF-16 code units, no white space, nothing escaped beyond need,
    /// numbers as ECMAScript writes them.
    ///
    /// Equal values have the same canonical bytes, and parsing those gives the value back.
    ///
    /// - Precondition: Numbers keep the promises of their cases. Every number that
    ///   ``parse(_:maximumDepth:maximumValues:)-([UInt8],_,_)``, a literal or ``number(_:)`` makes does.
    ///
    /// Source: RFC 8785.
    public func appendCanonical(to output: inout [UInt8]) {
        JSONWriter(order: .canonical, indentation: nil).append(self, to: &output, depth: 0)
    }

    /// The canonical form, as ``appendCanonical(to:)`` appends it.
    public var canonicalBytes: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(writtenLength)
        appendCanonical(to: &output)
        return output
    }

    /// Estimates the written length, in bytes: an upper bound unless there are many escapes.
    private var writtenLength: Int {
        switch self {
        case .null, .bool: 5
        case .integer, .double: 24
        case .string(let text): text.utf8.count + text.utf8.count / 32 + 8
        case .array(let elements): elements.reduce(2) { $0 + $1.writtenLength + 1 }
        case .object(let object):
            object.members.reduce(2) { $0 + $1.key.utf8.count + 4 + $1.value.writtenLength }
        }
    }

    /// Returns the document for people and programs that keep the members in their order.
    ///
    /// - Parameter pretty: Whether each member and element goes on a line of its own, indented by two spaces a level.
    ///   There is no line end after the last line.
    public func bytes(pretty: Bool) -> [UInt8] {
        var output: [UInt8] = []
        JSONWriter(order: .insertion, indentation: pretty ? 2 : nil).append(self, to: &output, depth: 0)
        return output
    }
}
