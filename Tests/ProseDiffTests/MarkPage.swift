/// Edits in each language with rules, and the marks that an editor would give each: `[old|new]` stands where words changed,
/// the marks follow after `=`.
enum MarkPage {
    static let edits: [(language: String, page: String)] = [
        (
            "en",
            """
            The crash left [two|one] dead. = numberWord
            The crash left [two|2] dead. = 
            [Dozens|Hundreds] of people fled the valley. = numberWord
            The minister did [|not] sign the contract. = negation
            Nobody [|never] warned the crew. = negation
            The bridge [is|isn't] safe for lorries. = negation
            He had [no|a] permit for the tunnel. = negation
            He [allegedly|] took the money. = hedge
            He [may have taken|took] the money. = hedge
            The driver was [probably|certainly] asleep. = hedge
            The brakes failed[, a witness said|]. = attribution
            The brakes failed[, according to police|]. = attribution
            The mayor [said|claimed] that the dam would hold. = attribution
            The mayor [told|assured] the council so. = attribution
            “We saw it coming,” said [Smith|Jones]. = name speaker
            “We saw it coming,” said [Ada Smith|Tomas Verhaal] on Monday. = name speaker
            “We saw it coming,” said Smith[| on Monday]. = number
            The repair takes [three|five] weeks and costs €[4|6] million. = number numberWord
            The ferry left [early|late] in the morning. = 
            The [second|third] pump failed at night. = numberWord
            """
        ),
        (
            "de",
            """
            Bei dem Unfall starben [zwei|drei] Menschen. = numberWord
            Bei dem Unfall starben [zwei|2] Menschen. = 
            Die Sperrung kostet [tausende|hunderte] Arbeitsplätze. = numberWord
            Der Minister hat den Vertrag [|nicht] unterschrieben. = negation
            Er hatte [keine|eine] Genehmigung für den Tunnel. = negation
            Die Brücke war [nie|immer] gesperrt. = negation
            Er hat das Geld [angeblich|] genommen. = hedge
            Der [mutmaßliche|verurteilte] Täter schwieg. = hedge
            Der Fahrer war [vermutlich|] müde. = hedge
            Die Bremse versagte[ laut Polizei|]. = name attribution
            Die Bremse versagte[, sagte der Lotse|]. = attribution
            Die Stadt [bestätigte|dementierte] den Bericht. = attribution
            „Wir haben es gesehen“, sagte [Schmidt|Weber]. = name speaker
            „Wir haben es gesehen“, sagte [Anna Schmidt|Jonas Weber] am Montag. = name speaker
            „Wir haben es gesehen“, sagte Schmidt[| gestern]. = 
            Die [erste|zweite] Pumpe fiel aus. = numberWord
            Die Fähre fuhr [früh|spät] ab. = 
            Die Hälfte [|nicht] bezahlt. = negation
            Rund [40|60] Boote sanken. = number
            Es gab [zwölf|elf] Verletzte und [keine|viele] Zeugen. = numberWord negation
            """
        ),
        (
            "fr",
            """
            L’accident a fait [deux|trois] morts. = numberWord
            L’accident a fait [deux|2] morts. = 
            Des [dizaines|centaines] de familles ont fui. = numberWord
            Le ministre [a|n'a pas] signé le contrat. = negation
            Il [avait|n'avait aucun] permis pour le tunnel. = negation
            Le pont a été rouvert [|sans] contrôle. = negation
            Il a [peut-être|] pris cet argent. = hedge
            Le [présumé|véritable] coupable se taisait. = hedge
            Il [aurait|a] pris cet argent. = hedge
            Les freins ont lâché[, selon la police|]. = attribution
            Les freins ont lâché[, a déclaré le pilote|]. = attribution
            La ville a [confirmé|financé] le rapport. = attribution
            « Nous avons tout vu », a dit [Martin|Durand]. = name speaker
            « Nous avons tout vu », a dit [Anne Martin|Paul Durand] lundi. = name speaker
            « Nous avons tout vu », a dit Martin[| lundi]. = number 
            La [première|deuxième] pompe est tombée en panne. = numberWord
            Le bac est parti [tôt|tard]. = 
            Quelque [40|60] bateaux ont coulé. = number
            Le chantier dure [cinq|six] semaines. = numberWord
            Un accord [|probablement] trouvé dans la nuit. = hedge
            """
        ),
        (
            "es",
            """
            El accidente dejó [dos|tres] muertos. = numberWord
            El accidente dejó [dos|2] muertos. = 
            [Decenas|Docenas] de familias huyeron. = numberWord
            El ministro [|no] firmó el contrato. = negation
            El puente [siempre|nunca] estuvo cerrado. = negation
            Abrieron el túnel [con|sin] permiso. = negation
            El alcalde [presuntamente|] tomó el dinero. = hedge
            El [supuesto|verdadero] autor calló. = hedge
            El conductor [quizás|] dormía. = hedge
            Los frenos fallaron[, según la policía|]. = attribution
            Los frenos fallaron[, dijo el piloto|]. = attribution
            La ciudad [confirmó|negó] el informe. = attribution
            «Lo vimos todo», dijo [García|Romero]. = name speaker
            «Lo vimos todo», dijo [Ana García|Luis Romero] el lunes. = name speaker
            «Lo vimos todo», dijo García[| el lunes]. = number 
            La [primera|segunda] bomba falló. = numberWord
            El barco salió [temprano|tarde]. = 
            Unos [40|60] barcos se hundieron. = number
            La obra dura [cinco|seis] semanas. = numberWord
            La policía [podría|debe] cerrar el puerto. = hedge
            """
        ),
        (
            "it",
            """
            L’incidente ha causato [due|tre] morti. = numberWord
            L’incidente ha causato [due|2] morti. = 
            [Decine|Centinaia] di famiglie sono fuggite. = numberWord
            Il ministro [|non] ha firmato il contratto. = negation
            Il ponte è [sempre|mai] stato chiuso. = negation
            Hanno aperto il tunnel [con|senza] permesso. = negation
            L’autista [forse|] dormiva. = hedge
            Il [presunto|vero] colpevole taceva. = hedge
            Il sindaco [avrebbe|ha] preso il denaro. = hedge
            I freni hanno ceduto[, ha detto il pilota|]. = attribution
            I freni hanno ceduto[, secondo quanto riferito|]. = attribution
            La città [ha confermato|ha chiesto] il rapporto. = attribution
            «Abbiamo visto tutto», ha detto [Rossi|Bianchi]. = name speaker
            «Abbiamo visto tutto», ha detto [Anna Rossi|Luca Bianchi] lunedì. = name speaker
            «Abbiamo visto tutto», ha detto Rossi[| lunedì]. = number 
            La [prima|seconda] pompa si è guastata. = numberWord
            Il traghetto è partito [presto|tardi]. = 
            Circa [40|60] barche sono affondate. = number
            I lavori durano [cinque|sei] settimane. = numberWord
            La polizia [potrebbe|deve] chiudere il porto. = hedge
            """
        ),
        (
            "pt-BR",
            """
            O acidente deixou [dois|três] mortos. = numberWord
            O acidente deixou [dois|2] mortos. = 
            [Dezenas|Centenas] de famílias fugiram. = numberWord
            O ministro [|não] assinou o contrato. = negation
            A ponte [sempre|nunca] esteve fechada. = negation
            Abriram o túnel [com|sem] licença. = negation
            O prefeito [supostamente|] levou o dinheiro. = hedge
            O [suposto|verdadeiro] autor calou. = hedge
            O motorista [talvez|] dormia. = hedge
            Os freios falharam[, disse o piloto|]. = attribution
            Os freios falharam[, de acordo com a polícia|]. = attribution
            A cidade [confirmou|negou] o relatório. = attribution
            “Nós vimos tudo”, disse [Silva|Costa]. = name speaker
            “Nós vimos tudo”, disse [Ana Silva|Rui Costa] na segunda. = name speaker
            “Nós vimos tudo”, disse Silva[| ontem]. = 
            A [primeira|segunda] bomba falhou. = numberWord
            O barco saiu [cedo|tarde]. = 
            Uns [40|60] barcos afundaram. = number
            A obra dura [cinco|seis] semanas. = numberWord
            A polícia [poderia|deve] fechar o porto. = hedge
            """
        ),
        (
            "nl",
            """
            Bij het ongeluk vielen [twee|drie] doden. = numberWord
            De minister heeft het contract [|niet] getekend. = negation
            De chauffeur sliep [vermoedelijk|]. = hedge
            De remmen weigerden[, volgens de politie|]. = attribution
            “Wij zagen alles”, zei [Jansen|Bakker]. = name speaker
            """
        ),
        (
            "pl",
            """
            W wypadku zginęły [dwie|trzy] osoby. = numberWord
            Minister [|nie] podpisał umowy. = negation
            Kierowca [prawdopodobnie|] spał. = hedge
            Hamulce zawiodły[, według policji|]. = attribution
            „Widzieliśmy wszystko”, powiedział [Nowak|Lis]. = name speaker
            """
        ),
        (
            "uk",
            """
            В аварії загинули [двоє|троє] людей. = numberWord
            Міністр [|не] підписав договір. = negation
            Водій [ймовірно|] спав. = hedge
            Гальма відмовили[, за даними поліції|]. = attribution
            «Ми бачили все», сказав [Коваль|Бойко]. = name speaker
            """
        ),
        (
            "ru",
            """
            В аварии погибли [двое|трое] человек. = numberWord
            Министр [|не] подписал договор. = negation
            Водитель [вероятно|] спал. = hedge
            Тормоза отказали[, по данным полиции|]. = attribution
            «Мы видели всё», сказал [Иванов|Петров]. = name speaker
            """
        ),
        (
            "ar",
            """
            قتل [ثلاثة|أربعة] أشخاص في الحادث. = numberWord
            [لم|] يوقع الوزير العقد أمس. = negation
            كان السائق [ربما|] نائما. = hedge
            تعطلت المكابح [وفقا للشرطة|]. = attribution
            «رأينا كل شيء»، قال [أحمد|سالم]. = speaker
            """
        ),
        (
            "zh",
            """
            事故造成[六|九]人死亡。 = numberWord
            部长[|没]有签署合同。 = negation
            司机[可能|]睡着了。 = hedge
            刹车失灵[，警方表示|]。 = attribution
            “我们看见了”，[王强|刘洋]说。 = speaker
            """
        ),
        (
            "ja",
            """
            事故で[六|九]人が死亡した。 = numberWord
            大臣は契約に署名し[た|なかった]。 = negation
            運転手は眠っていた[とみられる|]。 = hedge
            ブレーキが故障した[と発表|]。 = attribution
            「見ていた」と[山田|佐藤]氏は述べた。 = speaker
            """
        ),
    ]
}
