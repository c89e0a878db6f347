extension Abbreviations {
    /// Italian.
    static let italian =
        """
        title: sig Sig sigg Sigg dott Dott dottssa dr Dr prof Prof proff ing Ing avv Avv geom Geom Rag mons Mons
        title: sen Sen Gen Col Magg Cap Ten cfr
        initial: rag
        beforeNumber: pag Pag pagg art Art artt cap nr n tel
        opener: Il Lo La I Gli Le L Un Una Uno Lui Lei Loro È E Ma O In Nel Nella Di Da Con Su Per Secondo Non Si Ci Al Alla
        """
}
