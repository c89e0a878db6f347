/// Finds the known name that was probably meant.
///
/// - Parameters:
///   - name: Only its first 64 bytes are compared, and so for the known names.
///   - known: The first ``StoryLimits/namesCompared`` are compared.
/// - Returns: The nearest by optimal string alignment distance (insert, delete, replace, swap), ignoring ASCII case and what
///   does not show;
///   nil when none is within a third of the name's length, rounded up. The first of equals wins.
public func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let wanted = compared(name)
    var best: (name: String, distance: Int)?
    for candidate in known.prefix(StoryLimits.namesCompared) {
        let letters = compared(candidate)
        let most = min((max(wanted.count, 3) + 2) / 3, (best?.distance ?? .max) - 1)
        guard abs(letters.count - wanted.count) <= most else { continue }
        let distance = alignmentDistance(wanted, letters)
        if distance <= most { best = (candidate, distance) }
    }
    return best?.name
}

private func compared(_ name: String) -> [UInt8] {
    name.withoutInvisible.utf8.prefix(64).map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
}

/// "did you mean 'time'?", or the list of known names when none is near.
public func suggestion(for name: String, among known: [String]) -> String {
    if let near = nearest(to: name, among: known) { return "did you mean '\(near)'?" }
    return known.isEmpty ? "remove it" : "known here: \(listed(known))"
}

/// Names separated by commas; at most the first twenty.
func listed(_ names: some Collection<String>) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
}

extension String {
    /// The text without the characters that do not show, such as variation selectors and U+FEFF.
    package var withoutInvisible: String {
        guard utf8.contains(where: { $0 >= 0x80 }) else { return self }
        return String(UnicodeScalarView(unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }))
    }
}

private func alignmentDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...max(a.count, 1) where i <= a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...max(b.count, 1) where j <= b.count {
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                row[j] = min(row[j], beforeLast[j - 2] + 1)
            }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
