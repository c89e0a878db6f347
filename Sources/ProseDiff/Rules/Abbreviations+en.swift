extension Abbreviations {
    /// English.
    static let english =
        """
        title: Mr Mrs Ms Mx Messrs Dr Prof Rev Hon Gov Sen Rep Pres Gen Col Lt Maj Capt Cmdr Adm Sgt Cpl Pvt Supt Det
        title: Insp Amb St Mt Ft Jr Sr vs cf Inc Ltd Corp Co Bros
        beforeNumber: No Nos no nos Art art Sec sec p pp Vol vol Fig fig Ch ch approx Approx
        beforeNumber: Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
        opener: The A An In On At He She It They We But And Or So If This That These Those There His Her Its Their When As For
        opener: Then Now Yet Still You Not No What Who Why How After Before From With To By Of
        """
}
