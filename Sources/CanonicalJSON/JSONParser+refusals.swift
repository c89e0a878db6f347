extension JSONParser {
    /// Refuses the byte at `position`, outside any string, where something else was expected.
    func unexpected(_ expected: JSONSyntaxError.Expectation) -> JSONSyntaxError {
        guard position < bytes.count else {
            return JSONSyntaxError(.unexpectedEnd(expected: expected), offset: position)
        }
        return unwanted { $0 == "\u{FEFF}" ? .byteOrderMark : .unexpectedByte($0, expected: expected) }
    }

    /// Refuses the scalar at `position` for a reason that shows it, or the end of the document.
    func unwanted(_ reason: (Unicode.Scalar) -> JSONSyntaxError.Reason) -> JSONSyntaxError {
        let scalar = UTF8Sequence(in: bytes, at: position)?.scalar
        return JSONSyntaxError(scalar.map(reason) ?? .notUTF8(bytes[position]), offset: position)
    }

    /// Text from the document for an error, cut off when it is long.
    ///
    /// - Parameter range: Bytes that are ASCII.
    func excerpt(_ range: Range<Int>) -> Text {
        Text(validated: UnsafeBufferPointer(rebasing: bytes[range.prefix(100)]))
    }
}
