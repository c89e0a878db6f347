/// Labels that stand in texts for withheld passages. A label is one unit: equal only to the same label, and without marks.
public struct Labels: Sendable, Hashable {
    private var texts: Set<[UInt8]> = []
    /// The lengths of the labels in bytes, the longest first.
    private var sizes: [Int] = []
    private var firstBytes: Set<UInt8> = []

    /// Creates no labels.
    public init() {}

    /// Creates labels from their UTF-8. A label is on one line.
    public init(_ labels: some Sequence<[UInt8]>) { insert(labels) }

    /// Whether there are none.
    public var isEmpty: Bool { texts.isEmpty }

    /// Adds labels.
    public mutating func insert(_ labels: some Sequence<[UInt8]>) {
        for label in labels {
            guard let first = label.first, !label.contains(0x0A), texts.insert(label).inserted else { continue }
            firstBytes.insert(first)
            if !sizes.contains(label.count) { sizes.append(label.count) }
        }
        sizes.sort(by: >)
    }

    /// Adds the labels of another set.
    public mutating func formUnion(_ other: Labels) {
        if !other.isEmpty { insert(other.texts) }
    }

    /// Returns where labels stand in a text, in order and without overlap, as UTF-8 byte ranges.
    public func places(in bytes: [UInt8]) -> [Range<Int>] {
        guard !isEmpty else { return [] }
        var places: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            let size = firstBytes.contains(bytes[index]) ? size(bytes, at: index) : nil
            if let size { places.append(index..<index + size) }
            index += size ?? 1
        }
        return places
    }

    /// Returns how often each label stands in a text.
    public func counts(in bytes: [UInt8]) -> [[UInt8]: Int] {
        places(in: bytes).reduce(into: [:]) { $0[Array(bytes[$1]), default: 0] += 1 }
    }

    /// Returns the labels that stand in a text.
    public func inside(_ bytes: [UInt8]) -> Set<[UInt8]> { Set(places(in: bytes).map { Array(bytes[$0]) }) }

    private func size(_ bytes: [UInt8], at index: Int) -> Int? {
        sizes.first { index + $0 <= bytes.count && texts.contains(Array(bytes[index..<index + $0])) }
    }

    /// The labels in another form.
    func map(_ form: ([UInt8]) -> [UInt8]) -> Labels { Labels(texts.map(form)) }
}
