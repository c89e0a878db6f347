import ProseDiff
import Projections

/// A sentence that an edit added, removed, changed or moved, or a paragraph that it split or joined.
struct SentenceChange {
    let kind: Comparison.Operation.Kind
    /// nil for an insertion.
    let oldText: String?
    /// nil for a deletion.
    let newText: String?
    let marks: Comparison.Marks

    /// The changes of a field, in the order of its newer text.
    static func all(in difference: FieldDifference, labels: Labels) -> [SentenceChange] {
        difference.comparison.operations.flatMap { operation -> [SentenceChange] in
            let (old, new) = (difference.old[operation.old], difference.new[operation.new])
            let marks = operation.edits.reduce(operation.marks) { $0.union(Self.marks(of: $1)) }
            func change(_ old: ArraySlice<UInt8>?, _ new: ArraySlice<UInt8>?) -> SentenceChange {
                SentenceChange(
                    kind: operation.kind, oldText: old.map { String(decoding: $0, as: UTF8.self) },
                    newText: new.map { String(decoding: $0, as: UTF8.self) }, marks: marks)
            }
            switch operation.kind {
            case .equal: return []
            case .insert: return sentences(new, labels).map { change(nil, $0) }
            case .delete: return sentences(old, labels).map { change($0, nil) }
            default: return [change(old, new)]
            }
        }
    }

    /// Noise is a mark of the whole only.
    private static func marks(of operation: Comparison.Operation) -> Comparison.Marks {
        operation.edits.reduce(operation.marks.subtracting(.noise)) { $0.union(marks(of: $1)) }
    }

    /// White space alone counts as one.
    private static func sentences(_ text: ArraySlice<UInt8>, _ labels: Labels) -> [ArraySlice<UInt8>] {
        let bytes = Array(text)
        let found = Segmentation.sentences(in: bytes, labels: labels)
        return found.isEmpty ? [bytes[...]] : found.map { bytes[$0] }
    }
}
