/// The two sides of a finest change, made so that a reader sees that they differ.
enum ChangedText {
    /// Returns the old and the new text. What is white space or has no width on both sides is shown by name; what looks
    /// the same but is encoded otherwise gets its scalars' numbers.
    static func strings(
        _ operation: Comparison.Operation, _ old: [UInt8], _ new: [UInt8]
    ) -> (removed: String, added: String) {
        let before = old[operation.old]
        let after = new[operation.new]
        // A deleted paragraph's blank line is plain to see; white space that became other white space is not.
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
