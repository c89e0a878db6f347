/// Writes a double as ECMAScript does: the canonical form of RFC 8785.
enum ECMAScriptNumber {
    /// Appends the shortest digits that read back as `number`.
    ///
    /// - Precondition: `number` is finite.
    ///
    /// Source: ECMA-262, Number::toString; RFC 8785, 3.2.2.3.
    static func append(_ number: Double, to output: inout [UInt8]) {
        precondition(number.isFinite, "JSON has no way to write \(number)")
        if number == 0 {
            output.append(.zero)
            return
        }
        if number < 0 {
            output.append(.minus)
        }
        let (digits, point) = shortest(number.magnitude)
        switch point {
        case digits.count...21:
            output += digits
            output += repeatElement(.zero, count: point - digits.count)
        case 1...21:
            output += digits[..<point] + [.dot] + digits[point...]
        case -5...0:
            output += [.zero, .dot]
            output += repeatElement(.zero, count: -point)
            output += digits
        default:
            output.append(digits[0])
            if digits.count > 1 {
                output += [.dot] + digits[1...]
            }
            output += point > 0 ? "e+".utf8 : "e".utf8
            output += String(point - 1).utf8
        }
    }

    /// Returns the digits of a positive number and the place of the point after the first of them: 0.05 is ([5], -1).
    ///
    /// The standard library's description has the same digits as ECMAScript: the shortest that read back, and of these
    /// the closest. Only the place of the point and the exponent differ.
    private static func shortest(_ number: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        for (place, byte) in zip(0..., number.description.utf8) {
            if byte.isDigit {
                digits.append(byte)
            } else if byte == .dot {
                point = digits.count
            } else {
                exponent = Int(number.description.dropFirst(place + 1)) ?? 0
                break
            }
        }
        let leading = digits.prefix { $0 == .zero }.count
        let place = (point ?? digits.count) + exponent - leading
        digits.removeFirst(leading)
        while digits.last == .zero {
            digits.removeLast()
        }
        return (digits, place)
    }
}
