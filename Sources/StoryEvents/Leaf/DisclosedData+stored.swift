extension DisclosedData {
    /// Bytes of one of ``records``.
    public static let recordLength = 1 + Commitment.saltLength

    /// The salts and hashes stored beside the data: 33 bytes for the skeleton and then for each piece. The first byte
    /// is 0 before the salt of a piece that is shown, and 1 before the hash of one that is hidden.
    public var records: [UInt8] {
        pieces.reduce(into: [0] + skeletonSalt) { records, piece in
            switch piece {
            case .shown(_, let salt): records += [0] + salt
            case .hidden(let hash): records += [1] + hash
            }
        }
    }

    /// The stored data in RFC 8785 form: hidden pieces are empty strings, and hidden paragraphs are left out.
    ///
    /// - Returns: nil when the skeleton and the pieces do not match.
    public var remainder: [UInt8]? { data { _, _ in [] } }

    /// Reads the stored form of data with hidden pieces.
    ///
    /// - Returns: nil when it is not the form that ``remainder`` and ``records`` write.
    public init?(remainder: [UInt8], records: [UInt8]) {
        guard let parts = DataPieces(remainder), records.count.isMultiple(of: Self.recordLength),
            records.first == 0
        else { return nil }
        let count = records.count / Self.recordLength - 1
        let others = parts.pieces.count - (parts.body?.count ?? 0)
        guard count >= others, parts.body != nil || count == others else { return nil }
        func record(_ number: Int) -> (isGone: Bool, bytes: [UInt8])? {
            let start = (number + 1) * Self.recordLength
            guard records[start] <= 1 else { return nil }
            return (records[start] == 1, Array(records[start + 1..<start + Self.recordLength]))
        }
        let body = parts.body.map { $0.lowerBound..<$0.lowerBound + count - others }
        var pieces: [Piece] = []
        pieces.reserveCapacity(count)
        var next = 0
        for number in 0..<count {
            guard let (isGone, bytes) = record(number) else { return nil }
            let isParagraph = body?.contains(number) ?? false
            if isParagraph, let body, number == body.lowerBound { next = body.lowerBound }
            if isGone {
                pieces.append(.hidden(hash: bytes))
                guard !isParagraph else { continue }
            } else if isParagraph, next >= parts.body?.upperBound ?? 0 {
                return nil
            }
            if let body, !isParagraph, number == body.upperBound { next = parts.body?.upperBound ?? next }
            guard next < parts.pieces.count else { return nil }
            let text = parts.pieces[next].text(in: remainder)
            next += 1
            if isGone {
                guard text.isEmpty else { return nil }
            } else {
                pieces.append(.shown(text: text, salt: bytes))
            }
        }
        guard let skeleton = parts.skeleton(paragraphs: body?.count) else { return nil }
        self.init(
            skeleton: skeleton, skeletonSalt: Array(records[1..<Self.recordLength]), pieces: pieces)
        // Only one stored form is valid.
        guard self.remainder == remainder else { return nil }
    }
}

extension DataPieces {
    /// The skeleton of the whole data, for a remainder whose `$.body` lacks paragraphs.
    fileprivate func skeleton(paragraphs: Int?) -> [UInt8]? {
        guard let paragraphs, let bodyCount else { return skeleton }
        var whole = Array(skeleton[..<bodyCount.lowerBound])
        whole.append(Int64(paragraphs))
        return whole + skeleton[bodyCount.upperBound...]
    }
}
