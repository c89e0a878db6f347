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

    @Test(
        arguments: [
            ("127.0.0.1:80", "yes", "AF_UNIX", "127.0.0.1:80"), ("[::1]:80", "no", "AF_UNIX", "[::1]:80"),
            ("127.0.0.1:80", "no", "AF_UNIX AF_INET AF_INET6", nil),
            ("127.0.0.1:80", "yes", "AF_UNIX AF_INET AF_INET6", "127.0.0.1:80"),
            ("unix:/run/s", "yes", "AF_UNIX", nil),
        ] as [(String, String, String, String?)])
    func aPortNeedsANetwork(listen: String, isPrivate: String, families: String, address: String?) {
        let unit = unit(
            "ExecStart={ path=/s ; argv[]=/s --ledger /l serve --listen \(listen) ; ignore_errors=no ; }",
            "PrivateNetwork=\(isPrivate)", "RestrictAddressFamilies=\(families)")
        #expect(unit.unreachable == address)
        #expect(unit.isOf("/l") && !unit.isOf("/"))
    }
}
