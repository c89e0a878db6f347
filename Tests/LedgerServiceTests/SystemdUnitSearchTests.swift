import Foundation
import Testing

@testable import LedgerService

@Suite("Of several units of a machine, the one that serves a ledger is found")
struct SystemdUnitSearchTests {
    private func unit(_ name: String, _ properties: String...) -> SystemdUnit {
        SystemdUnit(name, shown: properties.joined(separator: "\n") + "\n")
    }

    private func command(_ words: String) -> String {
        "ExecStart={ path=/usr/bin/storyledgerd ; argv[]=/usr/bin/storyledgerd \(words) ; ignore_errors=no ; }"
    }

    private func serving(_ ledger: String, _ units: [SystemdUnit], isNoted: Bool = false) -> String? {
        SystemdUnit.serving(ledger, among: units) { isNoted }?.name
    }

    @Test func byItsCommandItsVariablesOrItsSettings() throws {
        let directory = try TemporaryDirectory()
        let file = "\(directory.path)/settings.yaml"
        try Data("ledger:\n  directory: /srv/c\n".utf8).write(to: URL(fileURLWithPath: file))
        let none = "\(directory.path)/none.yaml"
        let units = [
            unit("a", command("--ledger /srv/a")),
            unit("b", command("--config \(file)"), "Environment=X=1 STORYLEDGER_DIR=/srv/b"),
            unit("c", command("--config \(file)")), unit("d", command("--config \(none)"), "StateDirectory=d e"),
        ]
        #expect(serving("/srv/a", units) == "a")
        // A variable overrides the file.
        #expect(serving("/srv/b", units) == "b")
        #expect(serving("/srv/c", units) == "c")
        #expect(serving("/srv/other", units) == nil)
        // Settings that cannot be read name no ledger.
        #expect(serving("/var/lib/e", units) == "d")
        #expect(serving("/srv/noted", units) == nil)
        #expect(serving("/srv/noted", units, isNoted: true) == "d")
        let two = units + [unit("f", command("--config \(none)"))]
        #expect(serving("/srv/noted", two, isNoted: true) == nil)
    }

    @Test(arguments: [
        ("0::/system.slice/storyledgerd.service\n", "storyledgerd"),
        ("0::/system.slice/system-storyledgerd.slice/storyledgerd@b.service\n", "storyledgerd@b"),
        ("4:cpu:/\n1:name=systemd:/system.slice/x.service/sub\n0::/\n", "x"),
        ("0::/user.slice/user-0.slice/session-1.scope\n", nil), ("", nil), ("::\n:\n", nil),
    ])
    func byTheControlGroupOfItsProcess(_ text: String, _ name: String?) {
        #expect(SystemdUnit.name(inControlGroups: text) == name)
    }

    @Test func isMissingWhereItStartsWithTheMachine() {
        #expect(unit("u", "UnitFileState=enabled", "ActiveState=inactive").isMissing)
        #expect(unit("u", "UnitFileState=enabled-runtime", "ActiveState=inactive").isMissing)
        #expect(!unit("u", "UnitFileState=disabled", "ActiveState=inactive").isMissing)
        #expect(!unit("u", "UnitFileState=enabled", "ActiveState=activating").isMissing)
        #expect(unit("u@b", "UnitFileState=enabled", "ActiveState=inactive").fault?.remedy == "systemctl start u@b")
        #expect(unit("u", "UnitFileState=disabled", "ActiveState=inactive").fault == nil)
    }

    @Test func itsVariablesNameItsDirectoryBelowRun() {
        #expect(unit("u", "RuntimeDirectory=a b").environment["RUNTIME_DIRECTORY"] == "/run/a")
        #expect(unit("u", "RuntimeDirectory=").environment["RUNTIME_DIRECTORY"] == nil)
    }

    @Test(arguments: [
        ("then systemctl restart storyledgerd", "then systemctl restart u@b"),
        ("(systemctl edit storyledgerd); x", "(systemctl edit u@b); x"),
        (
            "systemctl reset-failed storyledgerd; systemctl start storyledgerd",
            "systemctl reset-failed u@b; systemctl start u@b"
        ),
        ("journalctl -u storyledgerd -n 20", "journalctl -u u@b -n 20"),
        ("D=/run/credentials/storyledgerd.service", "D=/run/credentials/u@b.service"),
        (
            "storyledger-source cms; 'storyledger-source a'",
            "storyledger-source --unit u@b cms; 'storyledger-source --unit u@b a'"
        ),
        // What is named already, and what is no command.
        ("systemctl restart storyledgerd@c storyledgerd-x", "systemctl restart storyledgerd@c storyledgerd-x"),
        ("systemctl restart storyledger-site", "systemctl restart storyledger-site"),
        ("storyledger-source --unit x cms", "storyledger-source --unit x cms"),
        ("what keeps storyledgerd from it", "what keeps storyledgerd from it"), ("storyledgerd", "storyledgerd"),
        ("", ""),
    ])
    func isNamedByCommands(_ text: String, _ named: String) {
        #expect(LedgerCommands.naming("u@b", in: text) == named)
        #expect(LedgerCommands.naming("storyledgerd", in: text) == text)
    }
}
