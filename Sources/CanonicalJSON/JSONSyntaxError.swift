/// Why bytes are not a document, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable {
    /// The thing that was refused.
    public enum Reason: Hashable, Sendable {
        /// A byte that begins no well-formed UTF-8 sequence.
        case notUTF8(UInt8)

        /// The document ends early.
        case unexpectedEnd(expected: Expectation)

        /// A byte that may not come here, with the whole scalar that it begins.
        case unexpectedByte(Unicode.Scalar, expected: Expectation)

        /// A bare word other than `true`, `false` and `null`.
        case unknownWord(Text)

        /// Something other than white space after the document, with its first scalar.
        case trailingContent(Unicode.Scalar)

        /// U+FEFF outside a string and not at the very start.
        case byteOrderMark

        /// An array or object nested deeper than `limit`.
        case tooDeep(limit: Int)

        /// More values than `limit`, in all arrays and objects together; arrays and objects count.
        case tooManyValues(limit: Int)

        /// A key that the same object already has.
        case duplicateKey(Text)

        /// Text that looks like a number and is none of JSON's. Long ones are cut off.
        case invalidNumber(Text)

        /// A number beyond `JSON.maximumInteger` in magnitude, or so small that it would become zero. Long ones are
        /// cut off.
        case numberOutOfRange(Text)

        /// A character after a backslash that makes no escape.
        case invalidEscape(Unicode.Scalar)

        /// A character in place of one of the four hexadecimal digits after `\u`.
        case invalidUnicodeEscape(Unicode.Scalar)

        /// The escape of one half of a surrogate pair without its other half.
        case loneSurrogate(UInt16)

        /// A scalar that Unicode reserves as a noncharacter, raw or escaped.
        case noncharacter(Unicode.Scalar)

        /// A control character, U+0000 to U+001F, unescaped in a string.
        case controlCharacter(UInt8)
    }

    /// What is allowed at a place.
    public enum Expectation: Hashable, Sendable {
        /// Any value: the document itself, or a member's value after `:`.
        case value

        /// The first element of an array, or its end.
        case elementOrEnd

        /// An element, after `,`.
        case element

        /// `,` or `]`.
        case commaOrEndOfArray

        /// The first key of an object, or its end.
        case keyOrEnd

        /// A key, after `,`.
        case key

        /// `:`.
        case colon

        /// `,` or `}`.
        case commaOrEndOfObject

        /// The rest of a string and its closing quotation mark.
        case endOfString
    }

    /// The thing that was refused.
    public var reason: Reason

    /// The value that was being read. A duplicate key's path ends with the key. If an object or array goes wrong
    /// between its members, the path is that of the object or array.
    public var path: JSONPath

    /// Offset in the parsed bytes, in bytes from their start; a byte order mark at the start counts.
    public var offset: Int

    /// Makes an error.
    public init(_ reason: Reason, path: JSONPath = .root, offset: Int) {
        self.reason = reason
        self.path = path
        self.offset = offset
    }

    /// The same error, seen from the array or object one step up.
    func inside(_ step: JSONPath.Step) -> JSONSyntaxError {
        var outer = self
        outer.path.steps.insert(step, at: 0)
        return outer
    }
}
