# Every message of the program. A code's title says what is wrong; `.hint`
# says what to do; `.meant` takes its place where a like word is known.

error = error
warning = warning
hint = help

question-strategy = section { $section }, strategy { $strategy }
question-text = section { $section }, { $heading }
question-words = section { $section }, { $heading }, “{ $words }”
at-path = at { $pointer }
at-question = { $question } · { $pointer }

kind = { $name ->
    [text] a text
    [number] a number
    [object] an object
    [list] a list
    [boolean] true or false
    [null] null
   *[other] { $name }
}

json-syntax = this is not JSON: { $reason ->
    [empty] the file is empty
    [curly-quote] a curly quote stands where a straight one belongs
    [single-quote] keys and texts stand in double quotes, not single ones
    [comment] JSON has no comments
    [bom] a byte order mark stands within the file
    [odd-space] a space that JSON does not know stands here
    [unseen] a sign that nobody sees stands here
    [open-text] the closing quote of the text that begins here is missing
    [open-list] a list is begun and never ended
    [open-object] an object is begun and never ended
    [cut-off] the file ends before its time
    [line-break] a line break stands within a text
    [tab] a tab stands within a text
    [control] a control character stands within a text
    [inner-quote] the text ends at the quote before this, and words go on
    [other-bracket] this bracket does not end what was begun
    [missing-comma] a comma is missing before this
    [two-commas] a comma too many
    [trailing-comma] no comma may stand after the last entry
    [missing-colon] a colon is missing between key and value
    [bare-key] a key is missing here, or its quotes
    [missing-value] a value is missing before this
    [state] this word is written otherwise in JSON
    [bare-text] a text stands without quotes
    [leading-zero] a number cannot begin with 0
    [number] this is not written as numbers are
    [large-number] the number is too large
    [escape] a backslash stands before a sign that needs none
    [unicode] \u names no sign
    [deep] it is nested too deeply
    [trailing] something follows after the end
    [cut-text] the text that begins here never ends
    [open-key] the closing quote of the key that begins here is missing
    [no-opening-quote] the opening quote of the text that begins here is missing
    [lost-brace] a key stands here where a value belongs: { "{" } is missing before it, or the value of the key before
    [no-comma] another sign stands here where a comma belongs
    [decimal-comma] a number is written with a point, not with a comma
    [no-word] JSON has no such word
    [bare-words] a text stands without quotes
    [no-text] this is a file of another kind, not text
    [no-json] it does not begin with { "{" }
   *[other] something stands here that JSON does not have
}
    .hint = { $reason ->
        [empty] begin an answers file with dnr new; the README shows the others
        [curly-quote] write " instead of “, ”, ‘ or ’ around keys and texts; word processors put them in
        [single-quote] write " before and after it
        [comment] remove it; a note may stand under a key that begins with //: "//": "…"
        [bom] delete the invisible sign at the mark; it came with text from another file
        [odd-space] delete it and type a plain space; it was pasted from a web page or a word processor
        [unseen] delete the sign at the mark; it was pasted along
        [open-text] put " where it ends, on the same line, before the comma
        [open-list] put ] at its end
        [open-object] put { "}" } at its end
        [cut-off] see whether all of it was saved or copied
        [line-break] write \n for each break and keep the text on one line: "First line\nsecond line"; \n\n begins a paragraph
        [tab] write a space, or \t
        [control] delete it, or paste the text anew as plain text
        [inner-quote] put a backslash before quotes within a text: "the word \"safe\""; or write “safe”
        [other-bracket] a list ends with ], an object with { "}" }
        [missing-comma] put a comma after the value before it
        [two-commas] remove one of them
        [trailing-comma] remove the comma
        [missing-colon] write "key": "value"
        [bare-key] write "key": "value"
        [missing-value] write the value, "" for a text that is empty, or remove the key
        [state] write true, false or null, in small letters
        [bare-text] put " before and after it
        [leading-zero] a diary number is a text: put " before and after it
        [number] write it as 12 or 0.5; a date or a diary number is a text and stands in quotes
        [large-number] put it in quotes, if it is a text
        [escape] write \\ for a backslash itself: "C:\\folder"
        [unicode] write \u and four hexadecimal digits, or the sign itself; a backslash itself is \\: "C:\\users"
        [deep] see whether brackets repeat by mistake
        [trailing] remove it; a bracket before it may be one too many
        [cut-text] put " where it ends, or see whether all of the file was saved
        [open-key] put " where it ends, before the colon
        [no-opening-quote] put " before it
        [lost-brace] write "key": { "{" } before it where several keys belong together, else "key": "value"
        [no-comma] write , instead; a full stop belongs to the text, before its quote
        [decimal-comma] write 0.5 instead of 0,5
        [no-word] write the value that is meant, or remove the key
        [bare-words] put " before and after it: "{ $words }"
        [no-text] see whether it is the right file; one that Word or Excel saved is no JSON
        [no-json] see whether it is the right file; dnr new begins a file of answers
       *[other] look at the mark, and at the line before it, for a comma, quote or bracket too many or too few
    }
duplicate-key = `{ $key }` is given twice
    .hint = keep one of them; the other would be lost
unknown-key = there is no key `{ $key }` here
    .hint = the keys are { $known }
    .meant = did you mean `{ $meant }`?
missing-key = the key `{ $key }` is missing
    .hint = add `"{ $key }": …`
    .setting = add --set { $setting }=…
wrong-type = expected { $expected }, found { $found }
    .hint = { $expected ->
        [text] { $found ->
            [list] write one text in quotes, without [ ]
           *[other] texts and dates stand in quotes
        }
        [boolean] write true or false, without quotes
        [list] a list stands in [ ], its entries with commas between
        [object] an object stands in { "{" } { "}" }, each key with its value
       *[other] look at the README for what belongs here
    }
    .write = write { $write }
    .instead = a file of answers is one object and begins with { "{" }: { "{" } "form": "…", "body": "…", "diary_number": "…", "answers": { "{" } … { "}" } { "}" }; dnr new begins one
not-an-option = `{ $value }` is not one of the words allowed here
    .hint = use one of { $known }
    .meant = did you mean `{ $meant }`?
