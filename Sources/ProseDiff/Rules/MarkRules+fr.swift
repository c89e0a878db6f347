extension MarkRules {
    /// French.
    static let french = MarkRules(
        """
        numberWord: zéro, deux, trois, quatre, cinq, six, sept, huit, dix, onze, douze, treize, quatorze, quinze
        numberWord: seize, vingt, trente, quarante, cinquante, soixante, cent, cents, mille, million*, milliard*, dizaine*
        numberWord: douzaine*, vingtaine*, centaine*, millier*, moitié, tiers, quart, demi*
        numberWord: deuxième*, second*, troisième*, quatrième*, cinquième*, sixième*, dixième*
        negation: ne, n', n'*, pas, jamais, aucun, aucune, nul, nulle, rien, personne, ni, sans, nullement, non
        hedge: peut-être, probablement, sans doute, apparemment, prétendument, présumé*, soi-disant, aurait, auraient, serait
        hedge: seraient, pourrait, pourraient, semble, semblent, environ, près de, presque, vraisemblablement, éventuellement
        hedge: accusé*, soupçonné*, au moins, au plus, jusqu'à, plus de, selon toute vraisemblance
        attribution: a dit, dit, disent, a déclaré, a déclaré*, a affirmé, affirme*, a indiqué, a expliqué
        attribution: a annoncé, a confirmé, a démenti, a ajouté, assure*, un témoin, des témoins, un porte-parole, des sources
        source: selon, d'après, de l'avis de, de source
        number: lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche
        number: janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre
        """)
}
