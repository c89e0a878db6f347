extension Abbreviations {
    /// German.
    static let german =
        """
        title: Fa Hr Hrn Fr Frau Dr Prof Dipl Ing bzw bspw insb evtl ggf inkl exkl sog vgl zzgl geb verh St Sen Präs
        title: Abg Gebr ca
        beforeNumber: Nr Nrn Abs Str Bd Kap Ziff Anm mind max Tel Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez
        scale: Mio Mrd Tsd
        opener: Der Die Das Dem Den Des Ein Eine Einer Er Sie Es Wir Ich Im In Am An Auf Bei Mit Nach Und Aber Doch Für Zu Zum
        opener: Zur Von Vom Seit Wie Was Wer Wo Als Wenn Dann Da Damit Davon Dazu Dies Diese Dieser Dieses Rund Etwa Mehr
        opener: Auch Ob Um Nur Nun Noch Man Ihr Sein Seine Ihre Dabei Dort Hier
        beforeOrdinal: am im vom zum zur beim bis ab seit der die das dem den des
        ordinal: Januar Jänner Februar März Mai Juni Juli Oktober Dezember Quartal Halbjahr Jahrhundert Jahrestag
        ordinal: Geburtstag Weltkrieg Bundesliga Liga Spieltag Platz Rang Runde Klasse Stock Etage Kapitel Lebensjahr Advent
        """
}
