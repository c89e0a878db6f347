import Glibc

/// A file's name in the note: its inode and its path, so that another file with the same name is not confused with it. A
/// file that is written again in place, or touched, is the same one.
struct WorkItem {
    let place: Place
    let inode: UInt64

    init(_ file: Found) {
        place = file.place
        inode = file.facts.inode
    }

    /// Parses what ``text`` writes; nil for anything else.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: " "))
        guard parts.count == 2, let inode = UInt64(Substring(parts[0])), let path = Self.decoded(parts[1]) else {
            return nil
        }
        self.place = Place(path: path)
        self.inode = inode
    }

    /// Two words; bytes of the path other than plain ASCII are written as `%XX`.
    var text: String {
        let path = place.path.reduce(into: "") { encoded, byte in
            if (0x21...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
            }
        }
        return "\(inode) \(path)"
    }

    /// The file; nil if it is gone.
    func found(in tree: FolderTree) throws(FileFault) -> Found? {
        do throws(FileFault) {
            let facts = try tree.open(place.folder).facts(of: place.name)
            guard let facts, facts.inode == inode else { return nil }
            return Found(place: place, facts: facts)
        } catch {
            if [ENOENT, ENOTDIR, ELOOP].contains(error.code) { return nil }
            throw error
        }
    }

    private static func decoded(_ text: Substring.UTF8View) -> [UInt8]? {
        var (bytes, rest) = ([UInt8](), text)
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let decoded = UInt8(Substring(rest.prefix(2)), radix: 16), rest.count >= 2 else { return nil }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
