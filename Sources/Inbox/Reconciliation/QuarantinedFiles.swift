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

    /// Files whose receipt was not met yet.
    private var unclaimed: [Refusal: [Text]] = [:]
    /// A path, and what is wrong with it.
    private(set) var findings: [(Text, String)] = []
    /// Why this process may not look into the directory; nil if it may.
    private(set) var denial: String?

    /// Reads the directory. What cannot be read is a finding.
    init(_ directories: InboxDirectories) {
        do throws(FileFault) {
            let quarantine = try Directory(path: directories.quarantine)
            for name in try InboxListing.refusedNames(in: quarantine) {
                let path: Text = "\(LedgerLayout.quarantine)/\(name.safe)"
                guard let reason = try Reason(of: name, in: quarantine), let recorded = reason.recorded else {
                    findings.append((path, "no reason is beside it"))
                    continue
                }
                unclaimed[Refusal(file: reason.file, recorded: recorded), default: []].append(path)
            }
        } catch {
            if error.isDenied { denial = error.message } else { findings.append(("quarantine", error.message)) }
        }
    }

    /// Whether the file of a receipt is there; it is then claimed.
    mutating func claim(_ receipt: Receipt) -> Bool {
        let refusal = Refusal(file: receipt.file, recorded: receipt.recorded)
        guard var paths = unclaimed[refusal] else { return false }
        paths.removeFirst()
        unclaimed[refusal] = paths.isEmpty ? nil : paths
        return true
    }

    /// Files that no receipt names.
    func unnamed() -> [(Text, String)] {
        unclaimed.values.joined().sorted().map { ($0, "no receipt names it") }
    }
}
