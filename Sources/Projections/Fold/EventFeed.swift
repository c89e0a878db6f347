import EventLog
import Foundation
import StoryEvents

/// Events from a position to another, page by page; what is read and parsed ahead is so on a thread of its own.
///
/// Each page is a read of its own, so that the log's WAL can be checkpointed meanwhile. Used by one thread, which calls
/// ``stop()`` at last.
final class EventFeed: @unchecked Sendable {
    private let store: any EventStore
    private let end: Position
    private let mostBytes: Int
    // Of the thread that reads.
    private var next: Position
    /// How many events a page has: few where they are large.
    private var pageLength = 16

    // Under the lock of `condition`.
    private let condition = NSCondition()
    private var pages: [Result<Page, EventLogError>] = []
    /// How much the pages hold, as it is stored.
    private var bytes = 0
    private var isStopped = false
    private let isAhead: Bool

    private struct Page {
        let events: [ReadEvent]
        /// How much they are, as they are stored.
        let bytes: Int

        init(_ events: [ReadEvent]) {
            self.events = events
            bytes = events.reduce(0) { $0 + $1.event.leaf.count + ($1.event.content?.data.count ?? 0) }
        }
    }

    private static let longestPage = 256
    private static let pageBytes = 1 << 19

    /// - Parameters:
    ///   - start: The first position.
    ///   - end: The position after the last one.
    ///   - mostBytes: Nothing more is read while so much waits, as it is stored; in memory it is three or four times as
    ///     much. It should be what can be read while a batch is written.
    init(_ store: any EventStore, from start: Position, to end: Position, mostBytes: Int = 6 << 20) {
        self.store = store
        next = start
        self.end = end
        self.mostBytes = mostBytes
        isAhead = end.value - start.value > Int64(Self.longestPage)
        guard isAhead else { return }
        let thread = Thread { self.readAhead() }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// - Returns: The next events; none at the end.
    func page() throws(EventLogError) -> [ReadEvent] {
        guard isAhead else { return try read().events }
        condition.lock()
        defer { condition.unlock() }
        while pages.isEmpty { condition.wait() }
        condition.signal()
        switch pages[0] {
        case .success(let page):
            // The last one, which is empty, stays.
            if !page.events.isEmpty { pages.removeFirst() }
            bytes -= page.bytes
            return page.events
        case .failure(let error): throw error
        }
    }

    /// Lets the other thread end.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    private func read() throws(EventLogError) -> Page {
        let limit = min(Int64(pageLength), end.value - next.value)
        guard limit > 0 else { return Page([]) }
        let page = Page(try store.events(from: next, limit: Int(limit)).map(ReadEvent.init))
        if let last = page.events.last {
            next = last.envelope.position.next
            pageLength = max(1, min(Self.longestPage, Self.pageBytes * page.events.count / max(1, page.bytes)))
        }
        return page
    }

    private func readAhead() {
        var isWanted = true
        while isWanted {
            let page: Result<Page, EventLogError>
            do throws(EventLogError) { page = .success(try read()) } catch { page = .failure(error) }
            condition.lock()
            while bytes >= mostBytes, !isStopped { condition.wait() }
            pages.append(page)
            if case .success(let page) = page {
                bytes += page.bytes
                isWanted = !page.events.isEmpty && !isStopped
            } else {
                isWanted = false
            }
            condition.signal()
            condition.unlock()
        }
    }
}
