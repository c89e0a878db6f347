import CanonicalJSON

/// Reads the elements of a JSON array one by one, so that a long array is never in memory as a whole.
///
/// It finds the end of an element by brackets, commas and strings. The parser then checks the element.
struct ArrayElements: Sendable {
    /// An element in its JSON text.
    struct Element {
        /// The element with the white space around it.
        let content: ArraySlice<UInt8>
        /// The comma or bracket after it; empty when the file ends before.
        let behind: ArraySlice<UInt8>
        /// The line and column of the first byte of ``content``.
        let start: SourcePosition
        /// The index in the array, from 0.
        let index: Int
    }

    /// The number of elements read.
    private var count = 0
    /// The line and column at the start of the window.
    private var position: SourcePosition
    private var isClosed = false

    /// Skips the opening bracket; `window` starts at it and holds the file's first bytes.
    init(_ window: inout DocumentWindow) {
        window.place += 1
        position = SourcePosition(offset: window.place, in: Array(window.bytes[..<window.place]))
    }

    /// Reads the next element, up to its comma or the bracket that ends the array.
    ///
    /// - Parameter longest: The most bytes that an element may have.
    /// - Returns: nil after the last one.
    /// - Throws: ``Refusals`` when the array is malformed between its elements, and for an element that is too long.
    mutating func next(_ window: inout DocumentWindow, longest: Int = .max) throws(Refusals) -> Element? {
        if isClosed {
            try checkEnd(&window)
            return nil
        }
        var scan = ElementScan()
        var end = scan.end(in: window.bytes, from: window.place)
        while end == nil, !window.isLast {
            guard window.bytes.count - window.place <= longest else {
                throw Refusals([
                    Refusal(
                        .tooLarge, at: JSONPath.root.element(count), "the document has more than \(longest) bytes",
                        remedy: "split it into several documents", position: position)
                ])
            }
            let scanned = window.bytes.count - window.place
            window.grow()
            end = scan.end(in: window.bytes, from: scanned)
        }
        let content = window.bytes[window.place..<(end ?? window.bytes.count)]
        let behind = window.bytes[content.endIndex..<min(content.endIndex + 1, window.bytes.count)]
        let element = Element(content: content, behind: behind, start: position, index: count)
        position.step(over: window.bytes[window.place..<behind.endIndex])
        window.place = behind.endIndex
        isClosed = behind.first == UInt8(ascii: "]")
        let isBlank = content.allSatisfy(\.isBlank)
        if isBlank, isClosed, count == 0 { return try next(&window) }
        guard !isBlank, !behind.isEmpty else { throw Refusals([element.refusal]) }
        count += 1
        return element
    }

    /// Checks that only white space follows the array.
    private mutating func checkEnd(_ window: inout DocumentWindow) throws(Refusals) {
        while true {
            let blanks = window.bytes[window.place...].prefix { $0.isBlank }
            position.step(over: blanks)
            window.place += blanks.count
            if window.place < window.bytes.count || window.isLast { break }
            window.grow()
        }
        let rest = window.bytes[window.place...].prefix(8)
        guard !rest.isEmpty else { return }
        throw Refusals([Element.refusal(Array("0 ".utf8) + rest, skipping: 2, at: position)])
    }
}

extension ArrayElements.Element {
    /// The parser's reason why an element or its surroundings are not JSON, as for the whole array.
    var refusal: Refusal {
        let prefix = Array((index == 0 ? "[" : "[0,").utf8)
        return Self.refusal(prefix + content + behind, skipping: prefix.count, at: start, index)
    }

    /// - Parameters:
    ///   - skipping: Bytes at the start that are not from the file.
    ///   - position: The place in the file of the bytes after these.
    fileprivate static func refusal(
        _ bytes: [UInt8], skipping: Int, at position: SourcePosition, _ index: Int = 0
    ) -> Refusal {
        do throws(JSONSyntaxError) {
            _ = try JSON.parse(bytes)
            // The parser refuses this element by itself, so it refuses it here too.
            return Refusal(.notJSON, "the array cannot be read", remedy: "write JSON", position: position)
        } catch {
            var moved = error
            if case .element? = moved.path.steps.first { moved.path.steps[0] = .element(index) }
            var refusal = Refusal(moved, in: bytes)
            let inFile = Array(bytes[skipping...])
            refusal.position = SourcePosition(offset: max(0, error.offset - skipping), in: inFile).moved(to: position)
            return refusal
        }
    }
}

/// Searches for the end of an element across pieces of it.
private struct ElementScan {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// - Returns: The offset of the comma or bracket after the element; nil when the bytes end before it.
    mutating func end(in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            var place = start
            while place < bytes.count {
                if isEscaped {
                    isEscaped = false
                } else if isInString {
                    place = bytes.endOfPlainText(from: place)
                    guard place < bytes.count else { return nil }
                    isEscaped = bytes[place] == UInt8(ascii: "\\")
                    isInString = bytes[place] != UInt8(ascii: "\"")
                } else {
                    switch bytes[place] {
                    case UInt8(ascii: "\""): isInString = true
                    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                    case UInt8(ascii: "}") where depth > 0, UInt8(ascii: "]") where depth > 0: depth -= 1
                    case UInt8(ascii: ",") where depth == 0, UInt8(ascii: "]"): return place
                    default: break
                    }
                }
                place += 1
            }
            return nil
        }
    }
}

extension SourcePosition {
    /// Converts a position in a part of a text to one in the whole text.
    func moved(to start: SourcePosition) -> SourcePosition {
        SourcePosition(line: start.line + line - 1, column: line == 1 ? start.column + column - 1 : column)
    }

    /// Advances over bytes that do not end between CR and LF.
    mutating func step(over bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBytes { SourcePosition(offset: $0.count, in: $0) }.moved(to: self)
    }
}