not-like = `{ $value }` { $like ->
    [length] is not a length
    [colour] is not a colour
   *[other] cannot be read
}
    .hint = { $like ->
        [length] write a number and its unit: 11pt, 40mm or 2.5cm; no more than 10000
        [colour] write # and six digits for red, green and blue: #E2EFDA
       *[other] look at the README for what belongs here
    }
one-key = this must have just one of the keys { $known }
    .hint = write one object per entry
wrong-value = this value cannot be used: { $reason ->
    [least] it must be at least { $limit }
    [most] it must be at most { $limit }
    [whole] it must be a whole number, and not below 0
   *[other] it is not what the program expects (“{ $problem }”)
}
    .hint = see “How to write a form” and “How to write a layout” in the README
unknown-body = the register of bodies has no `{ $id }`
    .hint = add the body to bodies.json, or use one of the ids there
    .meant = did you mean `{ $meant }`?
unknown-form = { $lies ->
    [elsewhere] the form `{ $id }` lies neither above these answers nor in a folder of its name there
   *[other] there is no form `{ $id }`
}
    .hint = put the answers into the folder `answers` beside the form's form.json
    .elsewhere = the form lies in another folder: put the answers into { $elsewhere }
    .named = name a form by its id, folder or form.json{ $named ->
        [none] {""}
       *[other] ; in input/ there is { $named }
    }
    .meant = did you mean `{ $meant }`?
no-register = no bodies.json lies in or above the folder of { $form }
    .hint = write a register of bodies: { "{" } "bodies": { "{" } "id": { "{" } "name": …, "genitive": …, "kind": "board" { "}" } { "}" } { "}" }
other-form = { $found ->
    [none] the answers name no version of the form, which is at version `{ $wanted }`
   *[other] the answers are to version `{ $found }` of the form, which { $wanted ->
        [none] has no version
       *[other] is now at version `{ $wanted }`
    }
}
    .hint = go through the answers, then { $wanted ->
        [none] remove form_version
       *[other] set form_version to "{ $wanted }"
    }
unknown-question = the form asks nothing named `{ $key }` here
    .hint = what it asks here is { $known }
    .meant = did you mean `{ $meant }`?
unknown-status = { $of ->
    [question] a question has no status `{ $status }`
   *[scale] the scale has no status `{ $status }`
}
    .hint = use one of { $known }
    .meant = did you mean `{ $meant }`?
no-mark = strategy { $number } has no mark
    .hint = set "status" to one of { $known }; or to not_applicable or not_answered
not-in-answers = `{ $key }` is not answered
    .hint = answer it, or say { "{" } "status": "not_answered", "reason": "…" { "}" }
not-designated = strategy { $number } is not asked of `{ $body }`
    .hint = remove the answer, or add the body to the strategy's `designated` in the form
several-marks = strategy { $number } has several marks: { $marks }
    .hint = keep the one that describes the strategy best
unneeded-development = strategy { $number } is marked “{ $status }”, where there is nothing to develop, and yet has a development text
    .hint = check the mark; the text is printed all the same
no-date = strategy { $number } is marked “{ $status }” and does not say when the work will be done
    .hint = add "expected": "YYYY-MM"; a year will do
unneeded-date = strategy { $number } is `{ $status }`, and yet says when the work will be done
    .hint = check the status; the date is printed all the same
two-texts = strategy { $number } has both a development text and a reason, and the page has a place for one
    .hint = write all of it in "development" where the work has to be developed, else in "reason"
left-over = this looks like a text to be replaced: `{ $text }`
    .hint = replace it; if it is meant, nothing has to be done
odd-date = `{ $date }` is written like a date, but there is no such day
    .hint = check it against the decision; the text is printed as it is written
disagreeing-dates = { $decision } has the date { $date } here and { $other } in line { $line }
    .hint = check which is right; the text is printed as it is written
no-development = strategy { $number } is marked “{ $status }” and needs a development text
    .hint = write what has to be developed in "development", or say why there is no text in "reason"
empty-answer = the answer is empty; the report will say that it is not answered
    .hint = write an answer, or say { "{" } "status": "not_answered", "reason": "…" { "}" }
diary-number = `{ $number }` does not follow the pattern { $pattern }
    .hint = write it as in { $example }
    .instead = change the example or the pattern, so that one fits the other
diary-year = `{ $number }` is of the year { $year }, after the document's date { $date }
    .hint = check the number, and the `date` of the answers and of the form
diary-number-twice = `{ $value }` is also the diary number of { $other }
    .hint = each report has a number of its own
same-report = { $other } holds answers of `{ $value }` to the same form
    .hint = keep one of the two files; both would make the same report
file-name-twice = the report would be called `{ $value }`, and that of { $other } as well
    .hint = put what tells them apart into `texts.file_name` of the theme: {"{{"}form{"}}"}, {"{{"}body_id{"}}"} or {"{{"}dnr{"}}"}, near the beginning; names that differ only in case, or in dots at the end, count as the same
file-name-taken = { $file } belongs to the report of { $body } from { $answers }
    .hint = change `texts.file_name` of the theme, or write elsewhere with --out; if that report is no longer wanted, build its input with --prune
file-name-reserved = the report would be called `{ $value }`, a name that Windows keeps for a device
    .hint = add something to `texts.file_name` of the theme: report-{"{{"}body_id{"}}"}
bad-date = `{ $date }` is not a date
    .hint = write a date that exists as YYYY-MM-DD
    .instead = write YYYY, YYYY-MM or YYYY-MM-DD
no-document-date = the document has no date, which an archived PDF must have
    .hint = add "date": "YYYY-MM-DD" to the answers, or to the form for all
control-character = the text holds control characters, or signs that turn it around: { $characters }
    .hint = delete them, or paste the text anew as plain text
word-character = the text held signs from Word or a web page, which were replaced or taken out: { $characters }
    .hint = nothing has to be done; delete them to be rid of this message
look-alike = the word `{ $word }` is written with letters of another alphabet that look like Latin ones: { $characters }
    .hint = write the word anew; searching and reading aloud do not find it as it is
link-elsewhere = the link shows `{ $shown }` and leads to `{ $target }`
    .hint = let it show where it leads, or say in words what is there
no-glyph = no font of the layout can print { $characters }
    .hint = use another sign, or a layout that brings a font with it
