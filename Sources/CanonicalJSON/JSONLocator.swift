/// Finds the place of a path in a document's bytes.
///
/// It is used only after a refusal, so that values need carry no positions. It reads the document again, up to the
/// place.
public enum JSONLocator {
    /// Returns where the value at a path begins.
    ///
    /// - Parameters:
    ///   - path: A path into the document.
    ///   - bytes: The document.
    ///   - key: Whether to return where the member's key begins, instead of its value. It changes nothing for elements
    ///     and for the document itself.
    /// - Returns: An offset in UTF-8 bytes. If there is nothing at the path, or `bytes` cannot be read that far, the
    ///   offset of the deepest value on the way there.
    public static func offset(of path: JSONPath, in bytes: UnsafeRawBufferPointer, key: Bool = false) -> Int {
        var parser = JSONParser(bytes.assumingMemoryBound(to: UInt8.self), maximumDepth: JSONParser.greatestDepth)
        parser.skipWhitespace()
        var found = parser.position
        for (place, step) in path.steps.enumerated() {
            let wantsKey = key && place == path.steps.count - 1
            guard let next = try? parser.descend(step, toKey: wantsKey) else { break }
            found = next
        }
        return found
    }

    /// Returns where the value at a path begins, in an array's bytes.
    public static func offset(of path: JSONPath, in bytes: [UInt8], key: Bool = false) -> Int {
        bytes.withUnsafeBytes { offset(of: path, in: $0, key: key) }
    }
}

extension JSONParser {
    /// Goes from the array or object at `position` to the value one step inside it.
    ///
    /// - Returns: Where that value begins, or its key; nil when it has no such member or element.
    fileprivate mutating func descend(_ step: JSONPath.Step, toKey: Bool) throws(JSONSyntaxError) -> Int? {
        switch step {
        case .member(let wanted):
            guard skip(.openBrace), position < bytes.count, bytes[position] != .closeBrace else { return nil }
            repeat {
                let start = position
                let key = try key(expected: .key)
                if key == wanted { return toKey ? start : position < bytes.count ? position : nil }
                _ = try value(depth: 0, expected: .value)
            } while try another(before: .closeBrace, expected: .commaOrEndOfObject)
        case .element(let wanted):
            guard skip(.openBracket), position < bytes.count, bytes[position] != .closeBracket else { return nil }
            var index = 0
            repeat {
                if index == wanted { return position < bytes.count ? position : nil }
                _ = try value(depth: 0, expected: .element)
                index += 1
            } while try another(before: .closeBracket, expected: .commaOrEndOfArray)
        }
        return nil
    }
}
