/// Writes values as UTF-8.
struct JSONWriter {
    /// In which order an object's members are written.
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
        let members = object.members
        let sorted = order == .canonical ? sortedPlaces(of: members) : nil
        output.append(.openBrace)
        for place in members.indices {
            let member = members[sorted?[place] ?? place]
            appendSeparator(isFirst: place == 0, to: &output, depth: depth + 1)
            appendQuoted(member.key, to: &output)
            output.append(.colon)
            if indentation != nil {
                output.append(.space)
            }
            append(member.value, to: &output, depth: depth + 1)
        }
        if !members.isEmpty {
            appendLineEnd(to: &output, depth: depth)
        }
        output.append(.closeBrace)
    }

    /// Returns the places of members in canonical order; nil when they stand in it, as in whatever the ledger wrote.
    private func sortedPlaces(of members: [JSONObject.Member]) -> [Int]? {
        let isSorted = members.indices.dropFirst().allSatisfy {
            UTF16Order.precedes(members[$0 - 1].key, members[$0].key)
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

    /// Appends text between quotation marks; runs that need no escape are copied whole.
    private func appendQuoted(_ text: Text, to output: inout [UInt8]) {
        output.append(.quote)
        text.withBytes { bytes in
            var start = 0
            while true {
                let end = PlainText.end(in: bytes, from: start)
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                guard end < bytes.count else { break }
                appendEscape(of: bytes[end], to: &output)
                start = end + 1
            }
        }
        output.append(.quote)
    }

    /// Source: RFC 8785, 3.2.2.2.
    private func appendEscape(of byte: UInt8, to output: inout [UInt8]) {
        output.append(.backslash)
        switch byte {
        case .quote, .backslash: output.append(byte)
        case .backspace: output.append(UInt8(ascii: "b"))
        case .tab: output.append(UInt8(ascii: "t"))
        case .lineFeed: output.append(UInt8(ascii: "n"))
        case .formFeed: output.append(UInt8(ascii: "f"))
        case .carriageReturn: output.append(UInt8(ascii: "r"))
        default: output += "u\(Quotation.hexadecimal(UInt32(byte), digits: 4))".utf8
        }
    }
}
