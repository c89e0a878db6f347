import CanonicalJSON

/// A JSON value whose long arrays are produced element by element, so that the writer holds one element at a time.
public indirect enum StreamedJSON {
    /// A short value.
    case value(JSON)
    /// An object with unique keys.
    case object([(key: Text, value: StreamedJSON)])
    /// An array of a known length; each element is produced on demand.
    case array(Int, (Int) -> StreamedJSON)
    /// An array of unknown length: the function returns the next element, or nil at the end. It can be written only
    /// once.
    case elements(() -> StreamedJSON?)

    /// The value in memory.
    public var json: JSON {
        switch self {
        case .value(let json): return json
        case .object(let members):
            var object = JSONObject()
            for member in members { object.append(member.key, member.value.json) }
            return .object(object)
        case .array(let count, let element): return .array((0..<count).map { element($0).json })
        case .elements(let next):
            var elements: [JSON] = []
            while let element = next() { elements.append(element.json) }
            return .array(elements)
        }
    }

    /// Writes the bytes that ``JSON/bytes(pretty:)`` returns for ``json``, in pieces of whole scalars.
    public func write<Failure: Error>(
        pretty: Bool, to output: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var bytes: [UInt8] = []
        try write(pretty: pretty, depth: 0, &bytes, output)
        try output(bytes)
    }

    private static let pieceLength = 1 << 16

    private func write<Failure: Error>(
        pretty: Bool, depth: Int, _ bytes: inout [UInt8], _ output: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        func lineEnd(_ depth: Int) {
            guard pretty else { return }
            bytes.append(UInt8(ascii: "\n"))
            bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth)
        }
        func list(
            _ count: Int, _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ element: (Int) throws(Failure) -> Void
        ) throws(Failure) {
            bytes.append(UInt8(ascii: open))
            for place in 0..<count {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                lineEnd(depth + 1)
                try element(place)
            }
            if count > 0 { lineEnd(depth) }
            bytes.append(UInt8(ascii: close))
        }
        switch self {
        case .value(let json):
            for byte in json.bytes(pretty: pretty) {
                if byte == UInt8(ascii: "\n") { lineEnd(depth) } else { bytes.append(byte) }
            }
        case .object(let members):
            try list(members.count, "{", "}") { (place) throws(Failure) in
                bytes += JSON.string(members[place].key).bytes(pretty: false)
                bytes.append(UInt8(ascii: ":"))
                if pretty { bytes.append(UInt8(ascii: " ")) }
                try members[place].value.write(pretty: pretty, depth: depth + 1, &bytes, output)
            }
        case .array(let count, let element):
            try list(count, "[", "]") { (place) throws(Failure) in
                try element(place).write(pretty: pretty, depth: depth + 1, &bytes, output)
            }
        case .elements(let next):
            bytes.append(UInt8(ascii: "["))
            var isEmpty = true
            while let element = next() {
                if !isEmpty { bytes.append(UInt8(ascii: ",")) }
                isEmpty = false
                lineEnd(depth + 1)
                try element.write(pretty: pretty, depth: depth + 1, &bytes, output)
            }
            if !isEmpty { lineEnd(depth) }
            bytes.append(UInt8(ascii: "]"))
        }
        if bytes.count >= Self.pieceLength {
            try output(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
    }
}

extension JSONObject {
    /// The members, each as a short value.
    var streamed: [(key: Text, value: StreamedJSON)] { members.map { ($0.key, .value($0.value)) } }
}
