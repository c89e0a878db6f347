import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Erasing withheld events from receipts and reasons of refusals.
extension FileErasure {
    /// Erases names and hashes of files from receipts: those that list the events, and those of files that a takedown
    /// has changed or that quote the texts.
    mutating func withhold(_ listing: [Receipt], by takedown: Position) throws(EventLogError) {
        var due = listing.filter { $0.withheld == nil }
        let known = Set(listing.map(\.number))
        due += try otherReceipts().filter { !known.contains($0.number) }
        for receipt in due where receipt.outcome == .quarantined { withholdReason(receipt, by: takedown) }
        withholdReasons(by: takedown)
        guard !due.isEmpty else { return }
        let numbers = due.map(\.number)
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            for number in numbers { try transaction.withhold(receipt: number, by: takedown) }
        }
        report.receipts = numbers.sorted()
    }

    /// Receipts whose files are called after words that are looked for in all stories: also of files that made no event.
    func receiptsCalledSo() throws(EventLogError) -> [Receipt] {
        guard let words = wanted.words, wanted.story == nil, let audited = store as? any AuditStore else { return [] }
        let (reader, text) = (try audited.auditor(), WantedBytes([words]))
        var (found, next): ([Receipt], Int64) = ([], 1)
        while true {
            let page = try reader.receipts(from: next, limit: 500)
            for receipt in page where receipt.withheld == nil && text.isName(receipt.file) {
                if let receipt = try store.receipt(number: receipt.number) { found.append(receipt) }
            }
            guard let last = page.last, last.number < .max else { return found }
            next = last.number + 1
        }
    }

    private func otherReceipts() throws(EventLogError) -> [Receipt] {
        guard let audited = store as? any AuditStore else { return [] }
        let (reader, quotations) = (try audited.auditor(), QuotedWords(wanted.texts))
        var (found, next): ([Receipt], Int64) = ([], 1)
        while true {
            let page = try reader.receipts(from: next, limit: 500)
            for receipt in page where receipt.withheld == nil {
                let isRefused = receipt.outcome.elementsEqual("quarantined".utf8)
                let isQuoting = isRefused && (quotations.areIn(receipt.refusals) || quotations.areIn(receipt.file))
                guard hashes.contains(receipt.sha256) || isQuoting else { continue }
                if let receipt = try store.receipt(number: receipt.number) { found.append(receipt) }
            }
            guard let last = page.last, last.number < .max else { return found }
            next = last.number + 1
        }
    }

    /// Renames a refused file and its reason after the receipt, and erases the words from the reason.
    private mutating func withholdReason(_ receipt: Receipt, by takedown: Position) {
        guard let quarantine = open(directories.quarantine) else { return }
        let old = Destination(Place(path: receipt.file.bytes), receipt)
        let withheld = receipt.withholding(by: takedown)
        let new = Destination(Place(path: withheld.file.bytes), withheld).name
        attempt { () throws(FileFault) in
            for name in [old.name, old.numbered(receipt.number).name] {
                let reason = try Reason(of: name, in: quarantine)
                guard let reason, reason.file == receipt.file, reason.recorded == receipt.recorded else { continue }
                if try quarantine.facts(of: name) != nil {
                    try quarantine.write(ReasonFile.bytes(withheld), to: ReasonFile.name(of: new), sync: true)
                    try quarantine.move(name, to: quarantine, as: new)
                }
                try quarantine.remove(ReasonFile.name(of: name))
                try quarantine.sync()
            }
        }
    }

    /// Erases the words from reasons whose receipts do not mention the texts.
    private mutating func withholdReasons(by takedown: Position) {
        guard let quarantine = open(directories.quarantine) else { return }
        let quotations = QuotedWords(wanted.texts)
        for name in list(quarantine).files where name.ends(with: ReasonFile.ending) {
            attempt { () throws(FileFault) in
                let file = FileName(name.bytes.dropLast(ReasonFile.ending.utf8.count))
                guard let bytes = try OpenFile(name, in: quarantine).read(), quotations.areIn(bytes) else { return }
                // The reason has no file, or was changed by hand: it says no more than the receipt does.
                guard try quarantine.facts(of: file) != nil else { return try quarantine.remove(name) }
                guard case .object(var object)? = Reason(bytes)?.json else { return try quarantine.remove(name) }
                object["file"] = .string(file.safe)
                object["sha256"] = .null
                if case .array(let errors)? = object["errors"] {
                    object["errors"] = .array(errors.map { Receipt.withholding($0, by: takedown) })
                }
                try quarantine.write(JSON.object(object).bytes(pretty: true), to: name, sync: true)
            }
        }
    }
}
