import CanonicalJSON

// Approximate memory of values, in bytes, without the space in their container, which counts its elements by their
// stride. A heap block adds 32 bytes to its content.

private let block = 32

extension Text {
    /// Up to 15 bytes are stored inline.
    var weight: Int { utf8.count > 15 ? utf8.count + block : 0 }
}

extension JSON {
    var weight: Int {
        switch self {
        case .null, .bool, .integer, .double: 0
        case .string(let text): text.weight
        case .array(let elements):
            elements.reduce(block + elements.count * MemoryLayout<JSON>.stride) { $0 + $1.weight }
        case .object(let object): object.members.reduce(block) { $0 + $1.weight }
        }
    }
}

extension JSONObject.Member {
    /// Includes its place in the members of an object and in the index of a large one.
    var weight: Int { 2 * MemoryLayout<JSONObject.Member>.stride + key.weight + value.weight }
}

extension Party {
    var weight: Int { name.weight + (role?.weight ?? 0) + (url?.weight ?? 0) }
}

extension Claim {
    /// Includes its place in a list and in two indexes.
    var weight: Int {
        let hops = attribution.reduce(0) { sum, hop in
            sum + MemoryLayout<Hop>.stride + hop.speaker.weight + (hop.id?.weight ?? 0) + (hop.verb?.weight ?? 0)
                + (hop.addressee?.weight ?? 0)
        }
        let parties = about.reduce(0) { $0 + MemoryLayout<Party>.stride + $1.weight }
        let words = quotes.reduce(0) { sum, quote in
            sum + MemoryLayout<Selector>.stride + quote.exact.weight + (quote.prefix?.weight ?? 0)
                + (quote.suffix?.weight ?? 0)
        }
        return 2 * MemoryLayout<Claim>.stride + 3 * block + id.weight + text.weight + hops + parties + words
    }
}
