import CanonicalJSON
import EventLog
import StoryEvents

/// Where a decided file goes: the bytes of a path below the ledger's directory, taken apart.
struct Target: Hashable {
    /// A directory that files go to.
    enum Shelf: Hashable {
        case archive(day: FileName, source: FileName)
        case quarantine
    }

    var shelf: Shelf
    var name: FileName

    /// The path that a ledger keeps.
    var path: [UInt8] {
        let parts: [ArraySlice<UInt8>] =
            switch shelf {
            case .archive(let day, let source): [Self.archive.bytes, day.bytes, source.bytes, name.bytes]
            case .quarantine: [Self.quarantine.bytes, name.bytes]
            }
        return Array(parts.joined(separator: [UInt8(ascii: "/")]))
    }

    init(shelf: Shelf, name: FileName) {
        self.shelf = shelf
        self.name = name
    }

    /// Reads a path that ``path`` has written; nil for any other.
    init?(path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/")).map { FileName($0) }
        switch (parts.first, parts.count) {
        case (Self.archive, 4): self.init(shelf: .archive(day: parts[1], source: parts[2]), name: parts[3])
        case (Self.quarantine, 2): self.init(shelf: .quarantine, name: parts[1])
        default: return nil
        }
    }

    /// Where a file goes by its receipt, if nothing is there.
    init(_ place: Place, _ receipt: Receipt) {
        guard receipt.outcome == .quarantined else {
            let day = FileName(String(receipt.recorded.description.prefix(10)))
            self.init(
                shelf: .archive(day: day, source: place.source ?? FileName(SourceRules.inbox.string)), name: place.name)
            return
        }
        let qualified = place.source.map { "\($0.safe)--\(place.name.safe)" } ?? place.name.safe.string
        let name = FileName(qualified)
        let isUsable = name.bytes.count <= Self.longestRefused && !name.ends(with: ReasonFile.ending)
        self.init(shelf: .quarantine, name: isUsable ? name : name.numbered(receipt.number, Self.longestRefused))
    }

    /// The same shelf, under a name that holds a number.
    func numbered(_ number: Int64) -> Target {
        let longest = shelf == .quarantine ? Self.longestRefused : FileName.longest
        return Target(shelf: shelf, name: name.numbered(number, longest))
    }

    private static let archive = FileName("archive")
    private static let quarantine = FileName("quarantine")
    private static let longestRefused = FileName.longest - ReasonFile.ending.utf8.count
}

extension FileName {
    /// The longest name that common file systems take, in bytes.
    static let longest = 255

    /// `NAME.17.json`: the number before the ending, the rest cut so that it all fits.
    func numbered(_ number: Int64, _ longest: Int) -> FileName {
        let dot = bytes.lastIndex(of: UInt8(ascii: ".")).flatMap { bytes.endIndex - $0 <= 16 && $0 > 0 ? $0 : nil }
        let ending = bytes[(dot ?? bytes.endIndex)...]
        let inserted = Array(".\(number)".utf8)
        var cut = min(dot ?? bytes.endIndex, longest - inserted.count - ending.count)
        // Not in the middle of a scalar.
        while cut > 0, cut < bytes.endIndex, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
        return FileName(bytes[..<cut] + inserted + ending)
    }
}
