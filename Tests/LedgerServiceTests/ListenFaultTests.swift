import Glibc
import LedgerService
import Testing

@Suite("A server that cannot listen says why in plain words")
struct ListenFaultTests {
    private let address = ListenAddress("127.0.0.1:8787")!

    @Test func aPortThatIsTaken() {
        let verb = ListenFault(address, code: EADDRINUSE, "bind(descriptor:)", option: "--listen")
        #expect(verb.message == "another program listens on 127.0.0.1:8787")
        #expect(verb.remedy == "end that program, or name another address with --listen")
        let daemon = ListenFault(address, code: EADDRINUSE, "bind(descriptor:)", option: "site.listen")
        #expect(daemon.remedy == "end that program, or set site.listen to another address, then restart")
    }

    @Test func anotherFault() {
        let fault = ListenFault(address, code: EACCES, "bind(descriptor:)", option: "--listen")
        #expect(fault.message == "cannot listen on 127.0.0.1:8787: Permission denied")
        #expect(fault.remedy == "name another address with --listen")
        let other = ListenFault(address, code: nil, "no such host", option: "site.listen")
        #expect(other.message == "cannot listen on 127.0.0.1:8787: no such host")
    }

    /// No other address helps there.
    @Test func noNetwork() {
        let fault = ListenFault(address, code: EAFNOSUPPORT, "socket()", option: "--listen")
        #expect(fault.isLasting && fault.remedy.contains("PrivateNetwork=no"))
        #expect(!ListenFault(address, code: EADDRINUSE, "bind()", option: "--listen").isLasting)
    }
}
