import ProseDiff

extension Rendering {
    /// Returns a unified diff by lines for patch(1); nothing for equal texts.
    ///
    /// - Parameters:
    ///   - old: The old text.
    ///   - new: The new text.
    ///   - oldName: The file name to print for the old text; a control character in it is printed as `?`.
    ///   - newName: The same for the new one.
    ///   - context: Unchanged lines around a change, at least 0.
    /// - Returns: Bytes, because lines are printed unchanged.
    ///
    /// Source: POSIX.1-2024, diff, "Diff -u Output Format".
    public static func unified(
        old: [UInt8], new: [UInt8], oldName: String = "old", newName: String = "new", context: Int = 3
    ) -> [UInt8] {
        guard old != new else { return [] }
        let hunks = Hunks(LineComparison(old, new))
        var result = Array("--- \(name(oldName))\n+++ \(name(newName))\n".utf8)
        for hunk in hunks.all(context: max(0, context)) { hunks.append(hunk, to: &result) }
        return result
    }

    /// A name with a space ends with a tab, as in GNU diff and git: otherwise patch(1) cuts it at the space.
    private static func name(_ name: String) -> String {
        let safe = String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 0x20 ? "?" : $0 }))
        return safe.contains(" ") ? safe + "\t" : safe
    }
}

/// The hunks of a patch.
private struct Hunks {
    private let lines: LineComparison

    init(_ lines: LineComparison) { self.lines = lines }

    /// Groups changes so that their contexts do not overlap.
    func all(context: Int) -> [[LineComparison.Change]] {
        var hunks: [[LineComparison.Change]] = []
        for change in lines.changes {
            if let last = hunks.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
                hunks[hunks.count - 1].append(change)
            } else {
                hunks.append([change])
            }
        }
        return hunks.map { extend($0, context) }
    }

    /// Adds the context of a hunk as empty changes at its ends.
    private func extend(_ hunk: [LineComparison.Change], _ context: Int) -> [LineComparison.Change] {
        guard let first = hunk.first, let last = hunk.last else { return [] }
        let before = min(context, first.old.lowerBound)
        let after = min(context, lines.old.count - last.old.upperBound)
        let start = (old: first.old.lowerBound - before, new: first.new.lowerBound - before)
        let end = (old: last.old.upperBound + after, new: last.new.upperBound + after)
        return [LineComparison.Change(old: start.old..<start.old, new: start.new..<start.new)] + hunk
            + [LineComparison.Change(old: end.old..<end.old, new: end.new..<end.new)]
    }

    func append(_ hunk: [LineComparison.Change], to result: inout [UInt8]) {
        guard let first = hunk.first, let last = hunk.last else { return }
        let oldRange = Self.header(first.old.lowerBound..<last.old.upperBound)
        let newRange = Self.header(first.new.lowerBound..<last.new.upperBound)
        result += Array("@@ -\(oldRange) +\(newRange) @@\n".utf8)
        var from = first.old.lowerBound
        for change in hunk {
            append(lines.old[from..<change.old.lowerBound], " ", to: &result)
            append(lines.old[change.old], "-", to: &result)
            append(lines.new[change.new], "+", to: &result)
            from = change.old.upperBound
        }
    }

    private func append(_ lines: ArraySlice<ArraySlice<UInt8>>, _ sign: UnicodeScalar, to result: inout [UInt8]) {
        for line in lines {
            result.append(UInt8(ascii: sign))
            result += line
            if line.last != 0x0A { result += Array("\n\\ No newline at end of file\n".utf8) }
        }
    }

    private static func header(_ lines: Range<Int>) -> String {
        switch lines.count {
        case 0: "\(lines.lowerBound),0"
        case 1: "\(lines.lowerBound + 1)"
        default: "\(lines.lowerBound + 1),\(lines.count)"
        }
    }
}
