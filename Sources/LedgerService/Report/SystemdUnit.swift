import Foundation

/// What systemd says of one of the service's units.
package struct SystemdUnit: Hashable, Sendable {
    /// `storyledgerd`, `storyledger-site`.
    package let name: String
    private let properties: [String: String]

    /// Asks systemd.
    ///
    /// - Returns: nil where systemd does not run, or does not answer.
    package init?(_ name: String) {
        guard access("/run/systemd/system", F_OK) == 0 else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let wanted = [
            "LoadState", "UnitFileState", "ActiveState", "SubState", "NRestarts", "User", "ExecStart", "Environment",
            "StateDirectory", "LoadCredential", "LoadCredentialEncrypted", "PrivateNetwork", "RestrictAddressFamilies",
        ]
        process.arguments = ["systemctl", "show", "--property=\(wanted.joined(separator: ","))", "\(name).service"]
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
        guard process.terminationStatus == 0 else { return nil }
        self.init(name, shown: String(decoding: bytes, as: UTF8.self))
    }

    /// - Parameter text: What 'systemctl show' prints: lines of `NAME=VALUE`.
    package init(_ name: String, shown text: String) {
        self.name = name
        var properties: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            // A unit may have several credentials.
            let before = properties[String(line[..<equals])].map { $0 + "\n" } ?? ""
            properties[String(line[..<equals])] = before + line[line.index(after: equals)...]
        }
        self.properties = properties
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

    /// The address with a port that its command names, where the unit shuts it off from the network; nil where it does not.
    package var unreachable: String? {
        guard let after = command.firstRange(of: " --listen ")?.upperBound else { return nil }
        let address = String(command[after...].prefix { $0 != " " })
        let isShut = self["PrivateNetwork"] == "yes" || !self["RestrictAddressFamilies"].contains("AF_INET")
        return isShut && !address.hasPrefix("unix:") ? address : nil
    }

    /// The user that it runs as; nil where the unit names none.
    package var user: String? { properties["User"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether its command names a ledger.
    package func isOf(_ ledger: String) -> Bool { command.contains(" --ledger \(ledger) ") }

    private var command: String { "\(properties["ExecStart"] ?? "") " }

    /// The value of one of its properties, such as `PrivateNetwork`; empty where systemd names none.
    package subscript(property: String) -> String { properties[property] ?? "" }

    /// What it gets as credentials: `NAME:PATH` each.
    private var credentials: [Substring] {
        ["LoadCredential", "LoadCredentialEncrypted"].flatMap { property in
            (properties[property] ?? "").split(whereSeparator: { $0 == "\n" || $0 == " " })
        }
    }

    /// Whether it gets a file as a credential.
    package func hasCredential(_ file: String) -> Bool { credentials.contains { $0.hasPrefix("\(file):") } }

    /// The files that it gets as credentials.
    package var credentialFiles: [String] {
        credentials.compactMap { $0.split(separator: ":", maxSplits: 1).last.map(String.init) }.filter {
            $0.hasPrefix("/")
        }
    }

    /// The commands that start it.
    package var start: String {
        isFailed ? "systemctl reset-failed \(name); systemctl start \(name)" : "systemctl start \(name)"
    }
}
