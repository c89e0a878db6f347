import CanonicalJSON
import ProseDiff

/// One change of a story's text: a sentence that was inserted, deleted or moved, or words changed within a sentence.
/// Changes of white space and typography do not count.
public struct ChangedSpan: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    public let field: Text
    /// The kind of change: an insertion, a deletion, a replacement or a move.
    public let kind: Comparison.Operation.Kind
    /// The range in the older text, in UTF-8 bytes.
    public let old: Range<Int>
    /// The range in the newer text, in UTF-8 bytes.
    public let new: Range<Int>
    /// What the change concerns: numbers, names, quotations and so on.
    public let marks: Comparison.Marks

    /// The changes of a field, and before them the passages that were changed as they moved, as a whole.
    public static func withMoves(in difference: FieldDifference) -> [ChangedSpan] {
        difference.comparison.operations.filter { $0.kind == .move && !$0.edits.isEmpty }.map { move in
            ChangedSpan(field: difference.field, kind: .move, old: move.old, new: move.new, marks: move.marks)
        } + all(in: difference)
    }

    /// The changes of a field, in the order of its newer text.
    static func all(in difference: FieldDifference) -> [ChangedSpan] {
        difference.comparison.finestOperations.flatMap { operation -> [ChangedSpan] in
            guard ![.equal, .split, .join].contains(operation.kind), !operation.marks.contains(.noise) else {
                return []
            }
            func span(_ old: Range<Int>, _ new: Range<Int>) -> ChangedSpan {
                ChangedSpan(field: difference.field, kind: operation.kind, old: old, new: new, marks: operation.marks)
            }
            switch operation.kind {
            case .insert:
                return sentences(difference, difference.new, operation.new).map { span(operation.old, $0) }
            case .delete:
                return sentences(difference, difference.old, operation.old).map { span($0, operation.new) }
            default:
                return [span(operation.old, operation.new)]
            }
        }
    }

    private static func sentences(
        _ difference: FieldDifference, _ bytes: [UInt8], _ range: Range<Int>
    ) -> [Range<Int>] {
        Segmentation.sentences(in: Array(bytes[range]), labels: difference.labels).map { sentence in
            range.lowerBound + sentence.lowerBound..<range.lowerBound + sentence.upperBound
        }
    }
}
