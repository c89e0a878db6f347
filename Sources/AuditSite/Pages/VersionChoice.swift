import ProseRendering

/// A field of a form that chooses one version of a story: a list of all, or, of a story with many, a number with the versions near
/// the chosen one to pick from.
struct VersionChoice {
    let frame: Frame
    let versions: [VersionFacts]
    /// The parameter.
    let name: String
    let label: String
    let chosen: Int

    /// Versions that a list holds; more are chosen by number.
    private static let most = 40
    /// Versions on either side of the chosen one, to pick from.
    private static let near = 10

    func write(_ page: inout Markup) {
        page.element("label") { page in
            page.text(label + " ")
            if versions.count > Self.most { number(&page) } else { list(&page) }
        }
    }

    private func list(_ page: inout Markup) {
        page.element("select", ["name": name]) { page in
            for version in versions {
                page.element(
                    "option", ["value": String(version.number), "selected": version.number == chosen ? "" : nil],
                    text(version))
            }
        }
    }

    private func number(_ page: inout Markup) {
        guard let first = versions.first, let last = versions.last else { return }
        page.open(
            "input",
            [
                "type": "number", "name": name, "value": String(chosen), "min": String(first.number),
                "max": String(last.number), "list": "near-" + name,
            ])
        page.element("datalist", ["id": "near-" + name]) { page in
            for version in versions where abs(version.number - chosen) <= Self.near {
                page.element("option", ["value": String(version.number)], text(version))
            }
        }
    }

    private func text(_ version: VersionFacts) -> String {
        "v\(version.number) \(frame.text(version.envelope.time))"
    }
}
