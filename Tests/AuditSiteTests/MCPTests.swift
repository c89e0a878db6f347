import CanonicalJSON
import StoryEvents
import Testing

@testable import AuditSite

@Suite struct MCPTests {
    private func ask(_ method: Text, _ parameters: JSON = [:]) throws -> JSONObject {
        let server = MCPServer(responder: try AskedSite.bridge().responder, base: "http://localhost")
        let message: JSON = ["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": parameters]
        let answer = try #require(server.answer(message.bytes(pretty: false)))
        guard case .object(let members) = try JSON.parse(answer) else { throw AskedSite.NoObject(target: "mcp") }
        #expect(members["id"] == 7)
        return members
    }

    private func call(_ tool: Text, _ arguments: JSON) throws -> (isError: Bool, answer: JSONObject, text: String) {
        let members = try ask("tools/call", ["name": .string(tool), "arguments": arguments])
        guard case .object(let result)? = members["result"], case .array(let content)? = result["content"],
            case .object(let first)? = content.first
        else { throw AskedSite.NoObject(target: "mcp") }
        var answer = JSONObject()
        if case .object(let structured)? = result["structuredContent"] { answer = structured }
        return (result["isError"] == true, answer, first["text"]?.text?.string ?? "")
    }

    @Test func aRefusalShowsAHiddenManifestByItsLength() throws {
        let answer = try call("story", ["story": "harbor\u{FEFF}\u{FE01}"])
        #expect(answer.isError && !answer.text.unicodeScalars.contains("\u{FE01}"), "\(answer.text)")
        #expect(answer.text.contains("<hidden manifest, 6 bytes>"))
    }

    @Test(
        arguments: [
            ("search", ["query": "shut"], 3), ("story", ["story": "harbor-bridge"], 3),
            ("story", ["story": "harbor-bridge", "as_of": "@1"], 1),
            ("diff", ["story": "harbor-bridge", "to": "2"], 1),
            ("claims", ["story": "harbor-bridge"], 3),
        ] as [(Text, JSON, Int64)]) func eachAnswerCarriesItsPositionAndItsProof(
            tool: Text, arguments: JSON, position: Int64
        ) throws
    {
        let answer = try call(tool, arguments)
        #expect(!answer.isError, "\(answer.text)")
        #expect(answer.answer["position"] == .integer(position))
        #expect(answer.answer["proof"]?.text?.string == "http://localhost/events/\(position)/proof.tlog-proof")
        #expect(answer.answer["answer"] != nil)
    }

    @Test(
        arguments: [
            ("story", [:]), ("story", ["story": "secret-ferry"]), ("story", ["storey": "harbor-bridge"]),
            ("story", ["story": true]),
            ("diff", ["story": "harbor-bridge", "from": "v9"]), ("proof", [:]), ("proof", ["position": -1]),
            ("proof", ["position": 4]), ("search", ["limit": 100_000]),
        ] as [(Text, JSON)]) func refusalsAreAnswersThatSayWhatToDo(tool: Text, arguments: JSON) throws
    {
        let answer = try call(tool, arguments)
        #expect(answer.isError)
        #expect(answer.text.contains("Remedy: "))
        #expect(!answer.text.contains("Ferry"))
    }

    @Test func theVersionOfTheProtocolIsAgreedOn() throws {
        for (asked, agreed) in [
            ("2025-06-18", "2025-06-18"), ("2024-11-05", "2024-11-05"), ("2099-01-01", "2025-06-18"),
        ] as [(JSON, JSON)] {
            guard case .object(let result)? = try ask("initialize", ["protocolVersion": asked])["result"] else {
                return #expect(Bool(false), "no result")
            }
            #expect(result["protocolVersion"] == agreed)
        }
    }

    @Test func messagesThatAskNothingHaveNoAnswer() throws {
        let server = MCPServer(responder: try AskedSite.bridge().responder, base: "")
        for message in [
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        ] { #expect(server.answer(Array(message.utf8)) == nil) }
        for (message, code) in [
            ("{", "-32700"), ("[]", "-32600"), (#"{"jsonrpc":"2.0","id":1}"#, "-32600"),
            (#"{"jsonrpc":"2.0","id":1,"method":"tools/sell"}"#, "-32601"),
            (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete"}}"#, "-32602"),
        ] {
            let answer = String(decoding: server.answer(Array(message.utf8)) ?? [], as: UTF8.self)
            #expect(answer.contains("\"code\":\(code),"), "\(message): \(answer)")
        }
    }
}
