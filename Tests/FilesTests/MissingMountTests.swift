import Testing

@testable import Files

@Suite struct MissingMountTests {
    private static let root = "28 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
    /// As a unit sees its own directory.
    private static let own = "44 28 8:1 /srv/a/news /srv/a/news rw - ext4 /dev/sda1 rw\n"
    private static let disk = "40 28 7:3 / /srv/a rw - ext4 /dev/loop3 rw\n"
    private static let over = "41 40 0:9 / /srv/a/news rw - tmpfs none rw\n"
    private static let noted = NotedMount(place: "/srv/a", device: "/dev/loop3")
    private static let table = """
        # UUID=1 /srv/a/news ext4
        UUID=2\t/\text4 defaults 0 1
        UUID=3 none swap sw 0 0
        UUID=4  /srv/a/  ext4 noauto 0 0
        UUID=5 /srv/my\\040disk ext4
        UUID=6 /srv ext4
        """

    @Test(
        arguments: [
            ("/srv/a/news", nil, root, "", nil), ("/srv/a/news", nil, root, table, .listed(place: "/srv/a")),
            ("/srv/a", nil, root + own, table, .listed(place: "/srv/a")),
            ("/srv/ab", nil, root, table, .listed(place: "/srv")), ("/var", nil, root, table, nil),
            ("/srv/my disk/l", nil, root, table, .listed(place: "/srv/my disk")),
            ("/srv/a/news", noted, root + own, "", .noted(noted)),
            ("/srv/a/news", noted, root, table, .listed(place: "/srv/a")),
            ("/srv/a/news", noted, root + disk, "", nil),
            ("/srv/a/news", noted, root + disk, "UUID=4 /srv/a ext4", nil),
            ("/srv/a/news", noted, root + disk + over, table, .covered(place: "/srv/a/news", device: "none")),
            ("/srv/a/news", nil, root + over, table, .covered(place: "/srv/a/news", device: "none")),
            ("/srv/a", noted, root + disk + disk, "", .covered(place: "/srv/a", device: "/dev/loop3")),
            (
                "/srv/a/news", NotedMount(place: "/srv/a", device: "/dev/b"), root + disk, table,
                .covered(place: "/srv/a", device: "/dev/loop3")
            ),
            ("/srv/b", noted, root, "", nil),
        ] as [(String, NotedMount?, String, String, MissingMount?)])
    func isFoundInTheTables(path: String, noted: NotedMount?, mounts: String, table: String, missing: MissingMount?) {
        #expect(MissingMount(path, noted: noted, mounts: mounts, table: table) == missing)
    }

    @Test func hasACommandThatAShellTakes() {
        #expect(MissingMount.listed(place: "/srv/my disk").command == "mount '/srv/my disk'")
        #expect(MissingMount.noted(Self.noted).command == "mount /dev/loop3 /srv/a")
        #expect(MissingMount.noted(NotedMount(place: "/srv/a", device: "none")).command == "mount DISK /srv/a")
        #expect(MissingMount.covered(place: "/srv/a b", device: "tmpfs").command == "umount '/srv/a b'")
        #expect(MissingMount.advice(nil) == "if it has a disk of its own: mount that")
        #expect(
            MissingMount.advice(.covered(place: "/a", device: "tmpfs"))
                == "if it is hidden by what is mounted at /a (tmpfs): umount /a")
    }

    /// No table of any form ends the process.
    @Test func takesEveryTable() {
        var random = SystemRandomNumberGenerator()
        let words = ["/", "/srv", "/srv/a", "#", " ", "\t", "\n", "\\040", "\\", "-", "ext4", "40 28 7:3", ""]
        for _ in 0..<2_000 {
            func text() -> String {
                (0..<Int.random(in: 0..<30, using: &random)).map { _ in words.randomElement()! }.joined()
            }
            let (mounts, table) = (text(), text())
            let noted = Bool.random() ? Self.noted : nil
            switch MissingMount("/srv/a/news", noted: noted, mounts: mounts, table: table) {
            case .covered(let place, _)?, .listed(let place)?:
                #expect("/srv/a/news".hasPrefix(place) && place != "/", "\(mounts) | \(table)")
            case .noted(let mount)?: #expect(mount == noted)
            case nil: break
            }
        }
    }
}
