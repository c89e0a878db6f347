/// Finds white space that came or went with a passage beside it, such as the blank line between two paragraphs that were no
/// neighbours before: the same words have the same white space between them.
enum GapsBesidePassages {
    typealias Operation = Comparison.Operation

    /// Where a finest operation is: in the script, or in the edits of a move.
    private struct Place {
        let index: Int
        let edit: Int?
    }

    /// Sets ``Comparison/Operation/goesWithPassage`` of the finest operations of a script.
    static func note(_ script: inout [Operation], _ old: ProseText, _ new: ProseText) {
        guard script.contains(where: { $0.kind == .move }) else { return }
        var places: [Place] = []
        for (index, operation) in script.enumerated() {
            if operation.edits.isEmpty {
                places.append(Place(index: index, edit: nil))
            } else {
                places += operation.edits.indices.map { Place(index: index, edit: $0) }
            }
        }
        let leaves = places.map { place in place.edit.map { script[place.index].edits[$0] } ?? script[place.index] }
        for (number, leaf) in leaves.enumerated() where leaf.marks.contains(.noise) {
            guard leaf.kind != .split, leaf.kind != .join, leaf.kind != .move,
                isBlank(old, leaf.old), isBlank(new, leaf.new)
            else { continue }
            let before = number > 0 ? leaves[number - 1] : nil
            let after = number + 1 < leaves.count ? leaves[number + 1] : nil
            let stays = { (place: Place?) in place.map { $0.edit == nil || $0.index == places[number].index } ?? true }
            let follows = before.map { isNeighbour($0, leaf) } ?? (leaf.old.lowerBound == 0)
            let precedes = after.map { isNeighbour(leaf, $0) } ?? (leaf.old.upperBound == old.bytes.count)
            let isWithinOne =
                stays(number > 0 ? places[number - 1] : nil)
                && stays(number + 1 < places.count ? places[number + 1] : nil)
            let isBesideOther = [before, after].contains { isPassage($0, leaf) }
            guard !follows || !precedes || !isWithinOne || isBesideOther else { continue }
            if let edit = places[number].edit {
                script[places[number].index].edits[edit].goesWithPassage = true
            } else {
                script[places[number].index].goesWithPassage = true
            }
        }
    }

    /// Whether two operations are neighbours in both texts.
    private static func isNeighbour(_ first: Operation, _ second: Operation) -> Bool {
        first.old.upperBound == second.old.lowerBound && first.new.upperBound == second.new.lowerBound
    }

    /// Whether an operation brings or takes a whole passage, with which white space may come or go.
    private static func isPassage(_ operation: Operation?, _ gap: Operation) -> Bool {
        guard let operation else { return false }
        if operation.kind == .move { return true }
        let isOfOneText = { (kind: Operation.Kind) in kind == .insert || kind == .delete }
        return isOfOneText(operation.kind) && isOfOneText(gap.kind) && !operation.marks.contains(.noise)
    }

    private static func isBlank(_ text: ProseText, _ range: Range<Int>) -> Bool {
        text.bytes[range].withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var index = 0
            while index < buffer.count {
                let (_, length, properties) = reader.scalar(at: index)
                guard properties.isWhiteSpace else { return false }
                index += length
            }
            return true
        }
    }
}
