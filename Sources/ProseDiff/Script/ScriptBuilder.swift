/// Converts an ``Alignment`` of tokens to operations on bytes that cover both texts.
struct ScriptBuilder {
    typealias Operation = Comparison.Operation

    let old: ProseText
    let new: ProseText
    private let matches: [Int32]
    /// Moves with their bytes, in the order of the new text.
    private let arrivals: [Move]
    /// The same moves, in the order of the old text.
    private let departures: [Move]

    init(_ old: ProseText, _ new: ProseText, _ alignment: Alignment) {
        self.old = old
        self.new = new
        matches = alignment.matches
        arrivals = Move.withGaps(alignment.moves, old, new)
        departures = arrivals.sorted { $0.tokens.old.lowerBound < $1.tokens.old.lowerBound }
    }

    /// The finest operations, in the order of the new text; only moves have edits.
    func leaves() -> [Operation] {
        let whole = Stretch(
            tokens: TokenSpan(old: 0..<old.count, new: 0..<new.count), old: 0..<old.bytes.count,
            new: 0..<new.bytes.count)
        return leaves(of: whole, arrivals: arrivals, departures: departures)
    }

    /// Walks from match to match; the text between two matches that are not neighbours is a change.
    private func leaves(of stretch: Stretch, arrivals: [Move], departures: [Move]) -> [Operation] {
        var script = LeafScript(old: old.bytes, new: new.bytes)
        var moves = MoveCursor(arrivals: arrivals[...], departures: departures[...])
        var oldToken = stretch.tokens.old.lowerBound
        var newToken = stretch.tokens.new.lowerBound
        var oldByte = stretch.old.lowerBound
        var newByte = stretch.new.lowerBound
        while true {
            if follows(oldToken, newToken, stretch, moves), sameGap(oldByte, oldToken, newByte, newToken) {
                let from = (old: oldByte, new: newByte)
                oldByte = Int(old.ends[oldToken])
                newByte = Int(new.ends[newToken])
                if isSame(oldToken, newToken) {
                    script.add(.equal, from.old..<oldByte, from.new..<newByte)
                } else {
                    let start = (old: Int(old.starts[oldToken]), new: Int(new.starts[newToken]))
                    script.add(.equal, from.old..<start.old, from.new..<start.new)
                    script.keep(start.old..<oldByte, start.new..<newByte)
                }
                oldToken += 1
                newToken += 1
                continue
            }
            var next = oldToken
            var departure = moves.departures.startIndex
            while next < stretch.tokens.old.upperBound {
                if departure < moves.departures.endIndex,
                    moves.departures[departure].tokens.old.lowerBound <= next
                {
                    next = moves.departures[departure].tokens.old.upperBound
                    departure += 1
                } else if matches[next] >= 0 {
                    break
                } else {
                    next += 1
                }
            }
            guard next < stretch.tokens.old.upperBound else {
                let rest = TokenSpan(
                    old: oldToken..<stretch.tokens.old.upperBound, new: newToken..<stretch.tokens.new.upperBound)
                let bytes = (old: oldByte..<stretch.old.upperBound, new: newByte..<stretch.new.upperBound)
                change(Stretch(tokens: rest, old: bytes.old, new: bytes.new), &script, &moves)
                return script.operations
            }
            let partner = Int(matches[next])
            let between = Stretch(
                tokens: TokenSpan(old: oldToken..<next, new: newToken..<partner),
                old: oldByte..<Int(old.starts[next]), new: newByte..<Int(new.starts[partner]))
            change(between, &script, &moves)
            oldByte = Int(old.ends[next])
            newByte = Int(new.ends[partner])
            script.keep(Int(old.starts[next])..<oldByte, Int(new.starts[partner])..<newByte)
            oldToken = next + 1
            newToken = partner + 1
        }
    }

