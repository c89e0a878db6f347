import CanonicalJSON

/// A time, with the zone it was told in and the way it was printed.
public struct Moment: Hashable, Sendable {
    /// When it was.
    public var time: EventTime
    /// The zone of the IANA database it was told in.
    public var zone: Text?
    /// As it stood in print: `5:20PM ET`.
    public var printed: Text?

    init(time: EventTime, zone: Text? = nil, printed: Text? = nil) {
        self.time = time
        self.zone = zone
        self.printed = printed
    }

    /// The long form: `{at, zone?, printed?}`, with the offset in `at`.
    var json: JSON {
        var object: JSONObject = ["at": .string(Text(time.description))]
        object["printed"] = printed.map(JSON.string)
        object["zone"] = zone.map(JSON.string)
        return .object(object)
    }

    /// The long form in a merge patch: what the moment lacks is null, so that nothing stays of the moment it replaces.
    var patch: JSON {
        [
            "at": .string(Text(time.description)), "printed": printed.map(JSON.string) ?? .null,
            "zone": zone.map(JSON.string) ?? .null,
        ]
    }

    /// What `data.when` keeps of an event's time, beside the leaf; nil when there is nothing to keep.
    var when: JSON? {
        guard zone != nil || printed != nil else { return nil }
        var object = JSONObject()
        object["printed"] = printed.map(JSON.string)
        object["zone"] = zone.map(JSON.string)
        return .object(object)
    }
}

extension ObjectShape {
    static let momentFields = ObjectShape([
        .required("at", .text), .optional("zone", .text), .optional("printed", .text),
    ])

    static let momentPatchFields = ObjectShape([
        .required("at", .text), .optional("zone", .removable(.text)), .optional("printed", .removable(.text)),
    ])
}
