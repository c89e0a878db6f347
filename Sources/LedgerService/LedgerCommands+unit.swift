import Glibc

extension LedgerCommands {
    /// A text whose commands about the usual unit of the daemon are about another one: `systemctl restart storyledgerd` becomes
    /// `systemctl restart storyledgerd@b`, and `storyledger-source cms` becomes `storyledger-source --unit storyledgerd@b cms`.
    package static func naming(_ unit: String, in text: String) -> String {
        guard unit != SystemdUnit.usual else { return text }
        let named = replacing(SystemdUnit.usual, in: text) { before, after in
            let isEnd = after.first.map { !$0.isLetter && !$0.isNumber && !"-@_".contains($0) } ?? true
            guard isEnd else { return nil }
            let words = before.split(separator: " ", omittingEmptySubsequences: false)
            let isCommand = words.count > 2 && words.last == "" && words[words.count - 3].hasSuffix("systemctl")
            let isNamed = isCommand || before.hasSuffix("journalctl -u ") || before.hasSuffix("/run/credentials/")
            return isNamed ? unit : nil
        }
        return replacing(source, in: named) { before, after in
            guard after.first == " ", !after.hasPrefix(" --"), before.last.map({ " '(\n".contains($0) }) ?? true else {
                return nil
            }
            return "\(source) --unit \(unit)"
        }
    }

    private static let source = "storyledger-source"

    /// - Parameter replacement: What comes in place of a word between two texts; nil for the word itself.
    private static func replacing(
        _ word: String, in text: String, _ replacement: (_ before: Substring, _ after: Substring) -> String?
    ) -> String {
        var (result, rest) = ("", text[...])
        while let found = rest.firstRange(of: word) {
            let after = rest[found.upperBound...]
            result += rest[..<found.lowerBound]
            result += replacement(text[..<found.lowerBound], after) ?? word
            rest = after
        }
        return result + rest
    }

    /// The unit that has started this process, where it is a daemon's and not the usual one.
    ///
    /// Source: systemd.exec(5), `$SYSTEMD_EXEC_PID`.
    package static let ownUnit: String? = {
        guard let starter = getenv("SYSTEMD_EXEC_PID"), String(cString: starter) == "\(getpid())",
            CommandLine.arguments.first?.split(separator: "/").last.map(String.init) == SystemdUnit.usual
        else { return nil }
        return SystemdUnit.name(ofProcess: getpid())
    }()
}
