/// The names of months and days.
enum CalendarNames {
    /// The month of a word, from 1; nil where it is none.
    static func month(_ word: String) -> Int? { months[word] }

    /// The day of the week of a word, from 1; nil where it is none.
    static func weekday(_ word: String) -> Int? { weekdays[word] }

    /// The month of a short form, which is one beside a day: "3 Oct".
    static func shortMonth(_ word: String) -> Int? { shortMonths[word] }

    private static func numbered(_ lines: String) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (index, line) in lines.split(separator: "\n").enumerated() {
            for form in line.split(separator: ",") { numbers[String(form.drop { $0 == " " })] = index + 1 }
        }
        return numbers
    }

    private static let months = numbered(
        """
        january, januar, janvier, enero, gennaio, janeiro, januari, styczeń, stycznia, январь, января, січень, січня, يناير
        february, februar, février, febrero, febbraio, fevereiro, februari, luty, lutego, февраль, февраля, лютий, лютого, فبراير
        march, märz, mars, marzo, março, maart, marzec, marca, март, марта, березень, березня, مارس
        april, avril, abril, aprile, kwiecień, kwietnia, апрель, апреля, квітень, квітня, أبريل
        may, mai, mayo, maggio, maio, mei, maj, maja, май, мая, травень, травня, مايو
        june, juni, juin, junio, giugno, junho, czerwiec, czerwca, июнь, июня, червень, червня, يونيو
        july, juli, juillet, julio, luglio, julho, lipiec, lipca, июль, июля, липень, липня, يوليو
        august, août, agosto, augustus, sierpień, sierpnia, август, августа, серпень, серпня, أغسطس
        september, septembre, septiembre, settembre, setembro, wrzesień, września, сентябрь, сентября, вересень, вересня, سبتمبر
        october, oktober, octobre, octubre, ottobre, outubro, październik, października, октябрь, октября, жовтень, жовтня, أكتوبر
        november, novembre, noviembre, novembro, listopad, listopada, ноябрь, ноября, листопад, листопада, نوفمبر
        december, dezember, décembre, diciembre, dicembre, dezembro, grudzień, grudnia, декабрь, декабря, грудень, грудня, ديسمبر
        """)

    private static let shortMonths = numbered(
        """
        jan, janv
        feb, febr, févr
        mar, mär
        apr, avr
        mai
        jun
        jul, juil
        aug
        sep, sept
        oct, okt
        nov
        dec, dez, déc
        """)

    private static let weekdays = numbered(
        """
        monday, montag, lundi, lunes, lunedì, segunda-feira, maandag, poniedziałek, понедельник, понеділок, الاثنين
        tuesday, dienstag, mardi, martes, martedì, terça-feira, dinsdag, wtorek, вторник, вівторок, الثلاثاء
        wednesday, mittwoch, mercredi, miércoles, mercoledì, quarta-feira, woensdag, środa, środę, среда, среду, середа, середу, الأربعاء
        thursday, donnerstag, jeudi, jueves, giovedì, quinta-feira, donderdag, czwartek, четверг, четвер, الخميس
        friday, freitag, vendredi, viernes, venerdì, sexta-feira, vrijdag, piątek, пятница, пятницу, п'ятниця, п'ятницю, الجمعة
        saturday, samstag, sonnabend, samedi, sábado, sabato, zaterdag, sobota, sobotę, суббота, субботу, субота, суботу, السبت
        sunday, sonntag, dimanche, domingo, domenica, zondag, niedziela, niedzielę, воскресенье, неділя, неділю, الأحد
        """)
}
