import Files
import Glibc

extension FileOwner {
    /// A user to whom most of what is in a ledger belongs, while the ledger is another's: such as after the service's user was made
    /// again with another number.
    package struct Strangers: Hashable, Sendable {
        /// What was found, without the path of the ledger.
        package let message: String
        /// What gives all of it back at once.
        package let command: String
    }

    /// - Parameter ledger: The ledger's directory.
    /// - Returns: nil where most of what is in it belongs to its owner, or to several users.
    package static func strangers(_ ledger: String) -> Strangers? {
        var root = stat()
        guard stat(ledger, &root) == 0 else { return nil }
        var counts: [uid_t: Int] = [:]
        do throws(SystemFault) {
            for entry in try DirectoryEntry.list(ledger) {
                var facts = stat()
                guard lstat("\(ledger)/\(String(decoding: entry.name, as: UTF8.self))", &facts) == 0 else { continue }
                counts[facts.st_uid, default: 0] += 1
            }
        } catch {
            return nil
        }
        let all = counts.values.reduce(0, +)
        guard let most = counts.first(where: { $0.value > 2 && $0.value * 2 > all }), most.key != root.st_uid else {
            return nil
        }
        let owner = name(of: root.st_uid)
        return Strangers(
            message: "most of what is in it belongs to user \(name(of: most.key)), and the ledger to \(owner)",
            command: "chown -R \(owner): \(ShellWord.quoted(ledger)); systemctl restart storyledgerd")
    }
}
