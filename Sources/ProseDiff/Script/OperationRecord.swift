/// An operation as plain values for JSON: names as in JSONOutput.md, ranges as two UTF-8 offsets, and the text of a change
/// beside its range.
public struct OperationRecord: Sendable, Hashable {
    /// `equal`, `insert`, `delete`, `replace`, `move`, `split` or `join`.
    public var op: String
    /// Start and end in the old text, in UTF-8 bytes.
    public var old: [Int]
    /// Start and end in the new text, in UTF-8 bytes.
    public var new: [Int]
    /// The old bytes of a finest change, as text; nil if nothing was removed, or if there are finer operations. Bytes
    /// that are not UTF-8 become U+FFFD.
    public var oldText: String?
    /// The new bytes of a finest change, as text; nil if nothing was added, or if there are finer operations.
    public var newText: String?
    /// `noise`, `number`, `name`, `quotation`, `numberWord`, `negation`, `hedge`, `attribution`, `speaker`.
    public var marks: [String]
    /// Finer operations; nil if there are none.
    public var operations: [OperationRecord]?
}

extension Comparison {
    /// Returns the operations as plain values.
    ///
    /// - Parameters:
    ///   - old: The old text.
    ///   - new: The new text.
    public func records(old: [UInt8], new: [UInt8]) -> [OperationRecord] {
        operations.map { OperationRecord($0, old, new) }
    }
}

extension OperationRecord {
    fileprivate init(_ operation: Comparison.Operation, _ oldBytes: [UInt8], _ newBytes: [UInt8]) {
        op = operation.kind.rawValue
        old = [operation.old.lowerBound, operation.old.upperBound]
        new = [operation.new.lowerBound, operation.new.upperBound]
        marks = operation.marks.names
        if !operation.edits.isEmpty {
            operations = operation.edits.map { OperationRecord($0, oldBytes, newBytes) }
        } else if operation.kind != .equal && operation.kind != .move {
            if !operation.old.isEmpty { oldText = String(decoding: oldBytes[operation.old], as: UTF8.self) }
            if !operation.new.isEmpty { newText = String(decoding: newBytes[operation.new], as: UTF8.self) }
        }
    }
}
