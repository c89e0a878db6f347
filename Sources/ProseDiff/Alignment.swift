/// Which tokens of two texts are the same: in order, and moved.
struct Alignment {
    /// For each old token the new one that it is, or -1. In order, except within ``moves``.
    var matches: [Int32]
    /// Runs that stand elsewhere, in the order of the new text. They overlap on neither side.
    var moves: [TokenSpan] = []
    var quality = Comparison.Quality.minimal
}
