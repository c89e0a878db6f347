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
                guard let reason = try Reason(of: name, in: quarantine), let recorded = reason.recorded else {
                    findings.append((found.path, "no reason is beside it"))
                    continue
                }
                unclaimed[Refusal(file: reason.file, recorded: recorded), default: []].append(found)
            }
        } catch {
            if error.isDenied { denial = error.message } else { findings.append(("quarantine", error.message)) }
        }
    }

    /// Whether the file of a receipt is there; it is then claimed. Other bytes than those that were refused are a finding.
    mutating func claim(_ receipt: Receipt) -> Bool {
        let refusal = Refusal(file: receipt.file, recorded: receipt.recorded)
        guard var files = unclaimed[refusal] else { return false }
        let file = files.removeFirst()
        unclaimed[refusal] = files.isEmpty ? nil : files
        check(file, receipt)
        return true
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
