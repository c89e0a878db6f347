extension SystemdUnit {
    /// How a unit keeps others away from a port.
    package enum Closure: Hashable, Sendable {
        /// Its processes have no network.
        case network
        /// It lets in nobody who asks there.
        case peers

        /// What was found.
        package func message(_ address: ListenAddress) -> String {
            switch self {
            case .network: "it is told to listen at \(address), and its unit may use no network"
            case .peers: "it listens at \(address), and IPAddressDeny= of its unit keeps everybody away who asks there"
            }
        }

        /// What to do about it.
        package func remedy(_ unit: String) -> String {
            let settings =
                switch self {
                case .network: ListenFault.unitSettings
                case .peers: "IPAddressAllow=localhost, or the addresses of those who ask"
                }
            return "systemctl edit \(unit): below [Service], \(settings); then systemctl restart \(unit)"
        }
    }

    /// The address that its command names.
    package var address: ListenAddress? { value(of: "--listen").flatMap(ListenAddress.init) }

    /// How it keeps others away from an address; nil where it does not.
    package func closure(of address: ListenAddress) -> Closure? {
        guard case .port(let host, _) = address else { return nil }
        let families = self["RestrictAddressFamilies"]
        if self["PrivateNetwork"] == "yes" || !families.isEmpty && !families.contains("AF_INET") { return .network }
        let isSix = host.hasPrefix("[")
        guard words("IPAddressDeny").contains(isSix ? "::/0" : "0.0.0.0/0") else { return nil }
        let allowed = words("IPAddressAllow").filter { $0.contains(":") == isSix }
        // Who asks there is on this machine; else it may be anybody who is named.
        let isReached =
            address.isOpen
            ? !allowed.isEmpty
            : allowed.contains { $0.hasPrefix("127.") || $0.hasPrefix("::1") || $0.hasSuffix("/0") }
        return isReached ? nil : .peers
    }

    private func words(_ property: String) -> [Substring] { self[property].split(separator: " ") }
}
