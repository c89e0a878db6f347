import ProseRendering
import StoryEvents

/// The versions of a story as a row of dots: the more changed, the larger; unannounced ones are rings.
struct VersionStrip {
    let frame: Frame
    let story: StoryID
    let versions: [VersionFacts]

    /// Dots in one picture, the newest versions.
    private static let most = 60
    private static let step = 46
    private static let middle = 28

    func write(_ page: inout Markup) {
        let shown = Array(versions.suffix(Self.most))
        let width = shown.count * Self.step + 8
        page.element("figure", ["class": "strip"]) { page in
            page.scroller(frame, frame.words.versions, width) { page in picture(shown, width, &page) }
            page.element("figcaption", ["class": "quiet"]) { page in
                if shown.count < versions.count {
                    page.text(frame.words.inPictures.newestVersions(shown.count.grouped, versions.count.grouped) + " ")
                }
                page.text(frame.words.inPictures.strip)
            }
        }
        notes(&page)
    }

    private func picture(_ shown: [VersionFacts], _ width: Int, _ page: inout Markup) {
        page.element(
            "svg",
            [
                "viewBox": "0 0 \(width) 76", "width": "\(width)", "height": "76", "role": "group",
                "aria-label": frame.words.inPictures.versions(versions.count.grouped),
            ]
        ) { page in
            let line = "\(Self.middle)"
            page.element(
                "line", ["x1": "8", "y1": line, "x2": "\(width - 8)", "y2": line, "class": "axis"], { _ in })
            for (index, version) in shown.enumerated() {
                dot(version, at: index * Self.step + Self.step / 2 + 4, &page)
            }
        }
    }

    /// Notes that are written out below the dots, the newest ones.
    private static let mostNotes = 3

    /// What the notes of the dots say, for readers without a pointer, too.
    private func notes(_ page: inout Markup) {
        let noted = versions.filter { $0.note != nil }
        guard !noted.isEmpty else { return }
        page.element("ul", ["class": "plain notes"]) { page in
            for version in noted.suffix(Self.mostNotes).reversed() {
                guard let note = version.note else { continue }
                page.element("li") { page in
                    page.link(frame.link(.story(story, .version(version.number))), "v\(version.number)", "place")
                    page.text(" \(version.isAnnounced ? frame.words.note : frame.words.hiddenNote): ")
                    page.quoted("q", note.text.string.shortened(to: 240), language: frame.language)
                }
            }
            if noted.count > Self.mostNotes {
                page.element("li") {
                    $0.link("#versions", frame.words.inPictures.earlierNotes((noted.count - Self.mostNotes).grouped))
                }
            }
        }
    }

    private func dot(_ version: VersionFacts, at x: Int, _ page: inout Markup) {
        let route: Route = .story(story, version.number > 1 ? .diff : .version(1))
        let address =
            version.number > 1
            ? frame.link(route, ["from": String(version.number - 1), "to": String(version.number)]) : frame.link(route)
        page.element("a", ["href": address]) { page in
            page.element("title", title(version))
            let radius = Self.radius(version)
            let style = version.isSilent ? "dot silent" : version.isNoise ? "dot noise" : "dot"
            if version.isCorrection {
                page.element(
                    "rect",
                    [
                        "x": "\(x - radius)", "y": "\(Self.middle - radius)", "width": "\(2 * radius)",
                        "height": "\(2 * radius)", "class": style,
                    ], { _ in })
            } else {
                page.element(
                    "circle", ["cx": "\(x)", "cy": "\(Self.middle)", "r": "\(radius)", "class": style], { _ in })
            }
            page.element("text", ["x": "\(x)", "y": "70", "text-anchor": "middle"], "v\(version.number)")
        }
    }

    /// The area grows with the words that changed.
    private static func radius(_ version: VersionFacts) -> Int {
        guard version.number > 1 else { return 8 }
        return min(20, 5 + Int((1.6 * Double(version.words).squareRoot()).rounded()))
    }

    private func title(_ version: VersionFacts) -> String {
        let words = frame.words.inPictures
        let what = version.summary.map(frame.words.sentence) ?? (version.number == 1 ? words.published : words.changed)
        let dot = words.dot(String(version.number), frame.text(version.envelope.time), what)
        guard let note = version.note else { return dot }
        let name = version.isAnnounced ? frame.words.note : frame.words.hiddenNote
        return "\(dot) \(name): \(note.text.string.shortened(to: 240))"
    }
}
