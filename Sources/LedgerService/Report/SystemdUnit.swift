import Foundation

/// What systemd says of one of the service's units.
package struct SystemdUnit: Hashable, Sendable {
    /// `storyledgerd`, `storyledger-site`.
    package let name: String
    private let properties: [String: String]
    /// What it gets as credentials: `NAME:PATH` each.
    private let credentials: [Substring]

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
            "StateDirectory", "RuntimeDirectory", "PrivateNetwork", "RestrictAddressFamilies", "IPAddressAllow",
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
            properties[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        self.properties = properties
        credentials = Self.credentials(file)
    }

    private static func credentials(_ file: String) -> [Substring] {
        var found: [Substring] = []
        for line in file.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "="),
                ["LoadCredential", "LoadCredentialEncrypted"].contains(line[..<equals].filter { $0 != " " })
            else { continue }
            let value = line[line.index(after: equals)...].drop { $0 == " " }.prefix { $0 != " " }
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
