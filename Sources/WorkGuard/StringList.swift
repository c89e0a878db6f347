/// A list of strings as bytes: for each its length in UTF-8 as 4 bytes, little-endian, and its UTF-8.
enum StringList {
    static func encode(_ strings: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for string in strings {
            let length = UInt32(clamping: string.utf8.count)
            for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
            bytes.append(contentsOf: string.utf8.prefix(Int(length)))
        }
        return bytes
    }

    /// - Returns: nil if the bytes are not such a list.
    static func decode(_ bytes: [UInt8]) -> [String]? {
        var strings: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 4 else { return nil }
            let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard rest.count >= length else { return nil }
            strings.append(String(decoding: rest.prefix(length), as: UTF8.self))
            rest = rest.dropFirst(length)
        }
        return strings
    }

    /// FNV-1a, 64 bits: tells a complete list from one that was not written to its end.
    static func checksum(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

extension Suspects {
    /// The suspects as they are stored.
    var bytes: [UInt8] {
        StringList.encode(
            all.flatMap { suspect in
                [
                    suspect.step.map { String($0) } ?? "", String(suspect.marked), String(suspect.unmarked),
                    suspect.cause.word, String(suspect.items.count),
                ] + suspect.items
            })
    }

    /// Reads stored suspects. Unreadable ones are dropped, which costs at most one more end of the process.
    init(bytes: [UInt8]) {
        var words = (StringList.decode(bytes) ?? [])[...]
        while let suspect = Suspect(&words), all.count < Self.most { all.append(suspect) }
    }
}

extension Suspect {
    fileprivate init?(_ words: inout ArraySlice<String>) {
        let head = Array(words.prefix(5))
        guard head.count == 5, let marked = Int(head[1]), let unmarked = Int(head[2]), let cause = Cause(head[3]),
            let count = Int(head[4]), count > 0, count <= words.count - 5, marked >= 0, unmarked >= 0,
            marked < 1 << 31, unmarked < 1 << 31
        else { return nil }
        words = words.dropFirst(5)
        self.init(
            items: Array(words.prefix(count)), step: Int64(head[0]), marked: marked, unmarked: unmarked, cause: cause)
        words = words.dropFirst(count)
    }
}

extension Suspect.Cause {
    fileprivate var word: String {
        switch self {
        case .signal(let number): String(number)
        case .overdue: "overdue"
        case .unmarked: "unmarked"
        }
    }

    fileprivate init?(_ word: String) {
        switch word {
        case "overdue": self = .overdue
        case "unmarked": self = .unmarked
        default:
            guard let number = Int32(word) else { return nil }
            self = .signal(number)
        }
    }
}