    /// Whether two tokens are matched in place, so that only their gaps can differ.
    @inline(__always)
    private func follows(_ oldToken: Int, _ newToken: Int, _ stretch: Stretch, _ moves: MoveCursor) -> Bool {
        guard oldToken < stretch.tokens.old.upperBound, matches[oldToken] == newToken else { return false }
        guard let departure = moves.departures.first else { return true }
        return oldToken < departure.tokens.old.lowerBound
    }

    /// Whether two tokens with one number have the same bytes.
    @inline(__always)
    private func isSame(_ oldToken: Int, _ newToken: Int) -> Bool {
        guard old.traits[oldToken].union(new.traits[newToken]).contains(.variant) else { return true }
        return old.hasSameBytes(oldToken, new, newToken)
    }

    @inline(__always)
    private func sameGap(_ oldByte: Int, _ oldToken: Int, _ newByte: Int, _ newToken: Int) -> Bool {
        let count = Int(old.starts[oldToken]) - oldByte
        guard count == Int(new.starts[newToken]) - newByte else { return false }
        for offset in 0..<count where old.bytes[oldByte + offset] != new.bytes[newByte + offset] { return false }
        return true
    }

    /// Writes a stretch without matches. Moves that leave or arrive cut it into pieces.
    private func change(_ stretch: Stretch, _ script: inout LeafScript, _ moves: inout MoveCursor) {
        let left = moves.takeDepartures(until: stretch.tokens.old.upperBound)
        let came = moves.takeArrivals(until: stretch.tokens.new.upperBound)
        if left.isEmpty, came.isEmpty {
            if stretch.tokens.old.isEmpty, stretch.tokens.new.isEmpty {
                return script.replace(stretch.old, stretch.new, apart: false)
            }
            return pair(stretch.old, stretch.new, &script)
        }
        let olds = pieces(of: stretch.old, without: left.map(\.old))
        let news = pieces(of: stretch.new, without: came.map(\.new))
        let partners = partners(olds, news)
        var nextOld = 0
        for (index, piece) in news.enumerated() {
            if let partner = partners[index] {
                while nextOld < partner {
                    script.add(.delete, olds[nextOld], piece.lowerBound..<piece.lowerBound)
                    nextOld += 1
                }
                pair(olds[partner], piece, &script)
                nextOld = partner + 1
            } else if !piece.isEmpty {
                let at = nextOld < olds.count ? olds[nextOld].lowerBound : stretch.old.upperBound
                script.add(.insert, at..<at, piece)
            }
            if index < came.count { script.add(move(came[index])) }
        }
        while nextOld < olds.count {
            script.add(.delete, olds[nextOld], stretch.new.upperBound..<stretch.new.upperBound)
            nextOld += 1
        }
    }

    private func move(_ move: Move) -> Operation {
        let edits = leaves(
            of: Stretch(tokens: move.tokens, old: move.old, new: move.new), arrivals: [], departures: [])
        let isExact = edits.allSatisfy { $0.kind == .equal }
        return Operation(.move, old: move.old, new: move.new, edits: isExact ? [] : edits)
    }

    /// The pieces of a range between holes, one more than there are holes; pieces may be empty.
    private func pieces(of range: Range<Int>, without holes: [Range<Int>]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = range.lowerBound
        for hole in holes {
            pieces.append(start..<hole.lowerBound)
            start = hole.upperBound
        }
        pieces.append(start..<range.upperBound)
        return pieces
    }

    /// The old piece for each new one: equal bytes from the front, then in order. Empty pieces have none.
    private func partners(_ olds: [Range<Int>], _ news: [Range<Int>]) -> [Int?] {
        var partners = [Int?](repeating: nil, count: news.count)
        let candidates = olds.indices.filter { !olds[$0].isEmpty }
        let wanted = news.indices.filter { !news[$0].isEmpty }
        var from = 0
        for (rank, index) in wanted.enumerated() {
            let rest = wanted.count - rank
            let piece = new.bytes[news[index]]
            let same = candidates.indices.dropFirst(from).first { old.bytes[olds[candidates[$0]]] == piece }
            if let same {
                partners[index] = candidates[same]
                from = same + 1
            } else if candidates.count - from >= rest, from < candidates.count {
                partners[index] = candidates[from]
                from += 1
            }
        }
        return partners
    }

