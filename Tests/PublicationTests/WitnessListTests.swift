import MerkleLog
import Testing

@testable import Publication

@Suite("The list of witnesses")
struct WitnessListTests {

    private func parse(_ text: String) throws(PublicationError) -> [Witness] {
        try WitnessList.parse(Array(text.utf8), path: "witnesses")
    }

    private func vkey(_ name: String, _ type: SignatureType = .cosignature) throws -> String {
        SignerKey(generating: type, name: try KeyName(name)).verifierKey.description
    }

    @Test func readsWhatAPolicyHasForIt() throws {
        let text = """
            # a policy
            log \(try vkey("log.example", .ed25519)) https://log.example
              witness one \(try vkey("one.example"))   http://127.0.0.1:8090/one/
            \twitness two \(try vkey("two.example")) http+unix://%2Frun%2Ftwo.sock

            group both all one two
            quorum both

            """
        let witnesses = try parse(text)
        #expect(witnesses.map(\.name) == ["one", "two"])
        #expect(witnesses[0].url.endpoint == .tcp(host: "127.0.0.1", port: "8090"))
        #expect(witnesses[0].url.path == "/one/add-checkpoint")
        #expect(witnesses[1].url.endpoint == .unix(path: "/run/two.sock"))
        #expect(witnesses[1].url.path == "/add-checkpoint")
        #expect(try parse("").isEmpty)
    }

    @Test(arguments: [
        ("witness one KEY", "a witness is a name, a key and a URL"),
        ("witness one KEY https://one.example", "https is left to a forwarder"),
        ("witness one KEY ftp://one.example", "'ftp' is not spoken here"),
        ("witness one KEY http://", "names no host"), ("witness one KEY http://a:0", "bad port"),
        ("witness one KEY http://a:b@c", "names no host"), ("witness one KEY http+unix://run", "names no socket"),
        ("witness one nokey http://one.example", "verifier key refused"),
        ("witness one LOGKEY http://one.example", "not of the kind"),
        ("witness one KEY http://a\nwitness one OTHER http://b", "there twice"),
        ("witness one KEY http://a\nwitness two KEY http://b", "there twice"), ("witnes one", "there is no 'witnes'"),
    ]) func refusesTheRest(line: String, reason: String) throws {
        let text = line.replacing("LOGKEY", with: try vkey("log.example", .ed25519))
            .replacing("OTHER", with: try vkey("other.example")).replacing("KEY", with: try vkey("one.example"))
        let shared = try vkey("one.example")
        let twice = line.replacing("KEY", with: shared)
        let error = try #require(throws: PublicationError.self) {
            _ = try parse(line.contains("witness two KEY") ? twice : text)
        }
        #expect(error.message.contains(reason), "\(error.message)")
        #expect(error.message.hasPrefix("witnesses, line "))
    }

    @Test(arguments: [
        ("http://[::1]:80/x", WitnessURL.Endpoint.tcp(host: "::1", port: "80")),
        ("http://one.example", .tcp(host: "one.example", port: "80")),
        ("http://one.example:8080", .tcp(host: "one.example", port: "8080")),
        ("http://[::1]", .tcp(host: "::1", port: "80")),
    ]) func readsURLs(text: String, endpoint: WitnessURL.Endpoint) throws {
        #expect(try WitnessURL(text).endpoint == endpoint)
    }
}
