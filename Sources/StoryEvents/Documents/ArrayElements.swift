import CanonicalJSON

/// Reads the elements of a JSON array one after another, so that a long array is never held as a whole.
///
/// It finds where an element ends by brackets, commas and strings. What the element is, the parser says.
struct ArrayElements: Sendable {
    /// An element as it is written.
    struct Element {
        /// With the white space around it.
        let content: ArraySlice<UInt8>
        /// The comma or bracket behind it; nothing where the file ends before.
        let behind: ArraySlice<UInt8>
        /// The line and column of the first byte of ``content``.
        let start: SourcePosition
        /// Its place in the array, from 0.
        let index: Int
    }

    /// Elements read so far.
    private var count = 0
    /// The line and column where the window stands.
    private var position: SourcePosition
    private var isClosed = false

    /// Steps over the opening bracket, where `window` stands, with the file's first bytes before it.
    init(_ window: inout DocumentWindow) {
        window.place += 1
        position = SourcePosition(offset: window.place, in: Array(window.bytes[..<window.place]))
    }

    /// Reads the next element, up to its comma or the bracket that ends the array.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: ``Refusals`` where the array goes wrong around its elements.
    mutating func next(_ window: inout DocumentWindow) throws(Refusals) -> Element? {
        if isClosed {
            try checkEnd(&window)
            return nil
        }
        var scan = ElementScan()
        var end = scan.end(in: window.bytes, from: window.place)
        while end == nil, !window.isLast {
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

    /// Looks behind the array: only white space may be there.
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
    /// Why it, or what is around it, is no JSON: as the parser says of the whole array.
    var refusal: Refusal {
        let prefix = Array((index == 0 ? "[" : "[0,").utf8)
        return Self.refusal(prefix + content + behind, skipping: prefix.count, at: start, index)
    }

    /// - Parameters:
    ///   - skipping: Bytes at the start that are not of the file.
    ///   - position: Where the others begin in the file.
    fileprivate static func refusal(
        _ bytes: [UInt8], skipping: Int, at position: SourcePosition, _ index: Int = 0
    ) -> Refusal {
        do throws(JSONSyntaxError) {
            _ = try JSON.parse(bytes)
            // The parser has refused the element alone, so it refuses it here.
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

/// Looks for the end of an element, across pieces of it.
private struct ElementScan {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// - Returns: The place of the comma or bracket behind the element; nil where the bytes end before.
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
    /// The position in a whole text of what stands here in a part of it.
    func moved(to start: SourcePosition) -> SourcePosition {
        SourcePosition(line: start.line + line - 1, column: line == 1 ? start.column + column - 1 : column)
    }

    /// Steps over bytes that begin here and do not end between CR and LF.
    mutating func step(over bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBytes { SourcePosition(offset: $0.count, in: $0) }.moved(to: self)
    }
}
