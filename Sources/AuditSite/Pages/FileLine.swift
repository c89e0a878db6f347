import EventLog
import ProseRendering

/// Shows the file that an event came in: what its leaf commits to, and a receipt that says otherwise.
struct FileLine {
    let words: EvidenceWords
    let file: EventFile

    func write(_ page: inout Markup) {
        switch file.content {
        case .withheld(let takedown): page.text(words.fileWithheld("\(takedown)"))
        case .committed(let name, let sha256): named(name.string, sha256.string, &page)
        case .noted(let name, let sha256):
            named(name.string, sha256, &page)
            page.text(" " + words.fileNoted)
        case .unknown: break
        }
        guard let difference = file.difference else { return }
        page.element("p", ["class": "alert warn", "dir": "auto"], words.fileDiffers(difference))
    }

    private func named(_ name: String, _ sha256: String, _ page: inout Markup) {
        page.element("span", ["dir": "auto"], name)
        page.tag(" ")
        page.element("code", ["class": "hash"], sha256)
    }
}
