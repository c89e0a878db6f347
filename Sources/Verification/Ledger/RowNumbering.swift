/// Rows of one table that are numbered from 1 without gaps, as they are read in order.
struct RowNumbering {
    private let name: String
    private let one: (Int64) -> Finding.Place
    private let several: (ClosedRange<Int64>) -> Finding.Place
    /// The number that the next row should have.
    private var expected: Int64 = 1

    /// - Parameters:
    ///   - name: What a row is called.
    ///   - one: Where one row is.
    ///   - several: Where rows are that follow one another.
    init(
        _ name: String, one: @escaping (Int64) -> Finding.Place,
        several: @escaping (ClosedRange<Int64>) -> Finding.Place
    ) {
        self.name = name
        self.one = one
        self.several = several
    }

    /// Whether the next row may have a number.
    func isPossible(_ number: Int64) -> Bool { number >= expected }

    /// Takes the next row's number.
    ///
    /// - Returns: What is wrong with it, or with the numbers before it; mostly nothing.
    mutating func take(_ number: Int64) -> Finding? {
        guard isPossible(number) else { return Finding(one(number), "no \(name) can have that number") }
        defer { expected = number &+ 1 }
        guard number > expected else { return nil }
        let isOne = number == expected + 1
        return Finding(
            isOne ? one(expected) : several(expected...number - 1), isOne ? "it is missing" : "they are missing")
    }
}
