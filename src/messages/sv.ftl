# Alla meddelanden på svenska. Titeln säger vad som är fel, `.hint` vad man
# gör åt det; `.meant` gäller i stället när ett liknande ord är känt.

error = fel
warning = varning
hint = råd

question-strategy = avsnitt { $section }, strategi { $strategy }
question-text = avsnitt { $section }, { $heading }
question-words = avsnitt { $section }, { $heading }, ”{ $words }”
at-path = vid { $pointer }
at-question = { $question } · { $pointer }

kind = { $name ->
    [text] en text
    [number] ett tal
    [object] ett objekt
    [list] en lista
    [boolean] true eller false
    [null] null
   *[other] { $name }
}

json-syntax = filen är inte JSON: { $reason ->
    [empty] filen är tom
    [curly-quote] ett typografiskt citattecken står där ett rakt ska stå
    [single-quote] nycklar och texter står inom dubbla citattecken, inte enkla
    [comment] JSON har inga kommentarer
    [bom] ett byteordningsmärke står inne i filen
    [odd-space] här står ett mellanslag som JSON inte känner till
    [unseen] här står ett tecken som ingen ser
    [open-text] texten som börjar här saknar sitt avslutande citattecken
    [open-list] en lista börjar men slutar aldrig
    [open-object] ett objekt börjar men slutar aldrig
    [cut-off] filen slutar för tidigt
    [line-break] en radbrytning står inne i en text
    [tab] en tabb står inne i en text
    [control] ett styrtecken står inne i en text
    [inner-quote] texten slutar vid citattecknet före det här, men orden fortsätter
    [other-bracket] den här parentesen avslutar inte det som började
    [missing-comma] här framför saknas ett komma
    [two-commas] ett komma för mycket
    [trailing-comma] efter den sista posten får inget komma stå
    [missing-colon] mellan nyckel och värde saknas ett kolon
    [bare-key] här saknas en nyckel, eller dess citattecken
    [missing-value] här framför saknas ett värde
    [state] det här ordet skrivs på annat sätt i JSON
    [bare-text] en text står utan citattecken
    [leading-zero] ett tal kan inte börja med 0
    [number] det här är inte skrivet som ett tal
    [large-number] talet är för stort
    [escape] ett omvänt snedstreck står före ett tecken som inte ska ha något
    [unicode] \u anger inget tecken
    [deep] det är nästlat för djupt
    [trailing] något följer efter slutet
    [cut-text] texten som börjar här slutar aldrig
    [open-key] nyckeln som börjar här saknar sitt avslutande citattecken
    [no-opening-quote] texten som börjar här saknar sitt inledande citattecken
    [lost-brace] här står en nyckel där ett värde ska stå: före den saknas { "{" }, eller värdet till nyckeln före
    [no-comma] här står ett annat tecken där ett komma ska stå
    [decimal-comma] ett tal skrivs med punkt, inte med komma
    [no-word] det ordet finns inte i JSON
    [bare-words] en text står utan citattecken
    [no-text] det här är en fil av annat slag, inte text
    [no-json] den börjar inte med { "{" }
   *[other] här står något som JSON inte har
}
    .hint = { $reason ->
        [empty] börja en svarsfil med dnr new; README visar de andra
        [curly-quote] skriv " i stället för ”, “, ’ eller ‘ runt nycklar och texter; ordbehandlare sätter in dem
        [single-quote] skriv " före och efter
        [comment] ta bort den; en anteckning kan stå under en nyckel som börjar med //: "//": "…"
        [bom] ta bort det osynliga tecknet vid markeringen; det kom med text ur en annan fil
        [odd-space] ta bort det och skriv ett vanligt mellanslag; det har klistrats in från en webbsida eller ordbehandlare
        [unseen] ta bort tecknet vid markeringen; det har klistrats in
        [open-text] sätt " där den slutar, på samma rad och före kommat
        [open-list] sätt ] där den slutar
        [open-object] sätt { "}" } där det slutar
        [cut-off] se efter om hela filen har sparats eller kopierats
        [line-break] skriv \n för varje radbrytning och håll texten på en rad: "Första raden\nandra raden"; \n\n börjar ett nytt stycke
        [tab] skriv ett mellanslag, eller \t
        [control] ta bort det, eller klistra in texten på nytt som ren text
        [inner-quote] sätt ett omvänt snedstreck före citattecken inne i en text: "ordet \"trygg\""; eller skriv ”trygg”
        [other-bracket] en lista slutar med ], ett objekt med { "}" }
        [missing-comma] sätt ett komma efter värdet före
        [two-commas] ta bort ett av dem
        [trailing-comma] ta bort kommat
        [missing-colon] skriv "nyckel": "värde"
        [bare-key] skriv "nyckel": "värde"
        [missing-value] skriv värdet, "" för en tom text, eller ta bort nyckeln
        [state] skriv true, false eller null, med små bokstäver
        [bare-text] sätt " före och efter
        [leading-zero] ett diarienummer är en text: sätt " före och efter
        [number] skriv det som 12 eller 0.5; ett datum eller diarienummer är en text och står inom citattecken
        [large-number] sätt det inom citattecken om det är en text
        [escape] skriv \\ för själva snedstrecket: "C:\\mapp"
        [unicode] skriv \u och fyra hexadecimala siffror, eller själva tecknet; ett omvänt snedstreck skrivs \\: "C:\\users"
        [deep] se efter om parenteser upprepas av misstag
        [trailing] ta bort det; kanske är en parentes före en för mycket
        [cut-text] sätt " där den slutar, eller se efter om hela filen har sparats
        [open-key] sätt " där den slutar, före kolonet
        [no-opening-quote] sätt " före den
        [lost-brace] skriv "nyckel": { "{" } före den där flera nycklar hör ihop, annars "nyckel": "värde"
        [no-comma] skriv , i stället; en punkt hör till texten och står före citattecknet
        [decimal-comma] skriv 0.5 i stället för 0,5
        [no-word] skriv värdet som avses, eller ta bort nyckeln
        [bare-words] sätt " före och efter: "{ $words }"
        [no-text] se efter om det är rätt fil; en som Word eller Excel har sparat är inte JSON
        [no-json] se efter om det är rätt fil; dnr new börjar en svarsfil
       *[other] se efter vid markeringen, och på raden före, om ett komma, citattecken eller en parentes fattas eller är för mycket
    }
duplicate-key = nyckeln `{ $key }` står två gånger
    .hint = behåll en av dem; den andra skulle gå förlorad
unknown-key = här finns ingen nyckel `{ $key }`
    .hint = nycklarna är { $known }
    .meant = menade du `{ $meant }`?
missing-key = nyckeln `{ $key }` saknas
    .hint = lägg till `"{ $key }": …`
    .setting = lägg till --set { $setting }=…
wrong-type = väntade { $expected }, fann { $found }
    .hint = { $expected ->
        [text] { $found ->
            [list] skriv en enda text inom citattecken, utan [ ]
           *[other] texter och datum står inom citattecken
        }
        [boolean] skriv true eller false, utan citattecken
        [list] en lista står inom [ ], med komma mellan posterna
        [object] ett objekt står inom { "{" } { "}" }, varje nyckel med sitt värde
       *[other] se i README vad som ska stå här
    }
    .write = skriv { $write }
    .instead = en svarsfil är ett enda objekt och börjar med { "{" }: { "{" } "form": "…", "body": "…", "diary_number": "…", "answers": { "{" } … { "}" } { "}" }; dnr new börjar en
not-an-option = `{ $value }` är inget av de ord som får stå här
    .hint = använd ett av { $known }
    .meant = menade du `{ $meant }`?
