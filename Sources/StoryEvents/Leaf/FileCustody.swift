import CanonicalJSON

/// The file of a document, as its event's data names it: `$.context.file`.
///
/// Source: LeafAndData.md, "Pieces".
public struct FileCustody: Hashable, Sendable {
    /// `"file":{...}` in RFC 8785 form.
    private let member: [UInt8]

    /// - Parameters:
    ///   - name: The producer's name of the file. An event that cannot be read again would stop each reader of the log, so no
    ///     noncharacter of it comes in.
    ///   - sha256: The hash of its bytes.
    public init(name: Text, sha256: [UInt8]) {
        let file: JSON = ["name": .string(name.withoutNoncharacters), "sha256": .string(Text(sha256.hexadecimal))]
        member = Array("\"file\":".utf8) + file.canonicalBytes
    }

    private static let contextKey = Array("\"context\":".utf8)

    /// Adds the file to the context of an event's data.
    ///
    /// - Parameter data: An object in RFC 8785 form; its context, if any, is an object without `file`.
    public func added(to data: ArraySlice<UInt8>) -> [UInt8] {
        var whole: [UInt8] = []
        whole.reserveCapacity(data.count + member.count + Self.contextKey.count + 4)
        data.withUnsafeBytes { data in
            let (place, insideContext) = Self.place(in: data)
            whole.append(contentsOf: data[..<place])
            // `file` is the last member of a context.
            if data[place - 1] != UInt8(ascii: "{"), data[place - 1] != UInt8(ascii: ",") {
                whole.append(UInt8(ascii: ","))
            }
            if !insideContext {
                whole += Self.contextKey
                whole.append(UInt8(ascii: "{"))
            }
            whole += member
            if !insideContext {
                whole.append(UInt8(ascii: "}"))
                if data[place] != UInt8(ascii: "}") { whole.append(UInt8(ascii: ",")) }
            }
            whole.append(contentsOf: data[place...])
        }
        return whole
    }

    /// The offset for the file: at the end of the context, or before the first member that sorts after it.
    private static func place(in data: UnsafeRawBufferPointer) -> (Int, insideContext: Bool) {
        var place = 1
        while data[place] == UInt8(ascii: "\"") {
            let key = UnsafeRawBufferPointer(rebasing: data[place...])
            if key.starts(with: contextKey) {
                return (endOfValue(in: data, from: place + contextKey.count) - 1, true)
            }
            if contextKey.lexicographicallyPrecedes(key.prefix(contextKey.count)) { return (place, false) }
            let end = endOfValue(in: data, from: endOfString(in: data, from: place) + 1)
            guard data[end] == UInt8(ascii: ",") else { return (end, false) }
            place = end + 1
        }
        return (place, false)
    }

    /// The end of a value that begins at an offset.
    private static func endOfValue(in data: UnsafeRawBufferPointer, from start: Int) -> Int {
        var (place, depth) = (start, 0)
        while true {
            switch data[place] {
            case UInt8(ascii: "\""):
                place = endOfString(in: data, from: place)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return place }
                depth -= 1
                if depth == 0 { return place + 1 }
            case UInt8(ascii: ",") where depth == 0: return place
            default: break
            }
            place += 1
        }
    }

    /// The end of a string, after its closing quotation mark.
    private static func endOfString(in data: UnsafeRawBufferPointer, from start: Int) -> Int {
        var place = start + 1
        while true {
            place = data.endOfPlainText(from: place)
            if data[place] == UInt8(ascii: "\"") { return place + 1 }
            place += 2
        }
    }
}
