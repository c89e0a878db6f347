/// A run of digits or letters, or one mark, before values are read.
struct RawToken {
    enum Kind {
        /// Decimal digits of any script.
        case digits
        case letters
        /// A letter of a script that is written without spaces.
        case ideograph
        case mark
        /// A withheld passage.
        case label
    }

    let kind: Kind
    /// Digits in ASCII; letters small; dashes, quotation marks and wide marks in their plain form.
    let text: String
    /// Where it stands, in UTF-8 bytes.
    let range: Range<Int>
    /// The white space before it; a line end is "\n".
    var gap: String
    /// Whether it begins with a capital letter.
    let isCapital: Bool
    /// Whether all its letters are capitals.
    var isAllCapitals = false

    /// Whether nothing stands between it and the token before it.
    var isJoined: Bool { gap.isEmpty }

    /// Whether it is a Japanese letter behind which a hyphen is a sign: the language has no gaps between words.
    var isKana: Bool {
        kind == .ideograph && text.unicodeScalars.first.map { (0x3041...0x30FF).contains($0.value) } ?? false
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - labels: The labels of withheld passages: each is one token.
    static func all(in bytes: [UInt8], _ labels: Labels) -> [RawToken] {
        var tokens: [RawToken] = []
        var gap = ""
        var places = labels.places(in: bytes).filter { !$0.isEmpty }[...]
        var start = 0
        while start < bytes.count {
            let end = places.first?.lowerBound ?? bytes.count
            read(bytes[start..<end], at: start, &gap, &tokens)
            start = end
            if let place = places.popFirst() {
                let text = String(decoding: bytes[place], as: UTF8.self)
                tokens.append(RawToken(kind: .label, text: text, range: place, gap: gap, isCapital: false))
                (gap, start) = ("", place.upperBound)
            }
        }
        return tokens
    }

    /// Reads a part of a text that has no label.
    ///
    /// - Parameters:
    ///   - start: Where the part stands in the text.
    ///   - gap: The white space before the part, and then after it.
    static func read(_ bytes: ArraySlice<UInt8>, at start: Int, _ gap: inout String, _ tokens: inout [RawToken]) {
        if let token = plainWord(bytes, at: start, gap) {
            tokens.append(token)
            gap = ""
            return
        }
        let (scalars, widths) = decoded(bytes)
        var (index, offset) = (0, start)
        while index < scalars.count {
            let first = scalars[index]
            let begin = offset
            if first.value < 0x80 ? first.value == 0x20 || first.value &- 9 < 5 : first.properties.isWhitespace {
                gap += first == "\n" || first == "\r" ? "\n" : first == "\t" ? " " : String(first)
                offset += widths[index]
                index += 1
                continue
            }
            if isInvisible(first) {
                offset += widths[index]
                index += 1
                continue
            }
            let sort = kind(of: first)
            var word = ""
            repeat {
                word.unicodeScalars.append(contentsOf: plain(scalars[index], sort))
                offset += widths[index]
                index += 1
            } while index < scalars.count && goesOn(scalars, index, sort)
            let isCapital = sort == .letters && first.properties.isUppercase
            let isAllCapitals = isCapital && word.unicodeScalars.allSatisfy(\.properties.isUppercase)
            tokens.append(
                RawToken(
                    kind: sort, text: sort == .letters ? word.lowercased() : word, range: begin..<offset, gap: gap,
                    isCapital: isCapital, isAllCapitals: isAllCapitals))
            gap = ""
        }
    }

    /// The scalars, and how many bytes each has. What is ill-formed is read as U+FFFD.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> ([Unicode.Scalar], [Int]) {
        var (scalars, widths) = ([Unicode.Scalar](), [Int]())
        scalars.reserveCapacity(bytes.count)
        widths.reserveCapacity(bytes.count)
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let encoded):
                scalars.append(Unicode.UTF8.decode(encoded))
                widths.append(encoded.count)
            case .error(let length):
                scalars.append("\u{FFFD}")
                widths.append(length)
            case .emptyInput: return (scalars, widths)
            }
        }
    }

    /// ASCII letters or digits alone, which most words of a comparison are.
    private static func plainWord(_ bytes: ArraySlice<UInt8>, at start: Int, _ gap: String) -> RawToken? {
        guard let first = bytes.first else { return nil }
        let isNumber = first &- 0x30 < 10
        guard isNumber ? bytes.allSatisfy({ $0 &- 0x30 < 10 }) : bytes.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }) else {
            return nil
        }
        let text = String(decoding: isNumber ? bytes : ArraySlice(bytes.map { $0 | 0x20 }), as: UTF8.self)
        let isCapital = !isNumber && first < 0x60
        return RawToken(
            kind: isNumber ? .digits : .letters, text: text, range: start..<start + bytes.count, gap: gap,
            isCapital: isCapital, isAllCapitals: isCapital && bytes.allSatisfy { $0 < 0x60 })
    }

    private static func goesOn(_ scalars: [Unicode.Scalar], _ index: Int, _ sort: Kind) -> Bool {
        let next = scalars[index]
        if isInvisible(next) { return true }
        switch sort {
        case .digits: return kind(of: next) == .digits
        // A letter of kana and its mark, or a sign and a stroke through it, may be one scalar or two.
        case .ideograph, .mark: return next.value >= 0x300 && next.properties.canonicalCombiningClass != .notReordered
        case .letters:
            if isApostrophe(next) { return index + 1 < scalars.count && kind(of: scalars[index + 1]) == .letters }
            return kind(of: next) == .letters
        case .label: return false
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.value < 0x80 {
            if scalar.value &- 0x30 < 10 { return .digits }
            return (scalar.value | 0x20) &- 0x61 < 26 ? .letters : .mark
        }
        if scalar.properties.numericType == .decimal { return .digits }
        switch scalar.value {
        case 0x3005...0x3007, 0x3041...0x30FA, 0x30FC...0x30FE, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            return .ideograph
        default: break
        }
        if scalar.properties.isAlphabetic { return .letters }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return .letters
        default: return .mark
        }
    }

    private static func plain(_ scalar: Unicode.Scalar, _ sort: Kind) -> [Unicode.Scalar] {
        if isInvisible(scalar) { return [] }
        switch sort {
        case .digits:
            let digit = UInt32(scalar.properties.numericValue ?? 0)
            return [Unicode.Scalar(0x30 + digit) ?? "0"]
        case .letters:
            if (0xFB00...0xFB06).contains(scalar.value) {
                return PlainWords.ligatures[Int(scalar.value - 0xFB00)].map { Unicode.Scalar($0) }
            }
            return [isApostrophe(scalar) ? "'" : scalar]
        case .ideograph, .label: return [scalar]
        case .mark:
            switch scalar.value {
            case 0x2010...0x2015, 0x2212, 0xFE63, 0xFF0D: return ["-"]
            case 0xFF01...0xFF5E: return [Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar]
            case 0xFFE5: return ["\u{A5}"]
            case 0xFFE1: return ["\u{A3}"]
            case _ where isApostrophe(scalar): return ["'"]
            case 0x066A: return ["%"]
            default: return [scalar]
            }
        }
    }

    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x27, 0x2018...0x201B, 0x2032, 0x02BC: true
        default: false
        }
    }

    /// What is no part of a word where typography does not count, and joiners and marks of direction.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0xAD && (PlainWords.isInvisible(scalar.value) || (0x200B...0x200F).contains(scalar.value))
    }
}
