import Foundation
import LedgerService

/// A question before something that cannot be undone.
enum Confirmation {
    /// Asks on the terminal.
    ///
    /// - Throws: ``Failure`` where the answer is not yes, and where there is no terminal to ask on.
    static func ask(_ question: String) throws(Failure) {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure(
                Failure.usage, "nothing was done: there is no terminal to ask on",
                remedy: "look at it with --dry-run, then give --yes")
        }
        StandardError.write("\(question) [y/N] ")
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw Failure(Failure.different, "nothing was done", remedy: "answer 'y', or give --yes")
        }
    }
}
