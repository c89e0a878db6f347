/// Reads a document by recursive descent.
///
/// Values carry no positions, and the way down is not recorded: an error collects its path while it travels back up.
struct JSONParser {
    /// Upper limit of every caller's limit: an optimised build reads, compares, hashes and writes values of this depth
    /// in 192 KiB of stack, and small threads have 512 KiB.
    static let greatestDepth = 256

    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int

    /// How many more values may be read. Members and elements count, and so do the arrays and objects that hold them.
    private var valuesLeft: Int
    private let maximumValues: Int

    /// The next byte to read.
    var position: Int

    /// Buffer in which strings with escapes are unescaped.
    var scratch: [UInt8] = []

    /// Offset of the last thing so far that is not, or may not be, in RFC 8785 form; -1 for none. The order of members
    /// is checked only inside the document's own members.
    var lastOddity = -1

    /// The name of a member of the document. ``document()`` notes the place of its value if that is in RFC 8785 form.
    var notedMember: Text?
    private(set) var notedValue: Range<Int>?

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int, maximumValues: Int = .max) {
        self.bytes = bytes
        self.maximumValues = maximumValues
        valuesLeft = maximumValues
        self.maximumDepth = min(max(maximumDepth, 0), Self.greatestDepth)
        position = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads the whole document.
    mutating func document() throws(JSONSyntaxError) -> JSON {
        skipWhitespace()
        let value = try self.value(depth: 0, expected: .value)
        skipWhitespace()
        guard position == bytes.count else {
            throw unwanted { $0 == "\u{FEFF}" ? .byteOrderMark : .trailingContent($0) }
        }
        return value
    }

    /// Reads the value that begins at `position`.
    ///
    /// - Parameter depth: How many arrays and objects are open.
    mutating func value(
        depth: Int, expected: JSONSyntaxError.Expectation
    ) throws(JSONSyntaxError) -> JSON {
        guard position < bytes.count else { throw unexpected(expected) }
        guard valuesLeft > 0 else { throw JSONSyntaxError(.tooManyValues(limit: maximumValues), offset: position) }
        valuesLeft -= 1
        switch bytes[position] {
        case .quote: return .string(try string())
        case .openBrace: return .object(try object(depth: depth + 1))
        case .openBracket: return .array(try array(depth: depth + 1))
        case .minus, .plus, .dot, .zero ... .nine: return try number()
        case let byte where byte.isLetter: return try word()
        default: throw unexpected(expected)
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSON] {
        try open(depth: depth)
        var elements: [JSON] = []
        if skip(.closeBracket) { return elements }
        var expected = JSONSyntaxError.Expectation.elementOrEnd
        repeat {
            do {
                elements.append(try value(depth: depth, expected: expected))
            } catch {
                throw error.inside(.element(elements.count))
            }
            expected = .element
        } while try another(before: .closeBracket, expected: .commaOrEndOfArray)
        return elements
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONObject {
        try open(depth: depth)
        var object = JSONObject()
        if skip(.closeBrace) { return object }
        // Objects that hold a document have several members. Deeper down there may be very many objects with one
        // member.
        if depth <= 2 { object.reserveCapacity(depth == 1 ? 8 : 4) }
        var expected = JSONSyntaxError.Expectation.keyOrEnd
        repeat {
            let start = position
            let key = try self.key(expected: expected)
            if object.contains(key) {
                throw JSONSyntaxError(.duplicateKey(key), path: .root.member(key), offset: start)
            }
            if depth > 1, !object.endsBefore(key) { lastOddity = start }
            let valueStart = position
            do {
                object.append(key, try value(depth: depth, expected: .value))
            } catch {
                throw error.inside(.member(key))
            }
            if depth == 1, lastOddity < valueStart, key == notedMember { notedValue = valueStart..<position }
            expected = .key
        } while try another(before: .closeBrace, expected: .commaOrEndOfObject)
        return object
    }

    /// Reads a key and its colon, up to the value.
    mutating func key(expected: JSONSyntaxError.Expectation) throws(JSONSyntaxError) -> Text {
        guard position < bytes.count, bytes[position] == .quote else { throw unexpected(expected) }
        let key = try string()
        skipWhitespace()
        guard skip(.colon) else { throw unexpected(.colon) }
        return key
    }

    /// Steps over an opening bracket or brace.
    private mutating func open(depth: Int) throws(JSONSyntaxError) {
        guard depth <= maximumDepth else {
            throw JSONSyntaxError(.tooDeep(limit: maximumDepth), offset: position)
        }
        position += 1
        skipWhitespace()
    }

    /// After a member or element: steps over a comma and returns true, or over the closing byte and returns false.
    mutating func another(
        before close: UInt8, expected: JSONSyntaxError.Expectation
    ) throws(JSONSyntaxError) -> Bool {
        skipWhitespace()
        if skip(.comma) { return true }
        if skip(close) { return false }
        throw unexpected(expected)
    }

    /// Steps over one byte and the white space after it, if it is the next.
    @inline(__always)
    mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        skipWhitespace()
        return true
    }

    /// Steps over spaces, tabs and line ends.
    @inline(__always)
    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case .space, .lineFeed, .carriageReturn, .tab:
                lastOddity = position
                position += 1
            default: return
            }
        }
    }
}
