import Foundation
import HTTPTypes
import Testing

@testable import AuditSite
@testable import LedgerService

@Suite("Who may ask the site")
struct GateTests {
    private static func head(
        _ path: String = "/", method: HTTPRequest.Method = .get, host: String? = "127.0.0.1:8787",
        authorization: String? = nil
    ) -> HTTPRequest {
        var head = HTTPRequest(method: method, scheme: "http", authority: host, path: path)
        head.headerFields[.authorization] = authorization
        return head
    }

    private static func gate(
        _ address: String, behind: Configuration.Front = .nothing, token: String? = nil
    ) throws -> Gate {
        var site = Configuration.Site()
        (site.behind, site.token) = (behind, token)
        return try Gate(SiteSettings(site), try #require(ListenAddress(address)))
    }

    @Test func anOpenAddressNeedsSomethingThatDecides() throws {
        #expect(throws: SiteRefusal.self) { try Self.gate("0.0.0.0:8787") }
        #expect(throws: SiteRefusal.self) { try Self.gate("example.org:80") }
        _ = try Self.gate("0.0.0.0:8787", behind: .proxy)
        _ = try Self.gate("127.0.0.1:8787")
        _ = try Self.gate("unix:/run/x")
    }

    @Test func aPageOfAnotherNameMayNotAsk() throws {
        let gate = try Self.gate("127.0.0.1:8787")
        for host in ["localhost:8787", "127.0.0.1", "[::1]:8787", "LOCALHOST"] {
            #expect(gate.refusal(of: Self.head(host: host)) == nil, "\(host)")
        }
        for host in [nil, ""] { #expect(gate.refusal(of: Self.head(host: host))?.status == 400) }
        #expect(gate.refusal(of: Self.head("http://evil.example/"))?.status == 400)
        for host in ["evil.example", "evil.example:8787", "127.0.0.1.evil.example"] {
            #expect(gate.refusal(of: Self.head(host: host))?.status == 421, "\(host)")
        }
        #expect(try Self.gate("127.0.0.1:8787", behind: .proxy).refusal(of: Self.head(host: "paper.example")) == nil)
    }

    @Test func onlyReadingIsAnswered() throws {
        let gate = try Self.gate("127.0.0.1:8787")
        for method in [HTTPRequest.Method.post, .put, .delete, .patch, .options, .trace, .connect] {
            #expect(gate.refusal(of: Self.head(method: method))?.status == 405)
        }
        #expect(gate.refusal(of: Self.head(method: .head)) == nil)
        let long = "/" + String(repeating: "a", count: SiteRequest.longest)
        #expect(gate.refusal(of: Self.head(long))?.status == 414)
    }

    @Test func aTokenIsAskedForAndCompared() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let token = "0123456789abcdef0123"
        try Data((token + "\n").utf8).write(to: file)
        let gate = try Self.gate("0.0.0.0:8787", token: file.path)
        func status(_ authorization: String?) -> Int? {
            gate.refusal(of: Self.head(host: "paper.example", authorization: authorization))?.status
        }
        func basic(_ text: String) -> String { "Basic " + Data(text.utf8).base64EncodedString() }
        #expect(status("Bearer " + token) == nil)
        #expect(status(basic("anybody:" + token)) == nil)
        for wrong in [
            nil, "", "Bearer", "Bearer x", "Bearer " + token + "x", "Bearer " + token.dropLast(), basic(token),
            basic("a:b"),
            "Basic %%%", token, "Bearer 1123456789abcdef0123",
        ] { #expect(status(wrong) == 401, "\(wrong ?? "none")") }
        for bad in ["short", "with space in the middle of it", ""] {
            try Data(bad.utf8).write(to: file)
            #expect(throws: SiteRefusal.self) { try Self.gate("0.0.0.0:8787", token: file.path) }
        }
        #expect(throws: SiteRefusal.self) { try Self.gate("0.0.0.0:8787", token: "/nowhere/token") }
    }
}