not-like = `{ $value }` { $like ->
    [length] är inget mått
    [colour] är ingen färg
   *[other] går inte att tolka
}
    .hint = { $like ->
        [length] skriv ett tal och en enhet: 11pt, 40mm eller 2.5cm; högst 10000
        [colour] skriv # och sex siffror för rött, grönt och blått: #E2EFDA
       *[other] se i README vad som ska stå här
    }
one-key = här ska just en av nycklarna { $known } stå
    .hint = skriv ett objekt för varje post
wrong-value = värdet går inte att använda: { $reason ->
    [least] det måste vara minst { $limit }
    [most] det får vara högst { $limit }
    [whole] det måste vara ett heltal, och inte mindre än 0
   *[other] det är inte vad programmet väntar sig (”{ $problem }”)
}
    .hint = README säger vad som får stå här
unknown-body = förteckningen över nämnder och styrelser har ingen `{ $id }`
    .hint = lägg till den i bodies.json, eller använd ett id som finns där
    .meant = menade du `{ $meant }`?
unknown-form = { $lies ->
    [elsewhere] formuläret `{ $id }` ligger varken ovanför de här svaren eller i en mapp med dess namn
   *[other] det finns inget formulär `{ $id }`
}
    .hint = lägg svaren i mappen `answers` bredvid formulärets form.json
    .elsewhere = formuläret ligger i en annan mapp: lägg svaren i { $elsewhere }
    .named = ange formulärets id, mapp eller form.json{ $named ->
        [none] {""}
       *[other] ; i input/ finns { $named }
    }
    .meant = menade du `{ $meant }`?
no-register = ingen bodies.json ligger i eller ovanför mappen för { $form }
    .hint = skriv en förteckning: { "{" } "bodies": { "{" } "id": { "{" } "name": …, "genitive": …, "kind": "board" { "}" } { "}" } { "}" }
other-form = { $found ->
    [none] svaren anger ingen version av formuläret, som har version `{ $wanted }`
   *[other] svaren gäller version `{ $found }` av formuläret, som { $wanted ->
        [none] inte har någon version
       *[other] nu har version `{ $wanted }`
    }
}
    .hint = gå igenom svaren { $wanted ->
        [none] och ta sedan bort form_version
       *[other] och skriv sedan "{ $wanted }" i form_version
    }
unknown-question = här frågar formuläret inte om `{ $key }`
    .hint = här frågar det om { $known }
    .meant = menade du `{ $meant }`?
unknown-status = { $of ->
    [question] en fråga har ingen status `{ $status }`
   *[scale] skalan har ingen status `{ $status }`
}
    .hint = använd en av { $known }
    .meant = menade du `{ $meant }`?
no-mark = strategi { $number } har ingen markering
    .hint = skriv en av { $known } i "status"; eller not_applicable (ej aktuellt) eller not_answered (ej besvarat)
not-in-answers = `{ $key }` är inte besvarad
    .hint = svara, eller skriv { "{" } "status": "not_answered", "reason": "…" { "}" }
not-designated = strategi { $number } ställs inte till `{ $body }`
    .hint = ta bort svaret, eller lägg till nämnden i strategins `designated` i formuläret
several-marks = strategi { $number } har flera markeringar: { $marks }
    .hint = behåll den som bäst beskriver strategin
unneeded-development = strategi { $number } har markerats ”{ $status }”, där inget behöver utvecklas, men har en utvecklingstext
    .hint = kontrollera markeringen; texten skrivs ut ändå
no-date = strategi { $number } har markerats ”{ $status }” men anger inte när arbetet beräknas vara klart
    .hint = lägg till "expected": "ÅÅÅÅ-MM"; det räcker med ett årtal
unneeded-date = strategi { $number } är `{ $status }` men anger ändå när arbetet beräknas vara klart
    .hint = kontrollera statusen; datumet skrivs ut ändå
two-texts = strategi { $number } har både en utvecklingstext och ett skäl, men på sidan finns plats för en text
    .hint = skriv allt i "development" om arbetet behöver utvecklas, annars i "reason"
left-over = det här ser ut som en text som skulle bytas ut: `{ $text }`
    .hint = byt ut den; är den avsedd behöver inget göras
odd-date = `{ $date }` är skrivet som ett datum, men den dagen finns inte
    .hint = kontrollera mot beslutet; texten skrivs ut som den står
disagreeing-dates = { $decision } har datumet { $date } här och { $other } på rad { $line }
    .hint = kontrollera vilket som är rätt; texten skrivs ut som den står
no-development = strategi { $number } har markerats ”{ $status }” och behöver en utvecklingstext
    .hint = skriv i "development" vad som behöver utvecklas, eller i "reason" varför texten saknas
empty-answer = svaret är tomt; i rapporten står att frågan är ej besvarad
    .hint = skriv ett svar, eller { "{" } "status": "not_answered", "reason": "…" { "}" }
diary-number = `{ $number }` följer inte mönstret { $pattern }
    .hint = skriv det som i { $example }
    .instead = ändra exemplet eller mönstret, så att de stämmer överens
diary-year = `{ $number }` är från år { $year }, efter dokumentets datum { $date }
    .hint = kontrollera numret och `date` i svaren och i formuläret
diary-number-twice = `{ $value }` är också diarienummer för { $other }
    .hint = varje rapport har sitt eget nummer
same-report = { $other } innehåller svar från `{ $value }` på samma formulär
    .hint = behåll den ena filen; båda skulle ge samma rapport
file-name-twice = rapporten skulle heta `{ $value }`, och det skulle även den från { $other }
    .hint = ta med det som skiljer dem åt i temats `texts.file_name`: {"{{"}form{"}}"}, {"{{"}body_id{"}}"} eller {"{{"}dnr{"}}"}, nära början; namn som bara skiljer sig åt i versaler, eller i punkter på slutet, räknas som samma
file-name-taken = { $file } tillhör rapporten för { $body } från { $answers }
    .hint = ändra temats `texts.file_name`, eller skriv till en annan mapp med --out; om den rapporten inte behövs längre, bygg dess indata med --prune
file-name-reserved = rapporten skulle heta `{ $value }`, ett namn som Windows har reserverat för en enhet
    .hint = lägg till något i temats `texts.file_name`: rapport-{"{{"}body_id{"}}"}
bad-date = `{ $date }` är inget datum
    .hint = skriv ett datum som finns, i formen ÅÅÅÅ-MM-DD
    .instead = skriv ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD
no-document-date = dokumentet har inget datum, vilket en arkiverad PDF måste ha
    .hint = lägg till "date": "ÅÅÅÅ-MM-DD" i svaren, eller i formuläret för alla
control-character = texten innehåller styrtecken, eller tecken som vänder på den: { $characters }
    .hint = ta bort dem, eller klistra in texten på nytt som ren text
word-character = texten innehöll tecken från Word eller en webbsida som har ersatts eller tagits bort: { $characters }
    .hint = inget behöver göras; ta bort dem så försvinner meddelandet
look-alike = ordet `{ $word }` är skrivet med bokstäver ur ett annat alfabet som ser ut som latinska: { $characters }
    .hint = skriv ordet på nytt; så som det står hittas det inte vid sökning och läses upp fel
link-elsewhere = länken visar `{ $shown }` men leder till `{ $target }`
    .hint = låt den visa vart den leder, eller säg med ord vad som finns där
no-glyph = inget typsnitt i layouten kan skriva { $characters }
    .hint = använd ett annat tecken, eller en layout med ett typsnitt som har det
