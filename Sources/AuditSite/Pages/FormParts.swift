import ProseRendering

extension Markup {
    /// The moment and the zone that a page was asked in, so that a form asks in the same.
    mutating func keptFields(_ frame: Frame) {
        for name in Frame.kept {
            if let value = frame.query[name] { open("input", ["type": "hidden", "name": name, "value": value]) }
        }
    }

    /// A box to tick, with its label.
    mutating func box(_ name: String, _ label: String, _ isOn: Bool) {
        element("label", ["class": "box"]) { page in
            page.open("input", ["type": "checkbox", "name": name, "value": "yes", "checked": isOn ? "" : nil])
            page.text(" " + label)
        }
    }
}
