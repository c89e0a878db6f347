import Foundation

extension SystemdUnit {
    /// The daemon's unit as it is installed: the one that commands name where nothing else is known.
    package static let usual = "storyledgerd"

    /// The unit whose process has an id, by its control group.
    ///
    /// - Returns: nil where the process is none of a service, or cannot be seen.
    package static func name(ofProcess process: Int32) -> String? {
        guard let file = fopen("/proc/\(process)/cgroup", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return name(inControlGroups: String(decoding: bytes[..<count], as: UTF8.self))
    }

    /// - Parameter text: Lines of `NUMBER:CONTROLLERS:PATH`.
    ///
    /// Source: cgroups(7), `/proc/PID/cgroup`.
    static func name(inControlGroups text: String) -> String? {
        for line in text.split(separator: "\n") {
            let path = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
            if let unit = path.split(separator: "/").last(where: { $0.hasSuffix(suffix) }) {
                return String(unit.dropLast(suffix.count))
            }
        }
        return nil
    }

    /// The unit that serves a ledger, among some.
    ///
    /// - Parameters:
    ///   - file: The daemon's settings, for units that name none.
    ///   - isNoted: Whether the service had this ledger.
    /// - Returns: The first whose settings name the ledger; else, of those with settings that cannot be read, the one with the ledger
    ///   in its state directory, or the only one.
    static func serving(
        _ ledger: String, among units: [SystemdUnit], configuration file: String? = nil, isNoted: () -> Bool
    ) -> SystemdUnit? {
        let known = units.map { (unit: $0, ledger: $0.ledger(configuration: file)) }
        if let sure = known.first(where: { $0.ledger == ledger }) { return sure.unit }
        let unknown = known.filter { $0.ledger == nil }.map(\.unit)
        return unknown.first { $0.hasState(ledger) } ?? (unknown.count == 1 && isNoted() ? unknown.first : nil)
    }

    /// The ledger that its command, its variables or its settings name, in the order in which they override each other.
    ///
    /// - Returns: nil where its settings cannot be read.
    private func ledger(configuration file: String?) -> String? {
        // The variables of the process that asks are not the daemon's.
        if let named = value(of: "--ledger") ?? environment["STORYLEDGER_DIR"], !named.isEmpty { return named }
        do throws(ConfigurationFaults) {
            let sources = ConfigurationSources(file: configurationFile ?? file, environment: environment)
            return try EffectiveConfiguration(sources).configuration.ledger.directory
        } catch {
            return nil
        }
    }

    /// Whether its command is a program of this name.
    func runs(_ program: String) -> Bool { self["ExecStart"].contains("/\(program) ") }

    /// The units of this machine that run a program: those that systemd has loaded, and those that are there to be started.
    static func all(running program: String) -> [SystemdUnit] {
        guard access("/run/systemd/system", F_OK) == 0 else { return [] }
        let list = ["list-unit-files", "--no-legend", "--plain", "--type=service"]
        // One that is stopped is not loaded, whatever its name.
        let files =
            (ask(list + ["storyledger*"]) ?? "") + "\n" + (ask(list + ["--state=enabled,enabled-runtime"]) ?? "")
        let names = files.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
            // A template is no unit yet.
            .filter { !$0.contains("@.") }
        // Without --all, a pattern leaves out those that do not run.
        guard let shown = ask(["show", "--all", shownProperties, "*\(suffix)"] + names) else { return [] }
        var seen: Set<String> = []
        return shown.split(separator: "\n\n").compactMap { text in
            let unit = SystemdUnit("", shown: String(text))
            let name = unit["Id"].hasSuffix(suffix) ? String(unit["Id"].dropLast(suffix.count)) : ""
            guard !name.isEmpty, unit.runs(program), seen.insert(name).inserted else { return nil }
            return SystemdUnit(name, shown: String(text), written: ask("cat", "\(name)\(suffix)") ?? "")
        }
    }
}
