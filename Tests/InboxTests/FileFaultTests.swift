import Glibc
import Testing

@testable import Inbox

@Suite struct FileFaultTests {
    @Test func stickyDirectoryIsNamedInItsCommand() {
        let fault = FileFault("move files out of", "/l/inbox/a b", code: EPERM, because: "its sticky bit is set")
        #expect(fault.remedy == "take the sticky bit away: chmod -t '/l/inbox/a b'")
    }
}
