import Files
import Glibc
import StoryEvents

/// Where a ledger's secret is stored: a file that only the ledger's user can read, or a credential that systemd hands over.
///
/// It holds 64 hexadecimal digits and a line feed. It is not part of ledger.db, which members of the reading group read:
/// with the secret they could confirm guesses of withheld text.
public struct SecretFile: Hashable, Sendable {
    /// The path of the file.
    public let path: String
    /// Whether it is a credential, which is stored and changed elsewhere.
    public let isCredential: Bool

    /// Finds the secret of a ledger.
    ///
    /// - Parameters:
    ///   - directory: The ledger's directory.
    ///   - environment: With systemd's `CREDENTIALS_DIRECTORY`; a credential named `secret` wins over the file.
    public init(ledger directory: String, environment: [String: String] = [:]) {
        let credential = ServiceCredential.path(LedgerLayout.secret, environment)
        if let credential, !FileProbe.isAbsent(credential) {
            (path, isCredential) = (credential, true)
        } else {
            (path, isCredential) = ("\(directory)/\(LedgerLayout.secret)", false)
        }
    }

    /// The file `secret` beside a log.
    public init(beside database: String) {
        self.init(ledger: LedgerFile.directory(of: database))
    }

    /// Reads the secret.
    ///
    /// - Throws: ``EventLogError/noSecret(path:reason:)``; ``EventLogError/failed(path:_:)`` for a fault of the system.
    public func read() throws(EventLogError) -> LedgerSecret {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw fault("it is not a regular file") }
        // systemd shows the access list by which the service reads a credential as permissions of the group.
        guard status.st_mode & (isCredential ? 0o007 : 0o077) == 0 else {
            let mode = String(status.st_mode & 0o7777, radix: 8)
            throw fault("others may read it: its mode is 0\(mode), expected 0600")
        }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw fault(errno) }
        var digits = bytes[..<count]
        if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
        guard digits.count == 64,
            let secret = [UInt8](hexadecimal: String(decoding: digits, as: UTF8.self)).flatMap(LedgerSecret.init)
        else {
            throw fault("expected 64 hexadecimal digits, found \(count) bytes")
        }
        return secret
    }

    /// Makes the file, durably. Where there is one, nothing is written.
    ///
    /// - Returns: The secret that the ledger has then: of two processes that make a ledger in one place, both get the same.
    /// - Throws: ``EventLogError``; ``EventLogError/noSecret(path:reason:)`` where there is one that cannot be read.
    public func create(_ secret: LedgerSecret) throws(EventLogError) -> LedgerSecret {
        guard !isCredential, try !FileProbe.exists(path) else { return try read() }
        let draft = try DraftFile(for: path, mode: 0o600)
        defer { draft.discard() }
        try draft.write(Array((secret.bytes.hexadecimal + "\n").utf8))
        do throws(EventLogError) { try draft.publish() } catch {
            guard case .exists = error else { throw error }
        }
        return try read()
    }

    /// What to do about a secret that cannot be used.
    static func remedy(_ path: String) -> String {
        if ServiceCredential.isOne(path) {
            return "have LoadCredential= in the unit name this ledger's own secret, then restart it"
        }
        if FileOwner.isAnothers(path) { return FileOwner.remedy(for: path) }
        var file = stat()
        let isThere = lstat(path, &file) == 0
        let isFile = isThere && file.st_mode & S_IFMT == S_IFREG
        if isFile, file.st_uid == geteuid() || geteuid() == 0, file.st_mode & 0o677 != 0o600 {
            return "chmod 0600 \(path)"
        }
        // Closed to this user, who may be nobody to the ledger.
        if !FileOwner.isOwn(path), access(path, R_OK) != 0, errno == EACCES { return FileOwner.remedy(for: path) }
        // The owner of the directory is that of the file.
        return "put the ledger's own back, from where it is kept safe or from a backup that was made with --with-keys: "
            + "\(FileOwner.install(path)); \(ServiceCredential.remedy())"
    }

    /// A fault of the system, which is not the secret's and may be over the next time.
    private func fault(_ code: Int32) -> EventLogError {
        let reason = SystemReason.text(code)
        return [ENOENT, ENOTDIR, ELOOP, EACCES, EPERM].contains(code) ? fault(reason) : .failed(path: path, reason)
    }

    private func fault(_ reason: String) -> EventLogError { .noSecret(path: path, reason: reason) }
}
