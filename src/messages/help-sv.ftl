# dnr --help på svenska: en text för varje kommando (about), argument och
# flagga. Texten för ett visst kommando har dess namn först: build-out. På
# engelska står de vid flaggorna i koden.

heading-usage = Användning:
heading-commands = Kommandon
heading-arguments = Argument
heading-options = Flaggor
word-values = värden
word-default = förval

value-OPTIONS = [FLAGGOR]
value-COMMAND = <KOMMANDO>
value-LANG = SPRÅK
value-LAYOUT = LAYOUT
value-KEY-VALUE = NYCKEL=VÄRDE
value-FILE = FIL
value-FOLDER = MAPP
value-FORMAT = FORMAT
value-FORM = FORMULÄR
value-BODY = NÄMND
value-NUMBER = NUMMER
value-ANSWERS = SVAR
value-STANDARDS = STANDARDER
value-PATHS = SÖKVÄGAR
value-FILES = FILER
value-BEFORE = FÖRE
value-AFTER = EFTER
value-KIND = SLAG
value-K-N = K/N
value-N = N
value-SECONDS = SEKUNDER
value-MB = MB
value-LOG = LOGG
value-COMMAND_NAME = KOMMANDO

about = Kommuners diarieförda rapporter från nämnder och styrelser, som PDF och Word-fil
help-about = Visa den här hjälpen, eller ett kommandos
build-about = Gör rapporterna från svarsfiler
watch-about = Gör om det som en ändring rör, tills du avslutar
check-about = Hitta allt som är fel, och gör ingenting
verify-about = Säg om skrivna filer är hela, och vad deras underlag ger
new-about = Börja en svarsfil, eller ett Word-formulär, för en nämnd
import-about = Ta in ändringar i Word-filer i svaren som de gjordes av
diff-about = Säg vad som skiljer två filer för samma rapport, svar för svar
eject-about = Skriv en rapport som ett Typst-projekt, för arbete med layouten
schema-about = Skriv ut JSON-schemat för ett slags fil

lang = Meddelandenas språk: en eller sv; annars datorns eget
help = Visa den här hjälpen
version = Visa programmets version
subcommand = Kommandot som hjälpen gäller
paths = Svarsfiler, mappar med sådana, eller mönster: 'input/*/answers/s*.json'
layout = En layouts namn eller mapp, i stället för den som formuläret anger
set = Ett värde i temat: --set matrix.repeat_header=false
template = En Word-mall vars utseende Word-filerna får, i stället för temats
strict = Låt varningar stoppa en rapport, som fel gör
dry_run = Säg vad som skulle göras, och varför, och gör ingenting
prune = Ta bort rapporter vars svar inte längre finns bland indata
yes = Ta bort dem även om de är mer än hälften av alla rapporter
shard = Bara del K av N: --shard 2/8. Varje del skriver sina egna filer
time_limit = Sekunder som en rapport får ta; 0 för hur många som helst
memory_limit = Megabyte minne som de rapporter som görs får ta tillsammans; 0 för allt som finns
quiet = Skriv bara ut fel
log = Hur det som görs skrivs ut: en rad per rapport (text), eller ett JSON-objekt per rapport på var sin rad (json)
format = Hur det som hittas skrivs ut: för människor (text) eller för program (json)
build-format = Format att skriva; json är rapporten så som layouten ser den
watch-format = Format att skriva; json är rapporten så som layouten ser den
out = Mapp att skriva till
pdf_standard = De standarder som PDF-filen ska följa
protect = Lås allt i Word-filen utom svaren
attach = Lägg formulär och svar i PDF-filen; bara med --pdf-standard a-3a+ua-1
force = Gör om allt, och skriv över filer som någon har ändrat
poll = Titta själv på filerna, varje sekund eller så ofta som det anges (--poll=0.2), och vänta inte på att systemet berättar om ändringar
jobs = Trådar; annars en för varje kärna
files = Skrivna filer, eller mappar med sådana
input = Var svaren ligger, om inte där filerna gjordes
new-form = Formuläret som ska besvaras: dess id, mapp eller fil
new-body = Nämnden som svarar: dess id eller namn i bodies.json
new-dnr = Rapportens diarienummer
new-format = En svarsfil (json), eller ett Word-formulär som dnr import läser in (docx)
new-protect = Lås allt i Word-formuläret utom svaren
new-out = Filen att skriva; annars answers/<nämnd>.json bredvid formuläret, eller out/blank/<rapport>.docx
new-force = Skriv även om filen redan finns
import-files = Word-filer, eller mappar med sådana
import-into = Svaren som ska ta emot ändringarna; annars de för samma rapport
import-input = Var svar och formulär finns
import-out = Var rapporter skrivs: där finns svaren kvar som de gjordes av
import-base = Svaren som de var när Word-filen gjordes
import-overwrite = Låt det som Word-filen säger gälla, där svaren också har ändrats
import-dry_run = Säg vad som skulle ändras, och ändra ingenting
diff-before = Svar, en Word-fil eller en annan skriven rapport
diff-after = Samma som den är nu
diff-input = Var formulär till Word-filer, och svaren till andra filer, finns
diff-format = Hur skillnaderna visas: ord för ord (text), för program (json) eller som spårade ändringar i rapporten (docx)
diff-out = Word-filen att skriva, med --format docx
diff-force = Skriv Word-filen även om den redan finns
eject-answers = Svaren som ska visas
eject-folder = Mappen att skriva till
eject-force = Skriv över filer som redan finns
schema-kind = Vilket slags fil schemat beskriver
schema-form = Formuläret vars svar schemat beskriver: dess id, mapp eller fil
schema-out = En fil att skriva schemat till, i stället för att visa det
schema-force = Skriv även om filen redan finns
