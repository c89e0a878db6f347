import Glibc
import Testing

@testable import Files

@Suite struct MountPointTests {
    private static let mounts = """
        28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        40 28 7:3 / /srv/a\\040ledger rw,relatime - ext4 /dev/loop3 rw
        41 28 7:4 / /srv rw - ext4 /dev/loop4 rw
        42 28 7:4 /b /srv/b rw - ext4 /dev/loop4 rw
        43 28 7:5 /@c /srv/c rw - btrfs /dev/loop5 rw
        """

    /// The whole file system, and not the part of it that a unit sees at its ledger.
    @Test(
        arguments: [
            ("/var/lib/storyledger", 8, 1, "/"), ("/srv/a ledger", 7, 3, "/srv/a ledger"),
            ("/srv/a ledger/x", 7, 3, "/srv/a ledger"), ("/srv/b/ledger", 7, 4, "/srv"), ("/srv/c", 7, 5, "/srv/c"),
            ("/srvx", 7, 4, nil), ("/srv/c", 9, 9, nil),
        ] as [(String, dev_t, dev_t, String?)])
    func isThatOfTheWholeFileSystem(path: String, major: dev_t, minor: dev_t, place: String?) {
        #expect(MountPoint.find(path, on: major << 8 | minor, mounts: Self.mounts)?.place == place)
    }

    /// A unit sees as read-only what the file system itself is not.
    @Test func namesTheDeviceAndWhetherItsFileSystemCanBeWritten() throws {
        let mounts = """
            40 28 7:3 / /srv/a rw,relatime - ext4 /dev/loop3 ro,errors=remount-ro
            41 28 7:4 / /srv/b ro shared:1 - xfs /dev/my\\040disk rw,attr2
            """
        let a = try #require(MountPoint.find("/srv/a/l", on: 7 << 8 | 3, mounts: mounts))
        #expect(a == MountPoint(place: "/srv/a", device: "/dev/loop3", isWhole: true, isWritable: false))
        let b = try #require(MountPoint.find("/srv/b", on: 7 << 8 | 4, mounts: mounts))
        #expect(b == MountPoint(place: "/srv/b", device: "/dev/my disk", isWhole: true, isWritable: true))
    }

    @Test func isFoundForARealPath() throws {
        let place = try #require(MountPoint.find("/proc/self")).place
        #expect(place == "/proc" || place == "/")
    }
}
