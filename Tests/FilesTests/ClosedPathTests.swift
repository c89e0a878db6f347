import Testing

@testable import Files

@Suite struct ClosedPathTests {
    @Test(
        arguments: [
            ([], nil), (["/etc/s"], "chmod o+x /etc/s"), (["/etc/s/a b.yaml"], "chmod 0644 '/etc/s/a b.yaml'"),
            (["/etc", "/etc/s"], "chmod o+x /etc"), (["/other"], nil),
        ] as [([String], String?)])
    func isOpenedFromTheTop(closed: [String], command: String?) {
        #expect(ClosedPath.command(for: "/etc/s/a b.yaml") { place, _ in closed.contains(place) } == command)
    }

    @Test func aDirectoryIsOpenedToBeListed() {
        #expect(ClosedPath.command(for: "/usr/lib") { $1 == .read && $0 == "/usr/lib" } == "chmod 0755 /usr/lib")
        #expect(ClosedPath.command(for: "/usr/lib") == nil)
    }
}
