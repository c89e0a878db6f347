import Testing

@testable import LedgerService

@Suite("Health is answered on this machine alone")
struct HealthAddressTests {
    @Test(arguments: ["auto", "none", "unix:/run/storyledger/health", "127.0.0.1:1", "[::1]:9464", "localhost:65535"])
    func allowedAddressesAreWrittenAsRead(_ text: String) {
        #expect(HealthAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "unix:", "unix:relative", "unix:/a\nb", "0.0.0.0:80", "[::]:80", "example.org:80", "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1: 1", "127.0.0.1:99999999999999999999", "Auto",
    ])
    func othersAreRefused(_ text: String) {
        #expect(HealthAddress(text) == nil)
    }

    /// sockaddr_un has room for 107 bytes and a null.
    @Test func theLongestPathOfASocket() {
        #expect(HealthAddress("unix:/" + String(repeating: "a", count: 106)) != nil)
        #expect(HealthAddress("unix:/" + String(repeating: "a", count: 107)) == nil)
    }

    @Test func autoIsTheDirectoryOfTheService() {
        #expect(
            HealthAddress.auto.resolved(["RUNTIME_DIRECTORY": "/run/storyledger"]) == .socket("/run/storyledger/health")
        )
        #expect(HealthAddress.auto.resolved(["RUNTIME_DIRECTORY": "/run/a:/run/b"]) == .socket("/run/a/health"))
        #expect(HealthAddress.auto.resolved([:]) == nil)
        #expect(HealthAddress.none.resolved(["RUNTIME_DIRECTORY": "/run/a"]) == nil)
    }
}
