import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Searches for withheld text after a takedown, in receipts and in every file below the ledger's directory: what holds it there
/// is of other events, unfinished, or unknown to the ledger.
struct Leftovers {
    private let directories: InboxDirectories
    private let wanted: WantedBytes
    /// Places that contain a text, in content or name.
    private(set) var found: [Leftover] = []
    /// Places that may contain one and cannot be looked into.
    private(set) var sealed: [SealedPlace] = []
    /// Places that could not be read.
    private(set) var faults: [FileFault] = []
    private var filed = FiledFiles()
    /// Lists of files, in which names are looked for, and no other letters of the words.
    private let lists: [FileName]

    /// Files of a ledger that contain no text of an event, or that the takedown itself empties.
    private static let own =
        ([LedgerLayout.log, LedgerLayout.views].flatMap { name in
            [name] + LedgerLayout.companions.map { name + $0 }
        } + [LedgerLayout.key, LedgerLayout.secret, LedgerLayout.lock]).map { FileName($0) }

    /// - Parameters:
    ///   - directories: The ledger's directories.
    ///   - wanted: The withheld texts.
    init(_ directories: InboxDirectories, _ wanted: WantedBytes) {
        self.directories = directories
        self.wanted = wanted
        lists = [directories.state, directories.work].map { FileName.split($0).name }
    }

    /// Searches everywhere, and continues after a fault.
    mutating func run(_ store: any EventStore) throws(EventLogError) {
        guard !wanted.isEmpty else { return }
        do throws(FileFault) {
            let root = try Directory(path: FileName.split(directories.inbox).directory)
            for (name, isDirectory) in try Self.entries(of: root) where !Self.own.contains(name) {
                look(at: name, isDirectory: isDirectory, in: root, Path("\(name)", Array(name.bytes)))
            }
        } catch {
            note(error)
        }
        try lookAtReceipts(store)
    }

    /// A path below the ledger's directory, as it is shown and in bytes.
    private struct Path {
        let shown: String
        let bytes: [UInt8]

        init(_ shown: String, _ bytes: [UInt8]) {
            self.shown = shown
            self.bytes = bytes
        }

        func appending(_ name: FileName) -> Path {
            Path("\(shown)/\(name)", bytes + [UInt8(ascii: "/")] + name.bytes)
        }

        func leftover(_ kind: Leftover.Kind) -> Leftover { Leftover(Text(shown), kind, path: bytes) }

        func sealed(_ kind: SealedPlace.Kind) -> SealedPlace {
            SealedPlace(place: Text(shown), path: bytes, kind: kind)
        }
    }

    private static func entries(of directory: Directory) throws(FileFault) -> [(FileName, isDirectory: Bool)] {
        var entries: [(FileName, isDirectory: Bool)] = []
        try directory.forEachEntry { entries.append(($0.name, $0.kind == .directory)) }
        return entries.sorted { $0.0 < $1.0 }
    }

    private mutating func look(at name: FileName, isDirectory: Bool, in directory: Directory, _ path: Path) {
        if isDirectory, isCalledSo(name) { found.append(path.leftover(.called)) }
        do throws(FileFault) {
            if isDirectory {
                let below = try Directory(name, in: directory)
                for (name, isDirectory) in try Self.entries(of: below) {
                    look(at: name, isDirectory: isDirectory, in: below, path.appending(name))
                }
                return
            }
            guard !Self.isTile(path.shown, name) else { return }
            let kind = try directory.facts(of: name)?.kind
            if kind == .symbolicLink {
                let target = try directory.target(ofLink: name)
                if isCalledSo(name) || isCalledSo(target) { found.append(path.leftover(.link)) }
                sealed.append(path.sealed(.link(to: target.safe)))
                return
            }
            let held = kind == .regular ? try held(name, in: directory, path) : nil
            let isCalled = isCalledSo(name)
            guard isCalled || held != nil else { return }
            var leftover = path.leftover(held == nil || isCalled && held?.spelling != nil ? .called : .file)
            if leftover.kind == .file {
                leftover.spelling = held?.spelling
                try noteDocuments(of: name, in: directory, &leftover)
            }
            found.append(leftover)
            try filed.add(found[found.count - 1]) { () throws(FileFault) in
                kind == .regular ? try directory.sha256(of: name) : nil
            }
        } catch {
            note(error)
        }
    }

