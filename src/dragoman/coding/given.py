"""Given names that tell whether "he" or "she" goes with a name; common ones, as they stand in English news.

A name in neither set says nothing. Names that both bear ("Kim", "Jean", "Andrea", "Alexis") are left out.
"""

from __future__ import annotations

MALE = frozenset(
    """
    aaron abdel abdul abdullah abraham abu adam adel adolfo adrian ahmad ahmed alain alan albert alberto
    alejandro aleksandar aleksandr alexander alexandre alexei alfonso alfred alfredo ali alistair allan
    allen alvaro amadou amir anders andre andreas andrei andres andrew andrzej angelo ansar anthony
    antoine anton antonio antony anwar arif arnold arthur ashraf askar atal austin ayman azim babar barack
    barry bart bashar ben benedict benigno benito benjamin bernard bernardo bernie bill billy björn bob
    boris brad brandon brendan brett brian bruce bruno bryan carl carlos cesar charles charlie christian
    christoph christopher claude claudio clement cliff colin craig cyril cyrus damien dan daniel danny
    darren dave david dean denis dennis derek desmond devin dick diego dieter dimitri dimitris dmitry
    dominic don donald doug douglas duncan dylan ed eddie eduard eduardo edgar edmund edward edwin ehud
    eli elias elijah elliott elmar emilio emmanuel emmerson enda enrique eric erich erik ernest ernesto
    ernst ethan eugene evan evo faisal faiz farouk felipe felix ferdinand fernando fidel florian francis
    francisco franck francois françois frank frans fred frederick frederik fuad gareth garry gary gavin
    geoff geoffrey georg george georges gerald gerard gerhard gerry gilbert giorgio giovanni giuseppe
    glenn gordon graham greg gregory guido guillermo gunther gustavo guy habib haider hamid hani hank hans
    harold harry hasan hashim hassan heiko heinz helmut henri henrik henry herbert herman hosni howard
    hubert hugh hugo hussein ian ibrahim idris igor ihor ilham imran isaac isaias ismail ivan jack jacob
    jacques jaime jair jake jakob jamal james jared jason javier jay jeff jeffrey jens jeremy jerome jerry
    jesus jim jimmy joachim joaquin joe joel johan john johnny jon jonas jonathan jorge jose joseph josh
    joshua juan jules julian julio julius justin kamal karel karim karl keith ken kenneth kevin khaled
    khalid kofi kurt kyle lars laurent lawrence leo leon leonard leonid leonardo leopoldo leszek liam
    lionel lloyd lorenzo louis luc luca lucas luigi luis luiz luke mahinda mahmoud malcolm manfred manuel
    marc marcel marco marcos marek mario mariano mark markus martin marty marwan masoud mateusz mathieu
    matt matteo matthew matthias maurice mauricio max maximilian mehmet michael michal michel miguel
    mikael mike mikhail milan milos mitch mitchell mohamed mohammad mohammed moises moritz moses moussa
    muammar muhammad muhammadu murat mustafa nabil najib narendra nasser nathan nathaniel navin nawaz neil
    nelson nicholas nicolas nicolás nigel nikolai nikos noel norbert norman oliver olivier olaf oleg
    oleksandr oleksiy olusegun omar orlando oscar osama oskar osman otto pablo paddy pascal patrick paul
    paulo pavel pedro per pervez peter petr petro phil philip philippe pier pierre pieter piotr pranab
    prayuth qasem rafael rafiq rahul rainer raja rajiv ralph ram ramon ramzan randy raphael rashid raul
    raúl ravi ray raymond recep reinhard rené reza ricardo richard rick rob robert roberto rodolfo rodrigo
    roger roland roman ron ronald ross roy ruben rudolf rudy rui russell ryan saad sadiq saeed salah salem
    salman salva salvador sami samuel santiago sani saul scott sean sebastian serge sergei sergey sergio
    seth shane shaun shahid shinzo shimon silvio simon slobodan søren stanislav stanley stefan stefano
    stephan stephen steve steven stuart sven syed tadeusz tariq ted terrence theo theodore thomas tim
    timothy tobias todd tom tomas tomasz tommy tony travis trevor tyler ulrich umar uwe vaclav valdis
    valery vasily viktor victor vince vincent vincenzo vitaly vladimir volodymyr vojislav wael walid
    walter warren wayne werner will william willy winston wladimir wojciech wolfgang xavier yahya yair
    yasser yevgeny yitzhak yoshihide younis yuri yusuf zachary zoran
    """.split()
)
FEMALE = frozenset(
    """
    abigail adriana agnes aicha aisha alena alice alicia alison aliza amanda amber amelia amina amy ana
    anastasia angela angelina anita anna anne annegret annette annie antonia arlene asma astrid audrey
    ayanna ayelet barbara beata beatrice benazir bernadette beth betty beverly birgit bridget brigitte
    brittany camila camille carla carmen carol carole carolina caroline carrie catherine cathy cecilia
    charlotte chelsea cherie cheryl christina christine cindy claire clara claudia colleen condoleezza
    corazon corinne cristina cynthia daisy daniela danielle daphne deborah debbie debra delcy denise diana
    diane dilma dina dolores donna dora doris dorothy eileen elaine eleanor elena elisabeth elise eliza
    elizabeth ella ellen elsa emily emma erika erin erna esther ethel eva evelyn fatima fatou federica
    fiona florence frances francesca gabriela gabriella genevieve georgina geraldine gina giorgia gisela
    glenys gloria golda grace greta gro hanan hanna hannah harriet hazel heather heidi helen helena helga
    helle hilary hillary hina ida ilhan ilse indira ines inga ingrid irene irina iris isabel isabella
    isabelle ivana ivanka jacinda jacqueline jane janet janice jeanine jeanne jennifer jenny jessica jill
    joanna joanne jocelyn josephine joyce judith judy julia julie juliet kaja kamala karen karin karla
    kate katharine katherine kathleen kathryn kathy katie katrin kayla kellyanne kersti kirsten kirstjen
    kristalina kristen kristi kristina lana lara laura lauren leila lena leticia leyla lidia lilian
    liliana linda lisa liz loretta louise lucia lucy ludmila luisa luz lydia lynn madeleine magdalena
    maggie maia malala manal mara margaret margarita margot margrethe maria mariam marianne marie marielle
    marina marine marjorie marta martha martine mary maryam matilda maureen maxine megan melania melanie
    melissa mercedes meryem mette mia michelle mildred mina miriam molly monica monique myriam nadia
    nadine nancy naomi natalia natalie natasha nicole nikki nina nora norma olga olivia oksana ophelia
    oprah pamela patricia paula pauline penelope penny petra phyllis pilar priscilla priti priya rachel
    ramona rania rebecca regina renate rhonda rima rita roberta rosa rosalie rose rosemary roxana ruth
    sabine sadia sally samantha samia sanna sara sarah sheikha sheila shirin shirley shireen silvia sofia
    sonia sophia sophie stella stephanie sue suella susan susana susanne suzanne svetlana sylvia sylvie
    tamara tammy tanya tatiana teresa tessa theresa thérèse tina tulsi ulla ursula valentina valerie
    vanessa vera verónica veronica victoria viola virginia vivian wanda wendy whitney xiomara yasmin
    yolanda yulia yvette yvonne zainab zeinab zoe zuzana
    """.split()
)
#: In both, or not telling: taken out whatever the sets say.
_EITHER = MALE & FEMALE


def gender(name: str) -> str:
    """ "M" or "F" by the first given name, "" where it does not tell.

    >>> gender("Angela Merkel"), gender("Boris Johnson"), gender("Merkel")
    ('F', 'M', '')
    """
    first, _, rest = name.casefold().partition(" ")
    if not rest:
        return ""
    first = first.partition("-")[0]
    if first in _EITHER:
        return ""
    return "M" if first in MALE else "F" if first in FEMALE else ""
