import Files
import Glibc
import LedgerService
import StoryEvents

/// The tiled log, as it is published in the ledger's directory `public`.
struct PublicFile {
    private let directory: String

    /// The most bytes that a file of the tiled log has: an entry bundle of 256 leaves of 64 KiB.
    static let longest = 256 << 16

    init(_ ledger: LedgerDirectory) { directory = ledger.publication.published }

    /// Source: C2SP tlog-tiles, for the types and the caching.
    func answer(_ route: Route) throws(SiteFault) -> SiteAnswer {
        switch route {
        case .checkpoint:
            return SiteAnswer(type: "text/plain; charset=utf-8", body: try read("checkpoint"), caching: "no-cache")
        case .tile(let rest):
            guard Self.isTile(rest) else {
                throw .notFound(
                    said("There is no tile ‘\(rest)’"), remedy: said("see C2SP tlog-tiles for the names of tiles"))
            }
            return SiteAnswer(
                type: "application/octet-stream", body: try read("tile/" + rest),
                caching: "public, max-age=604800, immutable")
        default: throw .notFound(said("There is no such file"), remedy: said("go to the list of stories"))
        }
    }

    /// The checkpoint's text; nil where there is none yet.
    var checkpoint: String? {
        do throws(SiteFault) { return String(decoding: try read("checkpoint"), as: UTF8.self) } catch { return nil }
    }

    /// Whether a path names a tile: digits and the marks `x`, `entries` and `.p`, and nothing that leaves the directory.
    static func isTile(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, path.utf8.count <= 120 else { return false }
        return parts.enumerated().allSatisfy { index, part in
            if index == 0 { return part == "entries" || (part.utf8.count <= 2 && part.isDigits) }
            if part.hasSuffix(".p") { return part.dropLast(2).isDigits }
            return part.isDigits || part.hasPrefix("x") && part.dropFirst().isDigits
        }
    }

    private func read(_ name: String) throws(SiteFault) -> [UInt8] {
        let path = "\(directory)/\(name)"
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR {
                throw .notFound(
                    said("‘\(name)’ is not published"), remedy: said("read the checkpoint for the size of the log"))
            }
            throw .unavailable(
                said("\(name) cannot be read: \(SystemReason.last)"), remedy: said("try again, or ask the operator"))
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= Self.longest {
            let count = uninterrupted { Glibc.read(file, &buffer, buffer.count) }
            guard count >= 0 else {
                throw .unavailable(
                    said("\(name) cannot be read: \(SystemReason.last)"), remedy: said("try again, or ask the operator")
                )
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        throw .unavailable(
            said("\(name) is longer than any tile"),
            remedy: said("run 'storyledger publish', then 'storyledger doctor'"))
    }
}

extension Substring {
    fileprivate var isDigits: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
