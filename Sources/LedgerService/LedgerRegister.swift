import CanonicalJSON
import EventLog
import Files
import Foundation
import StoryEvents

/// The ledgers that the service of this machine has opened: a note outside of them.
///
/// With it, a mount point without its disk is told from a directory that never was a ledger.
struct LedgerRegister {
    /// The directory of the note, among those that systemd makes for the service.
    static let directory = "storyledger-service"
    private static let standard = "/var/lib/\(directory)"
    private static let most = 1 << 20

    /// The file: a line of JSON for each place.
    let path: String
    /// Whether systemd has made its directory for this process.
    let isOwn: Bool

    /// - Parameter environment: With systemd's `STATE_DIRECTORY`, which lists the directories that it made for the service.
    init(_ environment: [String: String]) {
        let own = (environment["STATE_DIRECTORY"] ?? "").split(separator: ":")
            .first { $0.hasSuffix("/\(Self.directory)") }
        path = "\(own.map(String.init) ?? Self.standard)/ledgers"
        isOwn = own != nil
    }

    /// The name of the ledger that the service had at a place.
    ///
    /// - Returns: nil where it had none.
    /// - Throws: ``EventLogError`` where the note cannot be read.
    func origin(at place: String) throws(EventLogError) -> String? {
        try entries()[Self.resolved(place)]
    }

    /// Notes that the service has a ledger, durably. Nothing is written where that is noted already, or outside of the service.
    func add(_ place: String, origin: String) throws(EventLogError) {
        guard isOwn else { return }
        var entries = try entries()
        guard entries.updateValue(origin, forKey: Self.resolved(place)) != origin else { return }
        let lines = entries.sorted { $0.key < $1.key }.flatMap { place, origin in
            let line: JSON = ["ledger": .string(Text(place)), "origin": .string(Text(origin))]
            return line.bytes(pretty: false) + [UInt8(ascii: "\n")]
        }
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard file >= 0 else { throw EventLogError(system: errno, at: draft) }
        defer { close(file) }
        do throws(SystemFault) { try Descriptor.write(lines, to: file) } catch {
            throw EventLogError(system: error.code, at: draft)
        }
        // Readers of the record look here, too.
        guard fchmod(file, 0o644) == 0, fsync(file) == 0, rename(draft, path) == 0 else {
            throw EventLogError(system: errno, at: path)
        }
    }

    /// The origin of the ledger at each place.
    private func entries() throws(EventLogError) -> [String: String] {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) { bytes = try SmallFile.read(path, atMost: Self.most) } catch {
            if error.code == ENOENT { return [:] }
            throw EventLogError(system: error.code, at: path)
        }
        var found: [String: String] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let (place, origin) = Self.entry(Array(line)) else {
                throw .failed(
                    path: path, "it is not what the daemon writes; remove it once the ledger is where it belongs")
            }
            found[place] = origin
        }
        return found
    }

    private static func entry(_ line: [UInt8]) -> (place: String, origin: String)? {
        do throws(JSONSyntaxError) {
            guard case .object(let object) = try JSON.parse(line), let place = object["ledger"]?.text,
                let origin = object["origin"]?.text
            else { return nil }
            return (place.string, origin.string)
        } catch {
            return nil
        }
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}
