import MerkleLog
import Testing

@testable import Publication

@Suite("The list of witnesses")
struct WitnessListTests {

    private func parse(_ text: String) throws(PublicationError) -> [Witness] {
        try WitnessList(Array(text.utf8), path: "witnesses").witnesses
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
        #expect(witnesses[0].url.url(of: "x") == "http://127.0.0.1:8090/one/x")
        #expect(witnesses[1].url.endpoint == .unix(path: "/run/two.sock"))
        #expect(witnesses[1].url.url(of: "x") == "http+unix://%2Frun%2Ftwo.sock/x")
        #expect(try parse("").isEmpty)
        // A witness without an address cannot be asked.
        #expect(try parse("witness one \(vkey("one.example"))\n").isEmpty)
        let list = try WitnessList(Array(text.utf8), path: "witnesses")
        #expect(list.quorum?.quorum == .group(threshold: 2, members: witnesses.map { .witness($0.key) }))
        #expect(throws: PublicationError.self) {
            try WitnessList([], path: "witnesses").required(PublicationDirectories(ledger: "."))
        }
    }

    @Test(arguments: [
        ("witness one", "witness, a name, a key and perhaps a URL"),
        ("witness one KEY https://", "names no host"),
        ("witness one KEY ftp://one.example", "'ftp' is not spoken here"),
        ("witness one KEY http://", "names no host"), ("witness one KEY http://a:0", "bad port"),
        ("witness one KEY http://a:b@c", "names no host"), ("witness one KEY http+unix://run", "names no socket"),
        ("witness one nokey http://one.example", "name+id+key"),
        ("witness one LOGKEY http://one.example", "a witness's key, for cosignatures"),
        ("witness one KEY http://a\nwitness one OTHER http://b", "a name that is not taken"),
        ("witness one KEY http://a\nwitness two KEY http://b", "each witness's key once"),
        ("witnes one", "log, witness, group or quorum"),
    ]) func refusesTheRest(line: String, reason: String) throws {
        let first = line.replacing("LOGKEY", with: try vkey("log.example", .ed25519))
            .replacing("OTHER", with: try vkey("other.example")).replacing("KEY", with: try vkey("one.example"))
        let text = first + "\n"
        let shared = try vkey("one.example")
        let twice = line.replacing("KEY", with: shared) + "\n"
        let error = try #require(throws: PublicationError.self) {
            _ = try parse(line.contains("witness two KEY") ? twice : text)
        }
        #expect(error.message.contains(reason), "\(error.message)")
        #expect(error.message.hasPrefix("witnesses, line "))
    }

    @Test(arguments: [
        ("http://[::1]:80/x", HTTPPrefix.Endpoint.tcp(host: "::1", port: "80")),
        ("http://one.example", .tcp(host: "one.example", port: "80")),
        ("http://one.example:8080", .tcp(host: "one.example", port: "8080")),
        ("http://[::1]", .tcp(host: "::1", port: "80")),
        ("https://one.example", .tls(host: "one.example", port: "443")),
        ("https://one.example:8443/x/", .tls(host: "one.example", port: "8443")),
    ]) func readsURLs(text: String, endpoint: HTTPPrefix.Endpoint) throws {
        #expect(try HTTPPrefix(text).endpoint == endpoint)
    }
}
