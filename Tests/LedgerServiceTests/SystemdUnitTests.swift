import Foundation
import Testing

@testable import LedgerService

@Suite struct SystemdUnitTests {
    private func unit(_ properties: String...) -> SystemdUnit {
        SystemdUnit("u", shown: properties.joined(separator: "\n") + "\n")
    }

    @Test(
        arguments: [
            ("ActiveState=active\nSubState=running\nNRestarts=3", true, nil),
            ("ActiveState=inactive\nSubState=dead\nNRestarts=0", false, nil),
            ("ActiveState=activating\nSubState=start\nNRestarts=0", true, nil),
            ("ActiveState=activating\nSubState=start\nNRestarts=2", false, "it ends at each start"),
            ("ActiveState=activating\nSubState=auto-restart\nNRestarts=0", false, "it ends at each start"),
            ("ActiveState=activating\nSubState=auto-restart-queued", false, "it ends at each start"),
            ("ActiveState=failed\nSubState=failed\nNRestarts=20", false, "systemd has given it up"),
            ("", false, nil),
        ] as [(String, Bool, String?)])
    func isKeptFromRunning(shown: String, isActive: Bool, obstacle: String?) {
        let unit = unit(shown)
        #expect(unit.isActive == isActive)
        #expect(unit.obstacle?.split(separator: ":").first.map(String.init) == obstacle)
        #expect(unit.fault?.message.hasPrefix("u: \(obstacle ?? "")") == (obstacle == nil ? nil : true))
        #expect(unit.fault?.part == (obstacle == nil ? nil : .intake))
        #expect(unit.fault?.remedy.contains("systemctl start u") == (obstacle == nil ? nil : true))
    }

    private func shown(_ ledger: String) -> String {
        ["--ledger \(ledger) backup /b", "backup --verify /b"]
            .map { "ExecStart={ path=/s ; argv[]=/s \($0) ; ignore_errors=no ; }\n" }.joined()
            + "UnitFileState=static\n"
    }

    @Test func isMovedToAnotherLedgerByADropIn() throws {
        let written = """
            # /etc/systemd/system/u.service
            [Service]
            ExecStart=/old --ledger /l
            ExecStart=
            ExecStart=/s --ledger /l \\
              backup /l/b
            ExecStart=/s backup --verify '/b'
            ReadWritePaths=/l -/b
            """
        let unit = SystemdUnit("u", shown: shown("/l"), written: written)
        #expect(unit.ledger == "/l" && unit.isUsed && !SystemdUnit("u", shown: "UnitFileState=disabled\n").isUsed)
        #expect(SystemdUnit("u", shown: "TriggeredBy=u.socket\n").isUsed)
        let directory = try TemporaryDirectory()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let command = unit.moving(to: "/srv/l").replacing("/etc/systemd/system", with: directory.path)
            .replacing("systemctl", with: "true")
        process.arguments = ["-c", command]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let text = try String(contentsOfFile: directory.path + "/u.service.d/zz-ledger.conf", encoding: .utf8)
        #expect(
            text == """
                [Service]
                ExecStart=
                ExecStart=/s --ledger /srv/l    backup /l/b
                ExecStart=/s backup --verify '/b'
                ReadWritePaths=/srv/l

                """)
        // What it may write to is its own matter where it does not name the ledger.
        #expect(!SystemdUnit("u", shown: shown("/m"), written: written).moving(to: "/n").contains("ReadWritePaths"))
    }

    @Test(
        arguments: [
            ("127.0.0.1:80", "yes", "AF_UNIX", .network), ("[::1]:80", "no", "AF_UNIX", .network),
            ("127.0.0.1:80", "no", "AF_UNIX AF_INET AF_INET6", nil), ("127.0.0.1:80", "no", "", nil),
            ("127.0.0.1:80", "yes", "AF_UNIX AF_INET AF_INET6", .network),
            ("unix:/run/s", "yes", "AF_UNIX", nil),
        ] as [(String, String, String, SystemdUnit.Closure?)])
    func aPortNeedsANetwork(
        listen: String, isPrivate: String, families: String, closure: SystemdUnit.Closure?
    ) throws {
        let unit = unit(
            "ExecStart={ path=/s ; argv[]=/s --ledger /l serve --listen \(listen) ; ignore_errors=no ; }",
            "PrivateNetwork=\(isPrivate)", "RestrictAddressFamilies=\(families)")
        let address = try #require(unit.address)
        #expect(address == ListenAddress(listen) && unit.closure(of: address) == closure)
        #expect(unit.isOf("/l") && !unit.isOf("/"))
        #expect(closure.map { $0.remedy("u").contains("PrivateNetwork=no") } ?? true)
    }

    @Test(
        arguments: [
            ("127.0.0.1:80", "::/0 0.0.0.0/0", "", .peers), ("127.0.0.1:80", "", "", nil),
            ("127.0.0.1:80", "0.0.0.0/0 ::/0", "127.0.0.0/8 ::1/128", nil),
            ("localhost:80", "0.0.0.0/0 ::/0", "10.0.0.0/8", .peers), ("[::1]:80", "::/0", "127.0.0.0/8", .peers),
            ("[::1]:80", "::/0", "::1/128", nil), ("0.0.0.0:80", "0.0.0.0/0", "10.0.0.0/8", nil),
            ("0.0.0.0:80", "0.0.0.0/0", "::1/128", .peers), ("127.0.0.1:80", "0.0.0.0/0", "0.0.0.0/0", nil),
        ] as [(String, String, String, SystemdUnit.Closure?)])
    func aPortNeedsPeers(listen: String, denied: String, allowed: String, closure: SystemdUnit.Closure?) throws {
        let unit = unit("PrivateNetwork=no", "IPAddressDeny=\(denied)", "IPAddressAllow=\(allowed)")
        #expect(try unit.closure(of: #require(ListenAddress(listen))) == closure)
        #expect(closure.map { $0.remedy("u").contains("IPAddressAllow=localhost") } ?? true)
    }

    @Test func namesItsSettingsAndItsCredentials() {
        let unit = SystemdUnit(
            "u", shown: "ExecStart={ path=/d ; argv[]=/d --config /etc/s.yaml ; ignore_errors=no ; }\n",
            written: """
                # /lib/systemd/system/u.service
                [Service]
                #LoadCredential=key:/etc/0
                LoadCredential=key:/etc/1
                LoadCredential=
                LoadCredential=key:/etc/a
                LoadCredential = secret:/etc/b
                LoadCredentialEncrypted=other:c
                """)
        #expect(unit.configurationFile == "/etc/s.yaml" && unit.address == nil)
        #expect(unit.credentialFiles() == ["/etc/a", "/etc/b"])
        #expect(unit.credentialFiles(named: "key") == ["/etc/a"] && unit.hasCredential("secret"))
        #expect(self.unit("ExecStart={ argv[]=/d ; }").configurationFile == nil)
    }
}
