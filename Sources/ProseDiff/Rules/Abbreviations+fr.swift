extension Abbreviations {
    /// French.
    static let french =
        """
        title: MM Mme Mmes Mlle Mlles Mgr Dr Pr Ste Sté av cf Cie bd
        beforeNumber: art env éd vol chap fig tél pp p janv févr juil sept oct nov déc
        opener: Le La Les L Un Une Des Du Il Elle Ils Elles On Ce Cet Cette Ces Et Mais Ou Dans En Au Aux Pour Par Sur Selon
        """
}