    /// Writes the replacement of old bytes by new bytes, with the white space at the edges separate.
    private func pair(_ oldBytes: Range<Int>, _ newBytes: Range<Int>, _ script: inout LeafScript) {
        if let cut = SentenceCut(old, oldBytes, new, newBytes) {
            pair(oldBytes.lowerBound..<cut.old, newBytes.lowerBound..<cut.new, &script)
            return pair(cut.old..<oldBytes.upperBound, cut.new..<newBytes.upperBound, &script)
        }
        let (oldHead, oldTail) = old.edges(of: oldBytes)
        let (newHead, newTail) = new.edges(of: newBytes)
        let oldIsGap = oldHead.upperBound == oldBytes.upperBound
        let newIsGap = newHead.upperBound == newBytes.upperBound
        var oldBody = oldBytes
        var newBody = newBytes
        var tail = (old: 0, new: 0)
        if oldIsGap && newIsGap {
            return script.replace(oldBytes, newBytes, apart: false)
        }
        if oldIsGap || newIsGap,
            old.mayBreakParagraph(oldHead) || old.mayBreakParagraph(oldTail) || new.mayBreakParagraph(newHead)
                || new.mayBreakParagraph(newTail),
            writesBreak(oldBytes, newBytes, &script)
        {
            return
        }
        if writesWordsAroundBreak(oldBytes, newBytes, &script) { return }
        // Words that were inserted into a gap, or removed from one, before white space that stays.
        let headsDiffer = old.bytes[oldHead] != new.bytes[newHead]
        if headsDiffer, oldIsGap, !oldBytes.isEmpty, old.bytes[oldBytes] == new.bytes[newTail] {
            script.add(
                .insert, oldBytes.lowerBound..<oldBytes.lowerBound, newBytes.lowerBound..<newTail.lowerBound)
            return script.add(.equal, oldBytes, newTail)
        }
        if headsDiffer, newIsGap, !newBytes.isEmpty, old.bytes[oldTail] == new.bytes[newBytes] {
            script.add(
                .delete, oldBytes.lowerBound..<oldTail.lowerBound, newBytes.lowerBound..<newBytes.lowerBound)
            return script.add(.equal, oldTail, newBytes)
        }
        if !headsDiffer {
            script.add(.equal, oldHead, newHead)
            oldBody = oldHead.upperBound..<oldBody.upperBound
            newBody = newHead.upperBound..<newBody.upperBound
        } else if !oldIsGap && !newIsGap
            && (!oldHead.isEmpty && !newHead.isEmpty
                || old.breaksParagraph(oldHead) != new.breaksParagraph(newHead))
        {
            script.replace(oldHead, newHead, apart: false)
            oldBody = oldHead.upperBound..<oldBody.upperBound
            newBody = newHead.upperBound..<newBody.upperBound
        }
        if oldTail.lowerBound >= oldBody.lowerBound, newTail.lowerBound >= newBody.lowerBound,
            old.bytes[oldTail] == new.bytes[newTail]
        {
            tail = (oldTail.count, newTail.count)
        } else if !oldIsGap, !newIsGap, old.breaksParagraph(oldTail) != new.breaksParagraph(newTail) {
            tail = (oldTail.count, newTail.count)
        }
        let oldEnd = oldBody.upperBound - tail.old
        let newEnd = newBody.upperBound - tail.new
        let apart = old.isWhole(oldBody.lowerBound..<oldEnd) && new.isWhole(newBody.lowerBound..<newEnd)
        script.replace(oldBody.lowerBound..<oldEnd, newBody.lowerBound..<newEnd, apart: apart)
        script.replace(oldEnd..<oldBytes.upperBound, newEnd..<newBytes.upperBound, apart: false)
    }
}

/// A stretch of both texts, in tokens and in bytes.
struct Stretch {
    var tokens: TokenSpan
    var old: Range<Int>
    var new: Range<Int>
}
