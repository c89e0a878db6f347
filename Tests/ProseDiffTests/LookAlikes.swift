/// Edits whose words look like a negation, a hedge, a number or a name and are none, beside those that are one: the marks
/// follow after `=`.
enum LookAlikes {
    static let edits: [(language: String, page: String)] = [
        (
            "zh",
            """
            他[一下子|突然]来了。 = 
            [第三方|别人]说。 = attribution
            部长访问了[非洲|亚洲]。 = 
            会议在[无锡|苏州]举行。 = 
            [未来|明年]三年很难。 = 
            他[不久|后来]离开了。 = 
            有[不少|许多]人受伤。 = 
            价格[不断|持续]上涨。 = 
            这是[无线|有线]网络。 = 
            他有[非凡|出众]的才能。 = 
            他[不仅|既]是医生也是作家。 = 
            她[未婚|单身]。 = 
            公司在[南非|印度]投资。 = 
            他们[特别|尤其]高兴。 = 
            [是否|如果]参加会议。 = 
            警方[没收|扣押]了财物。 = 
            船[沉没|翻倒]了。 = 
            他住在[别墅|公寓]里。 = 
            [无论|即使]下雨都去。 = 
            他去了[莫斯科|伦敦]。 = 
            他们[分别|各自]发言。 = 
            [不过|但是]他来了。 = 
            [无人机|飞机]坠毁。 = 
            他[不|]知道。 = negation
            警方[未|已]确认身份。 = negation
            他[没有|有]签字。 = negation
            法院判他[无罪|有罪]。 = negation
            他们[不同意|同意]。 = negation
            桥梁[不安全|安全]。 = negation
            他[从未|曾]去过。 = negation
            这是[非法|合法]的。 = negation
            他[否认|承认]指控。 = attribution
            他在[首尔|东京]。 = 
            [约翰|彼得]来了。 = 
            签署了[条约|文件]。 = 
            [一直|始终]如此。 = 
            [约|]40人受伤。 = hedge
            他跑了5[公里|英里]。 = number
            花了40[美元|欧元]。 = number
            """
        ),
        (
            "ja",
            """
            彼は[一気に|急に]走った。 = 
            [第三者|他人]が見た。 = 
            入場は[無料|有料]です。 = 
            [非常に|とても]高い。 = 
            [未来|将来]を語る。 = 
            [不動産|土地]を売る。 = 
            [無線|有線]で話す。 = 
            彼は[無事|元気]だ。 = 
            [まもなく|すぐに]到着する。 = 
            [必ず|きっと]行く。 = 
            [まず|最初に]話す。 = 
            [はず|予定]だ。 = 
            [わずか|たった]3人。 = 
            人が[少ない|多い]。 = 
            [不思議|奇妙]な事件。 = 
            [未明|早朝]に起きた。 = 
            [危ない|怖い]道。 = 
            [無人機|飛行機]が落ちた。 = 
            提案を[拒否|承認]した。 = 
            彼は行か[ない|れる]。 = negation
            契約し[なかった|た]。 = negation
            [無罪|有罪]判決。 = negation
            確認でき[ず|て]帰った。 = negation
            [不正確|正確]な数字。 = negation
            彼は[行きません|行きます]。 = negation
            [未確認|確認済み]の情報。 = negation
            眠っていた[かもしれない|]。 = hedge
            [約束|規則]を守る。 = 
            [一般|普通]の人。 = 
            5[ドル|ユーロ]かかる。 = number
            """
        ),
        (
            "en",
            """
            We acted [at once|quickly]. = 
            He [once|] lived there, and they met [one another|often]. = numberWord
            They met [one another|often]. = 
            He was fined [once|twice]. = numberWord
            [One of them|Some] cried. = 
            [One|Two] of them cried. = numberWord
            [No one|Few] came. = negation
            He was [once|] rich. = 
            [At first|Then] it rained. = 
            Wait [for a second|briefly]. = 
            She came [second|third]. = numberWord
            A [second-hand|used] car. = 
            [Once the|When the] rain ended, he left. = 
            Do it [once more|again]. = 
            He met a [millionaire|banker]. = 
            Bus [no. 12|line 12] was late. = 
            The [power|might] grew. = 
            Its [might|power] was known. = 
            They fear its [military might|army]. = 
            He [might|will] resign. = hedge
            The minister [might|will] resign. = hedge
            He is [not|] guilty. = negation
            He [is not|isn’t] guilty. = 
            They [do not|don't] know. = 
            She [cannot|can't] come. = 
            She [can not|cannot] come. = 
            He [isn't|is] guilty. = negation
            [No one|Nobody] came. = 
            [Nobody|Everybody] came. = negation
            There is [no doubt|certainty] of it. = 
            [No matter|Whatever] what he says. = 
            He has [no|] licence. = negation
            He [never|always] paid. = negation
            It was [12|-12] degrees. = number
            It was [−12|-12] degrees. = noise
            It cost [$|€]40,000 then. = number
            It rose 3[%| points] then. = number
            It rose 3[%| percent] then. = 
            He ran 5 [km|miles] then. = number
            He ran 5 [km|kilometers] then. = 
            He ran 5 [km|] then. = number
            See pages 3[-|–]12 then. = noise
            See pages [3-12|3, 12] now. = 
            It took 5 [days|weeks] then. = number
            It has 5 [cats|dogs] then. = 
            It fell by [+|-]3 then. = number
            He ran 5[km| km] then. = 
            [Smith accused Jones|Jones accused Smith] of fraud. [Jones|Smith] denied it. = name attribution
            [The|A] mayor left. He saw the boat. = 
            [Trump|Biden] left. He met Biden and Trump. = name
            [Rain|Snow] fell. It was bad. = 
            [Its|Their] power grew. = 
            """
        ),
        (
            "de",
            """
            Sie kam [auf einmal|plötzlich] an. = 
            Er rief [noch einmal|wieder] an. = 
            Er rief [einmal|zweimal] an. = numberWord
            Er kam [nicht einmal|] an. = negation
            [Erstens|Also] ist es teuer. = 
            Das ist [in erster Linie|vor allem] teuer. = 
            Er kommt in [acht|neun] Tagen. = numberWord
            Sie [achtete|hörte] darauf. = 
            Der [Millionär|Mann] starb. = 
            Er ist [nicht nur|sowohl] Arzt und Autor. = 
            Das ist [ohne Zweifel|sicher] wahr. = 
            Er hat [keine|keinen] Plan. = 
            Er hat [keinen|einen] Plan. = negation
            Er kommt [nie|niemals] an. = 
            Er kommt [nicht|] an. = negation
            Zum [Wohl|Nutzen] der Stadt. = 
            Er war [wohl|] da. = hedge
            Das [Soll|Ziel] war hoch. = 
            [Nicht zuletzt|Besonders] er kam. = 
            Er kam [ohne|mit] Geld. = negation
            Er lief 5 [Kilometer|Meilen] weit. = number
            Es kostet 40 [Euro|Dollar] heute. = number
            """
        ),
        (
            "fr",
            """
            Il a [quelques secondes|un peu] attendu. = 
            Une école [secondaire|publique] brûle. = 
            Un pays du [tiers-monde|Sud] vote. = name
            La [seconde|troisième] victime est morte. = numberWord
            Un [millionnaire|homme] est mort. = 
            Il fit [un pas|un geste] vers elle. = 
            À [chaque pas|chaque fois] il tombe. = 
            Il franchit le [pas|seuil]. = 
            Il [n’a pas|a] signé. = negation
            Il [n'a pas|ne l'a pas] signé. = 
            Il ne viendra [pas|] demain. = negation
            Le train est [|pas] plein. = 
            Il a [pas de|de l'] argent. = negation
            C’est un [point|sujet] important. = 
            [Une personne|Un homme] est morte. = 
            [Personne n’|Nul n’]est venu. = negation
            Il veut [plus de|de] pain. = hedge
            Il n’est [plus|pas] maire. = negation
            Il est [plus|moins] grand. = 
            [Non seulement|Certes] il ment, il vole. = 
            [Sans doute|Certainement] il viendra. = hedge
            Il vint [sans|avec] argent. = negation
            Des [sans-abri|pauvres] sont morts. = 
            Il a couru 5 [kilomètres|milles] hier. = number
            """
        ),
        (
            "es",
            """
            El [primer ministro|presidente] habló. = 
            Un coche [de segunda mano|usado] ardió. = 
            El [segundo|tercer] hombre murió. = numberWord
            Hay [once|doce] muertos. = numberWord
            [Sin embargo|Pero] llovió. = 
            [No obstante|Pero] llovió. = 
            Es [sin duda|claro] así. = 
            [No solo|Bien] canta, baila. = 
            Él [no|] firmó. = negation
            [Ningún|Ninguna] caso. = 
            Abierto [hasta|desde] el lunes. = 
            Hubo [hasta|] 40 heridos. = hedge
            """
        ),
        (
            "it",
            """
            Partì [prima di|dopo] lui. = 
            Un [primo ministro|presidente] parla. = 
            Soffia il [vento|sole] forte. = 
            La [prima|seconda] donna parla. = numberWord
            [Non solo|Certo] canta, balla. = 
            È [senza dubbio|certo] così. = 
            [Non appena|Quando] arriva, parla. = 
            Egli [non|] firma. = negation
            Ha visto [niente|nulla]. = 
            """
        ),
        (
            "pt",
            """
            Comprou um [bilhete|livro] caro. = 
            O [primeiro-ministro|presidente] falou. = 
            O [primeiro|segundo] homem morreu. = numberWord
            É [sem dúvida|certo] assim. = 
            [Não só|Bem] canta, dança. = 
            Os [sem-terra|pobres] vieram. = 
            Ele [não|] assinou. = negation
            Está [no|em] Porto. = 
            """
        ),
        (
            "nl",
            """
            Het was [ten eerste|dus] duur. = 
            De [tweede kamer|regering] stemt. = 
            De [eerste|tweede] man stierf. = numberWord
            Hij is [niet alleen|ook] arts. = 
            Dat is [zonder twijfel|zeker] waar. = 
            Hij heeft [geen|een] plan. = negation
            Hij zag [niets|niks]. = 
            """
        ),
        (
            "pl",
            """
            To [po pierwsze|więc] drogo. = 
            Bili [jeden drugiego|się]. = 
            [Pierwszy|Drugi] mąż zmarł. = numberWord
            On [nie tylko|dobrze] śpiewa. = 
            To [bez wątpienia|na pewno] prawda. = 
            On [nie|] podpisał. = negation
            [Niemal|Prawie] wszyscy. = hedge
            """
        ),
        (
            "uk",
            """
            Мій [друг|брат] прийшов. = 
            Це [перш за все|також] дорого. = 
            [Перший|Другий] син помер. = numberWord
            Він [не лише|також] лікар. = 
            Це [без сумніву|певно] так. = 
            Він [не|] підписав. = negation
            [Тим не менш|Однак] він прийшов. = 
            """
        ),
        (
            "ru",
            """
            Это [в первую очередь|также] дорого. = 
            Это [первоначальный|старый] план. = 
            [Первый|Второй] сын умер. = numberWord
            Он [не только|также] врач. = 
            [Тем не менее|Однако] он пришёл. = 
            Он [не|] подписал. = negation
            [Никто|Кто-то] пришёл. = negation
            [Несмотря|Смотря] на дождь. = 
            """
        ),
        (
            "ar",
            """
            جاءوا [في آن واحد|معا] اليوم. = 
            وهذا [لا يزال|ما يبقى] صعبا. = 
            [غير أن|ولكن] الوزير رفض. = 
            [لا سيما|خصوصا] في المدينة. = 
            [لا شك|مؤكد] في ذلك. = 
            الوزير [لا|] يوقع العقد. = negation
            هذا [غير|] صحيح. = negation
            """
        ),
    ]
}
