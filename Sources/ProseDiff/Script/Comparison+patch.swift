/// Why a comparison could not be applied to a text.
public enum PatchError: Error, Hashable {
    /// The text has another length than the compared one.
    case lengthDiffers(expected: Int, found: Int)
    /// The inserted bytes have another length than the operations need.
    case bytesDiffer(expected: Int, found: Int)
}

extension PatchError: CustomStringConvertible {
    /// What was refused, expected against found, in UTF-8 bytes.
    public var description: String {
        switch self {
        case .lengthDiffers(let expected, let found):
            "patch refused: expected a text of \(expected) bytes, found \(found)"
        case .bytesDiffer(let expected, let found):
            "patch refused: expected \(expected) bytes to put in, found \(found)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .lengthDiffers: "give the text that was compared, byte for byte"
        case .bytesDiffer: "give the bytes that were kept with this comparison, or compare the texts again"
        }
    }
}

extension Comparison {
    /// Returns the bytes of the new text that are not in the old one, in order, for ``apply(to:inserting:)``.
    public func insertedBytes(of new: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        Self.forEachLeaf(operations) { leaf in
            if !leaf.isKept { bytes += new[leaf.new] }
        }
        return bytes
    }

    /// Returns the bytes of the old text that are not in the new one, in the order of the operations, for
    /// ``revert(_:restoring:)``.
    public func removedBytes(of old: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        Self.forEachLeaf(operations) { leaf in
            if !leaf.isKept { bytes += old[leaf.old] }
        }
        return bytes
    }

    /// Returns the new text, byte for byte.
    ///
    /// - Parameters:
    ///   - old: The old text.
    ///   - inserted: The result of ``insertedBytes(of:)``.
    /// - Throws: ``PatchError`` if the old text or the inserted bytes have another length.
    public func apply(to old: [UInt8], inserting inserted: [UInt8]) throws(PatchError) -> [UInt8] {
        try check(old.count, oldCount)
        var patch = Patch(source: old, given: inserted, result: [])
        patch.result.reserveCapacity(newCount)
        // Operations are in the order of the new text.
        Self.forEachLeaf(operations) { leaf in
            if leaf.isKept { patch.copy(leaf.old) } else { patch.put(leaf.new.count) }
        }
        return try patch.finish()
    }

    /// Returns the old text, byte for byte.
    ///
    /// - Parameters:
    ///   - new: The new text.
    ///   - removed: The result of ``removedBytes(of:)``.
    /// - Throws: ``PatchError`` if the new text or the removed bytes have another length.
    public func revert(_ new: [UInt8], restoring removed: [UInt8]) throws(PatchError) -> [UInt8] {
        try check(new.count, newCount)
        var pieces: [(old: Range<Int>, from: Range<Int>, given: Bool)] = []
        var given = 0
        Self.forEachLeaf(operations) { leaf in
            if leaf.isKept {
                pieces.append((leaf.old, leaf.new, false))
            } else {
                pieces.append((leaf.old, given..<given + leaf.old.count, true))
                given += leaf.old.count
            }
        }
        guard given == removed.count else { throw .bytesDiffer(expected: given, found: removed.count) }
        pieces.removeAll { $0.old.isEmpty }
        pieces.sort { $0.old.lowerBound < $1.old.lowerBound }
        var old: [UInt8] = []
        old.reserveCapacity(oldCount)
        for piece in pieces { old += piece.given ? removed[piece.from] : new[piece.from] }
        return old
    }

    /// The operations without finer ones, in order.
    public var finestOperations: [Operation] {
        var finest: [Operation] = []
        Self.forEachLeaf(operations) { finest.append($0) }
        return finest
    }

    /// Calls `body` with each operation without finer ones, in order.
    package static func forEachLeaf(_ operations: [Operation], _ body: (Operation) -> Void) {
        for operation in operations {
            if operation.edits.isEmpty { body(operation) } else { forEachLeaf(operation.edits, body) }
        }
    }

    private func check(_ found: Int, _ expected: Int) throws(PatchError) {
        guard found == expected else { throw .lengthDiffers(expected: expected, found: found) }
    }
}

extension Comparison.Operation {
    /// Whether the new text contains the old bytes, for an operation without finer ones.
    fileprivate var isKept: Bool { kind == .equal || kind == .move }
}

/// A text that is built from another one and from stored bytes.
private struct Patch {
    let source: [UInt8]
    let given: [UInt8]
    var result: [UInt8]
    private var used = 0

    init(source: [UInt8], given: [UInt8], result: [UInt8]) {
        self.source = source
        self.given = given
        self.result = result
    }

    mutating func copy(_ range: Range<Int>) { result += source[range] }

    mutating func put(_ count: Int) {
        let end = used + count
        if end <= given.count { result += given[used..<end] }
        used = end
    }

    func finish() throws(PatchError) -> [UInt8] {
        guard used == given.count else { throw .bytesDiffer(expected: used, found: given.count) }
        return result
    }
}
