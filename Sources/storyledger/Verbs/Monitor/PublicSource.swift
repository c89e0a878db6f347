import Foundation
import Monitoring
import Publication

/// Where a log's public files are: a directory, or a web server.
enum PublicSource {
    /// Opens a directory, or an `https://` or `http://` address.
    static func open(_ text: String) throws(Failure) -> any PublicFiles {
        guard text.contains("://") else {
            if !exists(text + "/checkpoint"), exists(text + "/public/checkpoint") {
                throw Failure(
                    Failure.usage, "\(text) is a ledger, not its public files", remedy: "name \(text)/public")
            }
            guard exists(text) else {
                throw Failure(
                    Failure.noInput, "\(text): No such file or directory",
                    remedy: "name the directory with 'checkpoint' and 'tile', or its https:// address")
            }
            return PublicDirectory(text)
        }
        do throws(HTTPPrefix.Fault) { return HTTPFiles(try HTTPPrefix(text), text) } catch {
            throw Failure(Failure.usage, error.reason, remedy: "write it like https://log.example.org/ledger")
        }
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

/// The public files of a log on a web server, over one connection that is kept open.
struct HTTPFiles: PublicFiles {
    private let connection: HTTPConnection
    private let address: String

    /// The longest file that is read, in bytes: an entry bundle of the longest leaves.
    private static let longest = 17 << 20

    init(_ prefix: HTTPPrefix, _ address: String) {
        connection = HTTPConnection(prefix, timeout: .seconds(30), limit: Self.longest)
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    func read(_ path: String, atMost limit: Int) throws(PublicFilesFault) -> [UInt8]? {
        let answer: HTTPConnection.Answer
        do throws(HTTPFault) { answer = try connection.get(path) } catch {
            throw PublicFilesFault("\(address)/\(path): \(error.message)")
        }
        switch answer.status {
        case 200: return answer.body
        case 404, 410: return nil
        default: throw PublicFilesFault("\(address)/\(path): the server answers with status \(answer.status)")
        }
    }
}
