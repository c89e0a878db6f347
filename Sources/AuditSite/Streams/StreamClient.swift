import HTTPTypes
import HummingbirdCore
import NIOCore
import StoryEvents

/// One client of the stream, as long as it stays.
struct StreamClient {
    private let streams: EventStreams
    private let question: StreamQuestion
    private let channel: any Channel

    /// The longest silence: a comment is sent before proxies and clients take the connection for dead.
    private static let silence: Duration = .seconds(10)
    /// How long a client may take to receive what is sent.
    private static let patience: TimeAmount = .seconds(30)
    /// What a client waits for before it comes again, in milliseconds.
    private static let opening = "retry: 2000\n\n"

    init(_ streams: EventStreams, _ question: StreamQuestion, _ channel: any Channel) {
        self.streams = streams
        self.question = question
        self.channel = channel
    }

    /// Sends events until the client goes or the site stops.
    func serve(from start: Position, _ writer: inout any ResponseBodyWriter) async throws {
        let clock = ContinuousClock()
        var (next, last) = (start, clock.now)
        try await send(Array(Self.opening.utf8), &writer)
        while !streams.isStopped, !Task.isCancelled {
            let turn = streams.turn
            switch await streams.page(question, from: next, turn: turn) {
            case .success(let page):
                next = page.next
                if !page.bytes.isEmpty {
                    try await send(page.bytes, &writer)
                    last = clock.now
                }
                guard page.isAtEnd else { continue }
            // The ledger is busy, or many ask: the next turn tries again.
            case .failure: break
            }
            if clock.now - last >= Self.silence {
                try await send(Array(":\n\n".utf8), &writer)
                last = clock.now
            }
            await streams.wait(after: turn)
        }
    }

    /// A client that does not receive is cut off.
    private func send(_ bytes: [UInt8], _ writer: inout any ResponseBodyWriter) async throws {
        let end = channel.eventLoop.scheduleTask(in: Self.patience) { [channel] in channel.close(promise: nil) }
        defer { end.cancel() }
        try await writer.write(ByteBuffer(bytes: bytes))
    }
}
