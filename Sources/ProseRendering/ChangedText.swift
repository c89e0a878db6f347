import ProseDiff

/// The two sides of a finest change, written so that a reader sees the difference.
enum ChangedText {
    /// Returns the old and the new text. If both sides are white space or have no width, they are shown by name; if
    /// they look the same but are encoded differently, the numbers of their scalars are added.
    static func strings(
        _ operation: Comparison.Operation, _ old: [UInt8], _ new: [UInt8]
    ) -> (removed: String, added: String) {
        let before = old[operation.old]
        let after = new[operation.new]
        // A deleted paragraph's blank line is visible; white space that became other white space is not.
        let reveals = VisibleText.isBlank(before) && VisibleText.isBlank(after)
        var removed = VisibleText.string(before, reveals: reveals)
        var added = VisibleText.string(after, reveals: reveals)
        if !removed.isEmpty, !added.isEmpty, removed == added {
            removed += "<\(VisibleText.scalars(before))>"
            added += "<\(VisibleText.scalars(after))>"
        }
        return (removed, added)
    }
}
