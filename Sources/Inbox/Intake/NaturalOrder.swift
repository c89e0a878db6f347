/// The natural order of names: `part-2` comes before `part-10`. Everything but digits is compared byte by byte.
enum NaturalOrder {
    /// Folders are ordered by name, a folder's own files before those of its subfolders.
    static func precedes(_ left: Place, _ right: Place) -> Bool {
        if left.folder == right.folder { return compare(left.name.bytes, right.name.bytes) < 0 }
        for (ours, theirs) in zip(left.folder.names, right.folder.names) where ours != theirs {
            return compare(ours.bytes, theirs.bytes) < 0
        }
        return left.folder.names.count < right.folder.names.count
    }

    /// Compares two names: runs of digits as numbers of any length, everything else byte by byte.
    ///
    /// - Returns: Negative if the left one comes first; 0 only for equal names.
    static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        var (ours, theirs) = (left, right)
        while let a = ours.first, let b = theirs.first {
            guard isDigit(a), isDigit(b) else {
                if a != b { return Int(a) - Int(b) }
                ours.removeFirst()
                theirs.removeFirst()
                continue
            }
            let (first, second) = (ours.prefix(while: isDigit), theirs.prefix(while: isDigit))
            let order = compareNumbers(first, second)
            if order != 0 { return order }
            ours = ours.dropFirst(first.count)
            theirs = theirs.dropFirst(second.count)
        }
        if ours.count != theirs.count { return ours.count - theirs.count }
        // The names differ at most in leading zeros.
        if left.elementsEqual(right) { return 0 }
        return left.lexicographicallyPrecedes(right) ? -1 : 1
    }

    private static func compareNumbers(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        let (ours, theirs) = (left.drop { $0 == UInt8(ascii: "0") }, right.drop { $0 == UInt8(ascii: "0") })
        if ours.count != theirs.count { return ours.count - theirs.count }
        for (a, b) in zip(ours, theirs) where a != b { return Int(a) - Int(b) }
        return 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