literal-markup = det här visas som det är skrivet: { $markup }
    .hint = texter har listor med * och -, listor med 1., _betoning_, **fetstil** och [länkar](https://…)
too-much-text = den här texten är för lång för ett svar: { $characters } tecken i { $blocks } stycken och punkter
    .hint = se efter om något står där gång på gång; högst { $most_characters } tecken och { $most_blocks } stycken kan skrivas ut
renumbered = punkt { $given }. i listan skrivs ut som { $printed }.
    .hint = numren räknas upp från listans första; skriv { $given }\\. i filen om det är numret i sig som gäller
unknown-scale = formuläret har ingen skala `{ $scale }`
    .hint = skalorna är { $known }
duplicate-id = `{ $id }` används två gånger
    .hint = ge var och en sitt eget
bad-id = `{ $id }` kan inte vara ett id
    .hint = ett id har minst ett tecken, inga mellanslag och inga osynliga tecken
reserved-id = `{ $id }` har en egen betydelse och kan inte vara ett id
    .hint = välj ett annat id: `not_applicable` och `not_answered` finns vid varje skala, och nycklar som börjar med // är anteckningar
language = `{ $language }` är inget språk
    .hint = skriv språket som en BCP 47-kod: sv, sv-SE, fi, en-GB
question-needs-id = delen `{ $part }` frågar om flera saker, så den här frågan behöver ett `id`
    .hint = lägg till `"id": "…"`; det är nyckeln till frågans svar
empty-text = texten är tom
    .hint = skriv texten, eller ta bort posten
    .instead = skriv texten
word-left-out = texten utelämnar det som svaren säger: { "{{" }{ $name }{ "}}" }
    .hint = sätt in { "{{" }{ $name }{ "}}" } där det ska stå; det skrivs ingen annanstans
same-states = ”{ $text }” sägs både om det som inte är aktuellt och om det som inte är besvarat
    .hint = ge `not_applicable` och `not_answered` varsina ord
too-long = raden har { $length } tecken, och titlar och bokmärken i en PDF tar högst { $longest }
    .hint = korta den; en lång text hör hemma i en anvisning
placeholder-asked = en platshållare kan inte ställas till någon
    .hint = skriv strategins text och ta bort `placeholder`, eller sätt `designated` till []
unreachable = strategin ställs inte till någon
    .hint = ange nämnder i `designated`, eller ta bort `designated` för att fråga alla
empty-list = `{ $key }` är tom
    .hint = lägg till minst en post
unknown-layout = det finns ingen layout `{ $name }`
    .hint = ange en mapp med en theme.json, eller en av { $known }
    .meant = menade du `{ $meant }`?
extends-cycle = layouterna bygger på varandra i en cirkel: { $chain }
    .hint = låt en av dem bygga på en annan layout, eller på ingen
unknown-colour = temat har ingen färg `{ $colour }`
    .hint = färgerna är { $known }
unknown-font = inget typsnitt i familjen `{ $family }` finns i programmet eller i layoutens mapp
    .hint = familjerna är { $known }
font-unreadable = typsnittet `{ $file }` säger att det har fler tecken än det finns
    .hint = filen är skadad, eller gjord för att skada: ta en annan
no-logo = layoutens mapp har ingen `{ $file }`
    .hint = lägg bilden (PNG) i mappen, eller ta bort `logo` ur temat
logo-unreadable = `{ $file }` kan inte vara logotyp: { $reason ->
    [large] den har mer än 100 miljoner bildpunkter
    [damaged] filen är skadad (bildläsaren säger ”{ $problem }”)
   *[kind] den är varken PNG eller JPEG
}
    .hint = spara bilden på nytt som PNG eller JPEG
logo-see-through = logotypen `{ $file }` är genomskinlig, vilket PDF/A-1 inte tillåter
    .hint = spara den på vit botten, utan genomskinlighet, eller utelämna --pdf-standard a-1a
logo-shape = logotypen `{ $file }` har inte samma proportioner som dess bredd och höjd: PDF-filen skär av sidorna
    .hint = med den här bredden är den { $height } hög
no-template = layoutens mapp har ingen `{ $file }`
    .hint = lägg Word-mallen i mappen, eller ta bort `template` ur temat
template-unreadable = `{ $file }` går inte att använda som Word-mall: { $reason ->
    [encrypted] den är skyddad med lösenord
    [old] den har Words format från före 2007
    [file] den är större än 64 MB
    [entries] den har fler än 2000 delar
    [unpacked] uppackad är den långt större än en mall behöver vara
    [zip] filen är skadad
    [damaged] delen { $part } är skadad (”{ $problem }”)
   *[not-word] den är ingen Word-fil
}
    .hint = { $reason ->
        [encrypted] öppna den i Word och spara den utan lösenord
        [file] gör bilderna mindre
        [entries] spara första sidan som en egen fil i Word
        [unpacked] spara den på nytt i Word, med mindre bilder
       *[other] öppna den i Word och spara den som Word-mall (.dotx) eller dokument (.docx)
    }
template-style = { $reason ->
    [missing] Word-mallen `{ $file }` saknar formatmallen { $names }
   *[kind] Word-mallen `{ $file }` har formatmallar av annat slag: { $names }
}
    .hint = { $reason ->
        [missing] layoutens egen används; lägg till den i mallen för att bestämma utseendet
       *[kind] layoutens egna används; gör dem till styckeformat, och Hyperlink till teckenformat
    }
template-header = Word-mallen `{ $file }` har inget sidnummer i sidhuvud och sidfot
    .hint = infoga ett sidnummer i sidhuvudet eller sidfoten i Word
template-width = matrisen är { $excess } mm bredare än sidan i Word-mallen `{ $file }` tillåter
    .hint = gör kolumnerna smalare i temats `matrix`, eller mallens marginaler mindre
template-left-out = { $what ->
    [macros] makrona i Word-mallen `{ $file }` följer inte med
    [links] länkar i sidhuvud och sidfot i Word-mallen `{ $file }` följer med som text
    [objects] sidhuvud och sidfot i Word-mallen `{ $file }` innehåller bilder från annat håll, diagram eller inbäddade filer, som inte följer med
    [fields] fält som hämtar eller kör något följer inte med från Word-mallen `{ $file }`; deras senaste resultat står kvar
   *[fonts] typsnitten som är inbäddade i Word-mallen `{ $file }` följer inte med
}
    .hint = { $what ->
        [objects] infoga bilderna i själva mallen, som PNG, JPEG, EMF eller SVG
       *[other] inget behöver göras; ta bort dem ur mallen så försvinner meddelandet
    }
bad-pattern = mönstret fungerar inte: { $reason ->
    [syntax] klamrar eller ord är inte skrivna som de ska
    [closing] `{ $name }` öppnas men avslutas av ett annat ord
    [helper] hjälparen `{ $name }` finns inte
    [partial] delmallen `{ $name }` finns inte
    [parameter] `{ $name }` saknar det som den ska arbeta med, eller har något annat
   *[other] det går inte att fylla i (”{ $name }”)
}
    .hint = det stannar vid kolumn { $column } i mönstret; orden skrivs {"{{"}namn{"}}"}
pattern-too-much = det här mönstret har slingor, delar eller mer än { $most } block inne i varandra
    .hint = ett mönster fyller i ord, och frågar om de finns: använd namn, if och unless
template-too-deep = här står mer än { $most } block eller parenteser inne i varandra
    .hint = avsluta block innan andra börjar, eller flytta några till en egen mall
unknown-word = mönster har inget ord `{ $name }`
    .hint = orden är { $known }
    .meant = menade du `{ $meant }`?
of-statuses = { $statuses ->
    [one] 1 status
   *[other] { $statuses } statusar
}
hides-text = { $reason ->
    [size] bokstäver på { $size } går inte att läsa
    [large] bokstäver på { $size } är större än sidan tillåter
    [page] en sida på { $size } är större än Word kan ha
    [margins] marginalerna lämnar { $what ->
        [width] rader på { $rest }
       *[height] en text som är { $rest } hög
    }
    [header] sidhuvudet når { $reach } ned på sidan och går in i texten, som börjar vid { $top }
    [matrix] matrisen med { of-statuses } slutar { $reach } från vänsterkanten av en sida som är { $width } bred
    [column] i matrisen med { of-statuses } har en kolumn på { $width } bara { $rest } för sin text
    [indent] av { $width } lämnar indragen { $rest } för texten
    [marker] en markör som är { $size } bred går in i texten, som är indragen { $width }
    [cover] omslaget är { $size } högt och det finns plats för { $rest }: de sista raderna skulle lämna sidan
    [space] ett avstånd på { $size } är mer än en sida har plats för
    [logo] en logotyp på { $size } går inte att visa: det finns plats för { $most }
    [rule] linjer som är { $size } tjocka går över cellernas text
   *[contrast] bokstäver i färgen { $colour } syns knappt på { $ground }: kontrasten är { $contrast }
}
    .hint = { $reason ->
        [size] gör dem 7pt eller större
        [large] gör dem mindre
        [page] ingen sida får vara över { $most }
        [margins] gör marginalerna mindre eller sidan större
        [header] flytta upp sidhuvudet, eller börja texten längre ned
        [matrix] gör kolumnerna smalare, eller börja matrisen längre till vänster
        [column] gör kolumnen bredare, eller dess luft och indrag mindre
        [indent] gör dem mindre
        [marker] gör `hanging` större eller markören kortare
        [cover] gör avstånden mellan raderna mindre
        [space] gör det mindre
        [logo] gör den så att den får plats
        [rule] gör dem tunnare
       *[contrast] texter behöver kontrasten 4,5: välj en mörkare färg för den ena, en ljusare för den andra
    }
poor-look = { $reason ->
    [size] bokstäver på { $size } är svåra att läsa
    [large] bokstäver på { $size } är så stora att många ord bryts
    [margins] marginalerna lämnar { $what ->
        [width] rader på bara { $rest }
       *[height] en text som bara är { $rest } hög
    }
    [matrix] matrisen med { of-statuses } kommer närmare sidans kant än 5 mm, där många skrivare utelämnar den
    [column] i matrisen med { of-statuses } har en kolumn på { $width } bara { $rest } plats: nästan varje ord bryts
    [edge] närmare sidans kant än 5 mm utelämnar många skrivare text
    [cover] med den längsta titeln och det längsta namnet är omslaget { $size } högt och det finns plats för { $rest }: det fortsätter på en andra sida
    [logo] en logotyp på { $size } är bredare än texten, som är { $most }
    [rule] ingen ser matrisens linjer
   *[contrast] bokstäver i färgen { $colour } är svåra att läsa på { $ground }: kontrasten är { $contrast }
}
    .hint = { $reason ->
        [size] gör dem 7pt eller större
        [large] gör dem mindre
        [margins] gör marginalerna mindre eller sidan större
        [matrix] gör kolumnerna smalare, eller flytta matrisen
        [column] gör kolumnen bredare eller dess luft mindre
        [edge] gör det 5mm eller mer
        [cover] gör avstånden mellan raderna mindre
        [logo] gör den smalare
        [rule] gör dem 0.5pt eller tjockare, i en mörkare färg
       *[contrast] tillgängliga texter har en kontrast på minst 4,5
    }
no-file-name = `{ $name }` kan inte vara namnet på en fil
    .hint = låt mönstret ge bokstäver eller siffror: {"{{form}}-{{body_id}}"}
other-language = formuläret är på `{ $language }`, och de här orden i layouten är på `{ $other }`: { $texts }
    .hint = ge formuläret egna ord i `texts`, eller ange en layout på dess språk
unknown-setting = temat har inget `{ $path }`
    .hint = där vägen bryts finns { $known }
    .meant = menade du `{ $meant }` i stället för `{ $key }`?
unknown-name = webbsidans mallar har inget som heter `{ $name }`
    .hint = namnen är de i `dnr build --format json`, under `report`, och i theme.json, under `theme`
    .meant = menade du `{ $meant }`?
no-page-file = webbsidan frågar efter `{ $file }`, som layouten `{ $layout }` inte har
    .hint = lägg till filen i layoutens mapp: den visar det som den har sitt namn av
not-shown = ingen sida visar det här, med layouten `{ $layout }`: ”{ $text }”
    .hint = { $files ->
        [hbs] leta i layoutens .hbs-filer efter det som utelämnar det ur webbsidan
       *[typ] leta i layoutens Typst-filer efter det som utelämnar det, eller inte har plats för det
    }
    .advice = { $why ->
        [cut] sidan { $page } skär av ord i det
        [blank] sidan { $page } sätter ord i det utan storlek, eller i underlagets färg
        [small] sidan { $page } sätter ord i det mindre än 5 pt
        [faint] sidan { $page } sätter ord i det med lägre kontrast än 3:1
        [covered] sidan { $page } målar något över ord i det
        [pattern] sidan { $page } sätter ord i det i ett mönster, vars kontrast ingen kan avgöra
        [joined] sidan { $page } skriver ihop ord från två rader till ett
       *[overprinted] sidan { $page } trycker andra ord över det
    }
off-page = sidan { $page } skär av eller döljer de här orden: ”{ $text }”
    .hint = ge dem plats i layouten `{ $layout }`, och en storlek och färg som syns
wrong-column = sidan kryssar för en annan status än ”{ $text }”, med layouten `{ $layout }`
    .hint = sätt varje rads markering i den egna statusens kolumn, och inte i någon annan; utan kolumner, skriv ut statusen i ord
stray-text = det här står hos en annan strategi eller rubrik än sin egen, med layouten `{ $layout }`: ”{ $text }”
    .hint = leta i layoutens Typst-filer efter det som blandar ihop raderna; varje text hör till sin strategi, på samma ställe i varje rad
layout-failed = felet ligger i layouten `{ $layout }`, inte i svaren: { $reason ->
    [syntax] dess handlebars-fil är inte skriven som den ska
    [closing] `{ $name }` öppnas men avslutas av ett annat ord
    [parameter] `{ $name }` saknar det som den ska arbeta med, eller har något annat
    [attachments] report.typ bifogar inte det som /attachments.json räknar upp
    [standard] sidorna håller inte den standard som PDF-filen ska följa
    [unknown-name] här står ett namn som Typst inte känner till
    [package] den frågar efter ett paket, och layouter använder inga
    [no-file] den frågar efter en fil som inte finns i dess mapp
    [no-font] den frågar efter ett typsnitt som varken finns i programmet eller i dess mapp
    [arguments] en funktion anropas inte så som den ska
    [stopped] den avbryter själv arbetet här
    [endless] en slinga har inget slut
    [too-deep] något anropar eller innehåller sig självt utan slut
    [no-label] den hänvisar till något som inte finns
    [no-field] den frågar ett värde efter något som inte finns i det
    [code] det här är inte skrivet så som Typst ska skrivas
    [value] Typst kan inte göra det som står här
   *[other] en mall går inte att fylla i
}
    .hint = rätta layoutens filer; en markering visar stället när det är känt
    .advice = { $engine } säger: ”{ $advice }”
of-seconds = { $seconds ->
    [one] 1 sekund
   *[other] { $seconds } sekunder
}
took-too-long = layouten `{ $layout }` blev inte klar med den här rapporten inom { of-seconds }
    .hint = leta i layoutens filer efter en slinga utan slut; --time-limit ger en lång rapport mer tid
took-too-much = med layouten `{ $layout }` behöver den här rapporten mer än { $megabytes } MB minne
    .hint = leta i layoutens filer efter något som växer utan slut; --memory-limit ger en stor rapport mer
ended-program = programmet avbröts när den här rapporten gjordes med layouten `{ $layout }` (signal { $signal })
    .hint = är layouten din egen, leta efter en funktion eller ett innehåll som är inne i sig utan slut; annars är det ett fel i dnr: berätta gärna om det, med de här svaren
layout-given-up = gjordes inte, för layouten `{ $layout }` klarade ingen av de första rapporterna
    .hint = rätta layouten först, som de andra meddelandena säger
cut-off-by-other = gjordes inte, för körningen slutade vid en annan rapport
    .hint = kör dnr build igen utan den: då görs det som saknas

pages = { $pages ->
    [one] 1 sida
   *[other] { $pages } sidor
}
unchanged = oförändrad
refused = ej skriven
new = ny
answers-changed = svaren har ändrats
form-changed = formuläret har ändrats
body-changed = uppgifterna om nämnden har ändrats
layout-changed = layouten har ändrats: { $files }
not-set = utan { $setting }
other-layout = layouten eller --set har ändrats
options-changed = valen har ändrats
program-changed = en annan version av dnr
file-missing = { $file } saknades
edits-taken = filens ändringar har lästs in
cut-off = förra körningen avbröts
forced = med --force
would-make = skulle skrivas ({ $why })
tally = { $made ->
    [one] 1 skriven
   *[other] { $made } skrivna
}, { $unchanged ->
    [one] 1 oförändrad
   *[other] { $unchanged } oförändrade
}, { $failed ->
    [one] 1 ej skriven
   *[other] { $failed } ej skrivna
} på { $time } s
watching = väntar på ändringar; avsluta med Ctrl+C
watching-ends = ändringar följs inte längre, så att minnet blir fritt; börja igen när layouten är rättad
all-well = allt är bra igen, efter { $time } s
some-failing = { $failed ->
    [one] 1 rapport har kvar att rättas ({ $time } s)
   *[other] { $failed } rapporter har kvar att rättas ({ $time } s)
}
orphan = { $body }: svaren { $answers } finns inte längre; --prune tar bort { $files }
orphan-moved = { $body }: { $answers } innehåller andra svar nu; --prune tar bort { $files }
orphan-edited = { $body }: svaren finns inte längre; { $files } har ändrats av någon och får ligga kvar
prune-most = { $reports ->
    [one] den enda rapporten har inga svar längre; den togs inte bort
   *[other] { $orphans } av { $reports } rapporter har inga svar längre; ingen togs bort
}
    .hint = kontrollera att alla indata finns på plats; i så fall tar --prune --yes bort dem
prune-question = { $reports ->
    [one] Den enda rapporten har inga svar längre. Ta bort den? [j/N]
   *[other] { $orphans } av { $reports } rapporter har inga svar längre. Ta bort dem? [j/N]
}
renamed = { $body }: tog bort { $files }; rapporten är nu { $now }
kept = { $file } är en tidigare rapport som någon har ändrat, och får ligga kvar
    .hint = { $format ->
        [docx] dnr import tar in ändringarna i svaren; flytta sedan undan filen
        [gone] svaren finns inte längre, så det finns inget att ta in ändringarna i: lägg tillbaka svaren, eller flytta undan filen
       *[other] bara en Word-fil kan importeras: skriv in det som ska bestå i svaren, och flytta sedan undan filen
    }
outdated = rapporten från { $time } ligger kvar och är inaktuell: { $files }
still-current = rapporten från { $time } ligger kvar, och är vad { $answers } ger: { $files }
stale = { $body }: ligger kvar under ett tidigare namn: { $files }; --prune tar bort det, --format { $formats } skriver det på nytt
lost = { $body }: svaren { $answers } finns inte längre; rapporten ligger kvar: { $files }
    .hint = lägg tillbaka svaren, eller ta bort rapporten med dnr build --prune
lost-moved = { $body }: { $answers } innehåller andra svar nu; rapporten ligger kvar: { $files }
    .hint = lägg tillbaka svaren, eller ta bort rapporten med dnr build --prune
removed = { $body }: tog bort { $files }
with-warnings = { $warnings ->
    [one] 1 varning
   *[other] { $warnings } varningar
}
form-warnings = { $warnings ->
    [one] { $file }: 1 varning (dnr check visar den)
   *[other] { $file }: { $warnings } varningar (dnr check visar dem)
}
ejected = skrev { $files } filer till { $folder }: layouten { $layout }, dess typsnitt och den här rapporten; Typst { $version } sätter sidorna:
ejected-layout = och den är en layout för dnr:
begun-form = { $file } kan nu fyllas i med Word; dnr import läser in den
schema-begun = { $file } förklarar dem för en redigerare som VS Code
schema-stale = { $file } är ett annat schema än formulärets som det är nu
    .hint = förnya det: dnr schema answers --form { $form } --out { $file } --force
schema-title = Svar: { $form }
schema-answers = Svaren, del för del. Nycklar som börjar med // är anteckningar.
schema-body = Den som svarar: dess id i bodies.json.
schema-body-unknown = Ingen har det id:t i bodies.json.
schema-number = { $label } för den här rapporten, till exempel { $example } (som { $pattern }: # är en siffra, YY eller YYYY året).
schema-number-unlike = Skriv det som { $pattern } (# är en siffra, YY eller YYYY året), till exempel { $example }.
schema-date = Dokumentets datum, ÅÅÅÅ-MM-DD; formulärets eget om det utelämnas.
schema-no-answer = Ännu inte besvarat. Skriv ett svar, eller ange "status": "not_applicable" eller "not_answered".
schema-no-status = Ännu inte markerat. Välj en av { $ids }.
schema-no-development = Den här statusen kräver en text: { $label } Eller säg i "reason" varför den saknas.
schema-expected = När arbetet beräknas vara klart: ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD.
schema-reason = Varför det saknas utvecklingstext, eller svar.
begun = { $file } är klar att fyllas i; dnr check säger vad som återstår
finding = { $errors ->
    [0] { $warnings ->
        [0] { $file }: inga problem
        [one] { $file }: 1 varning
       *[other] { $file }: { $warnings } varningar
    }
   *[other] { $warnings ->
        [0] { $file }: { $errors } fel
        [one] { $file }: { $errors } fel, 1 varning
       *[other] { $file }: { $errors } fel, { $warnings } varningar
    }
}
not-checked = { $file }: inte kontrollerad: { $why }
its-form-refused = { $what ->
    [register] förteckningen { $name } godtas inte
    [no-register] formuläret har ingen förteckning över nämnder
    [layout] layouten `{ $name }` godtas inte
    [no-layout] det finns ingen layout `{ $name }`
    [choice] layouten kan inte vara så som kommandoraden anger
   *[form] formuläret { $name } godtas inte
}
form-refused = { $what ->
    [register] förteckningen { $name } godtas inte, och inget kan göras med den
    [no-register] formuläret har ingen förteckning över nämnder, och inget kan göras med det
    [layout] layouten `{ $name }` godtas inte, och inget kan göras med den
    [no-layout] det finns ingen layout `{ $name }`, och inget kan göras utan den
    [choice] layouten kan inte vara så som kommandoraden anger, och inget kan göras med den
   *[form] formuläret { $name } godtas inte, och inget kan göras med det
}
    .hint = { $what ->
        [register] rätta det som sägs om förteckningen
        [no-register] skriv en bodies.json bredvid formuläret, eller ovanför dess mapp
        [layout] rätta det som sägs om layouten
        [no-layout] ange en annan layout med --layout, eller utelämna det
        [choice] rätta det som sägs om --set eller --template
       *[form] rätta det som sägs om formuläret
    }
not-made-of-form = { $file }: ingen rapport skrevs: { $why }
progress = { $asked ->
    [one] { $answered } av 1 besvarad
   *[other] { $answered } av { $asked } besvarade
}
faults = { $errors ->
    [0] inga fel
   *[other] { $errors } fel
}
verdict-current = är vad underlaget ger
verdict-outdated = är inte längre vad underlaget ger ({ $why })
verdict-edited = har ändrats sedan den skrevs
verdict-untold = anger inte vad den är gjord av
verdict-not-found = svaren från `{ $body }` på `{ $form }` hittades inte
    .hint = ange med --input MAPP var de ligger
verdict-broken = { $answers }, som den är gjord av, går inte att läsa nu: dnr check säger vad som är fel där
verdict-refused = av { $answers } går det nu inte att göra en rapport
verify-readable = { $what ->
    [untold] det står inte vad den gjordes av
    [format] det här börjar inte som någon fil som dnr skriver
    [bounds] det här läses inte vidare: det innehåller, eller packas upp till, mer än någon rapport gör
    [file] det här är en enhet, ett rör eller liknande, och ingen fil
    [packing] det här läses inte vidare: en del är packad så som rapporter aldrig är ({ $detail })
    [too-much] det här läses inte vidare: att titta på det tar mer tid eller minne än en rapport behöver
    [panic] det här går inte att läsa: läsaren klarar det inte, vilket är ett fel i dnr att rapportera
    [xref] det här går inte att läsa: tabellen över objekt saknas, eller leder fel
    [stream] det här går inte att läsa: en ström är trasig, eller inte så lång som den anger
    [syntax] det här går inte att läsa: ett objekt är trasigt
    [json] det här går inte att läsa: det är inte JSON, eller ingen rapport
    [text] det här går inte att läsa: det är inte text i UTF-8
    [zip] det här går inte att läsa: det är inget zip-arkiv, eller ett trasigt
    [encrypted] det här går inte att läsa: ett lösenord skyddar det, eller så är det från ett äldre Word
    [large] det här läses inte vidare: det innehåller, eller packas upp till, mer än någon rapport gör
    [document] det här går inte att läsa: det finns inget Word-dokument i det
    [xml] det här går inte att läsa: dess XML är trasig
    [doctype] det här läses inte vidare: en del anger en dokumenttyp, som kan peka ut andra filer
   *[other] det här går inte att läsa som en rapport: { $what } är trasigt eller saknas
}
    .looked = om den går att läsa
verify-encryption = ett lösenord skyddar den, så inget annat kan granskas ({ $what })
    .looked = kryptering
verify-standards = filen uppger inte { $what }
    .looked = vad den uppger om PDF/A och PDF/UA
verify-known-standards = uppger något som inte är en standard, eller inte för en PDF av den versionen: { $what }
    .looked = om de standarderna finns
verify-tagged = taggarna saknar { $what }
    .looked = taggar
verify-standard-tags = taggar som ingen läsare känner till, och som saknar roll: { $what }
    .looked = standardtaggar
verify-cell-heads = celler anger rubriker som inte finns (cellens nummer inom parentes): { $what }
    .looked = cellers rubriker
verify-content = något på sida { $what } är varken taggat eller en artefakt
    .looked = innehåll utanför taggarna
verify-hidden = text som ingen ser: { $what }
    .looked = dold text
verify-fonts = finns inte i filen: typsnitten { $what }
    .looked = typsnitt
verify-characters = går inte att kopiera, söka i eller läsa upp: det som är satt i typsnitten { $what }
    .looked = typsnittens tecken
verify-language = språket är inte angivet ({ $what })
    .looked = språk
verify-title = titeln är inte angiven eller visas inte ({ $what })
    .looked = titel
verify-bookmarks = det finns inga bokmärken ({ $what })
    .looked = bokmärken
verify-alternatives = utan alternativtext: { $what }
    .looked = alternativtexter
verify-headings = en rubrik hoppar över en nivå: { $what }
    .looked = rubriknivåer
verify-actions = gör något när den öppnas eller när man klickar: { $what }
    .looked = åtgärder och skript
verify-annotations = anteckningar eller fält som är dolda, saknar utseende eller inte är tillåtna: { $what }
    .looked = anteckningar och fält på sidorna
verify-tab-order = tabbtangenten följer inte taggarna på sida { $what }
    .looked = tabbordning
verify-attachments = bifogat, men inte vad rapporten är gjord av: { $what }
    .looked = bifogade filer
verify-remote = hämtar det den visar från annat håll: { $what }
    .looked = vad som hämtas från annat håll
verify-programs = innehåller makron, skript eller andra program: { $what }
    .looked = makron, skript och inbäddade program
verify-package = delar, typer och relationer går inte ihop: { $what }
    .looked = delar, typer och relationer
verify-part-names = har två delar med samma namn, där program läser den ena eller den andra: { $what }
    .looked = delarnas namn
verify-alternates = har innehåll dubbelt, där program visar det ena eller det andra: { $what }
    .looked = innehåll som finns dubbelt
verify-header-rows = utan rubrikrad: tabell { $what }
    .looked = rubrikrader
verify-ids = används mer än en gång: { $what }
    .looked = id:n
verdict-claims = uppger sig vara { $claims }
verdict-more = och { $count } till
verdicts-looked-at = { $format }: granskat är { $what }
verdicts-read-on = om en PDF håller vad den uppger visar veraPDF
verdicts-seen = { $files ->
    [one] 1 fil granskad
   *[other] { $files } filer granskade
}
verdicts-well = { $count } utan anmärkning
verdicts-faulty = { $count } med fel
verdicts-other = { $count } utan fel, men inte säkert vad underlaget ger
verdicts-unread = { $count } gick inte att öppna
nothing-to-verify = inga filer att granska i { $paths }
    .hint = ange PDF- eller Word-filer, eller mappen som de skrevs till
edited-output = { $file } har ändrats av någon sedan den skrevs
    .hint = { $format ->
        [docx] dnr import tar in ändringarna i svaren; --force skriver över dem
       *[other] bara en Word-fil kan importeras: skriv in det som ska bestå i svaren, och skriv sedan över filen med --force
    }
unknown-output = { $file } finns redan, och är inte säkert denna rapport så som dnr skrev den
    .hint = { $format ->
        [docx] om någon har ändrat filen tar dnr import in ändringarna i svaren; flytta sedan undan den, eller skriv över den med --force
       *[other] flytta undan filen, eller skriv över den med --force; dnr diff visar vad som skiljer
    }
overwrites-input = { $file } läses här, och skulle skrivas över
    .hint = skriv någon annanstans, till exempel i en annan mapp med --out: det som läses skrivs inte över, inte ens med --force
attach-standard = `{ $standard }` tillåter inga bilagor
    .hint = lägg till --pdf-standard a-3a+ua-1, eller utelämna --attach
file-exists = { $file } finns redan
    .hint = { $asked ->
        [folder] ange en annan mapp, eller skriv över det som finns med --force
       *[file] ange en annan fil med --out, eller skriv över den med --force
    }
not-made = { $file }: ingen rapport skrevs
no-answers = inga svarsfiler i { $paths }
    .hint = svar ligger i <formulär>/answers/<nämnd>.json
io = { $kind ->
    [not-found] den finns inte
    [permission] du saknar behörighet
    [folder] den är en mapp
    [not-folder] en del av sökvägen är en fil, inte en mapp
    [full] disken är full
    [quota] ditt utrymme på disken är slut
    [read-only] disken kan bara läsas
    [too-large] den är för stor
    [name] så kan en fil inte heta
    [exists] den finns redan
    [not-empty] mappen är inte tom
    [in-use] ett annat program har den öppen; stäng den där
    [slow] disken eller nätverket svarar inte
    [ended] den slutar för tidigt
    [loop] dess länkar leder runt i en cirkel
   *[other] systemet svarar ”{ $detail }”
}
cannot-read = kan inte läsa { $path }: { $reason }
    .close = stäng den där den är öppen (Word, en pdf-läsare) och kör dnr igen
    .ask = är den öppen någon annanstans (Word, en pdf-läsare), stäng den; be annars om rätten att läsa den
cannot-write = kan inte skriva { $path }: { $reason }
    .close = stäng den där den är öppen (Word, en pdf-läsare) och kör dnr igen
    .ask = är den öppen någon annanstans (Word, en pdf-läsare), stäng den; be annars om rätten att skriva där, eller ange en annan plats med --out
    .make-room = gör plats på disken och kör dnr igen: då görs det som fattas
    .elsewhere = där går det inte att skriva alls; ange en annan plats med --out
    .name-another = flytta det som ligger där, eller ange en annan plats med --out
not-a-file = { $path } är { $found ->
    [folder] en mapp
    [pipe] ett rör
    [socket] en sockel
   *[other] en enhet
}, där bara en fil kan finnas
    .hint = flytta undan den
not-a-folder = { $path } är ingen mapp, och det går inte att skriva rapporter i den
    .hint = flytta undan den, eller ange en annan mapp med --out
cannot-print = resultatet kunde inte skrivas ut: { $reason }
    .hint = se till att det finns plats dit utskriften går, och att den inte är stängd
not-text = { $path } är inte UTF-8-text
    .hint = spara filen på nytt som UTF-8
too-large = { $path } har mer än { $megabytes } MB, vilket ingen sådan fil behöver
    .hint = se efter om det är rätt fil, och om något står där gång på gång
leads-out = länken { $path } leder ut ur layoutens mapp
    .hint = kopiera det som den leder till in i mappen: en layout läser inget annat
internal = programmet misslyckades (”{ $what }: { $reason }”)
    .hint = det är ett fel i dnr; anmäl det med filerna som utlöste det

and-more = … och { $more } till av `{ $code }` (dnr check --format json räknar upp alla)

not-word = { $file } kan inte läsas som en Word-fil: { $reason ->
    [zip] det är en annan sorts fil, eller så är den skadad
    [encrypted] den är skyddad med lösenord, eller i formatet för Word 2003
    [document] det finns inget Word-dokument i den
    [large] den är större än någon rapport
    [paragraphs] den har fler än 20 000 stycken, vilket ingen rapport har
    [doctype] den innehåller en dokumenttypsdeklaration, vilket ingen Word-fil har
    [old] den är i formatet för Word 2003
    [odt] den är i OpenDocument-format
    [rtf] den är i formatet Rich Text
    [pdf] den är en PDF
    [mail] den är ett e-brev
    [archive] den är ett arkiv med filer
    [folder] det är en mapp
    [folder-link] den är en länk till en mapp
    [no-file] den är ingen fil utan något annat, till exempel ett rör
    [pages] den är i Pages format
    [text] den är ren text eller en webbsida, där svaren inte kan skiljas åt
    [other] den är ett kalkylark, en teckning, en bild eller liknande
    [foreign] den är i ett annat programs format
   *[damaged] dess XML är skadad
}
    .hint = { $reason ->
        [folder] ange en fil som ligger i den
        [folder-link] läs in den mappen med dess eget namn
        [no-file] flytta undan den ur mappen
        [pdf] be om den Word-fil som PDF:en gjordes av
        [mail] spara den Word-fil som är bifogad
        [archive] packa upp den, och läs in mappen som det blir
        [pages] be om den som Word: i Pages, Arkiv, Exportera till, Word
        [text] be om Word-filen, eller skriv in det som står i den i svaren
        [other] be om Word-filen, eller flytta undan den ur mappen
        [zip] be om den på nytt, eller flytta undan den ur mappen
        [document] be om Word-filen, eller flytta undan den ur mappen
        [large] be om Word-filen utan det som gör den så stor, till exempel bilder
        [encrypted] öppna den i Word, ta bort lösenordet, och spara den på nytt som .docx
       *[word] öppna den i Word och spara den på nytt som .docx
    }
unknown-report = { $reason ->
    [several] { $file } hör till flera svar: { $found }
    [taken] { $file } hör inte till några svar, och en annan rapports svar står i { $found }
    [none] inga svar hör till { $file }, som är { $found }
    [unsaid] { $file } säger inte vilken rapport den är, och inga svar har diarienumret på dess omslag
    [compared] { $file } säger inte vilken rapport den är, och inte heller svaren bredvid
    [unplaced] det finns inget formulär eller organ för { $file }, som är { $found }
   *[other] { $file } säger inte vilken rapport den är, eller så finns inga svar som hör till den
}
    .hint = { $reason ->
        [compared] jämför den med svaren som den gjordes av
        [unplaced] ange mappen med dess formulär med --input
       *[other] peka ut svaren med --into
    }
other-report = { $found ->
    [none] { $file } är inte någon rapports svar, och { $answers } är { $wanted }
   *[other] { $file } är { $found }, och { $answers } är { $wanted }
}
    .hint = { $what ->
        [base] ange med --base svaren med samma formulär och organ som de var
       *[file] läs in den i svaren med samma formulär och organ
    }
no-base = { $reason ->
    [unsaid] { $file } säger inte längre vilka svar den gjordes av, så filens ändringar kan inte skiljas från dina
   *[gone] svaren har ändrats sedan { $file } gjordes av dem, och svaren som de var då finns inte, så filens ändringar kan inte skiljas från dina
}
    .hint = ange svaren som de var med --base FIL{ $reason ->
        [unsaid] {" "}(svaren som de är nu, om ingen har ändrat dem sedan dess)
       *[gone] {""}
    }; eller låt med --overwrite allt som Word-filen säger ersätta { $answers }
other-look = { $file } gjordes med ett annat utseende än den läses med{ $look ->
    [none] {""}
   *[other] : layout { $look }{ $settings ->
        [none] {""}
       *[other] , { $settings }
    }
}
    .hint = ange den layout och de värden som den gjordes med: --layout LAYOUT --set NYCKEL=VÄRDE
returned-twice = { $file } och { $other } är samma rapport och ändrar den olika
    .hint = läs in den som gäller, med dess namn; dnr diff visar hur de skiljer sig
no-word-files = inga Word-filer i { $paths }
    .hint = ange .docx-filer, eller mappar med sådana
not-imported = { $file }: inget lästes in
import-file = { $file } → { $answers }
import-sum = { $changes ->
    [0] inga ändringar
    [one] 1 ändring
   *[other] { $changes } ändringar
}{ $open ->
    [0] {""}
    [one] , 1 att avgöra
   *[other] , { $open } att avgöra
}
import-backup = svaren som de var: { $file }
change-status = status: { $before } → { $after }
change-expected = beräknas klart: { $before } → { $after }
note-no-mark-yet = ingen ruta är ikryssad
note-no-mark = ingen ruta är ikryssad; statusen är kvar: ”{ $kept }”
note-no-status-yet = ingen status är skriven
note-no-status = ingen status är skriven; den är kvar: ”{ $kept }”
note-mark-and-state-yet = ”{ $mark }” står som status och ”{ $state }” sägs också; ingen status togs med: låt bara det ena stå
note-mark-and-state = ”{ $mark }” står som status och ”{ $state }” sägs också; statusen är kvar: ”{ $kept }”: låt bara det ena stå
note-several-marks = flera rutor är ikryssade ({ $marks }); statusen är kvar: ”{ $kept }”
note-unclear-marks = rutor och tecken säger olika; statusen är kvar: ”{ $kept }”
note-unknown-status = ”{ $text }” är ingen status; den är kvar: ”{ $kept }”
note-unreadable-date = ”{ $text }” är inget datum och står kvar i texten; skriv ett som 2024-06, ensamt på sista raden{ $kept ->
    [none] {""}
   *[other] ; så länge är datumet kvar: { $kept }
}
note-date-not-last = datumet ”{ $text }” är inte det sista som sägs och står kvar i texten; låt ett datum stå, sist{ $kept ->
    [none] {""}
   *[other] ; så länge är datumet kvar: { $kept }
}
note-beside = ”{ $text }” står där en status ska stå, är ingen och togs inte med
note-lost = { $what ->
    [image] en bild togs inte med: svar är bara text
    [table] en tabell blev rader av text
    [text-box] en textruta togs inte med: skriv dess text i svaret
    [note] en fotnot togs inte med: skriv dess text i svaret
    [equation] en formel blev vanlig text
    [symbol] ett tecken ur ett symbolteckensnitt togs inte med
    [hidden] dold text togs inte med
    [above] små ord ovanför andra (ruby) togs inte med
    [raised] upphöjd eller nedsänkt text blev vanlig text
    [link] en länk inom dokumentet, eller till en fil, blev vanlig text
    [odd-numbers] en lista med bokstäver eller romerska tal numreras 1, 2, 3
    [heading] en rubrik i svaret blev ett stycke
    [prompt] formulärets uppmaning stod bredvid svaret och togs inte med
    [style] fetstil eller kursiv mitt i ett ord togs inte med
   *[other] något inbäddat togs inte med
}
note-marked = { $how ->
    [struck] ord som är genomstrukna i Word togs inte bort: ”{ $words }”; ta bort dem i svaret, eller låt dem stå
    [highlighted] överstrykningsmarkerade ord blev vanlig text: ”{ $words }”
   *[coloured] färgade ord blev vanlig text: ”{ $words }”
}
note-missing = dess plats finns inte i filen; svaret är som det var
note-missing-since = den finns inte i filen, som gjordes innan formuläret ändrades
note-other-form = formuläret har ändrats sedan filen gjordes: det som sägs om formulärets egen text, eller om text utanför svaren, kan vara den ändringen
note-other-form-by-place = formuläret har ändrats sedan filen gjordes, och filen har förlorat det som säger vilket svar som är vilket: se efter att vart och ett kom till sin fråga
note-comment = kommentar av { $author }: { $text }
note-form-changed = formulärets egen text ändrades, vilket inte tas med: { $diff }
note-other-dnr = diarienumret ändrades i Word, vilket inte tas med: ändra det i svarsfilen, som `diary_number`: { $diff }
note-other-name = organets namn ändrades i Word, vilket inte tas med: ändra det i bodies.json: { $diff }
note-form-removed = formulärets egen text togs bort, vilket inte tas med: { $text }
note-form-added = text utanför svaren togs inte med: { $text }
note-broken-tracking = en spårad ändring är trasig, och ord kan saknas: se på filen i Word, och godkänn eller avvisa ändringarna där
note-both = båda har ändrats sedan filen gjordes, och svaren är kvar
    svaren: { $ours }
    filen: { $theirs }
note-deleted = du har tagit bort det sedan filen gjordes, och i filen har det ändrats; det är fortfarande borta
    filen: { $theirs }
note-taken-before = det lästes in förut, och du har ändrat svaren sedan dess; de är kvar, om du inte läser in filen med --overwrite
    svaren: { $ours }
    filen: { $theirs }
note-refused = dnr check kommer inte att godta detta: { $why }
note-not-noted = det gick inte att anteckna i { $folder } vad som lästes in: läs inte in filen igen, för det kan göra senare ändringar ogjorda
note-unused-base = svaren som angavs med --base behövdes inte: filen säger vilka den gjordes av, och de finns
note-same-as = samma ändringar som i { $file }, som lästes in
note-unknown-base = filen säger inte vilka svar den gjordes av: allt som den säger annorlunda än svaren nu togs för en ändring
note-other-margins = det som står i dess sidhuvuden och sidfötter jämfördes inte, för den gjordes med en Word-mall: ange den med --template
note-other-number = filen bär numret { $number }, och svaren { $answers }, som är kvar
note-other-base = svaren som angavs med --base är inte riktigt de som filen gjordes av
note-tracked = spårade ändringar: { $inserted ->
    [one] 1 infogning godtogs
   *[other] { $inserted } infogningar godtogs
} och { $deleted ->
    [one] 1 borttagning utfördes
   *[other] { $deleted } borttagningar utfördes
}
status = { $colour ->
    [green] grönt
    [yellow] gult
    [blue] blått
    [red] rött
   *[other] { $colour }
} ({ $short })
no-difference = inga svar skiljer sig
diff-written = { $file } visar ändringarna som spårade ändringar
not-comparable = { $file } är { $found }, och { $other } är { $wanted }
    .hint = jämför rapporter från ett organ till ett formulär
no-origin = { $file } går inte att jämföra: { verify-readable }
    .hint = ange svaren som den gjordes av, eller en Word-fil av dem, i stället
no-source = svaren som { $file } gjordes av finns inte i { $folder }
    .hint = ange svaren eller en Word-fil i stället, eller en annan mapp med --input

argument-unknown = här finns inget `{ $argument }`
    .meant = menade du `{ $meant }`?
    .hint = { argument-usage }
argument-usage = så här anropas det: { $usage }; med --help visas allt som finns
command-unknown = det finns inget kommando `{ $argument }`
    .meant = menade du `{ $meant }`?
    .hint = dnr --help räknar upp kommandona
command-missing = kommando saknas
    .hint = dnr --help räknar upp kommandona
argument-without-value = `{ $argument }` behöver ett värde
    .hint = { $like ->
        [known] ange ett av { $known }
       *[other] { argument-usage }
    }
argument-value = `{ $value }` kan inte vara värdet på `{ $argument }`
    .meant = menade du `{ $meant }`?
    .hint = { $like ->
        [known] ange ett av { $known }
        [language] ange sv eller en
        [setting] skriv NYCKEL=VÄRDE: matrix.repeat_header=false
        [shard] skriv K/N med K från 1 till N: 2/8
        [seconds] skriv sekunder, från 0.05 till 3600: --poll=0.5
        [number] skriv ett heltal, inte mindre än 0
       *[other] { argument-usage }
    }
argument-missing = det fattas: { $argument }
    .hint = { argument-usage }
argument-conflict = `{ $argument }` kan inte stå här{ $other ->
    [none] {""}
   *[other] {" "}bredvid `{ $other }`
}
    .hint = { argument-usage }
argument-no-text = ett argument är inte UTF-8-text
    .hint = { argument-usage }
argument-other = kommandoraden går inte att tolka
    .hint = { argument-usage }
