import Foundation

/// The script with which bash completes what is typed.
enum CompletionScript {
    private static let end = "complete -o filenames -F _storyledger storyledger"

    /// The parser's script, with what the program does to its arguments before the parser sees them.
    ///
    /// - Parameters:
    ///   - text: What the parser prints; any other text than its script for bash is returned as it is.
    ///   - words: What `help WORD` tells about.
    static func whole(_ text: String, helpAbout words: [String]) -> String {
        guard text.hasPrefix("#!/bin/bash\n"), let place = text.range(of: end, options: .backwards) else { return text }
        return text[..<place.lowerBound] + ordered(words) + text[place.upperBound...]
    }

    private static func ordered(_ words: [String]) -> String {
        """
        # Completes '--ledger DIR' before the verb, and the verbs and topics of help.
        _storyledger_ordered() {
            local -i verb=1
            if [[ "${COMP_WORDS[1]}" == --ledger ]]; then
                verb=3
                [[ "${COMP_WORDS[2]}" == '=' ]] && verb=4
            fi
            if [[ "${verb}" -gt 1 && "${COMP_CWORD}" -eq "$((verb - 1))" ]]; then
                COMPREPLY=($(compgen -d -- "${2#=}"))
                return
            fi
            if [[ "${verb}" -gt 1 && "${COMP_CWORD}" -ge "${verb}" ]]; then
                local -x STORYLEDGER_DIR="${COMP_WORDS[verb - 1]/#\\~/${HOME}}"
                local -a typed=("${COMP_WORDS[0]}" "${COMP_WORDS[@]:verb}")
                local -i place="$((COMP_CWORD - verb + 1))"
                local -a COMP_WORDS=("${typed[@]}")
                local -i COMP_CWORD="${place}"
            fi
            if [[ "${COMP_CWORD}" -eq 2 && "${COMP_WORDS[1]}" == help ]]; then
                COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- "${2}"))
                return
            fi
            _storyledger "${@}"
        }

        complete -o filenames -F _storyledger_ordered storyledger
        """
    }
}
