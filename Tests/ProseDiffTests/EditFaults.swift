@testable import ProseDiff
@testable import ProseRendering

/// What must hold of any two texts, whatever was edited. Returns what does not, in words; knows no test library, so that a
/// fuzzer may call it too.
enum EditFaults {
    static func all(_ old: [UInt8], _ new: [UInt8]) -> [String] {
        let comparison = compare(old, new)
        var faults = ofComparison(comparison, old, new)
        faults += ofRenderings(comparison, old, new)
        faults += ofBlame([old, new, old])
        return faults
    }

    /// Exact both ways, in order, nothing left out, and noise where the texts say so and nowhere else.
    static func ofComparison(_ comparison: Comparison, _ old: [UInt8], _ new: [UInt8]) -> [String] {
        var faults: [String] = []
        do {
            if try comparison.apply(to: old, inserting: comparison.insertedBytes(of: new)) != new {
                faults.append("apply gives another text")
            }
            if try comparison.revert(new, restoring: comparison.removedBytes(of: old)) != old {
                faults.append("revert gives another text")
            }
        } catch { faults.append("\(error)") }
        faults += ofTiling(comparison.operations, old, new, 0..<old.count, 0..<new.count)
        if comparison.isEqual != (old == new) { faults.append("isEqual is wrong") }
        if comparison.isNoise != differsInTypographyOnly(old, new) {
            faults.append("isNoise is not what the texts say")
        }
        if comparison.isNoise, comparison.finestOperations.contains(where: { $0.kind != .equal && $0.marks != .noise })
        {
            faults.append("more than noise in noise")
        }
        return faults
    }

    private static func ofTiling(
        _ operations: [Comparison.Operation], _ old: [UInt8], _ new: [UInt8], _ oldRange: Range<Int>,
        _ newRange: Range<Int>
    ) -> [String] {
        var faults: [String] = []
        let olds = operations.map(\.old).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        let news = operations.map(\.new).filter { !$0.isEmpty }
        for (ranges, whole) in [(olds, oldRange), (news, newRange)] {
            let ends = [whole.lowerBound] + ranges.map(\.upperBound)
            if ranges.map(\.lowerBound) != ends.dropLast() || ends.last != whole.upperBound {
                faults.append("a gap or an overlap in \(ranges) of \(whole)")
            }
        }
        for operation in operations {
            let isKept = operation.kind == .equal || operation.kind == .move && operation.edits.isEmpty
            if isKept, old[operation.old] != new[operation.new] { faults.append("\(operation) of other bytes") }
            if !operation.edits.isEmpty {
                faults += ofTiling(operation.edits, old, new, operation.old, operation.new)
                if operation.edits.contains(where: { $0.kind == .move }) { faults.append("a move inside \(operation)") }
            }
        }
        return faults
    }

    /// Every rendering comes to an end, and those that can be read back say the same.
    static func ofRenderings(_ comparison: Comparison, _ old: [UInt8], _ new: [UInt8]) -> [String] {
        var faults: [String] = []
        for (context, showsNoise) in [(nil, true), (0, false), (1, true)] as [(Int?, Bool)] {
            var options = Rendering.Options()
            options.context = context
            options.showsNoise = showsNoise
            options.usesColour = showsNoise
            options.width = 40
            _ = Rendering.inline(comparison, old: old, new: new, options: options)
            _ = Rendering.sideBySide(comparison, old: old, new: new, options: options)
            var page = WebPage(title: "Edits")
            page.add("Body", comparison, old: old, new: new, options: options)
            if !page.html.hasSuffix("</html>\n") { faults.append("the page has no end") }
        }
        if comparison.records(old: old, new: new).count != comparison.operations.count {
            faults.append("records differ")
        }
        for context in [0, 3] {
            let patch = Rendering.unified(old: old, new: new, context: context)
            if UnifiedPatch.applied(patch, to: old) != new { faults.append("unified gives another text") }
        }
        return faults
    }

    /// Spans tile the last version, sentences lie in it in order, and every origin is a version there is.
    static func ofBlame(_ versions: [[UInt8]]) -> [String] {
        var faults: [String] = []
        let blame = blame(versions)
        let last = versions[versions.count - 1]
        let ends = [0] + blame.spans.map(\.range.upperBound)
        if blame.spans.map(\.range.lowerBound) != ends.dropLast() { faults.append("spans do not follow each other") }
        if !blame.spans.isEmpty, ends.last != last.count { faults.append("spans end early") }
        for (sentence, next) in zip(blame.sentences, blame.sentences.dropFirst())
        where sentence.range.upperBound > next.range.lowerBound { faults.append("sentences overlap") }
        let origins = blame.spans.map(\.origin) + blame.sentences.map(\.origin)
        if origins.contains(where: { !versions.indices.contains($0.version) }) { faults.append("an origin is nowhere") }
        let labels = versions.indices.map { VersionLabel(name: "v\($0 + 1)", place: "@\($0)") }
        var page = WebPage(title: "Origins")
        page.add("Body", blame, of: last, labels: labels)
        if !page.html.hasSuffix("</html>\n") { faults.append("the page of origins has no end") }
        return faults
    }
}

/// A plain reader of unified diffs, to check the writer by.
enum UnifiedPatch {
    static func applied(_ patch: [UInt8], to old: [UInt8]) -> [UInt8]? {
        guard !patch.isEmpty else { return old }
        let lines = split(old)
        var result: [UInt8] = []
        var next = 0
        var body = split(patch).dropFirst(2)[...]
        while let line = body.popFirst() {
            if line.starts(with: Array("@@ -".utf8)) {
                let numbers = line.dropFirst(4).prefix { $0 != 0x20 }.split(separator: UInt8(ascii: ","))
                    .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
                guard let first = numbers.first else { return nil }
                // A hunk of no old lines names the line before it.
                let start = numbers.count == 2 && numbers[1] == 0 ? first : first - 1
                guard start >= next, start <= lines.count else { return nil }
                for index in next..<start { result += lines[index] }
                next = start
                continue
            }
            var text = line.dropFirst()
            if body.first?.first == UInt8(ascii: "\\") {
                body.removeFirst()
                text = text.dropLast()
            }
            if line.first != UInt8(ascii: "+") {
                guard next < lines.count, lines[next] == text else { return nil }
                next += 1
            }
            if line.first != UInt8(ascii: "-") { result += text }
        }
        for index in next..<lines.count { result += lines[index] }
        return result
    }

    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == 0x0A {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }
}
