import HTTPTypes
import HummingbirdCore
import NIOCore
import StoryEvents

/// Answers requests as they come over HTTP.
struct SiteExchange: Sendable {
    let gate: Gate
    let pool: ReaderPool
    let streams: EventStreams
    let settings: SiteSettings
    let connections: Connections

    func answer(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        connections.begin(.answering, of: channel)
        defer { connections.begin(.waiting, of: channel) }
        let head = request.head
        let asked = SiteRequest(head, isBehindProxy: settings.isBehindProxy)
        if let refusal = settings.preflight(head, asked) ?? gate.refusal(of: head) {
            return try await send(refusal, to: head, asked, writer)
        }
        let client = connections.client(of: channel, forwarded: settings.forwardedClient(head))
        if MCPOverHTTP.isAsked(by: asked) {
            let answer = try await MCPOverHTTP(pool: pool, client: client).answer(request, asked)
            return try await send(answer, to: head, asked, writer)
        }
        guard StreamQuestion.isAsked(by: asked) else {
            return try await send(await pool.answer(asked, for: client), to: head, asked, writer)
        }
        try await stream(head, asked, writer, channel)
    }

    private func send(
        _ found: SiteAnswer, to head: HTTPRequest, _ request: SiteRequest, _ writer: consuming ResponseWriter
    ) async throws {
        var answer = found
        // What the gate and the pool refuse is plain text.
        if request.isOfAPI, answer.status >= 400, answer.type != Problem.type { answer = Problem.answer(answer) }
        let response = HTTPResponse(status: .init(code: answer.status), headerFields: fields(of: answer, request))
        if head.method == .head { answer.body = [] }
        try await writer.write(response: response, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private func fields(of answer: SiteAnswer, _ request: SiteRequest) -> HTTPFields {
        SiteHeaders.fields(of: answer, gate: gate, isShared: settings.shares(request))
    }

    private func stream(
        _ head: HTTPRequest, _ request: SiteRequest, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        guard streams.enter() else {
            let fault = SiteFault.unavailable(
                "\(EventStreams.most) clients listen already", remedy: "ask /api/v1/events now and then")
            return try await send(Problem.answer(fault), to: head, request, writer)
        }
        defer { streams.leave() }
        let start: (StreamQuestion, from: Position)
        do throws(SiteFault) {
            let question = try StreamQuestion(request.query, last: head.headerFields[.lastEventID])
            start = (question, try await streams.start(of: question).get())
        } catch {
            return try await send(Problem.answer(error), to: head, request, writer)
        }
        let answer = SiteAnswer(type: "text/event-stream", body: [], caching: "no-store")
        guard head.method == .get else { return try await send(answer, to: head, request, writer) }
        connections.begin(.streaming, of: channel)
        var fields = fields(of: answer, request)
        fields[.contentLength] = nil
        fields[.acceleratedBuffering] = "no"
        let client = StreamClient(streams, start.0, channel)
        try await writer.write(
            response: HTTPResponse(status: .ok, headerFields: fields),
            body: ResponseBody { writer in
                try await client.serve(from: start.from, &writer)
                try await writer.finish(nil)
            })
    }
}

extension HTTPField.Name {
    static let lastEventID = Self("Last-Event-ID")!
    /// Asks nginx not to hold answers back.
    static let acceleratedBuffering = Self("X-Accel-Buffering")!
}
