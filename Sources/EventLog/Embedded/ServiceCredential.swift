/// The files that systemd hands to the service as credentials, in a directory that it names.
package enum ServiceCredential {
    private static let variable = "CREDENTIALS_DIRECTORY"

    /// The path of a credential; nil outside of a service that has any.
    package static func path(_ name: String, _ environment: [String: String]) -> String? {
        environment[variable].map { "\($0)/\(name)" }
    }

    /// Whether systemd hands a file over.
    static func isOne(_ path: String) -> Bool { path.hasPrefix("/run/credentials/") }

    /// What to do where the service has a file, or several, as credentials.
    package static func remedy(_ files: String = "it as a credential") -> String {
        "where the service has \(files), its unit needs the line LoadCredential=, and a command "
            + "\(variable)=/run/credentials/storyledgerd.service"
    }
}
