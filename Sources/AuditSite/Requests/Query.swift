/// The parameters of a request, in the order in which they were given.
///
/// Source: WHATWG URL, application/x-www-form-urlencoded.
struct Query: Hashable, Sendable {
    private(set) var items: [Item] = []

    /// One parameter.
    struct Item: Hashable, Sendable {
        let name: String
        let value: String
    }

    init(_ items: KeyValuePairs<String, String?> = [:]) {
        for (name, value) in items { if let value { self.items.append(Item(name: name, value: value)) } }
    }

    /// The given parameters, without those that have no value.
    init(_ items: [(String, String?)]) {
        for (name, value) in items { if let value { self.items.append(Item(name: name, value: value)) } }
    }

    /// Reads the part of an address after `?`, without ``AddedParameters``. Bytes that are no UTF-8 become U+FFFD.
    init(encoded text: Substring) {
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentCoding.decodedForm(halves[0])
            guard !AddedParameters.contain(name) else { continue }
            items.append(Item(name: name, value: halves.count > 1 ? PercentCoding.decodedForm(halves[1]) : ""))
        }
    }

    /// The first value of a name; nil where there is none, or an empty one, as of a form's field that was left empty.
    subscript(name: String) -> String? {
        items.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// Sets a parameter in its place, or at the end; nil removes it.
    mutating func set(_ name: String, _ value: String?) {
        let place = items.firstIndex { $0.name == name }
        items.removeAll { $0.name == name }
        guard let value else { return }
        items.insert(Item(name: name, value: value), at: min(place ?? items.count, items.count))
    }

    /// `?a=1&b=2`; empty without parameters.
    var encoded: String {
        guard !items.isEmpty else { return "" }
        return "?"
            + items.map { PercentCoding.encoded($0.name) + "=" + PercentCoding.encoded($0.value) }.joined(
                separator: "&")
    }
}

/// Percent-encoding.
///
/// Source: RFC 3986, 2.1.
enum PercentCoding {
    /// The text with every byte encoded but letters, digits, `-`, `.`, `_` and `~`.
    static func encoded(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded += [byte]
            } else {
                encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]] as [UInt8]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The text that was encoded; nil where a `%` has no two hexadecimal digits after it, or the bytes are no UTF-8.
    static func decoded(_ text: Substring) -> String? {
        guard let bytes = bytes(text, plusIsSpace: false, isStrict: true) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// A name or value of a form.
    static func decodedForm(_ text: Substring) -> String {
        String(decoding: bytes(text, plusIsSpace: true, isStrict: false) ?? [], as: UTF8.self)
    }

    private static func bytes(_ text: Substring, plusIsSpace: Bool, isStrict: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == 0x2B, plusIsSpace {
                bytes += [0x20]
            } else if byte == 0x25, let high = rest.first.flatMap(value),
                let low = rest.dropFirst().first.flatMap(value)
            {
                bytes += [high << 4 | low]
                rest = rest.dropFirst(2)
            } else if byte == 0x25, isStrict {
                return nil
            } else {
                bytes += [byte]
            }
        }
        return bytes
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
