import CanonicalJSON
import ProseRendering
import Projections
import StoryEvents

/// The claims of a story with their attributions, and its requests for comment.
struct ClaimsSection {
    let frame: Frame
    let model: StoryModel
    private let movesOnStory: [ClaimRecord.Move]
    private let nounOnStory: MoveNoun

    init(frame: Frame, model: StoryModel) {
        (self.frame, self.model) = (frame, model)
        movesOnStory = model.board.claims.movesOnStory
        nounOnStory = movesOnStory.noun
    }

    private var board: ClaimBoard { model.board }
    private var story: StoryID { model.state.story }
    private var words: StoryWords { frame.words.inStory }

    /// Moves shown on the story's own page; the page of claims shows all.
    private static let most = 3
    /// Things that one page lists.
    private static let mostListed = 1000

    func write(_ page: inout Markup, isWhole: Bool) {
        let claims = Array(zip(board.claims.claims, board.claims.summaries))
        let bearings = Deniers.bearings(of: board.claims)
        if !claims.isEmpty {
            page.element("section", ["id": "claims"]) { page in
                heading(frame.words.claims, isWhole, &page)
                page.element("ol", ["class": "claims plain"]) { page in
                    for (record, summary) in claims.prefix(Self.mostListed) {
                        page.element("li", ["id": "claim-\(PercentCoding.encoded(record.id.string))"]) {
                            claim(record, summary, bearings, isWhole, &$0)
                        }
                    }
                }
            }
        }
        if !movesOnStory.isEmpty {
            page.element("section") { page in
                heading(frame.words.wholeStory, isWhole, &page)
                moves(movesOnStory, nil, nil, bearings, isWhole, &page)
            }
        }
        requests(&page, isWhole)
        if isWhole { withheld(&page) }
    }

    private func heading(_ title: String, _ isWhole: Bool, _ page: inout Markup) {
        page.element("h2") { page in
            if isWhole { page.text(title) } else { page.link(frame.link(.story(story, .claims)), title) }
        }
    }

    private func claim(
        _ record: ClaimRecord, _ summary: ClaimSummary, _ bearings: DenialBearings, _ isWhole: Bool,
        _ page: inout Markup
    ) {
        page.element("p", ["class": "claim"]) { page in
            if let claim = record.claim {
                page.quoted("span", claim.text.string, language: frame.language)
            } else {
                if board.isNotYet(record) { page.text(words.notClaimedYet) } else { page.withheld(words.claimWithheld) }
            }
            page.text(" ")
            page.element("span", ["class": "place"], record.id.asName)
            page.text(" ")
            page.element(
                "span", ["class": "standing " + summary.standing.rawValue], said(code: summary.standing.rawValue))
        }
        if let claim = record.claim, !claim.attribution.isEmpty {
            Attribution(frame: frame, claim: claim, denials: board.claims.standingDenials(of: record)).write(&page)
        }
        if let counter = record.counterTo {
            page.element("p", ["class": "facts"]) { page in
                page.text(words.setAgainst(counter.claims.map(\.asName).joined(separator: ", ")))
                page.event(record.introduced, frame)
            }
        }
        if let about = record.aboutLine { page.quoted("p", about, "facts") }
        for correction in board.undoneCorrections(of: record) {
            page.element("p", ["class": "alert warn"], correction.line)
        }
        for drift in board.drift(of: record.id) { page.quoted("p", drift.line, "drift") }
        let besides =
            summary.onStory > 0 ? words.toTheWhole(summary.onStory.grouped, nounOnStory.of(summary.onStory)) : nil
        moves(board.claims.moves(naming: record), "it", record.id, bearings, isWhole, besides: besides, &page)
    }

    private func moves(
        _ moves: [ClaimRecord.Move], _ object: String?, _ claim: Text?, _ bearings: DenialBearings, _ isWhole: Bool,
        besides: String? = nil, _ page: inout Markup
    ) {
        guard !moves.isEmpty || besides != nil else { return }
        let shown = moves.suffix(isWhole ? Self.mostListed : Self.most)
        page.element("ul", ["class": "moves plain"]) { page in
            if shown.count < moves.count {
                page.element("li") {
                    $0.link(frame.link(.story(story, .claims)), words.earlier((moves.count - shown.count).grouped))
                }
            }
            for move in shown { page.element("li") { item(move, object, bearings.bearing(of: move, on: claim), &$0) } }
            if let besides { page.element("li", ["class": "facts"], besides) }
        }
    }

    private func item(
        _ move: ClaimRecord.Move, _ object: String?, _ bearing: DenialBearing, _ page: inout Markup
    ) {
        page.time(move.time, of: move.position, frame)
        page.text(" ")
        page.element("span", ["dir": "auto"]) { page in
            let phrase = move.phrase(about: object, bearing)
            page.text("\(board.actor(of: move)) \(phrase)\(board.through(move))")
        }
        page.text(" ")
        page.event(move.position, frame)
        if let mark = frame.mark(board.backdating(at: move.position), isAllLate: model.isAllLate) {
            page.text(" ")
            page.element("b", mark)
            page.text(", \(frame.words.recorded) ")
            page.time(move.recorded, frame)
        }
        if let statement = move.statement {
            page.quoted("q", statement.text.string, language: frame.language, "statement")
        }
        if let concedes = move.denial?.concedes { page.quoted("p", words.conceding("\(concedes)"), "facts") }
        if let printed = move.response?.printed { page.quoted("p", words.inPrint("\(printed)"), "facts") }
    }

