import CanonicalJSON

/// An event's data in pieces: each shown piece with its salt, and each hidden piece as its hash.
public struct DisclosedData: Hashable, Sendable {
    /// One piece.
    public enum Piece: Hashable, Sendable {
        /// The text and its salt of 32 bytes.
        case shown(text: [UInt8], salt: [UInt8])
        /// The hash of a hidden text, 32 bytes.
        case hidden(hash: [UInt8])

        /// Whether the text is hidden.
        public var isHidden: Bool { if case .hidden = self { true } else { false } }
    }

    /// The data without its pieces.
    public let skeleton: [UInt8]
    /// The salt of the skeleton, 32 bytes.
    public let skeletonSalt: [UInt8]
    /// The pieces, in the order of the data.
    public private(set) var pieces: [Piece]

    /// Creates the data from its skeleton and pieces.
    public init(skeleton: [UInt8], skeletonSalt: [UInt8], pieces: [Piece]) {
        self.skeleton = skeleton
        self.skeletonSalt = skeletonSalt
        self.pieces = pieces
    }

    /// Splits data whose salt is known.
    ///
    /// - Returns: nil when the data is not in RFC 8785 form.
    public init?(_ content: RecordedEvent.Content) {
        guard let parts = DataPieces(content.data) else { return nil }
        var hashing = PieceHashing()
        skeleton = parts.skeleton
        skeletonSalt = hashing.salt(of: nil, from: content.salt)
        pieces = parts.pieces.enumerated().map { number, piece in
            .shown(text: piece.text(in: content.data), salt: hashing.salt(of: number, from: content.salt))
        }
    }

    /// The data with some more pieces hidden.
    public func hiding(_ numbers: some Sequence<Int>) -> DisclosedData {
        var rest = self
        var hashing = PieceHashing()
        for number in numbers where pieces.indices.contains(number) {
            guard case .shown(let text, let salt) = pieces[number] else { continue }
            rest.pieces[number] = .hidden(hash: hashing.hash(piece: text, salt: salt))
        }
        return rest
    }

    /// The commitment to the data.
    public var commitment: Commitment {
        var hashing = PieceHashing()
        let hashes = pieces.map { piece in
            switch piece {
            case .shown(let text, let salt): hashing.hash(piece: text, salt: salt)
            case .hidden(let hash): hash
            }
        }
        return PieceHashing.commitment(
            skeleton: hashing.hash(skeleton: skeleton, salt: skeletonSalt), pieces: hashes)
    }

    /// The indices of the hidden pieces.
    public var hidden: [Int] { pieces.indices.filter { pieces[$0].isHidden } }
}

extension DisclosedData {
    /// Joins the skeleton and the pieces.
    ///
    /// - Parameter hole: The text for a hidden piece; it receives whether the piece is a paragraph of `$.body`, and
    ///   whether it is the last of them.
    /// - Returns: The data in RFC 8785 form; nil when the skeleton and the pieces do not match.
    public func data(hole: (_ piece: Int, Hole) -> [UInt8]) -> [UInt8]? {
        var data: [UInt8] = []
        var (place, copied, depth, next) = (0, 0, 0, 0)
        let paragraphs = paragraphCount
        while place < skeleton.count {
            switch skeleton[place] {
            case UInt8(ascii: "\""):
                let end = skeleton.withUnsafeBytes { $0.endOfKey(from: place + 1) }
                guard let end else { return nil }
                if end + 1 < skeleton.count, skeleton[end + 1] == UInt8(ascii: ":") {
                    let isBody = depth == 1 && skeleton[place..<end + 2].elementsEqual(Self.bodyKey)
                    place = end + 2
                    guard isBody, let paragraphs, let digits = digits(from: place) else { continue }
                    data += skeleton[copied..<place]
                    guard next + paragraphs <= pieces.count else { return nil }
                    var text: [UInt8] = []
                    for number in next..<next + paragraphs {
                        text += self.text(number, .paragraph(isLast: number == next + paragraphs - 1), hole)
                    }
                    JSON.string(Text(String(decoding: text, as: UTF8.self))).appendCanonical(to: &data)
                    next += paragraphs
                    place = digits
                    copied = place
                    continue
                }
                guard end == place + 1, next < pieces.count else { return nil }
                data += skeleton[copied..<place]
                let text = text(next, .string, hole)
                JSON.string(Text(String(decoding: text, as: UTF8.self))).appendCanonical(to: &data)
                next += 1
                place = end + 1
                copied = place
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            place += 1
        }
        guard next == pieces.count else { return nil }
        return data + skeleton[copied...]
    }

    /// The place of a hidden piece.
    public enum Hole: Hashable, Sendable {
        case string
        case paragraph(isLast: Bool)
    }

    private static let bodyKey = Array("\"body\":".utf8)

    private func text(_ number: Int, _ kind: Hole, _ hole: (Int, Hole) -> [UInt8]) -> [UInt8] {
        if case .shown(let text, _) = pieces[number] { text } else { hole(number, kind) }
    }

    /// The number of pieces of `$.body`: those that no other string uses; nil when it is not a string.
    private var paragraphCount: Int? {
        var (place, depth, strings) = (0, 0, 0)
        var hasBody = false
        while place < skeleton.count {
            switch skeleton[place] {
            case UInt8(ascii: "\""):
                guard let end = skeleton.withUnsafeBytes({ $0.endOfKey(from: place + 1) }) else { return nil }
                if end + 1 < skeleton.count, skeleton[end + 1] == UInt8(ascii: ":") {
                    if depth == 1, skeleton[place..<end + 2].elementsEqual(Self.bodyKey), digits(from: end + 2) != nil {
                        hasBody = true
                    }
                } else {
                    strings += 1
                }
                place = end
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            place += 1
        }
        return hasBody && pieces.count > strings ? pieces.count - strings : nil
    }

    /// The end of the digits that begin at a place; nil when there are none.
    private func digits(from start: Int) -> Int? {
        let end = skeleton[start...].firstIndex { !(0x30...0x39).contains($0) } ?? skeleton.count
        return end > start ? end : nil
    }
}

extension UnsafeRawBufferPointer {
    /// The offset of a string's closing quotation mark; nil when there is none.
    fileprivate func endOfKey(from start: Int) -> Int? {
        var place = start
        while true {
            place = endOfPlainText(from: place)
            guard place < count else { return nil }
            if self[place] == UInt8(ascii: "\"") { return place }
            place += self[place] == UInt8(ascii: "\\") ? 2 : 1
        }
    }
}
