/// Compares two texts.
///
/// - Parameters:
///   - old: UTF-8. Ill-formed bytes are compared as bytes.
///   - new: UTF-8.
///   - options: What to look for, and how hard.
/// - Returns: Operations that turn `old` into `new` and back, the same on every machine.
public func compare(_ old: [UInt8], _ new: [UInt8], options: Comparison.Options = .init()) -> Comparison {
    var lexicon = Lexicon()
    let whole = WholeParagraphs.common(old, new)
    let firstKind = lexicon.reserve(whole.kinds)
    let oldText = ProseText(old, &lexicon, whole: whole.old, firstKind: firstKind)
    let newText = ProseText(new, &lexicon, whole: whole.new, firstKind: firstKind)
    let alignment = Alignment(oldText, newText, options)
    var leaves = ScriptBuilder(oldText, newText, alignment).leaves()
    ChangeMarks(oldText, newText).mark(&leaves)
    let operations = SentenceGroups(oldText, newText).group(leaves)
    return Comparison(
        operations: operations, quality: alignment.quality, counts: .init(operations, oldText, newText),
        oldCount: old.count, newCount: new.count)
}

/// Whether two texts differ, but in white space and typography only: what ``Comparison/isNoise`` says, and mostly sooner.
///
/// - Parameters:
///   - old: Compared byte for byte.
///   - new: As well.
public func differsInTypographyOnly(_ old: String, _ new: String) -> Bool {
    let isOtherwise = old.utf8.withContiguousStorageIfAvailable { old in
        new.utf8.withContiguousStorageIfAvailable { Typography.differsInLetter(old, $0) }
    }
    if isOtherwise == true { return false }
    return differsInTypographyOnly(Array(old.utf8), Array(new.utf8))
}

/// The same for bytes, which may be ill-formed.
public func differsInTypographyOnly(_ old: [UInt8], _ new: [UInt8]) -> Bool {
    old != new && Typography.mayBeSame(old, new) && compare(old, new).isNoise
}
