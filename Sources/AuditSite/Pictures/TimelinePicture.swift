import CanonicalJSON
import ProseRendering
import Projections
import StoryEvents

/// What happened in a story as a picture: the newsroom above, the parties below, one column for each moment.
///
/// Columns stand at equal distances, with the time that passed between two written between them: hours and months fit
/// into one picture.
struct TimelinePicture {
    let frame: Frame
    let model: StoryModel

    private var entries: [Timeline.Entry] { model.entries }

    private static let most = 24
    private static let mostParties = 6
    private static let (left, step, row, top) = (150, 58, 26, 44)

    /// One line of the picture, and what stands on it.
    private struct Lane {
        let name: String
        var entries: [(column: Int, entry: Timeline.Entry)] = []
    }

    func write(_ page: inout Markup) {
        let shown = Array(entries.suffix(Self.most))
        guard !shown.isEmpty else { return }
        let lanes = lanes(shown)
        let first = max(
            Self.width(of: frame.text(shown[0].time)), Self.width(of: frame.text(shown[0].envelope.recorded)))
        let width = max(Self.left + shown.count * Self.step, Self.firstEnd + first) + 20
        let height = Self.top + lanes.count * Self.row + 62
        page.element("figure", ["class": "picture"]) { page in
            page.scroller(frame, frame.words.timeline, width) { draw(shown, lanes, width, height, &$0) }
            page.element("figcaption", ["class": "quiet"]) { page in
                if shown.count < entries.count {
                    page.text(frame.words.inPictures.newestEntries(shown.count.grouped, entries.count.grouped) + " ")
                }
                let marks = frame.words.inPictures
                let late = isLate(shown)
                page.text(
                    frame.words.legend + (late ? " " + marks.allLate : tellsLate(shown) ? " " + marks.ring : "") + " "
                        + marks.times)
            }
        }
    }

    /// Whether all entries were recorded late: then no ring tells them apart.
    private func isLate(_ shown: [Timeline.Entry]) -> Bool {
        model.isAllLate || shown.allSatisfy(\.backdating.isBackdated)
    }

    private func tellsLate(_ shown: [Timeline.Entry]) -> Bool { shown.contains(where: \.backdating.isBackdated) }

    private func draw(_ shown: [Timeline.Entry], _ lanes: [Lane], _ width: Int, _ height: Int, _ page: inout Markup) {
        let hasRings = !isLate(shown)
        page.element(
            "svg",
            [
                "viewBox": "0 0 \(width) \(height)", "width": "\(width)", "height": "\(height)", "role": "group",
                "aria-label":
                    frame.words.inPictures.entries(frame.words.timeline, shown.count.grouped),
            ]
        ) { page in
            gaps(shown, &page)
            for (index, lane) in lanes.enumerated() {
                draw(lane, at: Self.top + index * Self.row, width, hasRings: hasRings, &page)
            }
            let below = Self.top + lanes.count * Self.row
            delays(shown, at: below + 4, &page)
            ends(frame.words.inPictures.happened, shown, at: below + 28, &page) { frame.text($0.time) }
            ends(frame.words.inPictures.recorded, shown, at: below + 46, &page) { frame.text($0.envelope.recorded) }
        }
    }

    /// The newsroom first, then the parties in the order in which they came; what further ones did shares one lane.
    private func lanes(_ shown: [Timeline.Entry]) -> [Lane] {
        var lanes = [Lane(name: frame.words.inPictures.newsroom)]
        var places: [Text: Int] = [:]
        for (column, entry) in shown.enumerated() {
            guard let party = entry.party?.name else {
                lanes[0].entries.append((column, entry))
                continue
            }
            var place = places[party] ?? lanes.count
            if place == lanes.count {
                if lanes.count > Self.mostParties {
                    place = lanes.count - 1
                } else {
                    let isLast = lanes.count == Self.mostParties
                    lanes.append(Lane(name: isLast ? frame.words.inPictures.others : party.string))
                }
                places[party] = place
            }
            lanes[place].entries.append((column, entry))
        }
        if lanes.count > Self.mostParties, lanes[Self.mostParties].entries.map(\.entry.party?.name).isUniform {
            let name = lanes[Self.mostParties].entries.first?.entry.party?.name.string ?? frame.words.inPictures.others
            lanes[Self.mostParties] = Lane(name: name, entries: lanes[Self.mostParties].entries)
        }
        return lanes
    }

    /// Where the first time begins.
    private static var firstEnd: Int { x(0) - 20 }

    /// The most room that small words take: a digit is about 6 wide.
    private static func width(of text: String) -> Int { text.count * 7 }

    private static func x(_ column: Int) -> Int { left + column * step + step / 2 }

    /// How much time lies between two columns.
    private func gaps(_ shown: [Timeline.Entry], _ page: inout Markup) {
        for (column, pair) in zip(shown, shown.dropFirst()).enumerated() {
            let seconds = pair.1.time.seconds - pair.0.time.seconds
            guard seconds >= 60 else { continue }
            let x = Self.x(column) + Self.step / 2
            page.element("text", ["x": "\(x)", "y": "26", "text-anchor": "middle", "class": "gap"], roughly(seconds))
        }
    }

