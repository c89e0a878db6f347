/// Finds the tokens that both sides have. Its tables are stamped and reused, so that a small stretch costs little.
struct CommonTokens {
    private var stamps: [UInt32] = []
    private var stamp: UInt32 = 0

    /// Returns the indices of the tokens that the other side has too.
    mutating func filter(
        _ old: UnsafeBufferPointer<Int32>, _ oldRange: Range<Int>, _ new: UnsafeBufferPointer<Int32>,
        _ newRange: Range<Int>
    ) -> (old: [Int32], new: [Int32]) {
        var highest: Int32 = 0
        for index in oldRange { highest = max(highest, old[index]) }
        for index in newRange { highest = max(highest, new[index]) }
        if stamps.count <= Int(highest) {
            stamps += [UInt32](repeating: 0, count: Int(highest) + 1 - stamps.count + stamps.count / 2)
        }
        stamp += 2
        for index in oldRange { stamps[Int(old[index])] = stamp }
        var newKept: [Int32] = []
        for index in newRange where stamps[Int(new[index])] >= stamp {
            newKept.append(Int32(index))
            stamps[Int(new[index])] = stamp + 1
        }
        var oldKept: [Int32] = []
        for index in oldRange where stamps[Int(old[index])] == stamp + 1 { oldKept.append(Int32(index)) }
        return (oldKept, newKept)
    }
}
