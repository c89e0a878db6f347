import CanonicalJSON

/// The form of a producer's data in a ledger: the members of its type, all of them in long form.
///
/// A document may use short forms; what a ledger records never does.
public enum KeptForm {
    /// The first difference of data from the form that a ledger records.
    ///
    /// - Parameters:
    ///   - data: The data, with any text in place of hidden strings.
    ///   - type: A type of producers.
    ///   - hidden: The paths of strings that nobody can read. Only their place is checked.
    /// - Returns: nil if a ledger may have recorded the data.
    public static func fault(
        in data: JSONObject, of type: EventType, hidden: Set<JSONPath> = []
    ) -> PayloadFault? {
        guard let shape = shapes[type] else { return nil }
        let check = KeptFormCheck(hidden: hidden)
        return check.fault(in: data, shape, at: .root) ?? check.faultInContext(of: data)
    }

    private static let shapes = Dictionary(
        uniqueKeysWithValues: EventType.ofProducers.map { type in
            let beside: [Field] = [.optional("when", .object(when)), .optional("context", .object(context))]
            return (type, ObjectShape(ObjectShape.payload(of: type).fields + beside))
        })

    private static let when = ObjectShape([.optional("printed", .text), .optional("zone", .text)])

    private static let context = ObjectShape([
        .optional("causationid", .text), .optional("correlationid", .text), .optional("datacontenttype", .text),
        .optional("dataschema", .token), .optional("extensions", .extra),
        .optional("file", .object(ObjectShape([.required("name", .text), .required("sha256", .text)]))),
    ])
}

/// Compares data with shapes, in the order of the data.
private struct KeptFormCheck {
    let hidden: Set<JSONPath>

    /// Compares the members of an object, then looks for required ones that are missing.
    func fault(in object: JSONObject, _ shape: ObjectShape, at path: JSONPath) -> PayloadFault? {
        for member in object.members {
            let place = path.member(member.key)
            guard let field = shape.place(of: member.key).map({ shape.fields[$0] }), field.long == nil else {
                return PayloadFault(path: place, expected: "no member of that name")
            }
            if let fault = fault(in: member.value, field.shape, at: place) { return fault }
        }
        let missing = shape.fields.first { $0.isRequired && object[$0.name] == nil }
        return missing.map { PayloadFault(path: path.member($0.name), expected: $0.shape.keptExpectation) }
    }

    private func fault(in value: JSON, _ shape: Shape, at path: JSONPath) -> PayloadFault? {
        switch (shape, value) {
        case (.removable, .null): return nil
        case (.removable(.moment), .object(let object)): return fault(inMoment: object, .momentPatchFields, at: path)
        case (.removable(let inner), _): return fault(in: value, inner, at: path)
        case (.object(let fields), .object(let object)): return fault(in: object, fields, at: path)
        case (.moment, .object(let object)): return fault(inMoment: object, .momentFields, at: path)
        case (.list(let element), .array(let values)):
            for (index, value) in values.enumerated() {
                if let fault = fault(in: value, element, at: path.element(index)) { return fault }
            }
            return nil
        case (.object, _), (.moment, _), (.list, _): break
        case (_, .string) where hidden.contains(path): return nil
        case (.token, .string(let text)) where ShapeReader.isToken(text): return nil
        case (.language, .string(let text)) where ShapeReader.isLanguageTag(text): return nil
        default: if shape.keeps(value) { return nil }
        }
        return PayloadFault(path: path, expected: shape.keptExpectation)
    }

    private func fault(inMoment object: JSONObject, _ shape: ObjectShape, at path: JSONPath) -> PayloadFault? {
        if let fault = fault(in: object, shape, at: path) { return fault }
        let place = path.member("at")
        guard let text = object["at"]?.text?.string, !hidden.contains(place) else { return nil }
        do throws(TimeFault) { if try EventTime(text).description == text { return nil } } catch {}
        return PayloadFault(path: place, expected: Shape.moment.keptExpectation)
    }

    /// Checks what shapes do not express: names and values of extensions, and the hash of the file.
    func faultInContext(of data: JSONObject) -> PayloadFault? {
        guard case .object(let context)? = data["context"] else { return nil }
        let path = JSONPath.root.member("context")
        if case .object(let extensions)? = context["extensions"] {
            for member in extensions.members {
                let isScalar =
                    switch member.value {
                    case .string, .integer, .double, .bool: true
                    case .null, .array, .object: false
                    }
                guard isScalar, Extensions.isName(member.key) else {
                    return PayloadFault(
                        path: path.member("extensions").member(member.key), expected: "an extension attribute")
                }
            }
        }
        guard case .object(let file)? = context["file"], let hash = file["sha256"]?.text else { return nil }
        let place = path.member("file").member("sha256")
        let isHash = hash.utf8.count == 64 && [UInt8](hexadecimal: hash.string) != nil
        return isHash || hidden.contains(place) ? nil : PayloadFault(path: place, expected: "a SHA-256")
    }
}

extension Shape {
    /// The expected value in long form, for messages.
    fileprivate var keptExpectation: String {
        switch self {
        case .text: "text that is not empty"
        case .token: "text without white space"
        case .identifier: "an id"
        case .object: "an object"
        case .removable(let inner): inner.keptExpectation + ", or null"
        default: expectation
        }
    }
}
