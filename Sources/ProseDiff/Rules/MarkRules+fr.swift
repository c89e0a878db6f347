extension MarkRules {
    /// French.
    static let french = MarkRules(
        "fr",
        """
        numberWord: zéro, deux, trois, quatre, cinq, six, sept, huit, dix, onze, douze, treize, quatorze, quinze
        numberWord: seize, vingt, trente, quarante, cinquante, soixante, cent, cents, mille, million*, milliard*, dizaine*
        numberWord: douzaine*, vingtaine*, centaine*, millier*, moitié, tiers, quart, demi*
        numberWord: deuxième*, second*, troisième*, quatrième*, cinquième*, sixième*, dixième*
        negator: ne, n', n'*, n
        negation=ne: ne, n', n'*
        negation=pas: ~pas, pas de, pas d'*, pas un, pas une, pas encore, pas question, pas du tout, pas non plus, ~point
        negation=aucun: aucun, aucune, nul, nulle
        negation=personne: ~personne, personne ne, personne n'*
        negation=plus: ~plus
        negation: jamais, rien, ni, sans, nullement, non, ~guère
        none: un pas, le pas, les pas, des pas, ses pas, son pas, leurs pas, premier pas, premiers pas
        none: un premier pas, dernier pas, deux pas, trois pas, quelques pas, grand pas, grands pas, petit pas
        none: petits pas, faux pas, pas à pas, au pas, du pas, ce pas, chaque pas, nouveau pas, autre pas
        none: pas-de-calais, pas de calais, un point, le point, les points, ce point, au point, du point
        none: à point, quel point, tel point, premier point, autre point, une personne, la personne
        none: cette personne, chaque personne, par personne, autre personne, en personne, toute personne
        none: première personne, tierce personne, le plus, la plus, les plus, de plus, en plus
        none: plus tard, plus que jamais, plus ou moins, non seulement, sans-abri, sans abri, sans-papiers
        none: sans papiers, sans-logis, non loin, sans conteste, sans aucun doute, sans nul doute, rien que
        none: de plus en plus
        none: secondaire*, secondes, une seconde plus tard, quelques secondes, chaque seconde, par seconde, fraction de seconde
        none: en seconde main, de seconde main, cent pour cent sûr, tiers-monde, tiers monde, tiers payant, des tiers, les tiers, à des tiers
        none: demi-tour*, demi-frère*, demi-sœur*, demi-soeur*, demi-finale*, demi-mot, demi-mesure*, quart de finale, quarts de finale
        none: millionnaire*, milliardaire*, en un mot comme en cent, entre quatre yeux, à deux pas, à deux doigts
        hedge: peut-être, probablement, sans doute, apparemment, prétendument, présumé*, soi-disant, aurait, auraient, serait
        hedge: seraient, pourrait, pourraient, semble, semblent, environ, près de, presque, vraisemblablement, éventuellement
        hedge: accusé*, soupçonné*, au moins, au plus, jusqu'à, plus de, selon toute vraisemblance
        speaking: a dit, dit, disent
        article: le, la, les, un, une
        attribution: a déclaré, a déclaré*, a affirmé, affirme*, a indiqué, a expliqué
        attribution: a annoncé, a confirmé, a démenti, a ajouté, assure*
        source: selon, d'après, de l'avis de, de source
        witness: un témoin, des témoins, un porte-parole, des sources
        hedge: paraît, paraissent, semblait, semblaient, semblerait, passe pour, passent pour
        source: aux dires de, de l'aveu de, à en croire
        attribution: a précisé, a souligné, a reconnu, a assuré, a estimé, a rapporté, ont déclaré, ont affirmé, ont indiqué, rapporte*, prétend, prétendent
        pronoun: elle, elles, ils, nous
        preposition: à, au, aux, en, dans, sur, chez, lors, avant, après, devant, pendant, avec, depuis, par, que, ce, hier
        number: lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche
        number: janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre
        """)
}
