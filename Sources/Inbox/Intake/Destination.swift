import CanonicalJSON
import EventLog
import StoryEvents

/// The destination of a decided file: a path below the ledger's directory, in its parts.
struct Destination: Hashable {
    /// A directory that files go to.
    enum Shelf: Hashable {
        /// - Parameter folder: The source's name, and the names of the directories below it.
        case archive(day: FileName, folder: [FileName])
        case quarantine
    }

    var shelf: Shelf
    var name: FileName

    /// The path as the log stores it.
    var path: [UInt8] {
        let names: [FileName] =
            switch shelf {
            case .archive(let day, let folder): [Self.archive, day] + folder + [name]
            case .quarantine: [Self.quarantine, name]
            }
        return Array(names.map(\.bytes).joined(separator: [UInt8(ascii: "/")]))
    }

    init(shelf: Shelf, name: FileName) {
        self.shelf = shelf
        self.name = name
    }

    /// Parses a path that ``path`` has written; nil for any other.
    init?(path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/")).map { FileName($0) }
        switch (parts.first, parts.count) {
        case (Self.archive, 4...Folder.deepest + 4):
            self.init(
                shelf: .archive(day: parts[1], folder: Array(parts[2..<parts.count - 1])), name: parts[parts.count - 1])
        case (Self.quarantine, 2): self.init(shelf: .quarantine, name: parts[1])
        default: return nil
        }
    }

    /// The destination by the receipt, if its name is free.
    init(_ place: Place, _ receipt: Receipt) {
        guard receipt.outcome == .quarantined else {
            let day = FileName(String(receipt.recorded.description.prefix(10)))
            let folder = place.folder.names.isEmpty ? [FileName(SourceRules.inbox.string)] : place.folder.names
            self.init(shelf: .archive(day: day, folder: folder), name: place.name)
            return
        }
        let qualified = (place.folder.names + [place.name]).map(\.safe.string).joined(separator: "--")
        let name = FileName(qualified)
        let isUsable = name.bytes.count <= Self.longestRefused && !name.ends(with: ReasonFile.ending)
        self.init(shelf: .quarantine, name: isUsable ? name : name.numbered(receipt.number, Self.longestRefused))
    }

    /// The same directory, with a number in the name.
    func numbered(_ number: Int64) -> Destination {
        let longest = shelf == .quarantine ? Self.longestRefused : FileName.longest
        return Destination(shelf: shelf, name: name.numbered(number, longest))
    }

    /// Whether a takedown may give a file this name: `withheld-17.json`. A producer's own file gets a number.
    var isOfTakedown: Bool {
        let prefix = Receipt.withheldPrefix.utf8
        guard name.bytes.starts(with: prefix) else { return false }
        let number = name.bytes.dropFirst(prefix.count).prefix { (0x30...0x39).contains($0) }
        let rest = name.bytes.dropFirst(prefix.count + number.count)
        guard !number.isEmpty, let dot = rest.first else { return !number.isEmpty }
        let ending = rest.dropFirst()
        return dot == UInt8(ascii: ".") && !ending.contains(dot) && !ending.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static let archive = FileName(LedgerLayout.archive)
    private static let quarantine = FileName(LedgerLayout.quarantine)
    private static let longestRefused = FileName.longest - ReasonFile.ending.utf8.count
}

extension FileName {
    /// The longest name that common file systems take, in bytes.
    static let longest = 255

    /// `NAME.17.json`: the number before the ending, the rest cut to fit.
    func numbered(_ number: Int64, _ longest: Int) -> FileName {
        let dot = bytes.lastIndex(of: UInt8(ascii: ".")).flatMap { bytes.endIndex - $0 <= 16 && $0 > 0 ? $0 : nil }
        let ending = bytes[(dot ?? bytes.endIndex)...]
        let inserted = Array(".\(number)".utf8)
        var cut = min(dot ?? bytes.endIndex, longest - inserted.count - ending.count)
        // Cut between two scalars.
        while cut > 0, cut < bytes.endIndex, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
        return FileName(bytes[..<cut] + inserted + ending)
    }
}
