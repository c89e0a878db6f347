import Testing

@testable import LedgerService

@Suite("Health is answered on this machine alone; the site may be reached from others")
struct ListenAddressTests {
    @Test(arguments: ["auto", "none", "unix:/run/storyledger/health", "127.0.0.1:1", "[::1]:9464", "localhost:65535"])
    func allowedAddressesAreWrittenAsRead(_ text: String) {
        #expect(ListenAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "unix:", "unix:relative", "unix:/a\nb", "127.0.0.1", "127.0.0.1:",
        "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1: 1", "127.0.0.1:99999999999999999999", "Auto",
    ])
    func othersAreRefused(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: ["0.0.0.0:80", "[::]:80", "example.org:80"])
    func addressesOfOtherMachinesAreForTheSiteAlone(_ text: String) throws {
        #expect(try #require(ListenAddress(text)).isOpen)
        #expect(ConfigurationValue<ListenAddress>.localAddress.read(text) == nil)
        #expect(ConfigurationValue<ListenAddress>.address.read(text)?.description == text)
    }

    /// sockaddr_un has room for 107 bytes and a null.
    @Test func theLongestPathOfASocket() {
        #expect(ListenAddress("unix:/" + String(repeating: "a", count: 106)) != nil)
        #expect(ListenAddress("unix:/" + String(repeating: "a", count: 107)) == nil)
    }

    @Test func autoIsTheDirectoryOfTheService() {
        #expect(
            ListenAddress.auto.resolved(["RUNTIME_DIRECTORY": "/run/storyledger"], socket: "health")
                == .socket("/run/storyledger/health")
        )
        #expect(
            ListenAddress.auto.resolved(["RUNTIME_DIRECTORY": "/run/a:/run/b"], socket: "health")
                == .socket("/run/a/health"))
        #expect(ListenAddress.auto.resolved([:], socket: "health") == nil)
        #expect(ListenAddress.none.resolved(["RUNTIME_DIRECTORY": "/run/a"], socket: "health") == nil)
    }
}
