import CanonicalJSON
import EventLog
import StoryEvents

/// The files in quarantine, each by what its reason says about it.
struct QuarantinedFiles {
    /// What tells one refusal from another: the same file may be refused again and again.
    private struct Refusal: Hashable {
        let file: Text
        let recorded: RecordedTime
    }

    private struct Found {
        let name: FileName
        var path: Text { "\(LedgerLayout.quarantine)/\(name.safe)" }
    }

    /// Files whose receipt was not met yet.
    private var unclaimed: [Refusal: [Found]] = [:]
    /// Files without a reason that says which receipt is theirs, by their SHA-256.
    private var unexplained: [[UInt8]: [Found]] = [:]
    /// A path, and what is wrong with it.
    private(set) var findings: [(Text, String)] = []
    /// Files that this process may not read, and why.
    private(set) var unseen: [(Text, String)] = []
    /// nil when it cannot be read.
    private var quarantine: Directory?
    /// Why this process may not look into the directory; nil if it may.
    private(set) var denial: String?

    /// Reads the directory. What cannot be read is a finding.
    init(_ directories: InboxDirectories) {
        do throws(FileFault) {
            let quarantine = try Directory(path: directories.quarantine)
            self.quarantine = quarantine
            for name in try InboxListing.refusedNames(in: quarantine) {
                let found = Found(name: name)
                let reason = try Reason(of: name, in: quarantine)
                guard let reason, let recorded = reason.recorded else {
                    findings.append((found.path, try Self.fault(besides: name, in: quarantine)))
                    if let hash = hash(of: name) { unexplained[hash, default: []].append(found) }
                    continue
                }
                if reason.faults.isEmpty { findings.append((found.path, "the reason beside it lists no error")) }
                unclaimed[Refusal(file: reason.file, recorded: recorded), default: []].append(found)
            }
        } catch {
            if error.isDenied { denial = error.message } else { findings.append(("quarantine", error.message)) }
        }
    }

    /// Whether the file of a receipt is there; it is then claimed. Other bytes than those that were refused are a finding.
    mutating func claim(_ receipt: Receipt) -> Bool {
        let refusal = Refusal(file: receipt.file, recorded: receipt.recorded)
        guard var files = unclaimed[refusal] else { return claim(bytesOf: receipt) }
        let file = files.removeFirst()
        unclaimed[refusal] = files.isEmpty ? nil : files
        check(file, receipt)
        return true
    }

    /// Whether a file without a usable reason has the bytes of a receipt; its missing reason is a finding already.
    private mutating func claim(bytesOf receipt: Receipt) -> Bool {
        guard !receipt.sha256.isEmpty, var files = unexplained[receipt.sha256] else { return false }
        files.removeFirst()
        unexplained[receipt.sha256] = files.isEmpty ? nil : files
        return true
    }

    /// The SHA-256 of a file; nil if it cannot be read. Then no receipt is found to be its own.
    private func hash(of name: FileName) -> [UInt8]? {
        do throws(FileFault) { return try quarantine?.sha256(of: name) } catch { return nil }
    }

    /// What is wrong with the reason beside a file.
    private static func fault(besides name: FileName, in quarantine: Directory) throws(FileFault) -> String {
        try quarantine.facts(of: ReasonFile.name(of: name)) == nil
            ? "no reason is beside it"
            : "the reason beside it cannot be read: expected the receipt, with file, recorded and errors"
    }

    /// A file that was refused unread has no hash, and a takedown may have changed one.
    private mutating func check(_ file: Found, _ receipt: Receipt) {
        guard !receipt.sha256.isEmpty, receipt.withheld == nil else { return }
        do throws(FileFault) {
            guard let found = try quarantine?.sha256(of: file.name), found != receipt.sha256 else { return }
            findings.append(
                (
                    file.path,
                    "its bytes are not those that were refused: SHA-256 is \(found.hexadecimal), the receipt has "
                        + receipt.sha256.hexadecimal
                ))
        } catch {
            if error.isDenied {
                unseen.append((file.path, error.message))
            } else {
                findings.append((file.path, error.message))
            }
        }
    }

    /// Files that no receipt names.
    func unnamed() -> [(Text, String)] {
        unclaimed.values.joined().map(\.path).sorted().map { ($0, "no receipt names it") }
    }
}