    /// Seconds in the largest unit: `3 d`, `19 h`, `12 min`.
    private func roughly(_ seconds: Int64) -> String {
        let words = frame.words.inPictures
        if seconds >= 86_400 { return words.days((seconds / 86_400).grouped) }
        return seconds >= 3_600 ? words.hours(String(seconds / 3_600)) : words.minutes(String(seconds / 60))
    }

    private func draw(_ lane: Lane, at y: Int, _ width: Int, hasRings: Bool, _ page: inout Markup) {
        page.element(
            "text", ["x": "\(Self.left - 10)", "y": "\(y + 4)", "text-anchor": "end", "class": "lane"],
            lane.name.shortened(to: 20))
        page.element(
            "line", ["x1": "\(Self.left)", "y1": "\(y)", "x2": "\(width - 10)", "y2": "\(y)", "class": "axis"], { _ in }
        )
        for (column, entry) in lane.entries { mark(entry, Self.x(column), y, hasRings, &page) }
    }

    private func mark(_ entry: Timeline.Entry, _ x: Int, _ y: Int, _ hasRings: Bool, _ page: inout Markup) {
        page.element("a", ["href": frame.link(.event(entry.envelope.position))]) { page in
            let late = frame.mark(entry.backdating, isAllLate: model.isAllLate).map { " (\($0))" } ?? ""
            page.element(
                "title",
                frame.words.inPictures.entry(
                    frame.text(entry.time), late, frame.text(entry.envelope.recorded), entry.line))
            let sign = Self.sign(entry.what.string)
            if entry.backdating.isBackdated, hasRings {
                page.element("circle", ["cx": "\(x)", "cy": "\(y)", "r": "11", "class": "late"], { _ in })
            }
            switch sign.shape {
            case .disc:
                page.element("circle", ["cx": "\(x)", "cy": "\(y)", "r": "6", "class": sign.style], { _ in })
            case .bar:
                page.element(
                    "rect",
                    ["x": "\(x - 6)", "y": "\(y - 6)", "width": "12", "height": "12", "class": sign.style], { _ in })
            case .cross:
                let lines = "M\(x - 6) \(y - 6)L\(x + 6) \(y + 6)M\(x + 6) \(y - 6)L\(x - 6) \(y + 6)"
                page.element("path", ["d": lines, "class": sign.style], { _ in })
            case .ring:
                page.element("circle", ["cx": "\(x)", "cy": "\(y)", "r": "5", "class": sign.style], { _ in })
            }
        }
    }

    private enum Shape { case disc, bar, cross, ring }

    /// A change is told by its shape, too: not by its colour alone.
    private static func sign(_ what: String) -> (shape: Shape, style: String) {
        switch what {
        case "published", "update": (.disc, "mark")
        case "correction", "clarification": (.bar, "mark")
        case "kill", "hold", "withheld", "erased": (.cross, "mark grave")
        case "denied", "partly-denied": (.cross, "mark denial")
        case "asked", "declined", "no-response": (.ring, "mark open")
        default: (.disc, "mark party")
        }
    }

    /// How long after it happened each was recorded.
    private func delays(_ shown: [Timeline.Entry], at y: Int, _ page: inout Markup) {
        page.label(frame.words.inPictures.delay, Self.left - 10, y, "end")
        let texts = shown.map { entry in
            let seconds = entry.envelope.recorded.microseconds / 1_000_000 - entry.time.seconds
            return seconds < 60 ? "·" : roughly(seconds)
        }
        if texts.count > 2, texts.isUniform {
            return page.label(frame.words.inPictures.eachDelay(texts[0]), Self.firstEnd, y, "start")
        }
        for (column, text) in texts.enumerated() { page.label(text, Self.x(column), y, "middle") }
    }

    /// The first and the last of the times in a row.
    private func ends(
        _ name: String, _ shown: [Timeline.Entry], at y: Int, _ page: inout Markup, _ time: (Timeline.Entry) -> String
    ) {
        guard let first = shown.first, let last = shown.last else { return }
        page.label(name, Self.left - 10, y, "end")
        page.label(time(first), Self.firstEnd, y, "start")
        let end = Self.x(shown.count - 1) + 20
        guard end - Self.width(of: time(last)) > Self.firstEnd + Self.width(of: time(first)) else { return }
        page.label(time(last), end, y, "end")
    }
}

extension Markup {
    /// Small words of the picture.
    fileprivate mutating func label(_ text: String, _ x: Int, _ y: Int, _ anchor: String) {
        element("text", ["x": "\(x)", "y": "\(y)", "text-anchor": anchor, "class": "gap"], text)
    }
}

extension Array where Element: Equatable {
    /// Whether all elements are equal.
    fileprivate var isUniform: Bool { allSatisfy { $0 == first } }
}
