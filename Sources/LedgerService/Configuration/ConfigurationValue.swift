import Inbox

/// How values of one kind are written and read.
struct ConfigurationValue<Value: Sendable>: Sendable {
    /// The allowed values, as text after "allowed is".
    let allowed: String
    /// What to do about any other value.
    let remedy: String
    /// Reads a value; nil if it is not allowed.
    let read: @Sendable (String) -> Value?
    /// Writes a value as `read` takes it.
    let text: @Sendable (Value) -> String
}

extension ConfigurationValue where Value == Duration {
    /// A duration with its unit.
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        Self(
            allowed: "a duration from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))",
            remedy: "write a whole number and its unit (ms, s, min, h or d), such as 2s",
            read: { DurationText.read($0).flatMap { range.contains($0) ? $0 : nil } },
            text: DurationText.text)
    }
}

extension ConfigurationValue where Value == Duration {
    /// A duration in whole seconds.
    static func wholeSeconds(_ range: ClosedRange<Duration>) -> Self {
        let plain = duration(range)
        let (lowest, highest) = (DurationText.text(range.lowerBound), DurationText.text(range.upperBound))
        return Self(
            allowed: "a duration in whole seconds from \(lowest) to \(highest)",
            remedy: "write a whole number and its unit (s, min, h or d), such as 1d",
            read: { plain.read($0).flatMap { $0.components.attoseconds == 0 ? $0 : nil } }, text: plain.text)
    }
}

extension ConfigurationValue where Value == RetentionRule.Keep {
    /// How long files are kept.
    static var keep: Self {
        let duration = ConfigurationValue<Duration>.duration(.seconds(1) ... .seconds(36_500 * 86_400))
        return Self(
            allowed: "forever, none, or \(duration.allowed)",
            remedy: "write forever, none, or a whole number and its unit (s, min, h or d), such as 90d",
            read: { text in
                switch text {
                case "forever": .forever
                case "none": RetentionRule.Keep.none
                default: duration.read(text).map(RetentionRule.Keep.duration)
                }
            },
            text: { keep in
                switch keep {
                case .forever: "forever"
                case .none: "none"
                case .duration(let length): duration.text(length)
                }
            })
    }
}

extension ConfigurationValue where Value == Duration? {
    /// How often something is done, or never.
    static var pace: Self {
        let duration = ConfigurationValue<Duration>.duration(.seconds(10) ... .seconds(30 * 86_400))
        return Self(
            allowed: "none, or \(duration.allowed)",
            remedy: "write none, or a whole number and its unit (s, min, h or d), such as 1d",
            read: { $0 == "none" ? .some(nil) : duration.read($0).map(Optional.some) },
            text: { $0.map(duration.text) ?? "none" })
    }
}

extension ConfigurationValue where Value == Int64? {
    /// The most bytes of all files together.
    static var limit: Self {
        let size = ConfigurationValue<Int64>.size(1 << 10...1 << 50)
        return Self(
            allowed: "none, or \(size.allowed)",
            remedy: "write none, or a whole number and its unit (B, KiB, MiB or GiB), such as 50GiB",
            read: { $0 == "none" ? .some(nil) : size.read($0).map(Optional.some) },
            text: { $0.map(size.text) ?? "none" })
    }
}

extension ConfigurationValue where Value == Int64 {
    /// A number of bytes with its unit.
    static func size(_ range: ClosedRange<Int64>) -> Self {
        Self(
            allowed: "a size from \(SizeText.text(range.lowerBound)) to \(SizeText.text(range.upperBound))",
            remedy: "write a whole number and its unit (B, KiB, MiB or GiB), such as 64MiB",
            read: { SizeText.read($0).flatMap { range.contains($0) ? $0 : nil } },
            text: SizeText.text)
    }
}

extension ConfigurationValue where Value == Int {
    /// A whole number.
    static func count(_ range: ClosedRange<Int>) -> Self {
        Self(
            allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            remedy: "write digits only, such as \(min(max(100, range.lowerBound), range.upperBound))",
            read: { UnitText.digits($0[...]).flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil } },
            text: { String($0) })
    }
}

extension ConfigurationValue where Value: CaseIterable & RawRepresentable<String> {
    /// One of a few words.
    static var choice: Self {
        let words = Value.allCases.map(\.rawValue)
        return Self(
            allowed: "one of " + words.joined(separator: ", "), remedy: "write one of these words",
            read: { Value(rawValue: $0) }, text: \.rawValue)
    }
}

extension ConfigurationValue where Value == String {
    /// The path of a directory, which need not exist.
    static var directory: Self {
        Self(
            allowed: "the path of a directory", remedy: "write a path without control characters",
            read: { text in
                guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
                else { return nil }
                return text
            },
            text: { $0 })
    }
}

extension ConfigurationValue where Value == ListenAddress {
    /// Where health is served: on this machine only.
    static var localAddress: Self {
        Self(
            allowed: "auto, none, unix:/PATH of at most 107 bytes, or a port of "
                + ListenAddress.loopbackHosts.joined(separator: ", "),
            remedy: "write unix:/run/storyledger/health or 127.0.0.1:9464; a proxy can pass it on to other machines",
            read: { text in ListenAddress(text).flatMap { $0.isOpen ? nil : $0 } }, text: \.description)
    }

    /// Where the site is served.
    static var address: Self {
        Self(
            allowed: "auto, none, unix:/PATH of at most 107 bytes, or HOST:PORT",
            remedy: "write unix:/run/storyledger/site or 127.0.0.1:8787", read: { ListenAddress($0) },
            text: \.description)
    }
}

extension ConfigurationValue where Value == String? {
    /// The path of a file, or none.
    static var file: Self {
        Self(
            allowed: "none, or a path that begins with /", remedy: "write a path that begins with /",
            read: { text in
                if text == "none" { return .some(nil) }
                let isPath =
                    text.hasPrefix("/")
                    && !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
                return isPath ? .some(text) : nil
            },
            text: { $0 ?? "none" })
    }
}

extension ConfigurationValue where Value == Origin? {
    /// The name of a log.
    static var origin: Self {
        Self(
            allowed: "auto, or a name of 1 to 255 bytes with no scheme, no white space, no '+' and no slash at the end",
            remedy: "write a name such as news.example.org/ledger",
            read: { $0 == "auto" ? .some(nil) : Origin($0).map(Optional.some) },
            text: { $0?.name ?? "auto" })
    }
}
