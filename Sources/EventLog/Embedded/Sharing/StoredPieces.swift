import StoryEvents

/// The pieces of an event's data as a row has them: some it holds, some earlier events hold, some were withheld.
///
/// A class, because many events refer to one row.
final class StoredPieces {
    /// The column `data`.
    let data: [UInt8]
    /// The places of the strings of ``data``; for `$.body`, its paragraphs.
    private let ranges: [Range<Int>]
    /// Which of ``ranges`` are paragraphs of `$.body`.
    private let storedBody: Range<Int>?
    /// Which pieces are paragraphs of `$.body`.
    private let body: Range<Int>?
    /// Of each piece the place in ``ranges`` or, where the row does not hold it, ``elsewhere`` minus that place; nil where
    /// it holds all of them.
    private let places: [Int]?
    /// How many pieces the data has.
    let count: Int

    private static let elsewhere = -1
    /// Stands for a paragraph that the row does not hold.
    private static let absent = Int.min

    /// Takes a row's data apart.
    ///
    /// - Parameters:
    ///   - data: In RFC 8785 form.
    ///   - shared: The pieces that other events hold; nil for none.
    ///   - records: What vouches for the pieces once one was withheld, as ``DisclosedData/records``; nil before.
    ///   - parts: Read again and again; its arrays keep their memory.
    /// - Returns: nil where these do not go together.
    init?(_ data: [UInt8], shared: SharedPieces?, records: [UInt8]?, _ parts: inout DataPieces) {
        guard data.withUnsafeBytes({ parts.read($0) }) else { return nil }
        self.data = data
        ranges = parts.pieces.map(\.range)
        storedBody = parts.body
        guard shared != nil || records != nil else {
            (body, places, count) = (parts.body, nil, ranges.count)
            return
        }
        let known = records.map { $0.count / DisclosedData.recordLength - 1 }
        count = shared?.count ?? known ?? 0
        let others = ranges.count - (storedBody?.count ?? 0)
        guard known ?? count == count, count >= others, storedBody != nil || count == others,
            count <= ranges.count + Self.missing(shared, records)
        else { return nil }
        let paragraphs = count - others
        body = storedBody.map { $0.lowerBound..<$0.lowerBound + paragraphs }
        var isHere = [Bool](repeating: true, count: count)
        if let records {
            for number in 0..<count where records[(number + 1) * DisclosedData.recordLength] != 0 {
                isHere[number] = false
            }
        }
        var isTwice = false
        shared?.forEach { number, _, _ in
            isTwice = isTwice || !isHere[number]
            isHere[number] = false
        }
        guard !isTwice, let places = Self.places(isHere, ranges, body, storedBody) else { return nil }
        self.places = places
    }

    /// Approximate memory, in bytes: a row that holds few of many pieces has more places than data.
    var weight: Int {
        data.count + ranges.count * MemoryLayout<Range<Int>>.stride + (places?.count ?? 0) * MemoryLayout<Int>.stride
    }

    /// How many pieces a row lacks: as many at most as it can say so, so that no number it holds is believed.
    private static func missing(_ shared: SharedPieces?, _ records: [UInt8]?) -> Int {
        (records?.count ?? 0) + (shared?.runs.reduce(0) { $0 + $1.count } ?? 0)
    }

    private static func places(
        _ isHere: [Bool], _ ranges: [Range<Int>], _ body: Range<Int>?, _ storedBody: Range<Int>?
    ) -> [Int]? {
        var places: [Int] = []
        places.reserveCapacity(isHere.count)
        var next = 0
        for (number, isHere) in isHere.enumerated() {
            if let body, let storedBody, body.contains(number) {
                if isHere, next >= storedBody.upperBound { return nil }
                places.append(isHere ? next : absent)
                if isHere { next += 1 }
                guard number == body.upperBound - 1 else { continue }
                // Where it holds no paragraph, an empty string is left.
                if next == storedBody.lowerBound {
                    guard ranges[next].isEmpty else { return nil }
                    next += 1
                }
                guard next == storedBody.upperBound else { return nil }
            } else {
                guard next < ranges.count, isHere || ranges[next].isEmpty else { return nil }
                places.append(isHere ? next : elsewhere - next)
                next += 1
            }
        }
        return next == ranges.count ? places : nil
    }

    /// The place of a piece in ``data``; nil where the row does not hold it.
    func range(of piece: Int) -> Range<Int>? {
        guard piece >= 0, piece < count else { return nil }
        guard let places else { return ranges[piece] }
        return places[piece] >= 0 ? ranges[places[piece]] : nil
    }

    /// Whether the row holds a text, as RFC 8785 writes it, as one of its pieces.
    func holds(_ text: UnsafeRawBufferPointer, as piece: Int) -> Bool {
        guard let range = range(of: piece) else { return false }
        return data.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[range]).equals(text) }
    }

    /// Whether the row holds all pieces of a range.
    func holds(_ pieces: Range<Int>) -> Bool { pieces.allSatisfy { range(of: $0) != nil } }

    /// The data with the pieces that other events hold.
    ///
    /// - Parameters:
    ///   - shared: What the row says of them.
    ///   - holders: The pieces of the holder of each run; all that the run names is there.
    func whole(_ shared: SharedPieces, held holders: [StoredPieces]) -> [UInt8] {
        var splice = Splice()
        walk(shared, &splice) { run, piece, splice in
            if let range = holders[run].range(of: piece) { splice.add(source: run + 1, range) }
        }
        return splice.bytes(from: [data] + holders.map(\.data))
    }

    /// The data without the pieces that other events hold.
    func without(_ shared: SharedPieces) -> [UInt8] {
        var splice = Splice()
        walk(shared, &splice) { _, _, _ in }
        return splice.bytes(from: [data])
    }

    /// Adds the data as source 0 to a splice.
    ///
    /// - Parameter add: Adds a shared piece, by the number of its run and its number among the holder's pieces.
    private func walk(
        _ shared: SharedPieces, _ splice: inout Splice, _ add: (_ run: Int, _ piece: Int, inout Splice) -> Void
    ) {
        var (copied, run) = (0, 0)
        for number in 0..<count {
            if let body, let storedBody, body.contains(number) {
                if number == body.lowerBound {
                    splice.add(source: 0, copied..<ranges[storedBody.lowerBound].lowerBound)
                    copied = ranges[storedBody.upperBound - 1].upperBound
                }
            } else {
                let place = places.map { $0[number] >= 0 ? $0[number] : Self.elsewhere - $0[number] } ?? number
                splice.add(source: 0, copied..<ranges[place].lowerBound)
                copied = ranges[place].upperBound
            }
            while run < shared.runs.count, shared.runs[run].end <= number { run += 1 }
            if run < shared.runs.count, number >= shared.runs[run].first {
                add(run, shared.runs[run].piece + number - shared.runs[run].first, &splice)
            } else if let range = range(of: number) {
                splice.add(source: 0, range)
            }
        }
        splice.add(source: 0, copied..<data.count)
    }
}

/// Bytes of several sources, one behind another.
private struct Splice {
    private var parts: [(source: Int, range: Range<Int>)] = []
    private var length = 0

    mutating func add(source: Int, _ range: Range<Int>) {
        length += range.count
        if let last = parts.last, last.source == source, last.range.upperBound == range.lowerBound {
            parts[parts.count - 1].range = last.range.lowerBound..<range.upperBound
        } else if !range.isEmpty {
            parts.append((source, range))
        }
    }

    func bytes(from sources: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for part in parts { bytes += sources[part.source][part.range] }
        return bytes
    }
}
