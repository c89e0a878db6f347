extension Character {
    /// How many columns of a terminal it takes: 0 to 2.
    public var terminalColumns: Int { Columns.width(of: self) }
}

extension StringProtocol {
    /// How many columns of a terminal the text takes on one line. Control characters count 1, escape sequences too.
    public var terminalColumns: Int {
        utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.terminalColumns }
    }
}
