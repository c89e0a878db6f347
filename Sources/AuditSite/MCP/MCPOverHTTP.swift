import HTTPTypes
import HummingbirdCore
import NIOCore

/// The protocol for language models over HTTP: each message is sent with POST and answered at once. Nothing is kept
/// between two messages.
///
/// Source: Model Context Protocol 2025-06-18, Streamable HTTP.
struct MCPOverHTTP: Sendable {
    let pool: ReaderPool
    let client: SiteClient

    /// Whether a request is for it.
    static func isAsked(by request: SiteRequest) -> Bool { Route(path: request.path[...]) == .mcp }

    func answer(_ request: Request, _ asked: SiteRequest) async throws -> SiteAnswer {
        if let refusal = Self.refusal(of: request.head, asked) { return refusal }
        var message: [UInt8] = []
        for try await part in request.body {
            message += part.readableBytesView
            guard message.count <= MCPServer.longest else {
                return Problem.answer(
                    413, "A message has at most \(MCPServer.longest) bytes.", remedy: "ask for less at once")
            }
        }
        let answer = await pool.read(for: client) { [message] responder in
            MCPServer(responder: responder, base: asked.base).answer(message)
        }
        switch answer {
        case .success(let bytes?): return SiteAnswer(type: "application/json", body: bytes, caching: "no-store")
        case .success(nil):
            return SiteAnswer(status: 202, type: "application/json", body: [], caching: "no-store")
        case .failure(let fault): return Problem.answer(fault)
        }
    }

    private static func refusal(of head: HTTPRequest, _ asked: SiteRequest) -> SiteAnswer? {
        guard head.method == .post else {
            var answer = Problem.answer(405, "Messages are sent with POST.", remedy: "send a message of JSON-RPC")
            answer.headers = [SiteAnswer.Header(name: "Allow", value: "POST")]
            return answer
        }
        // A page of another site must not ask in its reader's name.
        if let origin = head.headerFields[.origin], origin != asked.base {
            return Problem.answer(403, "‘\(origin)’ may not ask here.", remedy: "ask from a program, not from a page")
        }
        let type = head.headerFields[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type == "application/json" else {
            return Problem.answer(415, "A message is application/json.", remedy: "say so in Content-Type")
        }
        if let version = head.headerFields[.mcpVersion], !MCPServer.versions.contains(where: { $0.string == version }) {
            let known = MCPServer.versions.map(\.string).joined(separator: ", ")
            return Problem.answer(
                400, "The protocol's version ‘\(version)’ is not spoken here.", remedy: "speak one of \(known)")
        }
        return nil
    }
}

extension HTTPField.Name {
    fileprivate static let mcpVersion = Self("MCP-Protocol-Version")!
}
