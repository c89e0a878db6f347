extension JSONParser {
    /// Reads `true`, `false` or `null`.
    mutating func word() throws(JSONSyntaxError) -> JSON {
        let start = position
        while position < bytes.count, bytes[position].isLetter {
            position += 1
        }
        let word = UnsafeBufferPointer(rebasing: bytes[start..<position])
        if word.elementsEqual("true".utf8) { return .bool(true) }
        if word.elementsEqual("false".utf8) { return .bool(false) }
        if word.elementsEqual("null".utf8) { return .null }
        throw JSONSyntaxError(.unknownWord(excerpt(start..<position)), offset: start)
    }

    /// Reads a number.
    mutating func number() throws(JSONSyntaxError) -> JSON {
        let start = position
        let grammar = scanNumber()
        guard grammar != .none, position == bytes.count || !Self.continuesNumber(bytes[position]) else {
            while position < bytes.count, Self.continuesNumber(bytes[position]) {
                position += 1
            }
            throw JSONSyntaxError(.invalidNumber(excerpt(start..<position)), offset: start)
        }
        let written = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard let number = grammar == .integer ? Self.integer(written) : Self.double(written) else {
            throw JSONSyntaxError(.numberOutOfRange(excerpt(start..<position)), offset: start)
        }
        // RFC 8785 has one way to write a number, and no minus before 0.
        if grammar != .integer || number == .integer(0) && written[0] == .minus { lastOddity = start }
        return number
    }

    private enum NumberGrammar {
        case none, integer, double
    }

    /// Steps over the longest prefix that RFC 8259's grammar of numbers takes, and returns its kind.
    private mutating func scanNumber() -> NumberGrammar {
        if bytes[position] == .minus {
            position += 1
        }
        let first = position
        let digits = scanDigits()
        guard digits == 1 || digits > 1 && bytes[first] != .zero else { return .none }
        var grammar = NumberGrammar.integer
        if position < bytes.count, bytes[position] == .dot {
            position += 1
            guard scanDigits() > 0 else { return .none }
            grammar = .double
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == .plus || bytes[position] == .minus {
                position += 1
            }
            guard scanDigits() > 0 else { return .none }
            grammar = .double
        }
        return grammar
    }

    private mutating func scanDigits() -> Int {
        let start = position
        while position < bytes.count, bytes[position].isDigit {
            position += 1
        }
        return position - start
    }

    /// Whether a byte directly after a number shows that it is no number: `01`, `1.2.3`, `0x1F`, `1-2`.
    private static func continuesNumber(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isLetter || byte == .dot || byte == .plus || byte == .minus
    }

    private static func integer(_ written: UnsafeBufferPointer<UInt8>) -> JSON? {
        // 17 bytes hold every number in range, and the sum cannot overflow.
        guard written.count <= 17 else { return nil }
        let isNegative = written[0] == .minus
        let magnitude = written.dropFirst(isNegative ? 1 : 0).reduce(0 as Int64) { $0 * 10 + Int64($1 - .zero) }
        guard magnitude <= JSON.maximumInteger else { return nil }
        return .integer(isNegative ? -magnitude : magnitude)
    }

    private static func double(_ written: UnsafeBufferPointer<UInt8>) -> JSON? {
        guard let nearest = Double(String(decoding: written, as: UTF8.self)) else { return nil }
        if nearest == 0 {
            let significand = written.prefix { $0 | 0x20 != UInt8(ascii: "e") }
            guard significand.allSatisfy({ !$0.isDigit || $0 == .zero }) else { return nil }
        }
        return JSON.number(nearest)
    }
}
