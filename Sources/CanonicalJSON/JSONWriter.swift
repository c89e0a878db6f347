/// Writes values as UTF-8.
struct JSONWriter {
    /// The order in which an object's members are written.
    enum Order {
        case insertion, canonical
    }

    let order: Order

    /// Spaces a level; nil writes everything on one line, without spaces.
    let indentation: Int?

    /// Appends a value inside `depth` arrays and objects.
    func append(_ value: JSON, to output: inout [UInt8], depth: Int) {
        switch value {
        case .null: output += "null".utf8
        case .bool(true): output += "true".utf8
        case .bool(false): output += "false".utf8
        case .integer(let number):
            precondition(number.magnitude <= JSON.maximumInteger.magnitude, "\(number) is beyond JSON's integers")
            output += String(number).utf8
        case .double(let number): ECMAScriptNumber.append(number, to: &output)
        case .string(let text): appendQuoted(text, to: &output)
        case .array(let elements): appendArray(elements, to: &output, depth: depth)
        case .object(let object): appendObject(object, to: &output, depth: depth)
        }
    }

    private func appendArray(_ elements: [JSON], to output: inout [UInt8], depth: Int) {
        output.append(.openBracket)
        for place in elements.indices {
            appendSeparator(isFirst: place == 0, to: &output, depth: depth + 1)
            append(elements[place], to: &output, depth: depth + 1)
        }
        if !elements.isEmpty {
            appendLineEnd(to: &output, depth: depth)
        }
        output.append(.closeBracket)
    }

    private func appendObject(_ object: JSONObject, to output: inout [UInt8], depth: Int) {
        let sorted = order == .canonical ? sortedPlaces(of: object.members) : nil
        output.append(.openBrace)
        object.members.withUnsafeBufferPointer { members in
            for index in members.indices {
                let place = sorted?[index] ?? index
                appendSeparator(isFirst: index == 0, to: &output, depth: depth + 1)
                appendQuoted(members[place].key, to: &output)
                output.append(.colon)
                if indentation != nil {
                    output.append(.space)
                }
                append(members[place].value, to: &output, depth: depth + 1)
            }
        }
        if !object.isEmpty {
            appendLineEnd(to: &output, depth: depth)
        }
        output.append(.closeBrace)
    }

    /// Returns the indices of members in canonical order; nil if they are already in it, as in everything that the
    /// ledger wrote.
    private func sortedPlaces(of members: [JSONObject.Member]) -> [Int]? {
        let isSorted = members.withUnsafeBufferPointer { members in
            members.indices.dropFirst().allSatisfy {
                UTF16Order.precedes(members[$0 - 1].key, members[$0].key)
            }
        }
        return isSorted ? nil : members.indices.sorted { UTF16Order.precedes(members[$0].key, members[$1].key) }
    }

    private func appendSeparator(isFirst: Bool, to output: inout [UInt8], depth: Int) {
        if !isFirst {
            output.append(.comma)
        }
        appendLineEnd(to: &output, depth: depth)
    }

    private func appendLineEnd(to output: inout [UInt8], depth: Int) {
        if let indentation {
            output.append(.lineFeed)
            output += repeatElement(.space, count: indentation * depth)
        }
    }

    /// Appends text between quotation marks.
    private func appendQuoted(_ text: Text, to output: inout [UInt8]) {
        output.append(.quote)
        text.withBytes { bytes in
            var start = 0
            while start < bytes.count {
                let left = bytes.count - start
                output.append(addingCapacity: left + left / 32 + 16) { output in
                    output.withUnsafeMutableBufferPointer { room, count in
                        Self.copy(bytes, from: &start, to: room, &count)
                    }
                }
            }
        }
        output.append(.quote)
    }

    /// Copies text, escaping what must be escaped, until the text or the room ends.
    ///
    /// - Parameters:
    ///   - start: Offset in the text to begin at; after the call, the offset where copying ended.
    ///   - count: How much of the room is used.
    @inline(__always)
    private static func copy(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: inout Int, to room: UnsafeMutableBufferPointer<UInt8>,
        _ count: inout Int
    ) {
        while start < bytes.count {
            let rest = UnsafeMutableBufferPointer(rebasing: room[count...])
            let copied = UnescapedRun.copy(bytes, from: start, to: rest)
            count += copied
            start += copied
            guard start < bytes.count, UnescapedRun.isStop(bytes[start]), room.count - count >= longestEscape else {
                return
            }
            count += writeEscape(of: bytes[start], to: UnsafeMutableBufferPointer(rebasing: room[count...]))
            start += 1
        }
    }

    private static let longestEscape = 6

    /// Writes an escape; there must be room for the longest.
    ///
    /// - Returns: Its length.
    ///
    /// Source: RFC 8785, 3.2.2.2.
    private static func writeEscape(of byte: UInt8, to room: UnsafeMutableBufferPointer<UInt8>) -> Int {
        room[0] = .backslash
        switch byte {
        case .quote, .backslash: room[1] = byte
        case .backspace: room[1] = UInt8(ascii: "b")
        case .tab: room[1] = UInt8(ascii: "t")
        case .lineFeed: room[1] = UInt8(ascii: "n")
        case .formFeed: room[1] = UInt8(ascii: "f")
        case .carriageReturn: room[1] = UInt8(ascii: "r")
        default:
            let escape = "u\(Quotation.hexadecimal(UInt32(byte), digits: 4))"
            for (place, digit) in escape.utf8.enumerated() { room[1 + place] = digit }
            return longestEscape
        }
        return 2
    }
}