literal-markup = this is shown as it is written: { $markup }
    .hint = texts know * and - lists, 1. lists, _emphasis_, **strong** and [links](https://…)
too-much-text = this text is too long for an answer: { $characters } characters in { $blocks } paragraphs and items
    .hint = look whether something stands in it again and again; up to { $most_characters } characters and { $most_blocks } paragraphs can be printed
renumbered = the item { $given }. of the list is printed as { $printed }.
    .hint = numbers count up from the list's first; in the file write { $given }\\. where the number itself is meant
unknown-scale = the form has no scale `{ $scale }`
    .hint = the scales are { $known }
duplicate-id = `{ $id }` is used twice
    .hint = give each its own
bad-id = `{ $id }` cannot be an id
    .hint = an id has at least one sign, no spaces, and no sign that nobody sees
reserved-id = `{ $id }` has a meaning of its own, and cannot be an id
    .hint = choose another id: `not_applicable` and `not_answered` stand beside every scale, and keys that begin with // are notes
language = `{ $language }` is no language
    .hint = write the language as a BCP 47 tag: sv, sv-SE, fi, en-GB
question-needs-id = part `{ $part }` asks several things, so this question needs an `id`
    .hint = add `"id": "…"`; it is the key of the question's answer
empty-text = the text is empty
    .hint = write the text, or remove its entry
    .instead = write the text
word-left-out = the text leaves out what the answers say: { "{{" }{ $name }{ "}}" }
    .hint = put { "{{" }{ $name }{ "}}" } where it is to stand; it is printed nowhere else
same-states = “{ $text }” is said both where something is not applicable and where it is not answered
    .hint = give `not_applicable` and `not_answered` words of their own
too-long = the line has { $length } signs, and a PDF's titles and bookmarks take no more than { $longest }
    .hint = shorten it; a long text belongs in an instruction
placeholder-asked = a placeholder cannot be asked of a body
    .hint = write the strategy's text and remove `placeholder`, or set `designated` to []
unreachable = no body is asked this strategy
    .hint = name the bodies in `designated`, or remove `designated` to ask all
empty-list = `{ $key }` holds nothing
    .hint = add at least one entry
unknown-layout = there is no layout `{ $name }`
    .hint = name a folder with a theme.json, or one of { $known }
    .meant = did you mean `{ $meant }`?
extends-cycle = the layouts extend each other in a circle: { $chain }
    .hint = let one of them extend another layout, or none
unknown-colour = the theme has no colour `{ $colour }`
    .hint = the colours are { $known }
unknown-font = no font of the family `{ $family }` is built in or in the layout's folder
    .hint = the families are { $known }
font-unreadable = the font `{ $file }` says that it has more characters than there are
    .hint = it is damaged, or made to do harm: take another
no-logo = the layout's folder has no `{ $file }`
    .hint = put the picture (PNG) into the folder, or remove `logo` from the theme
logo-unreadable = `{ $file }` cannot be used as a logo: { $reason ->
    [large] it has more than 100 million points
    [damaged] it is damaged ({ $problem })
   *[kind] it is neither PNG nor JPEG
}
    .hint = save the picture anew as PNG or JPEG
logo-see-through = one can see through the logo `{ $file }`, which PDF/A-1 does not allow
    .hint = save it on a white ground, without transparency, or leave out --pdf-standard a-1a
logo-shape = the logo `{ $file }` does not have the proportions of its width and height: the PDF cuts off its sides
    .hint = at this width it is { $height } high
no-template = the layout's folder has no `{ $file }`
    .hint = put the Word template into the folder, or remove `template` from the theme
template-unreadable = `{ $file }` cannot be used as a Word template: { $reason ->
    [encrypted] it is protected by a password
    [old] it is in Word's format of before 2007
    [file] it is larger than 64 MB
    [entries] it has more than 2000 parts
    [unpacked] it unpacks to far more than a template needs
    [zip] the file is damaged ({ $problem })
    [damaged] its part { $part } is damaged ({ $problem })
   *[not-word] it is not a Word file
}
    .hint = { $reason ->
        [encrypted] open it in Word and save it without a password
        [file] make its pictures smaller
        [entries] save its first page as a file of its own in Word
        [unpacked] save it anew in Word, with smaller pictures
       *[other] open it in Word and save it as a Word template (.dotx) or document (.docx)
    }
template-style = { $reason ->
    [missing] the Word template `{ $file }` has no style { $names }
   *[kind] the Word template `{ $file }` has styles of another kind: { $names }
}
    .hint = { $reason ->
        [missing] the layout's own is used; add the style to the template to decide its look
       *[kind] the layout's own are used; make them paragraph styles, and Hyperlink a character style
    }
template-header = the Word template `{ $file }` shows no page number in its headers and footers
    .hint = insert a page number into its header or footer in Word
template-width = the matrix is { $excess } mm wider than the page of the Word template `{ $file }` allows
    .hint = make the columns narrower in the theme's `matrix`, or the template's margins smaller
template-left-out = { $what ->
    [macros] the macros of the Word template `{ $file }` do not come along
    [links] links in the headers and footers of the Word template `{ $file }` come along as text
    [objects] the headers and footers of the Word template `{ $file }` hold pictures from elsewhere, charts or embedded files, which do not come along
    [fields] fields that fetch or run something do not come along from the Word template `{ $file }`; their last results stay
   *[fonts] the fonts embedded in the Word template `{ $file }` do not come along
}
    .hint = { $what ->
        [objects] insert the pictures into the template itself, as PNG, JPEG, EMF or SVG
       *[other] nothing has to be done; remove them from the template to be rid of this message
    }
bad-pattern = the pattern does not work: { $reason ->
    [syntax] its braces or words are not written as they should be
    [closing] `{ $name }` is opened, and ended by another word
    [helper] it knows no helper `{ $name }`
    [partial] it knows no partial `{ $name }`
    [parameter] `{ $name }` lacks what it works on, or has something else
   *[other] it cannot be filled in (“{ $name }”)
}
    .hint = it stops at column { $column } of the pattern; the words are {"{{"}name{"}}"}
pattern-too-much = this pattern has loops, parts, or more than { $most } blocks within each other
    .hint = a pattern fills in words, and asks whether there are any: use names, if and unless
template-too-deep = here are more than { $most } blocks or brackets within each other
    .hint = end blocks before others begin, or move some to a template of their own
unknown-word = patterns know no word `{ $name }`
    .hint = the words are { $known }
    .meant = did you mean `{ $meant }`?
of-statuses = { $statuses ->
    [one] 1 status
   *[other] { $statuses } statuses
}
hides-text = { $reason ->
    [size] letters of { $size } cannot be read
    [large] letters of { $size } are larger than the page allows
    [page] a page of { $size } is larger than Word can have
    [margins] the margins leave { $what ->
        [width] lines of { $rest }
       *[height] a text { $rest } high
    }
    [header] the running header reaches { $reach } down the page and runs into the text, which begins at { $top }
    [matrix] the matrix of { of-statuses } ends { $reach } from the left edge of a page that is { $width } wide
    [column] in the matrix of { of-statuses } a column of { $width } has { $rest } of room for its text
    [indent] of { $width } the indents leave { $rest } for the text
    [marker] a marker that is { $size } wide runs into the text, which is indented by { $width }
    [cover] the cover is { $size } high, and there is room for { $rest }: its last lines would leave the page
    [space] a space of { $size } is more than a page has room for
    [logo] a logo of { $size } cannot be shown: there is room for { $most }
    [rule] lines { $size } thick run over the cells' text
   *[contrast] letters of the colour { $colour } can hardly be seen on { $ground }: their contrast is { $contrast }
}
    .hint = { $reason ->
        [size] make it 7pt or more
        [large] make it smaller
        [page] no side may be over { $most }
        [margins] make the margins smaller, or the page larger
        [header] raise the header, or begin the text further down
        [matrix] make the columns narrower, or begin the matrix further to the left
        [column] make the column wider, or its padding and indents smaller
        [indent] make them smaller
        [marker] make `hanging` larger, or the marker shorter
        [cover] make the spaces between the lines smaller
        [space] make it smaller
        [logo] make it fit
        [rule] make them thinner
       *[contrast] texts need a contrast of 4.5: take a darker colour for one, a lighter for the other
    }
poor-look = { $reason ->
    [size] letters of { $size } are hard to read
    [large] letters of { $size } are so large that many words are broken
    [margins] the margins leave { $what ->
        [width] lines of only { $rest }
       *[height] a text only { $rest } high
    }
    [matrix] the matrix of { of-statuses } comes nearer than 5 mm to the page's edge, where many printers leave it out
    [column] in the matrix of { of-statuses } a column of { $width } has only { $rest } of room: nearly every word is broken
    [edge] nearer to the page's edge than 5 mm many printers leave text out
    [cover] with the longest title and name the cover is { $size } high, and there is room for { $rest }: it goes on to a second page
    [logo] a logo of { $size } is wider than the text, which is { $most }
    [rule] nobody sees the matrix's lines
   *[contrast] letters of the colour { $colour } are hard to read on { $ground }: their contrast is { $contrast }
}
    .hint = { $reason ->
        [size] make it 7pt or more
        [large] make it smaller
        [margins] make the margins smaller, or the page larger
        [matrix] make the columns narrower, or move the matrix
        [column] make the column wider, or its padding smaller
        [edge] make it 5mm or more
        [cover] make the spaces between the lines smaller
        [logo] make it narrower
        [rule] make them 0.5pt or more, in a darker colour
       *[contrast] accessible texts have a contrast of at least 4.5
    }
no-file-name = `{ $name }` cannot be the name of a file
    .hint = let the pattern give letters or digits: {"{{form}}-{{body_id}}"}
other-language = the form is in `{ $language }`, and these words of the layout are in `{ $other }`: { $texts }
    .hint = give the form words of its own in `texts`, or name a layout in its language
unknown-setting = the theme has no `{ $path }`
    .hint = where the path breaks there is { $known }
    .meant = did you mean `{ $meant }` instead of `{ $key }`?
unknown-name = the web page's templates know no `{ $name }`
    .hint = the names are those of `dnr build --format json`, below `report`, and of theme.json, below `theme`
    .meant = did you mean `{ $meant }`?
no-page-file = the web page asks for `{ $file }`, which the layout `{ $layout }` does not have
    .hint = add the file to the layout's folder: it shows what it is named for
not-shown = no page shows this, with the layout `{ $layout }`: “{ $text }”
    .hint = { $files ->
        [hbs] look in the layout's .hbs files for what leaves it out of the web page
       *[typ] look in the layout's Typst files for what leaves it out, or has no room for it
    }
    .advice = { $why ->
        [cut] page { $page } cuts words of it off
        [blank] page { $page } sets words of it without size, or in the colour of their ground
        [small] page { $page } sets words of it smaller than 5 pt
        [faint] page { $page } sets words of it with less contrast than 3:1
        [covered] page { $page } paints something over words of it
        [pattern] page { $page } sets words of it in a pattern, whose contrast nobody can tell
        [joined] page { $page } runs words of two lines into one
       *[overprinted] page { $page } prints other words over it
    }
off-page = page { $page } cuts these words off, or hides them: “{ $text }”
    .hint = give them room in the layout `{ $layout }`, and a size and colour that can be seen
wrong-column = the page marks another status than “{ $text }”, with the layout `{ $layout }`
    .hint = put the mark of each row into the column of its status, and into no other; without columns, say the status in words
stray-text = this stands with another strategy or heading than its own, with the layout `{ $layout }`: “{ $text }”
    .hint = look in the layout's Typst files for what mixes up the rows; each text belongs with its strategy, in the same place in every row
layout-failed = the layout `{ $layout }`, not the answers, is at fault: { $reason ->
    [syntax] its handlebars file is not written as it should be
    [closing] `{ $name }` is opened, and ended by another word
    [parameter] `{ $name }` lacks what it works on, or has something else
    [attachments] report.typ does not attach what /attachments.json lists
    [standard] its pages do not keep the standard of the PDF
    [unknown-name] a name stands here that Typst does not know
    [package] it asks for a package, and layouts use none
    [no-file] it asks for a file that its folder does not have
    [no-font] it asks for a font that is neither built in nor in its folder
    [arguments] a function is not called as it has to be
    [stopped] its own words stop the work here
    [endless] a loop has no end
    [too-deep] something is called or stands within itself without end
    [no-label] it refers to what is not there
    [no-field] it asks a value for something that is not in it
    [code] this is not written as Typst has to be
    [value] Typst cannot do what stands here
   *[other] a template cannot be filled in
}
    .hint = mend the layout's files; a mark shows the place where it is known
    .advice = in the words of { $engine }: “{ $advice }”
of-seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
took-too-long = the layout `{ $layout }` did not make this report within { of-seconds }
    .hint = look in the layout's files for a loop without an end; --time-limit allows a long report more
took-too-much = with the layout `{ $layout }`, this report needs more than { $megabytes } MB of memory
    .hint = look in the layout's files for something that grows without an end; --memory-limit allows a large report more
ended-program = making this report with the layout `{ $layout }` ended the program (signal { $signal })
    .hint = if the layout is your own, look for a function or a content that nests without an end; if not, it is a fault of dnr: please tell of it, with these answers
layout-given-up = not tried, for the layout `{ $layout }` was too much for the first reports and made none
    .hint = mend the layout first, as the other messages say
cut-off-by-other = not made, for the run ended at another report
    .hint = run dnr build again without that one: it makes what is missing

pages = { $pages ->
    [one] 1 page
   *[other] { $pages } pages
}
unchanged = unchanged
refused = not made
new = new
answers-changed = answers changed
form-changed = form changed
body-changed = the body's entry changed
layout-changed = layout changed: { $files }
not-set = without { $setting }
other-layout = layout or --set changed
options-changed = options changed
program-changed = another version of dnr
file-missing = { $file } was gone
edits-taken = its edits were imported
cut-off = the last run was cut off
forced = by --force
would-make = would be made ({ $why })
tally = { $made } made, { $unchanged } unchanged, { $failed } not made in { $time } s
watching = watching for edits; end with Ctrl+C
watching-ends = no longer watching, to give the memory back; begin again once the layout is mended
all-well = all is well again, after { $time } s
some-failing = { $failed ->
    [one] 1 report is still to be mended ({ $time } s)
   *[other] { $failed } reports are still to be mended ({ $time } s)
}
orphan = { $body }: the answers { $answers } are gone; --prune removes { $files }
orphan-moved = { $body }: { $answers } holds other answers now; --prune removes { $files }
orphan-edited = { $body }: its answers are gone; { $files } was changed by somebody and is kept
prune-most = { $reports ->
    [one] the only report has no answers any more; it was not removed
   *[other] { $orphans } of { $reports } reports have no answers any more; none was removed
}
    .hint = see whether all of the input is there; if so, --prune --yes removes them
prune-question = { $reports ->
    [one] The only report has no answers any more. Remove it? [y/N]
   *[other] { $orphans } of { $reports } reports have no answers any more. Remove them? [y/N]
}
renamed = { $body }: removed { $files }; the report is { $now } now
kept = { $file } is an earlier report that somebody has changed, and is kept
    .hint = { $format ->
        [docx] dnr import takes the changes into the answers; then move the file away
        [gone] its answers are gone, so that there is nothing to take the changes into: put the answers back, or move the file away
       *[other] only a Word file can be imported: write what is to last into the answers, then move the file away
    }
outdated = the report of { $time } still lies there and is outdated: { $files }
still-current = the report of { $time } still lies there, and is what { $answers } gives: { $files }
stale = { $body }: still under an earlier name: { $files }; --prune removes what is, --format { $formats } makes it anew
lost = { $body }: the answers { $answers } are gone; the report still lies there: { $files }
    .hint = put the answers back, or remove the report with dnr build --prune
lost-moved = { $body }: { $answers } holds other answers now; the report still lies there: { $files }
    .hint = put the answers back, or remove the report with dnr build --prune
removed = { $body }: removed { $files }
with-warnings = { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}
form-warnings = { $warnings ->
    [one] { $file }: 1 warning (dnr check shows it)
   *[other] { $file }: { $warnings } warnings (dnr check shows them)
}
ejected = wrote { $files } files to { $folder }: the layout { $layout }, its fonts, and this report; Typst { $version } sets its pages:
ejected-layout = and it is a layout of dnr:
begun-form = { $file } is ready to be filled in with Word; dnr import reads it back
schema-begun = { $file } explains them to an editor such as VS Code
schema-stale = { $file } is another schema than that of the form as it is now
    .hint = renew it: dnr schema answers --form { $form } --out { $file } --force
schema-title = Answers: { $form }
schema-answers = The answers, part by part. Keys that begin with // are notes.
schema-body = The body that answers: its id in bodies.json.
schema-body-unknown = No body has that id in bodies.json.
schema-number = { $label } of this report, such as { $example } (as { $pattern }: # is a digit, YY or YYYY the year).
schema-number-unlike = Write it as { $pattern } (# is a digit, YY or YYYY the year), such as { $example }.
schema-date = The document's date, YYYY-MM-DD; the form's own where left out.
schema-no-answer = Not answered yet. Write an answer, or say "status": "not_applicable" or "not_answered".
schema-no-status = Not marked yet. Choose one of { $ids }.
schema-no-development = This status calls for a text: { $label } Or say in "reason" why there is none.
schema-expected = When the work is expected to be done: YYYY, YYYY-MM or YYYY-MM-DD.
schema-reason = Why there is no development text, or no answer.
begun = { $file } is ready to be filled in; dnr check says what is left
finding = { $errors ->
    [0] { $warnings ->
        [0] { $file }: no problems
        [one] { $file }: 1 warning
       *[other] { $file }: { $warnings } warnings
    }
    [one] { $warnings ->
        [0] { $file }: 1 error
        [one] { $file }: 1 error, 1 warning
       *[other] { $file }: 1 error, { $warnings } warnings
    }
   *[other] { $warnings ->
        [0] { $file }: { $errors } errors
        [one] { $file }: { $errors } errors, 1 warning
       *[other] { $file }: { $errors } errors, { $warnings } warnings
    }
}
not-checked = { $file }: not checked: { $why }
its-form-refused = { $what ->
    [register] its register of bodies { $name } is refused
    [no-register] its form has no register of bodies
    [layout] the layout `{ $name }` is refused
    [no-layout] there is no layout `{ $name }`
    [choice] the layout cannot be as the command line says
   *[form] its form { $name } is refused
}
form-refused = { $what ->
    [register] the register of bodies { $name } is refused, and nothing can be made with it
    [no-register] the form has no register of bodies, and nothing can be made with it
    [layout] the layout `{ $name }` is refused, and nothing can be made with it
    [no-layout] there is no layout `{ $name }`, and nothing can be made without it
    [choice] the layout cannot be as the command line says, and nothing can be made with it
   *[form] the form { $name } is refused, and nothing can be made with it
}
    .hint = { $what ->
        [register] mend what is told of the register
        [no-register] write a bodies.json beside the form, or above its folder
        [layout] mend what is told of the layout
        [no-layout] name another layout with --layout, or leave that out
        [choice] mend what is told of --set or --template
       *[form] mend what is told of the form
    }
not-made-of-form = { $file }: no report was written: { $why }
progress = { $answered } of { $asked } answered
faults = { $errors ->
    [0] no faults
    [one] 1 fault
   *[other] { $errors } faults
}
verdict-current = is what its inputs give
verdict-outdated = no longer what its inputs give ({ $why })
verdict-edited = was changed after it was written
verdict-untold = does not say what it was made from
verdict-not-found = the answers of `{ $body }` to `{ $form }` were not found
    .hint = say with --input FOLDER where they lie
verdict-broken = { $answers }, which it was made from, cannot be read now: dnr check says what is wrong there
verdict-refused = no report can be made of { $answers } now
verify-readable = { $what ->
    [untold] it does not say what it was made from
    [format] this begins like no file that dnr writes
    [bounds] this is not read further: it holds, or unpacks to, more than any report does
    [file] this is a device, a pipe or the like, and not a file
    [packing] this is not read further: part of it is packed as reports never are ({ $detail })
    [too-much] this is not read further: looking at it takes more time or memory than a report needs
    [panic] this cannot be read: it makes the reader fail, which is a fault of dnr to report
    [xref] this cannot be read: its table of objects is not there, or leads elsewhere
    [stream] this cannot be read: a stream in it is broken, or not as long as it says
    [syntax] this cannot be read: an object in it is broken
    [json] this cannot be read: it is not JSON, or not a report
    [text] this cannot be read: it is not UTF-8 text
    [zip] this cannot be read: it is no zip archive, or a broken one
    [encrypted] this cannot be read: a password protects it, or it is of an older Word
    [large] this is not read further: it holds, or unpacks to, more than any report does
    [document] this cannot be read: there is no Word document in it
    [xml] this cannot be read: its XML is broken
    [doctype] this is not read further: a part of it declares a document type, by which it could name other files
   *[other] this cannot be read as a report: { $what } in it is broken or not there
}
    .looked = whether it can be read
verify-encryption = a password protects it, so nothing else can be looked at ({ $what })
    .looked = encryption
verify-standards = the file does not claim { $what }
    .looked = claims of PDF/A and PDF/UA
verify-known-standards = claims what is no standard, or not for a PDF of that version: { $what }
    .looked = whether there are such standards
verify-tagged = the tags lack { $what }
    .looked = tags
verify-standard-tags = tags that no reader knows, and that have no role: { $what }
    .looked = standard tags
verify-cell-heads = cells name heads that are not there (number of the cell in brackets): { $what }
    .looked = the heads of cells
verify-content = something on page { $what } is neither tagged nor an artifact
    .looked = content outside of the tags
verify-hidden = text that nobody sees: { $what }
    .looked = hidden text
verify-fonts = not in the file: the fonts { $what }
    .looked = fonts
verify-characters = cannot be copied, searched or read aloud: what is set in the fonts { $what }
    .looked = the characters of fonts
verify-language = no language is given ({ $what })
    .looked = language
verify-title = no title is given or shown ({ $what })
    .looked = title
verify-bookmarks = there are no bookmarks ({ $what })
    .looked = bookmarks
verify-alternatives = without alternative text: { $what }
    .looked = alternative texts
verify-headings = a heading skips a level: { $what }
    .looked = levels of headings
verify-actions = does something when it is opened or clicked: { $what }
    .looked = actions and scripts
verify-annotations = notes or fields that are hidden, have no look or are not allowed: { $what }
    .looked = notes and fields on the pages
verify-tab-order = the tabulator key does not follow the tags on page { $what }
    .looked = the order of the tabulator key
verify-attachments = attached, but not what the report was made from: { $what }
    .looked = attached files
verify-remote = fetches what it shows from elsewhere: { $what }
    .looked = what is fetched from elsewhere
verify-programs = holds macros, scripts or other programs: { $what }
    .looked = macros, scripts and embedded programs
verify-package = parts, types and relations do not fit: { $what }
    .looked = parts, types and relations
verify-part-names = has two parts of one name, of which programs read the one or the other: { $what }
    .looked = names of parts
verify-alternates = holds content twice, of which programs show the one or the other: { $what }
    .looked = content that is there twice
verify-header-rows = without a header row: table { $what }
    .looked = header rows
verify-ids = used more than once: { $what }
    .looked = ids
verdict-claims = claims { $claims }
verdict-more = and { $count } more
verdicts-looked-at = { $format }: looked at { $what }
verdicts-read-on = whether a PDF keeps what it claims, veraPDF tells
verdicts-seen = { $files ->
    [one] 1 file looked at
   *[other] { $files } files looked at
}
verdicts-well = { $count } well
verdicts-faulty = { $count } with faults
verdicts-other = { $count } without faults, but not known to be what their inputs give
verdicts-unread = { $count } could not be opened
nothing-to-verify = no files to verify in { $paths }
    .hint = name PDF or Word files, or the folder that they were written to
edited-output = { $file } was changed by somebody after it was written
    .hint = { $format ->
        [docx] dnr import takes the changes into the answers; --force writes over them
       *[other] only a Word file can be imported: write what is to last into the answers, then write over the file with --force
    }
unknown-output = { $file } is there already, and is not known to be this report as dnr wrote it
    .hint = { $format ->
        [docx] if somebody has changed it, dnr import takes the changes into the answers; then move it away, or write over it with --force
       *[other] move it away, or write over it with --force; dnr diff shows how it differs
    }
overwrites-input = { $file } is read here, and would be written over
    .hint = write somewhere else, such as another folder with --out: what is read is not written over, not even with --force
attach-standard = `{ $standard }` allows no attachments
    .hint = add --pdf-standard a-3a+ua-1, or leave out --attach
file-exists = { $file } is there already
    .hint = { $asked ->
        [folder] name another folder, or write over what is there with --force
       *[file] name another file with --out, or overwrite it with --force
    }
not-made = { $file }: no report was written
no-answers = no answers files in { $paths }
    .hint = answers lie in <form>/answers/<body>.json
io = { $kind ->
    [not-found] it is not there
    [permission] you may not, by its rights
    [folder] it is a folder
    [not-folder] a part of the path is a file, not a folder
    [full] the disk is full
    [quota] your room on the disk is used up
    [read-only] the disk can only be read
    [too-large] it is too large
    [name] its name cannot be that of a file
    [exists] it is there already
    [not-empty] the folder is not empty
    [in-use] another program holds it open; close it there
    [slow] the disk or network does not answer
    [ended] it ends too early
    [loop] its links lead in a circle
   *[other] the system says “{ $detail }”
}
cannot-read = cannot read { $path }: { $reason }
    .close = close it where it is open (Word, a PDF viewer), and run dnr again
    .ask = if it is open elsewhere (Word, a PDF viewer), close it; else ask for the right to read it
cannot-write = cannot write { $path }: { $reason }
    .close = close it where it is open (Word, a PDF viewer), and run dnr again
    .ask = if it is open elsewhere (Word, a PDF viewer), close it; else ask for the right to write there, or name another place with --out
    .make-room = make room on the disk and run dnr again: it makes what is missing
    .elsewhere = nothing can be written there; name another place with --out
    .name-another = move what stands there, or name another place with --out
not-a-file = { $path } is { $found ->
    [folder] a folder
    [pipe] a pipe
    [socket] a socket
   *[other] a device
}, where only a file can be
    .hint = move it away
not-a-folder = { $path } is no folder, and reports cannot be written into it
    .hint = move it away, or name another folder with --out
cannot-print = what there is to say could not be printed: { $reason }
    .hint = see that there is room where the output goes, and that it is not closed
not-text = { $path } is not UTF-8 text
    .hint = save it anew as UTF-8
too-large = { $path } has more than { $megabytes } MB, which no such file needs
    .hint = look whether it is the right file, and whether something stands in it again and again
leads-out = the link { $path } leads out of the layout's folder
    .hint = copy what it leads to into the folder: a layout reads nothing else
internal = the program failed ({ $what }: { $reason })
    .hint = this is a fault of dnr; please report it with the files that caused it

and-more = … and { $more } more of `{ $code }` (dnr check --format json lists them all)

not-word = { $file } cannot be read as a Word file: { $reason ->
    [folder] it is a folder
    [folder-link] it is a link to a folder
    [no-file] it is no file but something else, such as a pipe
    [zip] it is another kind of file, or damaged
    [encrypted] it is protected by a password, or in the format of Word 2003
    [document] there is no Word document in it
    [large] it is larger than any report
    [paragraphs] it has more than 20,000 paragraphs, which no report has
    [doctype] it holds a document type declaration, which no Word file has
    [old] it is in the format of Word 2003
    [odt] it is in OpenDocument's format
    [rtf] it is in Rich Text Format
    [pdf] it is a PDF
    [mail] it is a mail
    [archive] it is an archive of files
    [pages] it is in the format of Pages
    [text] it is plain text or a web page, in which nobody can tell the answers apart
    [other] it is a sheet, a drawing, a picture or the like
    [foreign] it is in another program's format
   *[damaged] its XML is damaged
}
    .hint = { $reason ->
        [folder] name a file that is in it
        [folder-link] import that folder by its own name
        [no-file] move it out of the folder
        [pdf] ask for the Word file that the PDF was made from
        [mail] save the Word file that is attached to it
        [archive] unpack it, and import the folder that comes of it
        [pages] ask for it as Word: in Pages, File, Export To, Word
        [text] ask for the Word file, or write what it says into the answers
        [other] ask for the Word file, or move it out of the folder
        [zip] ask for it anew, or move it out of the folder
        [document] ask for the Word file, or move it out of the folder
        [large] ask for the Word file without what makes it so large, such as pictures
        [encrypted] open it in Word, take the password away, and save it anew as .docx
       *[word] open it in Word and save it anew as .docx
    }
unknown-report = { $reason ->
    [several] { $file } belongs to several answers: { $found }
    [taken] { $file } belongs to no answers, and those of another report stand in { $found }
    [none] no answers belong to { $file }, which is { $found }
    [unsaid] { $file } does not say which report it is, and no answers have the diary number on its cover
    [compared] { $file } does not say which report it is, nor do the answers beside it
    [unplaced] there is no form or body for { $file }, which is { $found }
   *[other] { $file } does not say which report it is, or no answers belong to it
}
    .hint = { $reason ->
        [compared] compare it with the answers that it was made from
        [unplaced] name the folder with its form by --input
       *[other] name the answers with --into
    }
other-report = { $found ->
    [none] { $file } is no report's answers, and { $answers } is { $wanted }
   *[other] { $file } is { $found }, and { $answers } is { $wanted }
}
    .hint = { $what ->
        [base] give with --base the answers of the same form and body as they were
       *[file] import it into the answers of the same form and body
    }
no-base = { $reason ->
    [unsaid] { $file } does not say any more which answers it was made from, so that its edits cannot be told from yours
   *[gone] the answers have changed since { $file } was made from them, and those of then are not there to tell its edits from yours
}
    .hint = give the answers as they were with --base FILE{ $reason ->
        [unsaid] {" "}(those of now, if nobody has changed them since)
       *[gone] {""}
    }; or with --overwrite take all that the Word file says in place of { $answers }
other-look = { $file } was made with another look than it is read by{ $look ->
    [none] {""}
   *[other] : layout { $look }{ $settings ->
        [none] {""}
       *[other] , { $settings }
    }
}
    .hint = name the layout and settings that it was made with: --layout LAYOUT --set KEY=VALUE
returned-twice = { $file } and { $other } are of the same report and change it differently
    .hint = import the one that holds, by its name; dnr diff shows how they differ
no-word-files = no Word files in { $paths }
    .hint = name .docx files, or folders that hold them
not-imported = { $file }: nothing was imported
import-file = { $file } → { $answers }
import-sum = { $changes ->
    [0] no changes
    [one] 1 change
   *[other] { $changes } changes
}{ $open ->
    [0] {""}
    [one] , 1 to decide
   *[other] , { $open } to decide
}
import-backup = the answers as they were: { $file }
change-status = status: { $before } → { $after }
change-expected = expected: { $before } → { $after }
note-no-mark-yet = no box is ticked
note-no-mark = no box is ticked; the status stays “{ $kept }”
note-no-status-yet = no status is written
note-no-status = no status is written; it stays “{ $kept }”
note-mark-and-state-yet = “{ $mark }” stands as the status and “{ $state }” is said as well; no status was taken: leave one of them
note-mark-and-state = “{ $mark }” stands as the status and “{ $state }” is said as well; the status stays “{ $kept }”: leave one of them
note-several-marks = several boxes are ticked ({ $marks }); the status stays “{ $kept }”
note-unclear-marks = boxes and signs disagree; the status stays “{ $kept }”
note-unknown-status = “{ $text }” is no status; it stays “{ $kept }”
note-unreadable-date = “{ $text }” is no date, and stays a part of the text; write one as 2024-06, alone on the last line{ $kept ->
    [none] {""}
   *[other] ; the date stays “{ $kept }” meanwhile
}
note-date-not-last = the date “{ $text }” is not the last that is said, and stays a part of the text; let one date stand, last{ $kept ->
    [none] {""}
   *[other] ; the date stays “{ $kept }” meanwhile
}
note-beside = “{ $text }” stands where a status should be, is none, and was not taken
note-lost = { $what ->
    [image] a picture was not taken: answers hold text only
    [table] a table became lines of text
    [text-box] a text box was not taken: write its text into the answer
    [note] a footnote was not taken: write its text into the answer
    [equation] a formula became plain text
    [symbol] a sign of a symbol font was not taken
    [hidden] hidden text was not taken
    [above] small words above others (ruby) were not taken
    [raised] superscript or subscript became plain text
    [link] a link within the document, or to a file, became plain text
    [odd-numbers] a list with letters or Roman numbers is numbered 1, 2, 3
    [heading] a heading within the answer became a paragraph
    [prompt] the form's prompt stood beside the answer and was not taken
    [style] bold or italics within a word were not taken
   *[other] something embedded was not taken
}
note-marked = { $how ->
    [struck] words that are struck through in Word were not taken out: “{ $words }”; delete them in the answer, or let them stand
    [highlighted] highlighted words became plain text: “{ $words }”
   *[coloured] coloured words became plain text: “{ $words }”
}
note-missing = its place is not in the file; the answer stays as it was
note-missing-since = it is not in the file, which was made before the form was changed
note-other-form = the form has been changed since the file was made: what is told of the form's own text, or of text outside the answers, may be that change
note-other-form-by-place = the form has been changed since the file was made, and the file has lost what says which answer is which: look whether each came to its own question
note-comment = comment by { $author }: { $text }
note-form-changed = the form's own text was changed, which is ignored: { $diff }
note-other-dnr = the diary number was changed in Word, which is ignored: change it in the answers file, as `diary_number`: { $diff }
note-other-name = the body's name was changed in Word, which is ignored: change it in bodies.json: { $diff }
note-form-removed = the form's own text was removed, which is ignored: { $text }
note-form-added = text outside the answers was ignored: { $text }
note-broken-tracking = a tracked change is broken, and words may be missing: look at the file in Word, and accept or reject its changes there
note-both = both were changed since the file was made, and the answers stay
    yours: { $ours }
    the file's: { $theirs }
note-deleted = you have deleted it since the file was made, and it was changed in the file; it stays deleted
    the file's: { $theirs }
note-taken-before = it was taken before, and you have changed the answers since; they stay, unless you import it with --overwrite
    yours: { $ours }
    the file's: { $theirs }
note-refused = dnr check will refuse this: { $why }
note-not-noted = what was taken could not be noted in { $folder }: do not import this file again, for that may undo later edits
note-unused-base = the answers given with --base were not needed: the file names those that it was made from, and they are there
note-same-as = the same edits as { $file }, which was taken
note-unknown-base = the file does not say which answers it was made from: all that it says otherwise than the answers of now was taken for an edit
note-other-margins = what stands in its headers and footers was not compared, for it was made with a Word template: name that with --template
note-other-number = the file bears the number { $number }, and the answers { $answers }, which stays
note-other-base = the answers given with --base are not quite those that the file was made from
note-tracked = tracked changes: { $inserted ->
    [one] 1 insertion was accepted
   *[other] { $inserted } insertions were accepted
} and { $deleted ->
    [one] 1 deletion carried out
   *[other] { $deleted } deletions carried out
}
status = { $colour ->
    [green] green
    [yellow] yellow
    [blue] blue
    [red] red
   *[other] { $colour }
} ({ $short })
no-difference = no answer differs
diff-written = { $file } shows the changes as tracked changes
not-comparable = { $file } is { $found }, and { $other } is { $wanted }
    .hint = compare reports of one body to one form
no-origin = { $file } cannot be compared: { verify-readable }
    .hint = name the answers that it was made from, or a Word file of them, instead
no-source = the answers that { $file } was made from are not in { $folder }
    .hint = name the answers or a Word file instead, or another folder with --input

argument-unknown = there is no `{ $argument }` here
    .meant = did you mean `{ $meant }`?
    .hint = { argument-usage }
argument-usage = it is called like this: { $usage }; with --help it says what there is
command-unknown = there is no command `{ $argument }`
    .meant = did you mean `{ $meant }`?
    .hint = dnr --help lists the commands
command-missing = no command is given
    .hint = dnr --help lists the commands
argument-without-value = `{ $argument }` needs a value
    .hint = { $like ->
        [known] it is one of { $known }
       *[other] { argument-usage }
    }
argument-value = `{ $value }` cannot be the value of `{ $argument }`
    .meant = did you mean `{ $meant }`?
    .hint = { $like ->
        [known] use one of { $known }
        [language] use sv or en
        [setting] write KEY=VALUE: matrix.repeat_header=false
        [shard] write K/N with K from 1 to N: 2/8
        [seconds] write seconds, from 0.05 to 3600: --poll=0.5
        [number] write a whole number, not below 0
       *[other] { argument-usage }
    }
argument-missing = missing: { $argument }
    .hint = { argument-usage }
argument-conflict = `{ $argument }` cannot stand here{ $other ->
    [none] {""}
   *[other] {" "}beside `{ $other }`
}
    .hint = { argument-usage }
argument-no-text = an argument is not UTF-8 text
    .hint = { argument-usage }
argument-other = the command line cannot be read
    .hint = { argument-usage }
