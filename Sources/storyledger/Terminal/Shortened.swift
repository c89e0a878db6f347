import ArgumentParser
import ProseRendering

/// How much of a long list a page for a terminal shows. JSON and tab-separated rows are whole.
struct LengthOptions: ParsableArguments {
    @Flag(name: .customLong("all"), help: "Show long lists whole.")
    var isWhole = false

    /// Prints the first of some things, and how many more there are.
    ///
    /// - Parameters:
    ///   - most: How many to print where the list is not shown whole.
    ///   - indent: Columns before the line that says how many more there are.
    func print<Things: Collection>(
        _ things: Things, most: Int, indent: Int = 0, _ body: (Things.Element) throws(Failure) -> Void
    ) throws(Failure) {
        try print(things.prefix(isWhole ? things.count : most), of: things.count, indent: indent, body)
    }

    /// Prints some things that are the first of a list, and how many more the list has.
    func print<Things: Collection>(
        _ things: Things, of count: Int, indent: Int = 0, _ body: (Things.Element) throws(Failure) -> Void
    ) throws(Failure) {
        for thing in things { try body(thing) }
        guard count > things.count else { return }
        let margin = String(repeating: " ", count: indent)
        try Terminal.print(margin + "and \((count - things.count).grouped) more; --all".styled(.dim))
    }
}

extension Int {
    /// The number with a comma before every three digits: `2,391`.
    var grouped: String {
        var digits = String(magnitude)
        var end = digits.count - 3
        while end > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
            end -= 3
        }
        return (self < 0 ? "-" : "") + digits
    }
}
