/// Compares two texts.
///
/// - Parameters:
///   - old: UTF-8. Ill-formed bytes are compared as bytes.
///   - new: UTF-8.
///   - options: What to look for, and how hard.
/// - Returns: Operations that turn `old` into `new` and back, the same on every machine.
public func compare(_ old: [UInt8], _ new: [UInt8], options: Comparison.Options = .init()) -> Comparison {
    var lexicon = Lexicon()
    let oldText = ProseText(old, &lexicon)
    let newText = ProseText(new, &lexicon)
    return compare(oldText, newText, options)
}

func compare(_ old: ProseText, _ new: ProseText, _ options: Comparison.Options) -> Comparison {
    var aligner = Aligner(budget: options.workLimit)
    let alignment = Alignment(matches: aligner.align(old.numbers[...], new.numbers[...]), quality: aligner.quality)
    let leaves = ScriptBuilder(old, new, alignment).leaves()
    let operations = SentenceGroups(old, new).group(leaves)
    return Comparison(
        operations: operations, quality: alignment.quality, counts: .init(), oldCount: old.bytes.count,
        newCount: new.bytes.count)
}
