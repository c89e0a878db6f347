import ArgumentParser
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

struct BlameVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame", abstract: "Show which event each sentence and word of a story came from.",
        discussion: """
            Each sentence stands beside the version that most of its words come from; words of another version are in \
            brackets with its number, and [taken out in v2] stands where words were taken out. Text that moved keeps its \
            origin, and so does text that was taken out and put back, which is said.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions

    @Argument(help: "The story's id, or any unique beginning of it.", completion: .story)
    var story: String

    @Option(help: "How to show it: terminal, html (a page of its own) or json.")
    var format: Format?

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case terminal, html, json
    }

    func validate() throws {
        try output.check(format)
    }

    func run() throws {
        let view = try ledger.open().view(of: story, cuts.cut())
        let blame = StoryBlame(of: view)
        switch output.isJSON ? .json : format ?? .terminal {
        case .json: try blame.json.printDocument()
        case .html: try Terminal.writeData(Array(blame.page.html.utf8))
        case .terminal:
            Pager.start()
            try cuts.echo()
            try blame.print()
        }
    }
}

extension StoryBlame {
    fileprivate var labels: [VersionLabel] {
        // Local times can be compared only where all have one offset.
        let isMixed = ShownTime.zone == nil && Set(versions.map(\.envelope.time.offset)).count > 1
        return versions.map { version in
            let time = version.envelope.time
            let offset = isMixed ? " \(EventTime.text(offset: time.offset))" : ""
            return VersionLabel(
                name: "v\(version.number)",
                place: "\(version.envelope.position)  \(time.shownMinute)\(offset)\(version.otherSource.asThrough)")
        }
    }

    fileprivate func print() throws(Failure) {
        let place = "version \(version.number), \(version.envelope.position)"
        try Terminal.print("\(story.description.onOneLine.styled(.cyan))  \(place)")
        var options = Rendering.Options()
        options.usesColour = Terminal.hasColour
        options.width = Terminal.width
        for field in withheld { try Terminal.print(field.line.onOneLine.styled(.red)) }
        if let doubt { try Terminal.print(doubt.wrapped(to: Terminal.width).styled(.red)) }
        for field in fields {
            try Terminal.print()
            try Terminal.print(field.field.string.styled(.bold))
            let page = Rendering.blame(field.blame, of: field.text, labels: labels, options: options)
            try Terminal.write(Array(page.utf8))
        }
    }

    /// What nobody can tell any more.
    private var doubt: String? {
        guard !obscured.isEmpty else { return nil }
        let names = obscured.map { "v\($0)" }.joined(separator: ", ")
        return "text of \(names) was withheld: what stands beside the version after it may be older"
    }

    fileprivate var page: WebPage {
        var page = WebPage(
            title: "Where it comes from: \(story), v\(version.number)",
            language: version.fields["language"]?.text?.string)
        page.addFact("Version", "\(version.number), made by the event at \(version.envelope.position)")
        page.addFact("Time", version.envelope.time.shown)
        if let doubt { page.addFact("Withheld", doubt) }
        for field in withheld { page.addFact(field.field.string.capitalizedHeading, "\(field.withheld)") }
        for field in fields {
            page.add(field.field.string.capitalizedHeading, field.blame, of: field.text, labels: labels)
        }
        return page
    }
}
