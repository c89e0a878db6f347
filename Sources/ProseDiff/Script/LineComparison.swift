/// Two texts by lines, and the stretches of lines that differ. A line ends with its LF; a carriage return is part of it.
package struct LineComparison {
    /// The lines of the older text.
    package let old: [ArraySlice<UInt8>]
    /// The lines of the newer text.
    package let new: [ArraySlice<UInt8>]
    /// Lines of the older text that became lines of the newer one, in order.
    package let changes: [Change]

    /// A stretch of lines on both sides; either may be empty.
    package struct Change {
        /// Indices of lines of the older text.
        package let old: Range<Int>
        /// Indices of lines of the newer text.
        package let new: Range<Int>

        /// Creates a change.
        package init(old: Range<Int>, new: Range<Int>) { (self.old, self.new) = (old, new) }
    }

    /// Compares two texts in UTF-8.
    package init(_ old: [UInt8], _ new: [UInt8]) {
        self.old = Self.lines(old)
        self.new = Self.lines(new)
        var interner = TokenInterner()
        func numbers(_ lines: [ArraySlice<UInt8>]) -> [Int32] {
            lines.map { line in line.withUnsafeBytes { interner.number(of: $0) } }
        }
        let oldNumbers = numbers(self.old)
        let newNumbers = numbers(self.new)
        var aligner = Aligner(budget: Comparison.Options().workLimit)
        changes = Self.changes(aligner.align(oldNumbers[...], newNumbers[...]), newNumbers.count)
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == 0x0A {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    private static func changes(_ matches: [Int32], _ newCount: Int) -> [Change] {
        var changes: [Change] = []
        var from = (old: 0, new: 0)
        for index in matches.indices where matches[index] >= 0 {
            let partner = Int(matches[index])
            if index > from.old || partner > from.new {
                changes.append(Change(old: from.old..<index, new: from.new..<partner))
            }
            from = (index + 1, partner + 1)
        }
        if from.old < matches.count || from.new < newCount {
            changes.append(Change(old: from.old..<matches.count, new: from.new..<newCount))
        }
        return changes
    }
}
