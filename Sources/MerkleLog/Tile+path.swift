/// Source: C2SP tlog-tiles, "Merkle Tree": `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`.
extension Tile {
    /// The longest path: `tile/entries/`, 19 digits in groups, a width.
    private static let longestPath = 64

    /// The path below the log's prefix, such as `tile/0/x001/x234/067.p/5`.
    public var path: String {
        let row =
            switch kind {
            case .hashes(let level): "\(level)"
            case .entries: "entries"
            }
        return "tile/\(row)/\(Self.groups(of: index))\(isPartial ? ".p/\(width)" : "")"
    }

    /// Reads a path, which must be exactly the ``path`` of some tile.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``.
    public init(path: some StringProtocol) throws(MerkleLogError) {
        guard let tile = Tile.read(Array(path.utf8)) else {
            throw .malformed(
                .tilePath, line: 1, expected: "tile/<level>/<index>[.p/<width>]", found: quoted(path.utf8))
        }
        self = tile
    }

    private static func read(_ path: [UInt8]) -> Tile? {
        guard path.count <= longestPath else { return nil }
        var elements = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
        guard elements.count >= 3, elements.removeFirst().elementsEqual("tile".utf8) else { return nil }

        let row = elements.removeFirst()
        var kind = Kind.entries
        if !row.elementsEqual("entries".utf8) {
            guard let level = Decimal.read(row) else { return nil }
            kind = .hashes(level: Int(clamping: level))
        }

        var width = fullWidth
        let partial = ".p".utf8
        if elements.count >= 2, elements[elements.endIndex - 2].suffix(2).elementsEqual(partial) {
            guard let narrow = Decimal.read(elements.removeLast()), narrow < UInt64(fullWidth) else { return nil }
            width = Int(narrow)
            let last = elements.removeLast()
            elements.append(last.dropLast(2))
        }
        guard let index = index(ofGroups: elements) else { return nil }
        return try? Tile(kind, index: index, width: width)
    }

    /// Writes a number in groups of three digits, all but the last after an `x`: no directory holds more than 1000 of
    /// each.
    private static func groups(of number: UInt64) -> String {
        var rest = number / 1000
        var text = padded(number % 1000)
        while rest > 0 {
            text = "x\(padded(rest % 1000))/\(text)"
            rest /= 1000
        }
        return text
    }

    private static func padded(_ group: UInt64) -> String {
        let digits = String(group)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    private static func index<Element: Collection<UInt8>>(ofGroups groups: ArraySlice<Element>) -> UInt64? {
        var index: UInt64 = 0
        for (place, element) in groups.enumerated() {
            let isLast = place == groups.count - 1
            guard isLast || element.first == UInt8(ascii: "x") else { return nil }
            let digits = Array(isLast ? element.dropFirst(0) : element.dropFirst())
            guard digits.count == 3, digits.allSatisfy(Decimal.isDigit) else { return nil }
            // The first of several groups is not zero, because the number has no leading zeros.
            guard place > 0 || groups.count == 1 || digits != Array("000".utf8) else { return nil }
            let group = digits.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
            let (high, overflow) = index.multipliedReportingOverflow(by: 1000)
            guard !overflow, high <= UInt64.max - group else { return nil }
            index = high + group
        }
        return groups.isEmpty ? nil : index
    }
}
