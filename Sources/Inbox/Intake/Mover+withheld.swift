import CanonicalJSON
import EventLog
import StoryEvents

/// Erases withheld text from moved files. A file that is dropped again adds nothing to the log, and must not bring back
/// to disk what a takedown erased.
extension Mover {
    /// Searches moved files. It runs after the move, so that during a concurrent takedown either this or the takedown
    /// finds the file.
    ///
    /// - Throws: ``FileFault`` that concerns more than one file.
    func eraseWithheld(from files: [Filed]) throws(FileFault) {
        guard !files.isEmpty else { return }
        let (content, secret): (WithheldContent, LedgerSecret)
        do throws(EventLogError) {
            (content, secret) = (try store.withheldContent(), try store.ledger.secret.get())
        } catch {
            return logger.warning("withheld data may be in the archive", metadata: ["reason": "\(error.message)"])
        }
        guard !content.takedowns.isEmpty else { return }
        for file in files where file.mayRepeat || content.receipts[file.move.receipt] != nil {
            let move = file.move
            guard let target = Destination(path: move.to) else { continue }
            var takedown = content.receipts[move.receipt]
            let eraser = DocumentEraser(
                isErased: { document, fingerprint throws(EventLogError) in
                    guard let found = try self.takedown(of: document, fingerprint, in: file, content) else {
                        return false
                    }
                    takedown = max(takedown ?? found, found)
                    return true
                }, secret: secret)
            do throws(DocumentEraser.Fault) {
                try erase(move, target, eraser)
                if let takedown { try log { () throws(EventLogError) in try withhold(move, target, takedown) } }
            } catch {
                switch error {
                case .file(let fault) where !fault.isOfOneFile: throw fault
                case .file(let fault): warn(of: fault.message)
                case .log(let error): warn(of: error.message)
                }
            }
        }
    }

    /// The takedown for which a document goes out of a file; nil where it stays.
    private func takedown(
        of document: EventDocument, _ fingerprint: [UInt8], in file: Filed, _ content: WithheldContent
    ) throws(EventLogError) -> Position? {
        let same = content.takedowns[fingerprint] ?? content.unchanged[fingerprint]
        if file.isRefused, let newest = content.stories[document.story] {
            // Else what is left of a refused file would tell a source that may not edit the story whether its guess is right.
            let publisher = try store.events(of: document.story, from: .first, limit: 1).first?.envelope.identity.source
            if let publisher, !mayKnow(Place(path: file.move.from), publisher) { return newest }
        }
        guard let same, !file.isRefused else { return same }
        // An event of its own, whose text was not withheld, stays.
        let id = document.id ?? LedgerSecret.derivedID(from: fingerprint)
        let recorded = try store.recorded(EventIdentity(source: document.source, id: id))
        if let recorded, recorded.fingerprint == fingerprint, !content.positions.contains(recorded.position) {
            return nil
        }
        return same
    }

    private func warn(of reason: String) {
        logger.warning(
            "withheld data may be in a file",
            metadata: ["reason": "\(reason)", "remedy": "give the same 'storyledger withhold' again once it is mended"])
    }

    private func erase(_ move: PendingMove, _ target: Destination, _ eraser: DocumentEraser) throws(DocumentEraser
        .Fault)
    {
        let shelf = try files { () throws(FileFault) in try shelves.directory(target.shelf) }
        let source = Place(path: move.from).folder.defaultSource
        let outcome = try eraser.erase(target.name, in: shelf, defaultSource: source)
        guard outcome != .untouched else { return }
        logger.notice("took withheld data out of a file", metadata: ["receipt": "\(move.receipt)"])
        guard outcome.isRemoved, target.shelf == .quarantine else { return }
        try files { () throws(FileFault) in try shelf.remove(ReasonFile.name(of: target.name)) }
    }

    /// Erases the name and the hash of the file from its receipt, and renames the file after its receipt.
    private func withhold(_ move: PendingMove, _ target: Destination, _ takedown: Position) throws(EventLogError) {
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.withhold(receipt: move.receipt, by: takedown)
        }
        listsWithheldNames = true
        guard let receipt = try store.receipt(number: move.receipt) else { return }
        let renamed = Destination(Place(path: receipt.file.bytes), receipt)
        guard renamed != target else { return }
        do throws(FileFault) {
            let (from, to) = (try shelves.directory(target.shelf), try shelves.directory(renamed.shelf))
            guard try from.facts(of: target.name) != nil else { return }
            if target.shelf == .quarantine {
                try to.write(ReasonFile.bytes(receipt), to: ReasonFile.name(of: renamed.name), sync: true)
                try from.remove(ReasonFile.name(of: target.name))
            }
            try from.move(target.name, to: to, as: renamed.name)
            try to.sync()
        } catch {
            logger.warning("a file keeps its name", metadata: ["reason": "\(error.message)"])
        }
    }

    private func files<Value>(
        _ body: () throws(FileFault) -> Value
    ) throws(DocumentEraser.Fault) -> Value {
        do throws(FileFault) { return try body() } catch { throw .file(error) }
    }

    private func log<Value>(_ body: () throws(EventLogError) -> Value) throws(DocumentEraser.Fault) -> Value {
        do throws(EventLogError) { return try body() } catch { throw .log(error) }
    }
}
