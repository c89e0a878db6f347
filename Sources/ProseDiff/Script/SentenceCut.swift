/// The place to cut a change that covers whole sentences and a part of another.
///
/// In "[-Nobody lives-]{+The council declined. Some 400 people live+} by the dam." a sentence was added and another
/// changed. The unchanged words show which: the part next to them.
struct SentenceCut {
    /// The places of the cut, in bytes.
    let old: Int
    let new: Int

    /// Finds the cut; nil if the change is within one sentence, covers only whole sentences, or is open at both ends,
    /// which is ambiguous.
    init?(_ old: ProseText, _ oldBytes: Range<Int>, _ new: ProseText, _ newBytes: Range<Int>) {
        let olds = old.tokens(in: oldBytes)
        let news = new.tokens(in: newBytes)
        guard !olds.isEmpty, !news.isEmpty else { return nil }
        let begins = old.startsSentence(olds.lowerBound) && new.startsSentence(news.lowerBound)
        let ends = old.startsSentence(olds.upperBound) && new.startsSentence(news.upperBound)
        guard begins != ends else { return nil }
        let oldStarts = olds.dropFirst().filter(old.startsSentence)
        let newStarts = news.dropFirst().filter(new.startsSentence)
        guard !oldStarts.isEmpty || !newStarts.isEmpty else { return nil }
        if begins {
            let (last, partner) = (oldStarts.last ?? olds.lowerBound, newStarts.last ?? news.lowerBound)
            let (oldGap, newGap) = (old.gap(before: last), new.gap(before: partner))
            // White space on both sides before the changed part belongs to it.
            let isSame = old.bytes[oldGap] == new.bytes[newGap]
            self.old = max(oldBytes.lowerBound, isSame ? oldGap.lowerBound : oldGap.upperBound)
            self.new = max(newBytes.lowerBound, isSame ? newGap.lowerBound : newGap.upperBound)
        } else {
            self.old = old.gap(before: oldStarts.first ?? olds.upperBound).lowerBound
            self.new = new.gap(before: newStarts.first ?? news.upperBound).lowerBound
        }
    }
}

extension ProseText {
    /// Whether a sentence begins at a token, or the text ends before it.
    fileprivate func startsSentence(_ token: Int) -> Bool {
        token == count || traits[token].contains(.startsSentence)
    }
}
