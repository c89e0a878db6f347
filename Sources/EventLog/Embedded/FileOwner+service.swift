import Files
import Glibc

extension FileOwner {
    /// The user that the installed service runs as.
    package static let service = "storyledger"

    /// Whether this process is one of the service's, whose words root reads.
    private static var isService: Bool { name(of: geteuid()).hasPrefix(service) }

    private static var hasService: Bool { getpwnam(service) != nil }

    /// The commands that give a ledger to the service, and let producers pass through to its inbox.
    package static func giving(_ directory: String, to user: String = service) -> String {
        let place = ShellWord.quoted(directory)
        return "chown -R \(user): \(place); chmod 751 \(place)"
    }

    /// The commands that make what was copied into the public log of a ledger its owner's, and readable for all.
    package static func publishing(_ ledger: String) -> String {
        let place = ShellWord.quoted("\(ledger)/\(LedgerLayout.published)")
        // A ledger of root's is to be given to the service.
        let owner = handover(ledger) == nil ? Self.owner(of: "\(ledger)/.")?.name : service
        return "chown -R \(owner ?? service): \(place); chmod -R u+rwX,go+rX \(place)"
    }

    /// The commands that give a ledger of root's to the service; nil where it is not root's, or where this machine has no service.
    package static func handover(_ directory: String) -> String? {
        var facts = stat()
        guard hasService, stat(directory, &facts) == 0, facts.st_uid == 0 else { return nil }
        return giving(directory)
    }

    /// What lets the service use a ledger of root's; nil in another process than the service's.
    static func ofService(_ path: String) -> String? {
        guard isService else { return nil }
        return "give the ledger to the service: \(giving(LedgerFile.directory(of: path))); then start it again"
    }

    /// The commands that make an empty ledger for the service.
    ///
    /// - Parameters:
    ///   - path: The ledger's directory, which need not be there.
    ///   - isService: Whether it is known to be the service's ledger.
    /// - Returns: nil where nothing tells that it is.
    package static func making(_ path: String, isService: Bool) -> String? {
        let place = ShellWord.quoted(path)
        func command(_ user: String) -> String { "runuser -u \(user) -- storyledger init --ledger \(place)" }
        guard isService || Self.isService || geteuid() == 0 && hasService else { return nil }
        guard let owner = owner(of: path + "/."), owner.id != overflow || Self.isService else {
            guard hasService else { return nil }
            let make = FileProbe.isAbsent(path) ? "install -d -o \(service) -g \(service) -m 0751 \(place); " : ""
            return make + command(service)
        }
        if owner.id == 0 {
            guard hasService else { return nil }
            return "chown \(service): \(place); chmod 751 \(place); \(command(service))"
        }
        return command(owner.id == overflow ? service : owner.name)
    }

    /// The command that lets a file be changed that chattr(1) has made unchangeable; nil where every file on the way can be changed.
    package static func unlocking(_ path: String) -> String? { unlocking(Array(path.utf8)) }

    /// The same for the bytes of a path, which need not be UTF-8.
    package static func unlocking(_ path: [UInt8]) -> String? {
        var place = path
        var file = stat()
        // What is not there is for its directory to allow.
        while lstat(terminated(place), &file) != 0, errno == ENOENT,
            case let above = DirectoryNames.directory(of: place), above != place
        {
            place = above
        }
        for place in [place, DirectoryNames.directory(of: place)] where isUnchangeable(place) {
            return "let it be changed: chattr -i \(ShellWord.quoted(place))"
        }
        return nil
    }

    /// Whether no user may change a file: a right that is missing has another error number.
    package static func isUnchangeable(_ path: String) -> Bool { isUnchangeable(Array(path.utf8)) }

    private static func isUnchangeable(_ path: [UInt8]) -> Bool {
        access(terminated(path), W_OK) != 0 && errno == EPERM
    }

    private static func terminated(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }
}
