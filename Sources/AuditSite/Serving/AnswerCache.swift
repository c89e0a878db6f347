import Crypto
import EventLog
import ProseDiff
import StoryEvents
import Synchronization

/// Answers that are sent again while nothing has changed that they tell of.
final class AnswerCache: Sendable {
    private let kept = Mutex(Kept())

    private struct Kept {
        var answers: [SiteRequest: Entry] = [:]
        var bytes = 0
        /// Counts uses, so that the least recently used goes first.
        var clock = 0
    }

    private struct Entry {
        let answer: SiteAnswer
        let state: State
        var used: Int
    }

    /// What an answer depends on.
    private enum State: Hashable {
        /// The newest event of a story.
        case story(Position)
        /// The size of the log. Embargoes end without an event, so such an answer holds for a second.
        case log(Int64, second: Int64)
    }

    private static let mostBytes = 32 << 20
    private static let largest = 1 << 20

    func answer(_ request: SiteRequest, by responder: Responder) -> SiteAnswer {
        var key = request
        key.known = nil
        key.moment = nil
        if !request.namesItself { key.base = "" }
        let state = Self.state(of: request, responder)
        var answer: SiteAnswer
        if let known = state.flatMap({ find(key, $0) }) {
            answer = known
        } else {
            answer = responder.answer(request)
            if answer.status == 200 {
                answer.tag = Self.tag(answer.body)
                if let state { keep(answer, key, state) }
            }
        }
        if let tag = answer.tag, let known = request.known, known == "*" || known.contains(tag) {
            answer.status = 304
            answer.body = []
        }
        return answer
    }

    /// Source: RFC 9110, 8.8.3.
    private static func tag(_ body: [UInt8]) -> String {
        "\"" + Array(SHA256.hash(data: body).prefix(12)).hexadecimal + "\""
    }

    /// What the answer to a request depends on; nil where it depends on the time of day, too.
    private static func state(of request: SiteRequest, _ responder: Responder) -> State? {
        let timed = ["as-of", "at", "since", "until", "from", "to"]
        let isPlain = request.query.items.allSatisfy { item in
            !timed.contains(item.name)
                || item.value.utf8.drop { $0 == 0x40 || $0 == 0x76 }.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard isPlain, let route = Route(path: request.path[...]) else { return nil }
        do throws(EventLogError) {
            switch route {
            // These hold the newest checkpoint.
            case .story(_, .caseFile), .story(_, .bundle), .story(_, .timegate): return nil
            // Feeds leave out what is hidden now.
            case .story(_, .feed): return try Self.log(responder)
            case .api(.story(let story, _)): return try Self.head(of: story, responder)
            case .api(.stories), .api(.events), .api(.parties), .api(.activity), .feed: return try Self.log(responder)
            case .api: return nil
            case .story(let story, _): return try Self.head(of: story, responder)
            case .stories, .log, .parties, .activity: return try Self.log(responder)
            default: return nil
            }
        } catch {
            // The answer itself says why the ledger cannot be read.
            return nil
        }
    }

    private static func head(of story: StoryID, _ responder: Responder) throws(EventLogError) -> State? {
        try responder.record.store.head(of: story).map { .story($0.position) }
    }

    private static func log(_ responder: Responder) throws(EventLogError) -> State {
        .log(try responder.record.store.size(), second: responder.now().microseconds / 1_000_000)
    }

    private func find(_ key: SiteRequest, _ state: State) -> SiteAnswer? {
        kept.withLock { kept in
            guard let entry = kept.answers[key], entry.state == state else { return nil }
            kept.clock += 1
            kept.answers[key]?.used = kept.clock
            return entry.answer
        }
    }

    private func keep(_ answer: SiteAnswer, _ key: SiteRequest, _ state: State) {
        guard answer.body.count <= Self.largest, !Abandonment.isAsked() else { return }
        kept.withLock { kept in
            kept.clock += 1
            if let old = kept.answers.updateValue(Entry(answer: answer, state: state, used: kept.clock), forKey: key) {
                kept.bytes -= old.answer.body.count
            }
            kept.bytes += answer.body.count
            while kept.bytes > Self.mostBytes || kept.answers.count > 4096,
                let oldest = kept.answers.min(by: { $0.value.used < $1.value.used })
            {
                kept.bytes -= oldest.value.answer.body.count
                kept.answers[oldest.key] = nil
            }
        }
    }
}
