import Files
import Foundation

/// What systemd says of one of the service's units.
package struct SystemdUnit: Hashable, Sendable {
    /// `storyledgerd`, `storyledger-site`.
    package let name: String
    private let properties: [String: String]
    /// What it gets as credentials: `NAME:PATH` each.
    private let credentials: [Substring]
    /// Its file and its drop-ins, as they are written; a line that goes on is one.
    private let written: String

    /// Asks systemd.
    ///
    /// - Returns: nil where systemd does not run, or does not answer.
    package init?(_ name: String) {
        guard access("/run/systemd/system", F_OK) == 0 else { return nil }
        guard let shown = Self.ask("show", Self.shownProperties, "\(name)\(Self.suffix)") else { return nil }
        self.init(name, shown: shown, written: Self.ask("cat", "\(name)\(Self.suffix)") ?? "")
    }

    static let suffix = ".service"
    /// The option of 'systemctl show' that names what is of interest.
    static let shownProperties =
        "--property="
        + [
            "Id", "LoadState", "UnitFileState", "ActiveState", "SubState", "NRestarts", "User", "ExecStart",
            "Environment",
            "StateDirectory", "RuntimeDirectory", "TriggeredBy", "PrivateNetwork", "RestrictAddressFamilies",
            "IPAddressAllow",
            "IPAddressDeny",
        ].joined(separator: ",")

    static func ask(_ words: String...) -> String? { ask(words) }

    /// What 'systemctl' prints; nil where it fails.
    static func ask(_ words: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["systemctl"] + words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let bytes: Data
        do {
            try process.run()
            bytes = try output.fileHandleForReading.read(upToCount: 1 << 20) ?? Data()
        } catch {
            return nil
        }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// - Parameters:
    ///   - text: What 'systemctl show' prints: lines of `NAME=VALUE`.
    ///   - file: What 'systemctl cat' prints: the unit's file and its drop-ins. Credentials are not among what is shown.
    package init(_ name: String, shown text: String, written file: String = "") {
        self.name = name
        var properties: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let (name, value) = (String(line[..<equals]), String(line[line.index(after: equals)...]))
            // A unit with several commands has a line for each.
            properties[name] = properties[name].map { "\($0) \(value)" } ?? value
        }
        self.properties = properties
        written = file.replacing("\\\n", with: " ")
        credentials = Self.values(of: ["LoadCredential", "LoadCredentialEncrypted"], in: written)
            .map { $0.prefix { $0 != " " } }
    }

    /// What the lines of a unit's file give to a setting that is a list.
    private static func values(of names: [String], in file: String) -> [Substring] {
        var found: [Substring] = []
        for line in file.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "="),
                names.contains(line[..<equals].filter { $0 != " " })
            else { continue }
            let value = line[line.index(after: equals)...].drop { $0 == " " }
            // An empty value takes away all that come before it.
            if value.isEmpty { found = [] } else { found.append(value) }
        }
        return found
    }

    /// Whether it starts with the machine.
    package var isEnabled: Bool { properties["UnitFileState"]?.hasPrefix("enabled") == true }

    /// Whether systemd has given it up.
    private var isFailed: Bool { properties["ActiveState"] == "failed" }

    /// Whether it ended, and systemd starts it again, or is about to.
    private var isRestarting: Bool {
        guard properties["ActiveState"] == "activating" else { return false }
        return properties["SubState"]?.hasPrefix("auto-restart") == true || (properties["NRestarts"] ?? "0") != "0"
    }

    /// Whether it runs, or is being started for the first time.
    package var isActive: Bool {
        ["active", "activating", "reloading"].contains(properties["ActiveState"]) && !isRestarting
    }

    /// What keeps it from running; nil where nothing is known to.
    package var obstacle: String? {
        if isFailed { return "systemd has given it up: its journal says why (journalctl -u \(name) -n 20)" }
        return isRestarting ? "it ends at each start: its journal says why (journalctl -u \(name) -n 20)" : nil
    }

    /// Whether it was stopped, or never started, although it starts with the machine.
    package var isMissing: Bool { isEnabled && properties["ActiveState"] == "inactive" }

    /// The user that it runs as; nil where the unit names none.
    package var user: String? { properties["User"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether its command names a ledger.
    package func isOf(_ ledger: String) -> Bool { command.contains(" --ledger \(ledger) ") }

    private var command: String { "\(properties["ExecStart"] ?? "") " }

    /// The ledger that its command names.
    package var ledger: String? { value(of: "--ledger") }

    /// Whether it runs, or is started by the machine, by another unit or by a person.
    package var isUsed: Bool {
        isEnabled || isActive || !self["TriggeredBy"].isEmpty || properties["UnitFileState"] == "static"
    }

    /// The commands of a drop-in that has it use another ledger than the one that its command names.
    package func moving(to place: String) -> String {
        let old = ledger ?? ""
        let commands = Self.values(of: ["ExecStart"], in: written).map {
            "ExecStart=" + "\($0) ".replacing(" --ledger \(old) ", with: " --ledger \(place) ").dropLast()
        }
        var lines = ["[Service]", "ExecStart="] + commands
        let paths = Self.values(of: ["ReadWritePaths"], in: written).flatMap { $0.split(separator: " ") }
        if paths.contains(where: { $0.drop { "-+".contains($0) } == old }) { lines.append("ReadWritePaths=\(place)") }
        let directory = "/etc/systemd/system/\(name).service.d"
        // After all others: an ExecStart= of a later one would take this one away.
        return "mkdir -p \(directory); printf '%s\\n' \(lines.map { ShellWord.quoted($0) }.joined(separator: " ")) "
            + ">\(directory)/zz-ledger.conf; systemctl daemon-reload; systemctl try-restart \(name)"
    }

    /// The file of settings that its command names.
    package var configurationFile: String? { value(of: "--config") }

    /// The value of an option of its command, without blanks.
    func value(of option: String) -> String? {
        command.firstRange(of: " \(option) ").map { String(command[$0.upperBound...].prefix { $0 != " " }) }
    }

    /// The value of one of its properties, such as `PrivateNetwork`; empty where systemd names none.
    package subscript(property: String) -> String { properties[property] ?? "" }

    /// Whether it gets a file as a credential.
    package func hasCredential(_ file: String) -> Bool { credentials.contains { $0.hasPrefix("\(file):") } }

    /// The files that it gets as credentials, or as those of one name.
    package func credentialFiles(named name: String? = nil) -> [String] {
        credentials.filter { name == nil || $0.hasPrefix("\(name ?? ""):") }
            .compactMap { $0.split(separator: ":", maxSplits: 1).last.map(String.init) }.filter { $0.hasPrefix("/") }
    }

    /// The commands that start it.
    package var start: String {
        isFailed ? "systemctl reset-failed \(name); systemctl start \(name)" : "systemctl start \(name)"
    }
}
