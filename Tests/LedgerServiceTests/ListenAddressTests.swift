import Testing

@testable import LedgerService

@Suite("Where requests are answered")
struct ListenAddressTests {
    @Test(arguments: ["auto", "none", "unix:/run/storyledger/health", "127.0.0.1:1", "[::1]:9464", "localhost:65535"])
    func allowedAddressesAreWrittenAsRead(_ text: String) {
        #expect(ListenAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "unix:", "unix:relative", "unix:/a\nb", "127.0.0.1", "127.0.0.1:", ":80", "[::1:80", "a b:80", "x/y:80",
        "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1: 1", "127.0.0.1:99999999999999999999", "Auto",
    ])
    func othersAreRefused(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func whatOtherMachinesReachIsTold() {
        for open in ["0.0.0.0:80", "[::]:80", "example.org:80", "127.0.0.2:80"] {
            #expect(ListenAddress(open)?.isOpen == true, "\(open)")
        }
        for own in ["auto", "none", "unix:/run/x", "127.0.0.1:80", "[::1]:80", "localhost:80"] {
            #expect(ListenAddress(own)?.isOpen == false, "\(own)")
        }
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
