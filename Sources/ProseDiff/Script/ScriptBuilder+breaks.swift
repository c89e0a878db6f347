extension ScriptBuilder {
    /// Writes words that were inserted into a gap within a paragraph, or removed from one, if a blank line beside them
    /// appeared or disappeared: it is a change of its own. Returns false, and writes nothing, if there is no such blank
    /// line.
    func writesBreak(_ oldBytes: Range<Int>, _ newBytes: Range<Int>, _ script: inout LeafScript) -> Bool {
        let (oldHead, oldTail) = old.edges(of: oldBytes)
        let (newHead, newTail) = new.edges(of: newBytes)
        let (oldEnd, newEnd) = (oldBytes.upperBound, newBytes.upperBound)
        let oldIsGap = oldHead.upperBound == oldEnd
        let isWithin = oldIsGap ? old.isWithinParagraph(oldEnd) : new.isWithinParagraph(newEnd)
        let wordsAreWithin = oldIsGap ? new.isWithinParagraph(newEnd) : old.isWithinParagraph(oldEnd)
        let headBreaks = oldIsGap ? new.breaksParagraph(newHead) : old.breaksParagraph(oldHead)
        let gapBreaks = oldIsGap ? old.breaksParagraph(oldBytes) : new.breaksParagraph(newBytes)
        // The gap is one whole side: its head, with an empty tail.
        if isWithin, oldIsGap ? new.breaksParagraph(newTail) : old.breaksParagraph(oldTail) {
            let old = oldIsGap ? oldBytes.lowerBound : oldTail.lowerBound
            let new = oldIsGap ? newTail.lowerBound : newBytes.lowerBound
            script.replace(oldBytes.lowerBound..<old, newBytes.lowerBound..<new, apart: false)
            script.replace(old..<oldEnd, new..<newEnd, apart: false)
        } else if isWithin ? headBreaks : gapBreaks && wordsAreWithin && !headBreaks {
            script.replace(oldHead, newHead, apart: false)
            script.replace(oldHead.upperBound..<oldEnd, newHead.upperBound..<newEnd, apart: false)
        } else {
            return false
        }
        return true
    }

    /// Writes words that end one paragraph in one text, and begin the next in the other: the blank line between them is the
    /// same. Returns false, and writes nothing, if there is no such blank line.
    func writesWordsAroundBreak(_ oldBytes: Range<Int>, _ newBytes: Range<Int>, _ script: inout LeafScript) -> Bool {
        let (oldHead, oldTail) = old.edges(of: oldBytes)
        let (newHead, newTail) = new.edges(of: newBytes)
        guard oldHead.upperBound < oldBytes.upperBound, newHead.upperBound < newBytes.upperBound else { return false }
        let breaks = (
            old: (head: old.breaksParagraph(oldHead), tail: old.breaksParagraph(oldTail)),
            new: (head: new.breaksParagraph(newHead), tail: new.breaksParagraph(newTail))
        )
        if breaks.old.head, !breaks.old.tail, !breaks.new.head, breaks.new.tail {
            let at = oldBytes.lowerBound
            script.add(.insert, at..<at, newBytes.lowerBound..<newTail.lowerBound)
            script.replace(oldHead, newTail, apart: false)
            script.add(.delete, oldHead.upperBound..<oldBytes.upperBound, newTail.upperBound..<newTail.upperBound)
        } else if !breaks.old.head, breaks.old.tail, breaks.new.head, !breaks.new.tail {
            let at = newBytes.lowerBound
            script.add(.delete, oldBytes.lowerBound..<oldTail.lowerBound, at..<at)
            script.replace(oldTail, newHead, apart: false)
            script.add(.insert, oldTail.upperBound..<oldTail.upperBound, newHead.upperBound..<newBytes.upperBound)
        } else {
            return false
        }
        return true
    }
}

extension ProseText {
    /// Whether white space is more than single spaces: usually it is not, and needs no lookup.
    @inline(__always)
    func mayBreakParagraph(_ gap: Range<Int>) -> Bool {
        for index in gap where bytes[index] != 0x20 { return true }
        return false
    }

    /// Whether white space that ends before a token is between two paragraphs.
    func breaksParagraph(_ gap: Range<Int>) -> Bool {
        mayBreakParagraph(gap) && gap.lowerBound > 0 && startsParagraph(token(at: gap.upperBound))
    }

    /// Whether a token at a byte is in the same paragraph as the one before.
    func isWithinParagraph(_ byte: Int) -> Bool {
        let token = token(at: byte)
        return token > 0 && token < count && !startsParagraph(token)
    }
}
