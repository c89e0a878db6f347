import Glibc
import Testing

@testable import Files

@Suite struct WriteRefusalTests {
    private static let mounts = """
        22 28 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
        40 28 7:3 / /srv/a\\040ledger rw,relatime - ext4 /dev/loop3 rw,errors=remount-ro,emergency_ro
        41 28 259:70000 / /srv/b rw,relatime master:2 shared:3 - ext4 /dev/nvme rw,shutdown,nodelalloc
        42 28 7:4 / /srv/c rw
        """

    private static let devices: [(dev_t, String?)] = [
        (device(8, 1), nil), (device(7, 3), "emergency_ro"), (device(259, 70_000), "shutdown"), (device(7, 4), nil),
        (device(9, 9), nil),
    ]

    @Test(arguments: devices)
    func isReadFromTheOptionsOfTheFileSystem(device: dev_t, option: String?) {
        let found = WriteRefusal(mounts: Self.mounts, device: device)
        #expect(found == option.map { .shut(option: $0) })
    }

    @Test func saysWhereAndWhatToDo() {
        #expect(
            WriteRefusal.shut(option: "emergency_ro").message(of: "/l")
                == "/l is on a file system that was shut after an error (emergency_ro)")
        #expect(
            WriteRefusal.shut(option: "x").remedy(of: "/proc/self").contains(
                "systemctl stop storyledgerd storyledger-site; umount /proc; fsck proc; mount /proc; systemctl start storyledgerd"
            ))
        #expect(WriteRefusal.shut(option: "x").remedy(of: "/no/such").contains("restart the machine"))
        #expect(WriteRefusal.readOnly.remedy(of: "/proc/self").contains("mount -o remount,rw /proc"))
        #expect(
            WriteRefusal.failing(code: EROFS).message(of: "/l")
                == "the file system of /l takes nothing: Read-only file system")
    }

    /// Source: makedev(3) of the GNU C library.
    private static func device(_ major: UInt64, _ minor: UInt64) -> dev_t {
        let low: UInt64 = (major & 0xFFF) << 8 | minor & 0xFF
        let high: UInt64 = (major >> 12) << 44 | (minor >> 8) << 20
        return dev_t(low | high)
    }
}