    /// How a file has a text.
    private struct Held {
        /// nil where it has it as it was given.
        let spelling: Text?
    }

    /// - Returns: nil where the file does not have it.
    private mutating func held(_ name: FileName, in directory: Directory, _ path: Path) throws(FileFault) -> Held? {
        let file = try OpenFile(name, in: directory)
        var search = wanted.search()
        var beginning: [UInt8]?
        try file.forEachChunk { chunk in
            if beginning == nil { beginning = Array(chunk.prefix(SealedPlace.signature)) }
            return !search.finds(chunk)
        }
        if let kind = SealedPlace.Kind(beginning: beginning ?? []) {
            sealed.append(path.sealed(kind))
        }
        if search.hasFound || isMatter(beginning, file) { return Held(spelling: nil) }
        guard let spelling = search.spelling, !lists.contains(name) else { return nil }
        return Held(spelling: spelling)
    }

    /// Notes which documents of a file have the text.
    private func noteDocuments(
        of name: FileName, in directory: Directory, _ leftover: inout Leftover
    ) throws(FileFault) {
        guard let format = name.text.flatMap({ DocumentFormat(fileName: $0.string) }), format != .frontMatter,
            let facts = try directory.facts(of: name), facts.bytes <= Self.longestSplit,
            let bytes = try OpenFile(name, in: directory).read()
        else { return }
        let pieces = DocumentPieces(bytes, format, shortest: 0)
        let numbers = pieces.ranges.indices.filter { !pieces[$0].allSatisfy { $0 <= 0x20 } }
        guard numbers.count > 1 else { return }
        leftover.documentCount = numbers.count
        leftover.documents = numbers.indices.filter { index in
            let piece = Array(pieces[numbers[index]])
            return leftover.spelling == nil ? wanted.mayStand(in: piece) : wanted.otherSpelling(in: piece) != nil
        }.map { $0 + 1 }
    }

    /// Longer files are named without their documents.
    private static let longestSplit: Int64 = 64 << 20

    /// Whether a file of front matter says one of the short texts, however that is written.
    private func isMatter(_ beginning: [UInt8]?, _ file: borrowing OpenFile) -> Bool {
        guard wanted.hasWholes, beginning?.starts(with: "---".utf8) == true, file.facts.bytes <= Self.longestMatter
        else {
            return false
        }
        do throws(FileFault) { return try file.read().map(wanted.areInMatter) ?? false } catch { return false }
    }

    /// Longer ones are searched by bytes alone.
    private static let longestMatter: Int64 = 1 << 20

    /// Whether a file is a tile or an entry bundle of the public log: it holds hashes, or leaves, which are searched in the log.
    private static func isTile(_ path: String, _ name: FileName) -> Bool {
        path.hasPrefix("\(LedgerLayout.published)/tile/")
            && name.bytes.allSatisfy { (0x30...0x39).contains($0) }
    }

    private func isCalledSo(_ name: FileName) -> Bool { wanted.mayBe(in: name) }

    private mutating func lookAtReceipts(_ events: any EventStore) throws(EventLogError) {
        guard let store = events as? any AuditStore else { return }
        let reader = try store.auditor()
        var next: Int64 = 1
        while true {
            let page = try reader.receipts(from: next, limit: 500)
            for receipt in page {
                try filed.look(at: receipt, in: events)
                look(at: receipt)
            }
            guard let last = page.last, last.number < .max else { break }
            next = last.number + 1
        }
        let unknown = filed.unknown
        for index in found.indices where unknown.contains(found[index]) { found[index].isKnown = false }
    }

    private mutating func look(at receipt: AuditedReceipt) {
        var leftover = Leftover(Text("receipt \(receipt.number)"), .receipt)
        if wanted.areIn(receipt.entries) {
            leftover = Leftover(leftover.place, .ids)
        } else if !wanted.isName(receipt.file), !wanted.areIn(receipt.refusals) {
            guard let spelling = wanted.otherSpelling(in: receipt.refusals) else { return }
            leftover.spelling = spelling
        }
        found.append(leftover)
    }

    private mutating func note(_ fault: FileFault) {
        // A name that is gone contains nothing.
        if fault.code != ENOENT { faults.append(fault) }
    }
}
