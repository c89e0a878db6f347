import Foundation
import Testing

@testable import AuditSite

/// What it finds at descriptor 3 is tried under a real systemd (Tests/systemd/test-service).
@Suite struct InheritedSocketTests {
    @Test(arguments: [
        [:], ["LISTEN_FDS": "1"], ["LISTEN_PID": "7", "LISTEN_FDS": "1"], ["LISTEN_PID": "8"],
        ["LISTEN_PID": "8", "LISTEN_FDS": "0"], ["LISTEN_PID": "8", "LISTEN_FDS": "-1"],
        ["LISTEN_PID": "8", "LISTEN_FDS": "many"],
    ])
    func whatIsNotMeantForThisProcessDoesNotCount(environment: [String: String]) throws {
        #expect(try InheritedSocket.find(environment, process: 8) == nil)
    }

    @Test func ofSeveralNoneIsChosen() {
        let refused = #expect(throws: InheritedSocket.Refused.self) {
            try InheritedSocket.find(["LISTEN_PID": "8", "LISTEN_FDS": "2"], process: 8)
        }
        #expect(refused?.message == "systemd hands over 2 sockets, and the site answers on one")
    }
}
