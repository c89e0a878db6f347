extension JSONSyntaxError {
    /// What the producer of the document can do about it: a phrase in lower case without a full stop.
    public var remedy: String {
        switch reason {
        case .notUTF8: "save the document as UTF-8"
        case .unexpectedEnd: "the document is cut short: send the whole of it"
        case .unexpectedByte(let scalar, let expected): Self.remedy(found: scalar, expected: expected)
        case .unknownWord: "write true, false or null in lower case, and text in double quotes"
        case .trailingContent: "end the document after its first value, or send each value as a document of its own"
        case .byteOrderMark: "remove it; documents that were joined each go into a file of their own"
        case .tooDeep(let limit): "nest at most \(limit) arrays and objects"
        case .tooManyValues: "send less in one document, or write long lists of numbers as one string"
        case .duplicateKey: "keep one of the members with this key"
        case .invalidNumber: "write it like 0, -12, 0.5 or 2e10: no leading zero, no '+' and digits around the point"
        case .numberOutOfRange:
            "keep numbers within -\(JSON.maximumInteger) to \(JSON.maximumInteger), "
                + "or write the number as a string"
        case .invalidEscape: "write a backslash itself as two"
        case .invalidUnicodeEscape: "write it like \\u00e9, or write the character itself"
        case .loneSurrogate: "write the character itself, or both halves of the pair one after the other"
        case .noncharacter: "remove it: Unicode reserves it for never being a character"
        case .controlCharacter(let byte): "escape it as \(Self.escape(of: byte))"
        }
    }

    private static func remedy(found: Unicode.Scalar, expected: Expectation) -> String {
        switch (expected, found) {
        case (_, "'"), (_, "\u{201C}"), (_, "\u{201D}"), (_, "\u{201E}"):
            "put keys and text in straight double quotes"
        case (_, "/"), (_, "#"):
            "remove the comment: JSON has none"
        case (.key, "}"), (.element, "]"):
            "remove the ',' before it"
        case (_, _) where found.properties.isWhitespace:
            "put nothing but spaces, tabs and line ends between values"
        case (.value, _), (.element, _), (.elementOrEnd, _):
            "write text in double quotes, a number, true, false, null, an array or an object"
        case (.key, _), (.keyOrEnd, _):
            "put the key in double quotes"
        case (.colon, _):
            "put ':' between the key and its value"
        case (.commaOrEndOfArray, _), (.commaOrEndOfObject, _), (.endOfString, _):
            "put ',' between two of them, and write a quotation mark inside text as \\\""
        }
    }

    private static func escape(of control: UInt8) -> String {
        switch control {
        case .backspace: "\\b"
        case .tab: "\\t"
        case .lineFeed: "\\n"
        case .formFeed: "\\f"
        case .carriageReturn: "\\r"
        default: "\\u" + Quotation.hexadecimal(UInt32(control), digits: 4)
        }
    }
}
