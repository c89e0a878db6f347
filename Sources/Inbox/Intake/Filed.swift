import EventLog

/// A file that has left the inbox.
struct Filed {
    /// The move as it was made, with another name if the intended one was taken.
    let move: PendingMove
    /// Whether the file may hold documents that the log had before.
    let mayRepeat: Bool
    /// Whether the file was refused.
    let isRefused: Bool

    /// The folder that it has left.
    var folder: Folder { Place(path: move.from).folder }
}

extension Receipt {
    /// Whether the file was refused without being read, as one that is too large is: nobody knows what it holds.
    var isRefusedUnread: Bool { outcome == .quarantined && sha256.isEmpty && withheld == nil }
}

extension Filed {
    init(_ file: Recorded.File, at target: Destination) {
        let (receipt, move) = (file.receipt, file.move)
        self.move = PendingMove(receipt: move.receipt, from: move.from, to: target.path, inode: move.inode)
        isRefused = receipt.outcome == .quarantined
        mayRepeat =
            receipt.outcome == .quarantined && !receipt.isRefusedUnread || receipt.earlier > 0
            || receipt.entries.contains { $0.outcome != .appended }
    }
}
