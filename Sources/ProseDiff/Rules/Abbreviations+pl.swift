extension Abbreviations {
    /// Polish.
    static let polish =
        """
        title: ul pl os im św ks bp abp kard prof Prof dr Dr mgr inż mec płk ppłk mjr kpt por sierż gen woj pow gm
        title: tzw tj np nadkom podkom kom
        initial: al hab asp
        beforeNumber: nr Nr art Art ust pkt str ok tel poz
        scale: mln mld tys
        opener: To Ten Ta Te On Ona Ono Oni W We Na Po Do Z Ze I A Ale Lub O Od Nie Jest Są Według Jak Gdy Za Co
        """
}
