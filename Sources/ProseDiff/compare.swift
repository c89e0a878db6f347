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
    let alignment = Alignment(oldText, newText, options)
    let leaves = ScriptBuilder(oldText, newText, alignment).leaves()
    return Comparison(
        operations: SentenceGroups(oldText, newText).group(leaves), quality: alignment.quality, counts: .init(),
        oldCount: old.count, newCount: new.count)
}
