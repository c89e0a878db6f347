/// A way in which a file is compressed; a program of the system unpacks it.
enum Compression: String, CaseIterable {
    case gzip, xz, zstd

    /// By the ending of a file's name; nil where it is none of these.
    init?(fileName: String) {
        switch fileName.split(separator: ".").last?.lowercased() {
        case "gz": self = .gzip
        case "xz": self = .xz
        case "zst", "zstd": self = .zstd
        default: return nil
        }
    }

    /// By the first bytes of a stream.
    init?(sniffing start: [UInt8]) {
        guard let found = Self.allCases.first(where: { start.starts(with: $0.magic) }) else { return nil }
        self = found
    }

    private var magic: [UInt8] {
        switch self {
        case .gzip: [0x1F, 0x8B]
        case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
        case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
        }
    }

    /// The Debian package that has the program.
    var package: String { self == .xz ? "xz-utils" : rawValue }
}