    private func requests(_ page: inout Markup, _ isWhole: Bool) {
        let answers = board.claims.answers
        guard !board.claims.requests.isEmpty else { return }
        let spellings = OtherSpellings(board.claims.moves, for: answers)
        page.element("section", ["id": "requests"]) { page in
            heading(frame.words.requests, isWhole, &page)
            page.element("ul", ["class": "plain requests"]) { page in
                for (record, answer) in zip(board.claims.requests, answers).prefix(Self.mostListed) {
                    page.element("li") { page in
                        page.element("p", ["class": "claim"]) { page in
                            page.quoted("span", record.request.party.label)
                            page.text(" ")
                            page.element(
                                "span", ["class": "standing " + answer.standing.rawValue], answer.standing.words)
                            if let other = answer.otherParty(than: record) {
                                page.text(words.answeredBy)
                                page.quoted("span", other.asName)
                            }
                        }
                        page.quoted(
                            "p",
                            record.summary(answer, toldIn: board.version(telling: record)) {
                                frame.text($0, askedIn: record.introduced)
                            }, "facts")
                        for other in spellings.all(of: record, answer) { page.quoted("p", other.line(), "drift") }
                        list(answer, to: record, isWhole, &page)
                    }
                }
            }
        }
    }

    /// What a party answered, each with the time that it took and its event.
    private func list(
        _ answers: RequestAnswers, to request: RequestRecord, _ isWhole: Bool, _ page: inout Markup
    ) {
        let shown = answers.moves(first: isWhole ? Self.mostListed : Self.most)
        guard !shown.isEmpty else { return }
        page.element("ul", ["class": "moves plain"]) { page in
            for move in shown {
                page.element("li") { page in
                    page.time(move.time, of: move.position, frame)
                    page.text(" ")
                    page.element("span", ["dir": "auto"]) { page in
                        page.text(
                            "\(board.actor(of: move)) \(move.phrase(about: move.claimList))\(board.through(move))")
                    }
                    page.text(" ")
                    page.event(move.position, frame)
                    // A silence has no time of its own.
                    if move.response?.outcome != .noResponse, let asked = request.request.asked,
                        case let seconds = move.time.seconds - asked.time.seconds,
                        seconds > 0
                    {
                        page.text(" · " + words.answer(seconds.asDuration))
                    }
                }
            }
            if shown.count < answers.count {
                page.element("li", words.moreAnswers((answers.count - shown.count).grouped))
            }
        }
    }

    private func withheld(_ page: inout Markup) {
        let takedowns = model.entries.filter { $0.envelope.type == .withheld }
        guard !board.withheld.isEmpty || !takedowns.isEmpty else { return }
        page.element("section") { page in
            page.element("h2", frame.words.withheldHeading)
            page.element("ul", ["class": "plain"]) { page in
                for takedown in takedowns.prefix(Self.mostListed) {
                    page.element("li") { page in
                        page.event(takedown.envelope.position, frame)
                        page.text(" ")
                        page.time(of: takedown.envelope, frame)
                        page.quoted("p", takedown.line.asSentence, "facts")
                    }
                }
                for gap in board.withheld.prefix(Self.mostListed) {
                    page.element("li") { page in
                        page.event(gap.envelope.position, frame)
                        page.text(" \(said(code: gap.envelope.type.rawValue)) ")
                        page.time(of: gap.envelope, frame)
                        page.quoted("p", gap.withheld.description, "facts")
                    }
                }
            }
        }
    }
}

/// Who told whom, hop by hop; a hop of which a denial stands is struck through, and says so.
struct Attribution {
    let frame: Frame
    let claim: Claim
    let denials: [ClaimRecord.Move]

    func write(_ page: inout Markup) {
        page.element("ol", ["class": "hops"]) { page in
            for hop in claim.attribution {
                let denied = denials.filter { hop.id != nil && $0.hop == hop.id }
                page.element("li", ["class": denied.isEmpty ? nil : "denied"]) { page in
                    page.element(denied.isEmpty ? "span" : "s", ["dir": "auto"], hop.sentence)
                    for denial in denied {
                        page.text(frame.words.inStory.deniedBy(denial.by?.name.string ?? frame.words.inStory.aPerson))
                        page.event(denial.position, frame)
                    }
                }
            }
        }
    }
}

/// All claims and requests of a story.
struct ClaimsPage {
    let frame: Frame
    let model: StoryModel

    var html: [UInt8] {
        Layout(frame: frame, title: "\(frame.words.claims): \(model.state.story)").page { page in
            StoryHead(frame: frame, model: model).write(&page, isWhole: false)
            page.element("h1", frame.words.claims)
            if model.board.claims.claims.isEmpty, model.board.claims.requests.isEmpty {
                page.element(
                    "p", ["class": "empty"], frame.words.inStory.noClaims)
            }
            ClaimsSection(frame: frame, model: model).write(&page, isWhole: true)
        }
    }
}
