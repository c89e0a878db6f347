/// Compares texts as a careful editor does: ignoring white space, quotation marks, dashes, ligatures, invisible
/// characters and the encoding of letters.
enum Typography {
    /// Whether two passages have the same words in the same order, split at white space, in any typography.
    static func isSame(_ old: ArraySlice<UInt8>, _ new: ArraySlice<UInt8>) -> Bool {
        old.withUnsafeBufferPointer { old in new.withUnsafeBufferPointer { isSame(old, $0) } }
    }

    /// The same for whole texts. Reads only up to the first word that differs.
    static func isSame(_ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>) -> Bool {
        let head = commonHead(UnsafeRawBufferPointer(old), UnsafeRawBufferPointer(new))
        if head == old.count, head == new.count { return true }
        // An ASCII letter has only one encoding, and begins nothing that is dropped.
        if head < min(old.count, new.count), isLetterOrDigit(old[head]), isLetterOrDigit(new[head]) { return false }
        // No scalar before an ASCII letter or digit is composed or dropped with it.
        var start = max(0, head - 1)
        while start > 0, !isLetterOrDigit(old[start]) { start -= 1 }
        var olds = PlainWords(UnsafeBufferPointer(rebasing: old[start...]))
        var news = PlainWords(UnsafeBufferPointer(rebasing: new[start...]))
        while true {
            let (hasOld, hasNew) = (olds.advance(), news.advance())
            guard hasOld, hasNew else { return hasOld == hasNew }
            guard olds.word == news.word || isEquivalent(olds.word, news.word) else { return false }
        }
    }

    /// Whether two words are well formed and canonically equivalent, which is what Swift's own equality tests.
    private static func isEquivalent(_ old: [UInt8], _ new: [UInt8]) -> Bool {
        guard let old = String(validating: old, as: UTF8.self), let new = String(validating: new, as: UTF8.self) else {
            return false
        }
        return old == new
    }

    /// A passage in plain typography, its words separated by single spaces; the encoding of letters is unchanged.
    static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.withUnsafeBufferPointer { buffer in
            var words = PlainWords(buffer)
            var plain: [UInt8] = []
            while words.advance() { plain += (plain.isEmpty ? [] : [0x20]) + words.word }
            return String(decoding: plain, as: UTF8.self)
        }
    }

    /// Whether a token is surely its own plain form and no other's: ASCII without marks that have variants.
    @inline(__always)
    static func isPlainWord(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes where byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "-") {
            return byte == UInt8(ascii: "-") && bytes.count == 1
        }
        return true
    }

    /// The plain form of one token, or nil if the token is in it already; the encoding of letters is unchanged. A number
    /// may have spaces.
    static func plainWord(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard !isPlainWord(bytes) else { return nil }
        var words = PlainWords(bytes.assumingMemoryBound(to: UInt8.self))
        guard words.advance() else { return nil }
        var plain = words.word
        while words.advance() { plain += [0x20] + words.word }
        return plain.elementsEqual(bytes) ? nil : plain
    }

    /// The length of the common beginning of two texts, in bytes. Compares eight at a time.
    private static func commonHead(_ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer) -> Int {
        let shorter = min(old.count, new.count)
        var head = 0
        while head + 8 <= shorter, word(old, head) == word(new, head) { head += 8 }
        while head < shorter, old[head] == new[head] { head += 1 }
        return head
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
