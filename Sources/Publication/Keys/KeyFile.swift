import EventLog
import Files
import Glibc
import MerkleLog

/// The place of a log's keys: a file that only the ledger's user can read, or a systemd credential.
public struct KeyFile: Sendable {
    /// The path of the file.
    public let path: String
    /// Whether it is a credential, which cannot be changed here.
    public let isCredential: Bool
    /// The file of the key made for a fork, until the key is in its place. With a credential, the key stays there until
    /// an admin has moved it.
    let forkPath: String
    private let disk = Disk()

    /// Finds the key of a ledger.
    ///
    /// - Parameter environment: With systemd's `CREDENTIALS_DIRECTORY`; a credential named `key` takes precedence over
    ///   the file.
    public init(_ directories: PublicationDirectories, environment: [String: String]) {
        forkPath = directories.key + ".fork"
        let credential = ServiceCredential.path("key", environment)
        if let credential, disk.exists(credential) {
            (path, isCredential) = (credential, true)
        } else {
            (path, isCredential) = (directories.key, false)
        }
    }

    /// Reads the keys.
    ///
    /// - Throws: ``PublicationError/noKey(path:)``, ``PublicationError/exposedKey(path:mode:)``,
    ///   ``PublicationError/badKey(path:line:reason:)``.
    public func read(origin: String) throws(PublicationError) -> SigningKeys {
        let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW) }
        guard descriptor >= 0 else {
            if errno == ENOENT { throw .noKey(path: path) }
            if errno == ELOOP { throw .badKey(path: path, line: 1, reason: "it is a symbolic link") }
            throw .system(action: "read", path: path, code: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(action: "look at", path: path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .badKey(path: path, line: 1, reason: "it is no file") }
        // systemd shows the access list, by which the service reads a credential, as permissions of the group.
        guard status.st_mode & (isCredential ? 0o007 : 0o077) == 0 else {
            throw .exposedKey(path: path, mode: status.st_mode & 0o7777)
        }
        let bytes = try disk.read(descriptor, path, atMost: 1 << 14)
        do throws(PublicationError) { return try SigningKeys(bytes, path: path, origin: origin) } catch {
            guard isCredential, let forked = try forkKeys(origin: origin) else { throw error }
            return forked
        }
    }

    /// Makes the first key of a log, unless there is a key.
    ///
    /// - Returns: The keys after that.
    @discardableResult
    public func create(origin: String) throws(PublicationError) -> SigningKeys {
        guard !isCredential, !disk.exists(path) else { return try read(origin: origin) }
        return try write([try Self.newKey(origin: origin)])
    }

    /// Adds a new key before the current one, so that the log signs with both.
    ///
    /// - Throws: ``PublicationError/rotationUnfinished(path:)`` if there are two already.
    public func beginRotation(origin: String) throws(PublicationError) -> SigningKeys {
        guard !isCredential else { throw .keptElsewhere(path: path) }
        guard disk.exists(path) else { return try create(origin: origin) }
        let keys = try read(origin: origin)
        guard keys.signers.count == 1 else { throw .rotationUnfinished(path: path) }
        return try write([try Self.newKey(origin: origin)] + keys.signers)
    }

    /// Removes all keys but the newest.
    ///
    /// - Throws: ``PublicationError/noRotation(path:)`` if there is only one.
    public func finishRotation(origin: String) throws(PublicationError) -> SigningKeys {
        guard !isCredential else { throw .keptElsewhere(path: path) }
        let keys = try read(origin: origin)
        guard keys.signers.count > 1 else { throw .noRotation(path: path) }
        return try write([keys.signers[0]])
    }

    /// Makes the key of a log that goes on after a fork, and stores it beside the current one until the fork is in the
    /// log.
    func prepareFork(origin: String, _ disk: Disk) throws(PublicationError) -> SignerKey {
        let keys = SigningKeys([try Self.newKey(origin: origin)], path: forkPath)
        try disk.write(keys.fileText, to: forkPath, by: forkPath + ".new", mode: 0o600)
        try disk.syncDirectory(directory)
        return keys.signers[0]
    }

    /// Replaces the current key by the one made for a fork, once the log has the name that the key was made for.
    func settleFork(origin: String, _ disk: Disk) throws(PublicationError) {
        guard !isCredential, try forkKeys(origin: origin) != nil else { return }
        try disk.rename(forkPath, to: path)
        try disk.syncDirectory(directory)
    }

    /// The key made for a fork; nil if there is none, or only one for a fork that the log does not have: nothing was
    /// ever signed with that key.
    private func forkKeys(origin: String) throws(PublicationError) -> SigningKeys? {
        guard let bytes = try disk.read(forkPath, atMost: 1 << 14) else { return nil }
        do throws(PublicationError) { return try SigningKeys(bytes, path: forkPath, origin: origin) } catch {
            return nil
        }
    }

    private var directory: String { String(forkPath[..<forkPath.lastIndex(of: "/")!]) }

    private func write(_ signers: [SignerKey]) throws(PublicationError) -> SigningKeys {
        let keys = SigningKeys(signers, path: path)
        try disk.write(keys.fileText, to: path, by: path + ".new", mode: 0o600)
        try disk.syncDirectory(directory)
        return keys
    }

    static func newKey(origin: String) throws(PublicationError) -> SignerKey {
        try withTree { () throws(MerkleLogError) in SignerKey(generating: .ed25519, name: try KeyName(origin)) }
    }
}
