extension JSON {
    /// Reads one document: strict JSON (RFC 8259) within the limits of I-JSON (RFC 7493).
    ///
    /// One byte order mark at the start is skipped. Everything else that RFC 8259 or I-JSON do not allow is refused:
    /// bytes that are not UTF-8, duplicate keys (compared byte for byte after unescaping), lone surrogates,
    /// noncharacters, numbers beyond ``maximumInteger`` or so small that they would become zero, anything but white
    /// space after the document, arrays and objects nested deeper than a limit, and more values than a limit.
    ///
    /// A number is the double nearest to what was written, as in RFC 8785: `1.0` and `1e2` are integers, `-0` is 0, and
    /// digits that a double does not hold are lost.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - maximumDepth: How many arrays and objects may nest. More than 256 counts as 256, so that no document
    ///     can exhaust a thread's stack.
    ///   - maximumValues: How many values the document may have, arrays and objects included; unlimited by default.
    /// - Returns: The value, independent of `bytes`.
    /// - Throws: The first thing in the document that is refused.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, maximumDepth: Int = JSON.maximumDepth, maximumValues: Int = .max
    ) throws(JSONSyntaxError) -> JSON {
        var parser = JSONParser(
            bytes.assumingMemoryBound(to: UInt8.self), maximumDepth: maximumDepth, maximumValues: maximumValues)
        return try parser.document()
    }

    /// Reads one document of a producer's file from part of an array, with at most ``maximumValues`` values. Otherwise
    /// as ``parse(_:maximumDepth:maximumValues:)-(ArraySlice<UInt8>,_,_)``.
    ///
    /// - Parameters:
    ///   - scratch: Buffer for strings with escapes, reused from one document to the next.
    ///   - member: The name of a member of the document.
    /// - Returns: The document, and the place of that member's value in the array if the value was seen to be in RFC
    ///   8785 form. Numbers with a fraction or an exponent, and escapes by number, are never seen to be.
    public static func parse(
        _ bytes: ArraySlice<UInt8>, using scratch: inout [UInt8], noting member: Text
    ) throws(JSONSyntaxError) -> (document: JSON, canonical: Range<Int>?) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONSyntaxError) in
            var parser = JSONParser(buffer, maximumDepth: maximumDepth, maximumValues: maximumValues)
            parser.notedMember = member
            swap(&parser.scratch, &scratch)
            defer { swap(&parser.scratch, &scratch) }
            let document = try parser.document()
            let start = bytes.startIndex
            return (document, parser.notedValue.map { start + $0.lowerBound..<start + $0.upperBound })
        }
    }

    /// Reads one document from an array; as ``parse(_:maximumDepth:maximumValues:)-(UnsafeRawBufferPointer,_,_)``.
    public static func parse(
        _ bytes: [UInt8], maximumDepth: Int = JSON.maximumDepth, maximumValues: Int = .max
    ) throws(JSONSyntaxError) -> JSON {
        try bytes.withUnsafeBufferPointer { (bytes) throws(JSONSyntaxError) in
            try parse(UnsafeRawBufferPointer(bytes), maximumDepth: maximumDepth, maximumValues: maximumValues)
        }
    }

    /// Reads one document from part of an array; as ``parse(_:maximumDepth:maximumValues:)-(UnsafeRawBufferPointer,_,_)``. Offsets in
    /// errors count from the start of the slice.
    public static func parse(
        _ bytes: ArraySlice<UInt8>, maximumDepth: Int = JSON.maximumDepth, maximumValues: Int = .max
    ) throws(JSONSyntaxError) -> JSON {
        try bytes.withUnsafeBufferPointer { (bytes) throws(JSONSyntaxError) in
            try parse(UnsafeRawBufferPointer(bytes), maximumDepth: maximumDepth, maximumValues: maximumValues)
        }
    }
}
