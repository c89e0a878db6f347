import EventLog

/// The decisions of a commit about files that were read.
struct Recorded {
    /// A file with a durable receipt, to be filed.
    struct File {
        /// Where it goes.
        let move: PendingMove
        let place: Place
        let receipt: Receipt
        /// Whether the service's own copy is filed and the original removed; otherwise the file itself is moved.
        let hasCopy: Bool
        /// The attributes of the original as it was read: a file with others is another file. nil if it is gone.
        let original: FileFacts?
    }

    private(set) var files: [File] = []
    /// Files that wait for a story or an event.
    private(set) var deferred: [(file: Read.File, awaited: Awaited)] = []
    /// Files for which the commit had no time.
    private(set) var putOff: [(file: Read.File, delay: Recorder.Delay)] = []

    /// Sorts the decisions about some files, and chooses destinations.
    ///
    /// - Parameter results: The decisions, in the order of ``Read/files``.
    init(_ read: Read, _ results: [Recorder.Result], _ shelves: DestinationDirectories) {
        for (file, result) in zip(read.files, results) {
            switch result {
            case .decided(let receipt):
                let move = PendingMove(
                    receipt: receipt.number, from: file.place.path, to: shelves.promise(file.place, receipt).path,
                    inode: file.inode)
                files.append(
                    File(
                        move: move, place: file.place, receipt: receipt, hasCopy: file.hasCopy,
                        original: file.found.facts))
            case .waits(let awaited): deferred.append((file, awaited))
            case .putOff(let delay): putOff.append((file, delay))
            }
        }
    }

    /// Everything that the commit has appended.
    var appended: [Receipt.Entry] { files.flatMap { $0.receipt.entries.filter { $0.outcome == .appended } } }

    /// Places of files that are not decided yet.
    var undecided: Set<Place> { Set(putOff.map(\.file.place)) }
}
