extension JSONSyntaxError: CustomStringConvertible {
    /// Path, offset and message on one line.
    public var description: String { "\(path) at byte \(offset): \(message)" }

    /// What was found, and what was expected in its place: a phrase in lower case without a full stop.
    public var message: String {
        switch reason {
        case .notUTF8(let byte):
            "byte 0x\(Quotation.hexadecimal(UInt32(byte), digits: 2).uppercased()) is not UTF-8 here"
        case .unexpectedEnd(let expected):
            "expected \(expected.phrase), found the end of the document"
        case .unexpectedByte(let scalar, let expected):
            "expected \(expected.phrase), found \(Quotation.named(scalar))"
        case .unknownWord(let word):
            "expected a value, found \(excerpt(word))"
        case .trailingContent(let scalar):
            "expected the end of the document, found \(Quotation.named(scalar))"
        case .byteOrderMark:
            "byte order mark U+FEFF inside the document"
        case .tooDeep(let limit):
            "arrays and objects nested more than \(limit) deep"
        case .tooManyValues(let limit):
            "the document has more than \(limit) values: strings, numbers, words, arrays and objects"
        case .duplicateKey(let key):
            "duplicate key \(excerpt(key))"
        case .invalidNumber(let number):
            "\(excerpt(number)) is not a JSON number"
        case .numberOutOfRange(let number):
            "number \(excerpt(number)) is out of range"
        case .invalidEscape(let scalar):
            "expected one of \" \\ / b f n r t u after a backslash, found \(Quotation.named(scalar))"
        case .invalidUnicodeEscape(let scalar):
            "expected four hexadecimal digits after \\u, found \(Quotation.named(scalar))"
        case .loneSurrogate(let unit):
            "\\u\(Quotation.hexadecimal(UInt32(unit), digits: 4)) is half of a surrogate pair without its other half"
        case .noncharacter(let scalar):
            "noncharacter \(Quotation.codePoint(scalar.value)) in a string"
        case .controlCharacter(let byte):
            "control character \(Quotation.codePoint(UInt32(byte))) in a string"
        }
    }

    /// Cuts document text, which may be of any length, to the length of a message.
    private func excerpt(_ text: Text) -> String {
        Quotation.quoted(text, mark: "\"", limit: 60)
    }
}

extension JSONSyntaxError.Expectation {
    /// As it follows the word "expected".
    fileprivate var phrase: String {
        switch self {
        case .value: "a value"
        case .element: "a value after ','"
        case .elementOrEnd: "a value or ']' after '['"
        case .commaOrEndOfArray: "',' or ']' after an element"
        case .keyOrEnd: "a key or '}' after '{'"
        case .key: "a key after ','"
        case .colon: "':' after a key"
        case .commaOrEndOfObject: "',' or '}' after a member"
        case .endOfString: "'\"' at the end of a string"
        }
    }
}
