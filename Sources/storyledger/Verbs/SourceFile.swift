import EventLog
import Inbox
import LedgerService
import StoryEvents

/// The file that an event came from, as `why --source` prints it.
struct SourceFile {
    private let receipt: Receipt
    private let event: RecordedEvent
    private let store: any EventStore
    private let directory: LedgerDirectory

    init(_ receipt: Receipt, _ event: RecordedEvent, _ store: any EventStore, _ directory: LedgerDirectory) {
        self.receipt = receipt
        self.event = event
        self.store = store
        self.directory = directory
    }

    /// Prints its bytes.
    ///
    /// - Throws: ``Failure`` that says why the archive does not have them, before anything is printed.
    func print() throws(Failure) {
        let file: ArchivedFile
        do throws(ArchivedFile.Absence) {
            file = try ArchivedFile.find(receipt, store, InboxDirectories(ledger: directory.path))
        } catch {
            throw failure(error)
        }
        var failure: Failure?
        // The start of a character whose rest comes with the next chunk.
        var rest: [UInt8] = []
        do throws(InboxError) {
            try file.forEachChunk { chunk in
                do throws(Failure) {
                    let bytes = rest + chunk
                    let end = Terminal.isTerminal ? bytes.endOfWholeScalars : bytes.count
                    rest = Array(bytes[end...])
                    try Terminal.writeData(Array(bytes[..<end]))
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        } catch {
            throw Failure(Failure.inputOutput, error.message, remedy: error.remedy)
        }
        if let failure { throw failure }
        try Terminal.writeData(rest)
    }

    private func failure(_ absence: ArchivedFile.Absence) -> Failure {
        let file = "the file of receipt \(receipt.number), \(receipt.file),"
        switch absence {
        case .neverArchived:
            return Failure(
                Failure.noInput, "\(file) was appended from there; the archive has files from the inbox only",
                remedy: receipt.withheld.map { "its SHA-256 was withheld by \($0)" }
                    ?? "its SHA-256 is \(receipt.sha256.hexadecimal)")
        case .refused:
            return Failure(Failure.noInput, "\(file) was refused", remedy: "look for it in quarantine/")
        case .notFiled:
            return Failure(
                Failure.tryAgain, "\(file) is not in the archive yet",
                remedy: "try again; the daemon files it, or says in its log why it cannot")
        case .takenDown:
            return Failure(
                Failure.noInput, "\(file) is not in the archive any more: data of it was withheld",
                remedy: "'storyledger why \(event.envelope.position)' says by whose authority")
        case .removed(let removal):
            return Failure(
                Failure.noInput,
                "\(file) is not in the archive any more: it was removed by retention on \(removal.noted.description.prefix(10))",
                remedy: "a backup from before may have it; "
                    + (receipt.withheld.map { "its SHA-256 was withheld by \($0)" }
                        ?? "its SHA-256 is \(receipt.sha256.hexadecimal)"))
        case .missing(let path):
            return Failure(
                Failure.noInput, "\(path) is missing; it was taken in with receipt \(receipt.number)",
                remedy: "restore it from a backup of archive/")
        case .altered(let path, let found):
            return Failure(
                Failure.badData,
                "\(path) is not what was taken in: its SHA-256 is \(found), receipt \(receipt.number) says "
                    + receipt.sha256.hexadecimal,
                remedy: "restore it from a backup of archive/")
        case .unreadable(let error): return Failure(Failure.inputOutput, error.message, remedy: error.remedy)
        case .log(let error): return Failure(error)
        }
    }
}

extension [UInt8] {
    /// The end of the last scalar that is whole, where the bytes are the start of UTF-8.
    var endOfWholeScalars: Int {
        for back in 1...4 where back <= count {
            let byte = self[count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? count - back : count
        }
        return count
    }
}
