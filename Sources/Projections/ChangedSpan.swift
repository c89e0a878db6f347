import CanonicalJSON
import ProseDiff

/// A change of a story's text that can be told apart from the others: a sentence that came, went or moved, or words
/// within one. Changes of white space and typography are none.
public struct ChangedSpan: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    public let field: Text
    /// What happened: an insertion, a deletion, a replacement or a move.
    public let kind: Comparison.Operation.Kind
    /// Where in the older text, in UTF-8 bytes.
    public let old: Range<Int>
    /// Where in the newer text, in UTF-8 bytes.
    public let new: Range<Int>
    /// What sort of change it is.
    public let marks: Comparison.Marks

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
                return sentences(difference.new, operation.new).map { span(operation.old, $0) }
            case .delete:
                return sentences(difference.old, operation.old).map { span($0, operation.new) }
            default:
                return [span(operation.old, operation.new)]
            }
        }
    }

    private static func sentences(_ bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        Segmentation.sentences(in: Array(bytes[range])).map { sentence in
            range.lowerBound + sentence.lowerBound..<range.lowerBound + sentence.upperBound
        }
    }
}
