import ProseDiff

/// A change of a text with withheld passages: whether it may be one of white space and typography only.
enum WithheldChange {
    /// Whether the two texts may be the same words, whatever the passages are that were withheld from only one of them.
    ///
    /// Such a passage may be what stands in its place in the other text: another withheld passage, or a paragraph. What
    /// changed beside it is certain.
    static func mayBeNoise(_ old: [UInt8], _ new: [UInt8], _ labels: Labels) -> Bool {
        let common = labels.inside(old).intersection(labels.inside(new))
        let (olds, news) = (masked(old, labels, but: common), masked(new, labels, but: common))
        guard olds.contains(mask) || news.contains(mask) else { return false }
        if isSame(olds, news) { return true }
        let (before, after) = (paragraphs(olds), paragraphs(news))
        return before.count == after.count
            && zip(before, after).allSatisfy { $0 == [mask] || $1 == [mask] || isSame(Array($0), Array($1)) }
    }

    /// A byte of no UTF-8 text.
    private static let mask: UInt8 = 0xFF

    private static func masked(_ text: [UInt8], _ labels: Labels, but common: Set<[UInt8]>) -> [UInt8] {
        var masked: [UInt8] = []
        var start = 0
        for place in labels.places(in: text) where !common.contains(Array(text[place])) {
            masked += text[start..<place.lowerBound] + [mask]
            start = place.upperBound
        }
        return masked + text[start...]
    }

    private static func paragraphs(_ text: [UInt8]) -> [ArraySlice<UInt8>] { text.split(separator: 0x0A) }

    private static func isSame(_ old: [UInt8], _ new: [UInt8]) -> Bool {
        old == new || differsInTypographyOnly(old, new)
    }
}
