/// Compares two texts.
///
/// - Parameters:
///   - old: UTF-8. Ill-formed bytes are compared as bytes.
///   - new: UTF-8.
///   - options: What to search for, and how long.
/// - Returns: Operations that turn `old` into `new` and back, the same on every machine.
public func compare(_ old: [UInt8], _ new: [UInt8], options: Comparison.Options = .init()) -> Comparison {
    let isAbandoned = Abandonment.isAsked
    if isAbandoned() { return .abandoned(old, new) }
    let isNoise = differsInTypographyOnly(old, new)
    var lexicon = TokenInterner()
    let whole = isNoise ? WholeParagraphs.Common(old: [], new: [], kinds: 0) : WholeParagraphs.common(old, new)
    let firstKind = lexicon.reserve(whole.kinds)
    let oldText = ProseText(old, &lexicon, labels: options.labels, whole: whole.old, firstKind: firstKind)
    let newText = ProseText(new, &lexicon, labels: options.labels, whole: whole.new, firstKind: firstKind)
    if isAbandoned() { return .abandoned(old, new) }
    let alignment = isNoise ? Alignment(inOrder: oldText, newText, options) : Alignment(oldText, newText, options)
    var quality = alignment.quality
    if quality == .minimal, !PlainDistance(oldText, newText, alignment).isLeast() { quality = .readable }
    if isAbandoned() { return .abandoned(old, new) }
    var leaves = ScriptBuilder(oldText, newText, alignment).leaves()
    ParagraphCuts(oldText, newText).mark(&leaves)
    if isNoise {
        ChangeMarks.markAsNoise(&leaves)
    } else {
        ChangeMarks(oldText, newText, alignment.matches, .of(options.language, old, new)).markChanges(&leaves)
        ChangesBesideLabels(oldText, newText).unmark(&leaves)
        GapsBesidePassages.note(&leaves, oldText, newText)
    }
    if isAbandoned() { return .abandoned(old, new) }
    let operations = SentenceGroups(oldText, newText).group(leaves)
    return Comparison(
        operations: operations, quality: quality, counts: .init(operations, oldText, newText),
        oldCount: old.count, newCount: new.count)
}

/// Whether two texts differ, but only in white space and typography: equal to ``Comparison/isNoise``, and usually
/// faster.
///
/// - Parameters:
///   - old: The old text.
///   - new: The new text.
public func differsInTypographyOnly(_ old: String, _ new: String) -> Bool {
    var (old, new) = (old, new)
    return old.withUTF8 { old in new.withUTF8 { differsInTypographyOnly(old, $0) } }
}

/// The same for bytes, which may be ill-formed.
public func differsInTypographyOnly(_ old: [UInt8], _ new: [UInt8]) -> Bool {
    old.withUnsafeBufferPointer { old in new.withUnsafeBufferPointer { differsInTypographyOnly(old, $0) } }
}

private func differsInTypographyOnly(_ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>) -> Bool {
    Typography.isSame(old, new)
        && !ByteStrings.areEqual(UnsafeRawBufferPointer(old), UnsafeRawBufferPointer(new))
}
