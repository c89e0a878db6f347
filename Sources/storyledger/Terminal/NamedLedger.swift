import Foundation
import LedgerService

/// The ledger that `--ledger` named. A command that a message gives must name it, too: without the option it is about
/// another ledger.
enum NamedLedger {
    /// As it was typed; nil where no option named a ledger. Set once, before anything is printed.
    nonisolated(unsafe) static var path: String?

    /// The unit that serves it; nil where none does. systemd is asked once, and only for a text that names a unit.
    static let unit: String? = {
        let directory = LedgerOptions.directory(path).path
        let whole = directory.hasPrefix("/") ? directory : URL(fileURLWithPath: directory).path
        return SystemdUnit(ofDaemonOf: LedgerDirectory(whole), configuration: nil)?.name
    }()

    /// The option as a part of a command, after a space; empty where no option named a ledger.
    static var option: String { path.map { LedgerCommands.option($0) } ?? "" }

    /// A path as a word of a command; one that begins with a hyphen would be an option.
    static func word(_ path: String) -> String { word(Array(path.utf8)) }

    /// The same for the bytes of a path.
    static func word(_ path: [UInt8]) -> String { LedgerCommands.word(path) }
}

extension String {
    /// The text with `--ledger DIR` in the commands of this program that are about a ledger, if the option named one:
    /// `'storyledger inbox status'` becomes `'storyledger inbox status --ledger /srv/ledger'`.
    ///
    /// Commands about the daemon's unit name the one that serves the ledger.
    var forNamedLedger: String {
        let text = mayNameUnit ? NamedLedger.unit.map { LedgerCommands.naming($0, in: self) } ?? self : self
        guard NamedLedger.path != nil else { return text }
        return LedgerCommands.adding(NamedLedger.option, to: text)
    }

    private var mayNameUnit: Bool { contains(SystemdUnit.usual) || contains("storyledger-source") }
}
