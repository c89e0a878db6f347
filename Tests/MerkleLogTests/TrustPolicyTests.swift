import Testing

@testable import MerkleLog

@Suite("Policy files")
struct TrustPolicyTests {
    private static func key(_ type: SignatureType, _ name: String, _ seed: Int) throws -> VerifierKey {
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: seed >> (8 * ($0 % 4))) }
        return try #require(SignerKey(name: KeyName(name), type: type, seed: bytes)).verifierKey
    }

    private static func read(_ text: String) throws -> TrustPolicy {
        // W1 to W9 stand for witnesses' keys, L1 to L9 for those of logs.
        let lines = try text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            try line.split(separator: " ", omittingEmptySubsequences: false).map { word in
                let parts = word.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
                let key = try parts.first.map(String.init).flatMap(Self.named)
                return key.map { ([$0] + parts.dropFirst().map(String.init)).joined(separator: "\t") } ?? String(word)
            }.joined(separator: " ")
        }
        let text = lines.joined(separator: "\n")
        return try TrustPolicy(bytes: Array(text.utf8))
    }

    private static func named(_ word: String) throws -> String? {
        guard word.utf8.count == 2, let number = Int(word.dropFirst()), number > 0 else { return nil }
        switch word.first {
        case "W": return try key(.cosignature, "w\(number).example", number).description
        case "L": return try key(.ed25519, "log\(number).example", 100 + number).description
        default: return nil
        }
    }

    /// Source: C2SP tlog-policy, "Example policy".
    @Test func readsTheExampleOfTheSpecification() throws {
        let policy = try Self.read(
            """
            log L1
            \t  # a comment

            witness X1 W1
            witness X2 W2\thttps://x2.example/
            witness X3 W3
            group X-witnesses 2 X1 X2 X3

            witness Y1 W4
            witness Y2 W5
            witness Y3 W6
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y

            """)
        #expect(policy.logs.map(\.key) == [try Self.key(.ed25519, "log1.example", 101)])
        #expect(policy.logs[0].url == nil)
        #expect(policy.witnesses.map(\.name) == ["X1", "X2", "X3", "Y1", "Y2", "Y3"])
        #expect(policy.witnesses.map(\.url) == [nil, "https://x2.example/", nil, nil, nil, nil])
        let quorum = try #require(policy.quorum)
        for seen in 0..<64 {
            let keys = Set((0..<6).filter { seen >> $0 & 1 == 1 }.map { policy.witnesses[$0].key })
            let isMet = (seen & 7).nonzeroBitCount >= 2 && seen >> 3 > 0
            #expect(quorum.isMet(by: keys) == isMet)
        }
    }

    @Test func asksForNobodyWhenToldSo() throws {
        let policy = try Self.read("quorum none\n")
        #expect(policy.quorum == Quorum.none)
        #expect(policy.quorum?.isMet(by: []) == true)
    }

    @Test(arguments: [
        ("", "one quorum line"), ("quorum none", "a newline"), ("quorum none\nquorum none\n", "a second line"),
        ("quorum\n", "one quorum line with one name"), ("quorum none none\n", "one quorum line with one name"),
        ("quorum a\n", "of a line above"), ("quorum a\nwitness a W1\n", "of a line above"),
        ("Quorum none\n", "log, witness, group or quorum"), ("policy\n", "log, witness, group or quorum"),
        ("log\nquorum none\n", "log, a key"), ("log L1 u v\nquorum none\n", "log, a key"),
        ("log W1\nquorum none\n", "a log's key"), ("log L1\nlog L1 http://a\nquorum none\n", "each log's key once"),
        ("witness a\nquorum none\n", "witness, a name"), ("witness a W1 u v\nquorum none\n", "witness, a name"),
        ("witness a L1\nquorum none\n", "a witness's key"), ("witness none W1\nquorum none\n", "not taken"),
        ("witness a W1\nwitness a W2\nquorum a\n", "not taken"),
        ("witness a W1\nwitness b W1\nquorum a\n", "each witness's key once"),
        ("witness a W1\ngroup a any a\nquorum a\n", "not taken"),
        ("witness a W1\ngroup none any a\nquorum a\n", "not taken"),
        ("group g any\nquorum none\n", "members"), ("group g any g\nquorum g\n", "of a line above"),
        ("witness a W1\ngroup g any none\nquorum g\n", "of a line above"),
        ("witness a W1\ngroup g any a a\nquorum g\n", "in one group, once"),
        ("witness a W1\ngroup g any a\ngroup h any a\nquorum g\n", "in one group, once"),
        ("witness a W1\ngroup g 0 a\nquorum g\n", "from 1 to 1"),
        ("witness a W1\ngroup g 2 a\nquorum g\n", "from 1 to 1"),
        ("witness a W1\ngroup g 01 a\nquorum g\n", "from 1 to 1"),
        ("witness a W1\ngroup g -1 a\nquorum g\n", "from 1 to 1"),
        ("witness a W1\ngroup g ALL a\nquorum g\n", "from 1 to 1"),
        ("witness a W1\ngroup g 99999999999999999999 a\nquorum g\n", "from 1 to 1"),
        ("quorum none\r\n", "no control character"), ("quorum\u{B}none\n", "no control character"),
        ("quorum none\u{7F}\n", "no control character"),
    ]) func refusesTheRest(text: String, reason: String) throws {
        let error = #expect(throws: MerkleLogError.self) { try Self.read(text) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
        #expect(error?.description.hasPrefix("policy refused at line ") == true)
    }

    @Test func tellsNamesApartByBytes() throws {
        // K, and the Kelvin sign, which Swift's strings hold for the same after normalization.
        let policy = try Self.read(
            "witness K W1\nwitness \u{212A} W2\nwitness \u{E9} W3\nwitness e\u{301} W4\nquorum K\n")
        #expect(policy.witnesses.count == 4)
    }

    /// Random policies, a random set of cosigners, and the rule evaluated over names.
    @Test func agreesWithAPlainEvaluationOfTheText() throws {
        var random = SystemRandomNumberGenerator()
        let keys = try (0..<8).map { try Self.key(.cosignature, "k\($0).example", 1000 + $0) }
        for _ in 0..<2000 {
            var lines = (0..<8).map { "witness n\($0) \(keys[$0])" }
            let cosigners = Set((0..<8).filter { _ in Bool.random(using: &random) })
            var met = (0..<8).map { cosigners.contains($0) }
            var free = Array(0..<8)
            while free.count > 1, Bool.random(using: &random) {
                free.shuffle(using: &random)
                let size = Int.random(in: 1...free.count, using: &random)
                let members = free.prefix(size)
                let threshold = Int.random(in: 1...size, using: &random)
                let word = threshold == size ? "all" : threshold == 1 ? "any" : "\(threshold)"
                let names = members.map { "n\($0)" }.joined(separator: Bool.random(using: &random) ? " " : "\t ")
                lines.append("group n\(met.count) \(word) \(names)")
                free = Array(free.dropFirst(size)) + [met.count]
                met.append(members.count { met[$0] } >= threshold)
            }
            let quorum = Int.random(in: 0..<met.count, using: &random)
            let text = lines.joined(separator: "\n") + "\nquorum n\(quorum)\n"
            let policy = try TrustPolicy(bytes: Array(text.utf8))
            #expect(policy.quorum?.isMet(by: Set(cosigners.map { keys[$0] })) == met[quorum], "\(text) \(cosigners)")
        }
    }
}
