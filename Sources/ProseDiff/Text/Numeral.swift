/// Numerals, as a reader compares them.
enum Numeral {
    /// A numeral without the marks that part its thousands: "1,200" and "1'200" are "1200".
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 of one word.
    ///   - grouping: The mark of the language, "," or "."; an apostrophe parts thousands in each.
    /// - Returns: The word as it is, where it is not one to three digits and then groups of three.
    static func plain(_ bytes: ArraySlice<UInt8>, grouping: UInt8) -> ArraySlice<UInt8> {
        let groups = bytes.split(omittingEmptySubsequences: false) { $0 == grouping || $0 == UInt8(ascii: "'") }
        guard groups.count > 1, (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.joined().allSatisfy({ $0 &- UInt8(ascii: "0") < 10 })
        else { return bytes }
        return Array(groups.joined())[...]
    }
}
