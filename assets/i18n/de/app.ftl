# Die Worte des Fensters auf Deutsch, in der Sprache von Zeichen- und Fotoprogrammen. Kein Punkt nach
# einem einzelnen Satz, "…" nur, wo ein Dialog folgt. Schlüssel und Werte sind die der englischen Datei.

## Befehle: was die Schaltfläche oder der Menüeintrag sagt, und was er tut

command-open = Öffnen …
    .help = Fotos oder Stile auswählen
command-open-folder = Ordner öffnen …
    .help = Einen Ordner auswählen; er wird mit allen Unterordnern durchsucht
command-save = Speichern …
    .help = Diese Zeichnung in der vollen Größe des Fotos speichern
command-save-pair = Vorher und nachher …
    .help = Foto und Zeichnung nebeneinander als ein Bild speichern
command-save-moving = Vorher und nachher, bewegt …
    .help = Ein bewegtes Bild speichern: Eine Grenze wandert vom Foto zur Zeichnung und zurück
command-export = Exportieren …
    .help = Zeichnungen aller oder einiger Fotos in einen Ordner speichern
command-pause-export = Export anhalten
    .help = Anhalten oder fortsetzen; Begonnenes wird neu gezeichnet
command-stop = Stopp
    .help = Speichern abbrechen; gespeicherte Dateien bleiben
command-show-saved = Zuletzt gespeicherte Datei zeigen
    .help = Den Ordner öffnen, in dem sie liegt
command-remove = Foto aus der Liste entfernen
    .help = Dieses Foto aus der Liste nehmen; die Datei bleibt
command-remove-all = Alle Fotos aus der Liste entfernen
    .help = Leeres Fenster; die Dateien bleiben, und Rückgängig holt die Liste zurück
command-select-all = Alle Fotos auswählen
    .help = Alle in der Leiste werden zusammen entfernt oder exportiert; ein Klick mit Strg oder Umschalt wählt einige aus
command-sort-by-added = Wie geöffnet
    .help = Fotos in der Reihenfolge, in der sie geöffnet wurden
command-sort-by-name = Nach Namen
    .help = Fotos in der Reihenfolge der Dateinamen, 2 vor 10
command-sort-by-taken = Nach Aufnahmedatum
    .help = Fotos in der Reihenfolge, in der sie aufgenommen wurden; die ohne Datum stehen am Ende
command-sort-by-modified = Nach Datum der Datei
    .help = Fotos in der Reihenfolge, in der ihre Dateien zuletzt geändert wurden
command-quit = Beenden
    .help = Kinetoon schließen; Fotos und Einstellungen sind beim nächsten Mal wieder da
command-undo = Rückgängig
    .help = Die letzte Änderung zurücknehmen
command-redo = Wiederholen
    .help = Die Änderung wiederherstellen
command-copy = Kopieren
    .help = Die Zeichnung, wie sie gezeigt wird, in die Zwischenablage kopieren
command-paste = Einfügen
    .help = Die Fotos oder das Bild aus der Zwischenablage übernehmen
command-reset = Stil zurücksetzen
    .help = Alle Regler so, wie der Stil sie mitbringt; andere Stile behalten ihre Einstellungen
command-own-settings = Nur dieses Foto
    .help = Die Regler ändern nur dieses Foto; die anderen bleiben, wie sie sind. Noch einmal, um zu den gemeinsamen Einstellungen zurückzukehren
command-use-for-all = Für alle verwenden
    .help = Die Einstellungen dieses Fotos für alle verwenden
command-side-by-side = Nebeneinander
    .help = Foto und Zeichnung nebeneinander, oder untereinander, wenn sie so größer zu sehen sind
command-wipe = Vorhang
    .help = Foto und Zeichnung in einem Rahmen, mit einem Griff dazwischen
command-drawing-alone = Zeichnung
    .help = Nur die Zeichnung
command-grid = Raster
    .help = Alle Fotos als Zeichnungen nebeneinander; Doppelklick oder Eingabetaste öffnet eines, noch einmal führt zurück
command-keep = Hiermit vergleichen
    .help = Diese Zeichnung links als A behalten und spätere damit vergleichen; noch einmal zum Beenden
command-critic = Zeigen, was noch nicht deine Hand ist
    .help = Während ein Stil gelernt wird und gewählt ist: ein violetter Schleier über der Zeichnung, wo das Netz, das deine Seiten kennt, etwas auszusetzen hat; noch einmal zum Entfernen
command-flip = Wechseln
    .help = Das Foto anstelle der Zeichnung zeigen, in jeder Ansicht; noch einmal, um zurückzuschalten
command-fit = Einpassen
    .help = Das ganze Bild zeigen
command-actual-size = 1:1
    .help = Ein Pixel der Zeichnung auf einem des Bildschirms
command-zoom-in = Vergrößern
    .help = Weniger vom Bild zeigen, größer
command-zoom-out = Verkleinern
    .help = Mehr vom Bild zeigen, kleiner
command-previous = Voriges Foto
    .help = Das vorige Foto zeigen
command-next = Nächstes Foto
    .help = Das nächste Foto zeigen
command-controls = Stile und Regler
    .help = Das Bedienfeld mit Stilen und Reglern ein- oder ausblenden
command-queue = Exportliste
    .help = Die Fotos, die exportiert werden, ein- oder ausblenden
command-full-screen = Vollbild
    .help = Den ganzen Bildschirm füllen oder ihn wieder freigeben
command-theme-system = Wie das System
    .help = Dunkel oder hell, wie das System es ist
command-theme-dark = Dunkel
    .help = Helle Schrift auf dunklem Grund
command-theme-light = Hell
    .help = Dunkle Schrift auf hellem Grund
command-language-system = Sprache des Systems
    .help = Die Sprache des Systems verwenden
command-language-english = English
    .help = Englisch verwenden
command-language-german = Deutsch
    .help = Deutsch verwenden
command-language-french = Français
    .help = Französisch verwenden
command-language-spanish = Español
    .help = Spanisch verwenden
command-language-portuguese = Português (Brasil)
    .help = Brasilianisches Portugiesisch verwenden
command-language-japanese = 日本語
    .help = Japanisch verwenden
command-language-chinese = 简体中文
    .help = Vereinfachtes Chinesisch verwenden
command-previous-style = Voriger Stil
    .help = Den vorigen Stil der Auswahl nehmen
command-next-style = Nächster Stil
    .help = Den nächsten Stil der Auswahl nehmen
command-vary = Variieren
    .help = Sechs Nachbarn dieses Aussehens auf diesem Foto; ein Klick übernimmt einen und variiert ihn weiter
command-all-styles = Alle Stile auf einem Blatt …
    .help = Dieses Foto in jedem Stil zeichnen und alle mit ihren Namen als ein Bild speichern
command-edit-style = Umbenennen, Urheber, Lizenz …
    .help = Diesem gelernten Stil einen anderen Namen geben, oder sagen, von wem er ist und was andere damit dürfen
command-teach = Eigenen Stil anlernen …
    .help = Einen Ordner mit Comicseiten oder Comicbänden auswählen; daraus wird ein Stil gelernt
command-teach-book = Aus einem Buch anlernen …
    .help = Einen Comic als CBZ, ZIP, EPUB, PDF, PSD, ORA, KRA oder TIFF auswählen; aus seinen Seiten wird ein Stil gelernt
command-draw-over = Dieses Foto überzeichnen …
    .help = Als Datei mit Ebenen oder als PNG speichern und im eigenen Programm darüber zeichnen; bei jedem Speichern wird daraus ein Stil gelernt
command-palette = Alle Befehle
    .help = Jeden Befehl über seinen Namen finden
command-guide = Anleitung
    .help = Das erste Bild, Stile, die eigene Hand, Export, Filme, und was zu tun ist, wenn etwas nicht geht
command-shortcuts = Tasten
    .help = Alle Tasten zeigen
command-sources = Woraus das Netz gelernt hat
    .help = Alle Seiten und Fotos, an denen die mitgelieferten Gewichte gelernt haben, mit ihrer Lizenz
command-about = Über Kinetoon
    .help = Version, Mitwirkende und Lizenzen

tooltip-with-key = { $help } ({ $key })

menu-file = Datei
menu-recent = Zuletzt geöffnet
menu-edit = Bearbeiten
menu-view = Ansicht
menu-style = Stil
menu-help = Hilfe
menu-theme = Farbschema
menu-sort = Fotos ordnen
menu-language = Sprache

palette-hint = Was möchten Sie tun?
palette-nothing = Kein Befehl heißt so

guide-next = Weiter: { $chapter }
guide-in-english = Diese Anleitung gibt es nur auf Englisch und Chinesisch

key-hold-b = B
key-hold-b-help = Das Foto zeigen, solange die Taste gedrückt ist
key-wheel = Mausrad
key-wheel-help = Zoomen; Ziehen verschiebt das Bild
key-double-click = Doppelklick
key-double-click-help = Auf dem Bild: alles zeigen. Auf einem Regler: zurücksetzen
key-tab = Tab
key-tab-help = Zum nächsten Bedienelement; Umschalt+Tab geht zurück
key-arrows = Pfeiltasten
key-arrows-help = Den Regler bewegen, der den Fokus hat

about-version = Version { $version }
about-what = Zeichnet Fotos als Comics, ohne Internet, auf diesem Rechner.
about-adapter = Grafik: { $name }
about-styles = Von wem die Stile stammen
about-licences = Lizenzen
about-licence = Kinetoon und sein Netz: MIT oder Apache-2.0, nach Ihrer Wahl.
about-font = Chinesische und japanische Zeichen: Noto Sans CJK, © Adobe, SIL Open Font License 1.1. Buchstaben: Ubuntu Light, Ubuntu Font Licence.
about-licence-texts = Lizenztexte
credit-oz-neill = John R. Neill, gemeinfrei
credit-peppercarrot = David Revoy, Pepper&Carrot, CC BY 4.0
credit-ukiyoe-hiroshige = Utagawa Hiroshige, gemeinfrei
credit-walter-crane = Walter Crane, gemeinfrei
credit-kate-greenaway = Kate Greenaway, gemeinfrei
credit-ink-philmay = Phil May, gemeinfrei
credit-ink-gibson = Charles Dana Gibson, gemeinfrei
credit-engraving-dore = Gustave Doré, gemeinfrei
credit-learnt = Auf diesem Rechner gelernt oder als Datei hinzugefügt

## Fotos

sample = Beispiel
photo-remove = Aus der Liste entfernen
photos-remove = { $count } aus der Liste entfernen
photo-unreadable = nicht lesbar
photo-moves = { $name } (bewegt sich)
grid = Fotos als Zeichnungen
grid-count = { $count ->
    [one] 1 Foto
   *[other] { $count } Fotos
}
grid-selected = { $count } ausgewählt
grid-drawing = { $count } noch zu zeichnen
welcome-open = Foto öffnen
welcome-style = Stil wählen
welcome-save = Zeichnung sichern
welcome-sample = Beispiel ausprobieren
welcome-picture = Ein Foto wird auf das Fenster gezogen, ein Stil gewählt, die Zeichnung gesichert
invitation-drop = Fotos oder Ordner hier ablegen, oder „Öffnen“ drücken
invitation-open = „Öffnen“ drücken, um Fotos auszuwählen (Ablegen von Dateien braucht X11 oder XWayland)
drop-count = { $count ->
    [one] Ablegen, um es als Comic zu zeichnen
   *[other] Ablegen, um alle { $count } als Comics zu zeichnen
}

## Arbeitsfläche

canvas = Foto und Zeichnung
canvas-photograph = Foto
canvas-drawing = Zeichnung
canvas-drawing-hold = Zeichnung – B halten für das Foto
canvas-kept = A: { $style }
compare-next = Jetzt einen anderen Stil wählen oder einen Regler bewegen: A bleibt links
canvas-compared-hold = B: { $style } – B halten für das Foto
canvas-unreadable = Dieses Foto kann nicht gezeigt werden

## Stile und Regler

style-heading = Stile
style-comic = Comic
style-bold = Kräftig
style-soft-cel = Soft Cel
style-inked = Getuscht
style-newsprint = Zeitungsdruck
style-pop = Pop
style-oz-neill = Vierfarbdruck
style-peppercarrot = Gemalt
style-ukiyoe-hiroshige = Holzschnitt
style-walter-crane = Bilderbuch
style-kate-greenaway = Lavierung
style-ink-philmay = Feder
style-ink-gibson = Schraffur
style-engraving-dore = Stich
panel-resize = Rand der Leiste
style-seek = Stil suchen
style-favourite = Nach vorn stellen
style-no-favourite = Zurück zu den anderen
style-own = Eigener …
style-export = Als Datei speichern …
style-remove = Aus den Stilen entfernen
style-reset = Zurücksetzen
style-restore = Wiederherstellen
style-on-shelf = „{ $name }“ ist bei den Stilen
style-removed = „{ $name }“ wurde entfernt
style-author = Von { $author }
style-pages = { $count ->
    [one] Aus 1 Seite gelernt
   *[other] Aus { $count } Seiten gelernt
}
style-pages-unknown = Woraus gelernt wurde, ist nicht bekannt
style-base = Ausgangspunkt: { $base }
style-begun-with = { $style } ({ $base })
style-made = Entstanden am { $day }
style-licence = Lizenz: { $licence }
style-restored = „{ $name }“ ist wieder da
style-edit-heading = Name und Angaben
style-edit-keep = Behalten
style-edit-learnt = „{ $name }“ wird gerade gelernt, oder ein anderer aus ihm: danach lässt er sich umbenennen
style-edit-saving = Es werden Zeichnungen gespeichert: danach lässt sich der Stil umbenennen
style-renamed = „{ $old }“ heißt jetzt „{ $new }“
style-edited = Die Angaben zu „{ $name }“ sind gespeichert
blend = Mischen mit
blend-nothing = Nichts
blend-help = Wie weit von diesem Stil zu „{ $name }“
blend-share = Anteil des zweiten Stils
style-mixture = { $first } + { $second }
vary-heading = Nachbarn dieses Aussehens
vary-others = Sechs andere
vary-hide = Nachbarn ausblenden
vary-one = Nachbar { $number }
presets = Vorgaben
    .help = Einstellungen aller Regler unter einem Namen
presets-none = Noch keine Vorgaben
presets-not-kept = Die Vorgaben können nicht gespeichert werden: { $reason }
preset-name = Name einer neuen Vorgabe
preset-save = Diese Einstellungen speichern
preset-remove = „{ $name }“ entfernen
drawing-heading = Zeichnung
hand-heading = Stil
weights-without-hand = Bei diesem Stil bleiben die letzten drei ohne Wirkung: nur die Tusche zeichnet. Mit mehr Handschrift zeichnet auch das Netz
dials-more = Mehr
dial-amount = Stärke
    .help = Wie viel von der Zeichnung da ist; 0 ist das Foto, über 1 übertreibt das Netz
dial-style = Wie die Seiten
    .help = Wie sehr die Zeichnung den Seiten des Stils gleichen soll (Gewicht von Stil- und Adversarial-Verlust)
dial-content = Inhalt wahren
    .help = Wie viel von dem, was das Foto zeigt, bleiben muss (Gewicht des Inhaltsverlusts)
dial-cycle = Umkehrbar
    .help = Wie gut sich das Foto aus der Zeichnung zurückgewinnen ließe (Gewicht des Zyklusverlusts)
dial-line = Linienstärke
    .help = Wie kräftig die Linien sind; 0 zeichnet keine
dial-line-width = Linienbreite
    .help = Wie breit die Linien sind
dial-boldness = Strich
    .help = Wie kräftig Striche und Formen sind; 0 halb so groß, 2 doppelt so groß
dial-detail = Details
    .help = Wie viele Einzelheiten bleiben; 0 große schlichte Formen, 1 die Zeichnung, wie sie ist
dial-palette = Palette
    .help = Wie weit Farben zu denen der Seiten werden, aus denen der Stil gelernt wurde; 0 lässt sie
dial-saturation = Sättigung
    .help = Wie kräftig die Farben sind; 0 ist grau
dial-hand = Handschrift
    .help = Wie viel von Palette und Strich des Stils in der Zeichnung ist; 0 tuscht das Foto selbst
dial-photo-color = Fotofarben
    .help = Wie viel von den Farben des Fotos durch die Handschrift des Stils scheint
dial-tones = Tonstufen
    .help = Wenige Tonstufen statt weicher Schatten; 0 lässt sie weich, über 1 werden es weniger
dial-blacks = Schwarz
    .help = Wie dunkel eine Fläche sein muss, um volles Schwarz zu werden; 0 lässt alle
dial-hatching = Schraffur
    .help = Wie weit Grau zu Federstrichen auf weißem Papier wird; 0 lässt es
dial-grain = Korn
    .help = Wie stark das Korn eines Drucks zu sehen ist; 0 lässt Flächen sauber
dial-paper = Papier
    .help = Wie alt das Papier ist; 0 ist weiß

## Status und Meldungen

status-loading = Netz wird geladen
status-device = Zeichnet auf: { $device }
status-cpu = CPU
status-failed = Zeichnen nicht möglich: { $reason }
status-elapsed = { $ms } ms
status-elapsed-help = Zeit für die letzte Zeichnung
status-scale = { $pixels } px
status-zoom = { $percent } %
status-zoom-help = Größe, in der die Zeichnung zu sehen ist; bei 100 % liegt ein Pixel von ihr auf einem des Bildschirms
status-scale-help = Lange Seite, in der die Zeichnung auf dem Bildschirm entsteht
status-drawing = Zeichnet
toast-reveal = Im Ordner zeigen
show-saved-none = Seit dem Start wurde nichts gespeichert
toast-empty-desk = Leer beginnen
reveal-failed = Die Dateiverwaltung lässt sich nicht öffnen
status-photo = { $name } ({ $number } von { $count })
saving-count = Speichert { $number } von { $count }
contact-count = Zeichnet das Blatt: { $number } von { $count }
saved-file = { $path } gespeichert
saved-in = In { $folder }
saved-enlarged = { $path } gespeichert ({ $size })
saved-still = Nur das erste von { $count } Bildern: { $format } kann sich nicht bewegen. Als GIF, PNG oder WebP bleiben alle
saved-stills = { $count ->
    [one] Von 1 Film wurde nur das erste Bild gespeichert: sein Format kann sich nicht bewegen
   *[other] Von { $count } Filmen wurde nur das erste Bild gespeichert: ihr Format kann sich nicht bewegen
}
not-kept = Nicht übernommen: { $what }
not-kept-of = { $count ->
    [one] Bei 1 Foto nicht übernommen
   *[other] Bei { $count } Fotos nicht übernommen
}: { $what }
loss-film = der Film des bewegten Fotos
loss-gain-map = die Gain-Map für HDR-Bildschirme
loss-depth-map = die Tiefenkarte
loss-extended-xmp = der erweiterte Teil von XMP
loss-faces = die Lage der Gesichter
loss-maker-data = die Herstellerdaten der Kamera (zu groß für JPEG)
loss-long-xmp = der Verlauf in XMP, oder XMP ganz (zu groß für JPEG)
loss-everything = EXIF und XMP (das Format kennt beides nicht)
list-comma = { ", " }
saved-count = { $count ->
    [one] 1 Zeichnung gespeichert
   *[other] { $count } Zeichnungen gespeichert
}
saved-count-failed = { $count ->
    [one] 1 Zeichnung gespeichert
   *[other] { $count } Zeichnungen gespeichert
}, { $num_failed } fehlgeschlagen
status-queue = Export { $number } von { $count }
saving-stopped = Abgebrochen
nothing-to-paste = In der Zwischenablage ist nichts, was sich zeichnen lässt: bitte ein Bild oder Dateien kopieren.
not-pasted = Das Bild konnte nicht eingefügt werden: { $reason }
copied = Kopiert
too-much-at-once = Zu viel auf einmal: bitte einen Moment warten
engine-busy = Gerade beschäftigt; bitte noch einmal versuchen
device-lost = Die Grafikkarte antwortet nicht mehr: ein Treiber wurde zurückgesetzt oder aktualisiert, oder ihr Speicher war voll. Fotos, Einstellungen und bisher Gelerntes bleiben erhalten. Bitte Kinetoon neu starten; mit --device cpu zeichnet es ohne die Karte.
device-note-cpu = Die CPU wurde verlangt
device-note-software = { $adapter } ist keine echte Grafikkarte; die CPU ist schneller
device-note-unfit = { $adapter } wird nicht verwendet: sie arbeitet nicht richtig ({ $detail })
device-note-differs = { $adapter } wird nicht verwendet: sie zeichnet anders als die CPU
device-note-left = Die Grafikkarte hat versagt und wird nicht weiter verwendet ({ $detail })
device-left = Die Grafikkarte hat versagt oder ihr Speicher war voll; die CPU macht weiter
engine-stopped = das Zeichnen wurde beendet; bitte Kinetoon neu starten
settings-aside = Die letzten Einstellungen konnten nicht oder nicht ganz gelesen werden; die Datei liegt nun unter { $path }
settings-stuck = { $path }: die letzten Einstellungen sind nicht lesbar. Die Datei bleibt, wie sie ist, und es werden keine Einstellungen gespeichert
settings-not-kept = Fotos und Einstellungen können nicht für den nächsten Start gespeichert werden: { $reason }
restored = { $count ->
    [one] Kinetoon wurde unterbrochen: 1 Foto und alle Einstellungen sind wieder da
   *[other] Kinetoon wurde unterbrochen: { $count } Fotos und alle Einstellungen sind wieder da
}
no-dialog = Dieses System hat keinen Dateidialog (Desktop-Portal oder zenity): Dateien hier ablegen, oder `kinetoon stylize` verwenden
file-problem = { $path }: { $reason }
folder-empty = darin sind keine Bilder
folder-left-out = { $count ->
    [one] 1 Datei ({ $format }) übergangen: das Format wird nicht gelesen
   *[other] { $count } Dateien ({ $format }) übergangen: das Format wird nicht gelesen
}
folder-loop = ein Link auf einen Ordner, in dem er selbst liegt
folder-gone-source = der Ordner mit den Fotos ist nicht da
folder-gone-target = der Ordner für die Zeichnungen ist nicht da
problems-heading = Nicht alles war zu gebrauchen
problems-left-out = { $count ->
    [one] Eines mehr vor diesen
   *[other] { $count } mehr vor diesen
}
close = Schließen
cancel = Abbrechen

## Dateidialoge

filter-pictures = Bilder und Stile
filter-all = Alle Dateien
filter-style = Kinetoon-Stil
filter-books = Bücher
filter-openraster = Mit Ebenen

## Exportieren

export-heading = Exportieren
export-which = Fotos
export-which-all = Alle { $count }
export-which-shown = Das gezeigte
export-which-unsaved = Noch nicht gespeicherte ({ $count })
export-which-selected = Ausgewählte ({ $count })
export-style = Stil
export-style-tuned = { $style }, angepasst
export-style-own = { $count ->
    [one] { $style }; 1 Foto behält seine eigenen Einstellungen
   *[other] { $style }; { $count } Fotos behalten ihre eigenen Einstellungen
}
export-style-all-own = Jedes Foto behält seine eigenen Einstellungen
export-folder = Ordner
    .hint = Wohin die Zeichnungen kommen
export-choose = Wählen …
export-name = Name
export-name-help = { $name }: Name des Fotos, { $style }: des Stils, { $number }: 0001, 0002, …
export-example = Beispiel: { $path }
export-pattern-path = Ein Name, kein Pfad: die Ordner sind die der Fotos
export-pattern-place = In Klammern dürfen { $name }, { $style } oder { $number } stehen
export-pattern-empty = Ein Name darf nicht leer sein
export-existing = Vorhandene
export-existing-skip = Auslassen
    .help = Fotos, deren Zeichnung da ist, werden nicht neu gezeichnet; eine abgeschnittene schon
export-existing-overwrite = Ersetzen
    .help = Die neue Zeichnung tritt an die Stelle der Datei
export-existing-number = Nummerieren
    .help = Die neue Zeichnung bekommt eine Nummer hinter ihren Namen; nichts wird ersetzt
export-format = Format
export-format-photo = Wie das Foto
    .help = JPEG für JPEG, und PNG für alles andere
export-quality = Qualität
    .help = Von JPEG- und AVIF-Dateien: mehr ist größer und feiner
export-scale = Gezeichnet mit
    .help = Lange Seite, in der gezeichnet wird; kleiner zeichnet kräftiger. Ein kleineres Foto wird zuerst vergrößert
export-scale-screen = { $pixels } px, wie auf dem Bildschirm
export-scale-px = { $pixels } px
export-scale-full = Volle Größe des Fotos
export-size = Größe
export-size-drawing = Wie gezeichnet
    .help = Ein Foto, das kleiner ist als seine Zeichnung, wird vergrößert und bleibt es; jedes andere und jeder Film behält seine Größe
export-size-photo = Wie das Foto
    .help = Die Zeichnung eines kleineren Fotos wird wieder verkleinert
export-size-double = 2× das Foto
    .help = Doppelt so breit und hoch, für große Drucke: Die Striche werden so groß gezeichnet, nicht unscharf. Ein Film behält seine Größe
export-size-quadruple = 4× das Foto
    .help = Viermal so breit und hoch: sechzehnmal so viele Bildpunkte. Ein Film behält seine Größe
size-enlarged = { $size }, vergrößert von { $photo }
export-dpi = Auflösung
    .help = Punkte je Zoll, die in den Dateien stehen: wie groß sie auf Papier sind. Kein Bildpunkt ändert sich dadurch
export-dpi-photo = Wie das Foto
export-dpi-number = { $dpi } dpi
export-dpi-type = Jede Zahl von 1 bis 9600
export-dpi-none = GIF-Dateien sagen nicht, wie groß sie auf Papier sind
export-metadata = Kameradaten
export-metadata-keep = Übernehmen
    .help = Die Zeichnungen behalten Datum, Ort und Kamera der Fotos (EXIF, XMP)
export-source = Herkunft
export-source-auto = Wenn ein Netz zeichnete
    .help = Die Dateien sagen in ihren XMP-Daten, dass ein trainiertes Modell das Foto verändert hat (DigitalSourceType der IPTC); die von Looks, die kein Netz brauchen, sagen nichts. Gilt auch für einzelne Zeichnungen
export-source-always = Immer
    .help = Auch die Dateien von Looks sagen, dass Regeln das Foto verändert haben
export-source-never = Nie
    .help = Die Dateien sagen nicht, wie sie entstanden sind
export-begin = Exportieren
export-queue = In die Liste
export-planning = Sieht im Ordner nach …
export-obstacle-none = Ein solches Foto gibt es nicht
export-obstacle-folder = Bitte einen Ordner für die Zeichnungen wählen
export-obstacle-relative = Bitte den ganzen Pfad des Ordners angeben, von Anfang an
export-replaces-photo = die Zeichnung würde ein Foto ersetzen; bitte einen anderen Ordner oder Namen wählen
export-nothing-left = Alle diese Zeichnungen sind schon da

## Die Liste der Fotos

queue-heading = Export
queue-hide = Liste ausblenden
queue-empty = Es wird nichts exportiert
queue-going = { $number } von { $count }
queue-going-left = { $number } von { $count }, noch etwa { $left }
queue-resting = { $number } von { $count }, angehalten
queue-blocked = { $number } von { $count }, wartet auf Sie
queue-checking = Sieht nach, welche Zeichnungen da sind …
queue-done = Alle { $count } fertig
queue-done-failed = { $count } fertig, { $num_failed } fehlgeschlagen
queue-pause = Anhalten
    .help = Begonnenes wird später neu gezeichnet
queue-go-on = Fortsetzen
    .help = Den Rest zeichnen
queue-cancel = Alle abbrechen
    .help = Es wird nichts mehr gezeichnet; gespeicherte Dateien bleiben
queue-clear = Fertige ausräumen
    .help = Gespeicherte, ausgelassene und fehlgeschlagene aus der Liste nehmen; die Dateien bleiben
queue-tab-open = Offen { $count }
queue-tab-done = Fertig { $count }
queue-tab-failed = Fehler { $count }
queue-none-open = Nichts mehr zu zeichnen
queue-none-done = Noch nichts fertig
queue-none-failed = Keine Fehler
queue-row = { $name }: { $state }
queue-waiting = Wartet
queue-next = Als Nächstes
queue-reading = Liest
queue-drawing = Zeichnet
queue-inking = Tuscht
queue-writing = Speichert
queue-saved = Gespeichert
queue-skipped = Ausgelassen: war schon da
queue-show = Klicken, um es im Ordner zu zeigen: { $path }
queue-reveal = „{ $name }“ im Ordner zeigen
queue-up = „{ $name }“ nach oben
queue-down = „{ $name }“ nach unten
queue-front = „{ $name }“ als Nächstes zeichnen
queue-remove = „{ $name }“ herausnehmen
queue-cancel-one = „{ $name }“ abbrechen
queue-retry-one = „{ $name }“ noch einmal versuchen
queue-retry-all = Alle noch einmal
queue-try-again = Noch einmal
    .help = Mit dem, was wartet, weitermachen
queue-other-folder = Anderer Ordner …
    .help = Was noch zu zeichnen ist, kommt in einen anderen Ordner; Gespeichertes bleibt
queue-leave-out = Dieses auslassen
    .help = Ohne dieses Foto weitermachen
queue-leave-out-folder = Diesen Ordner auslassen
    .help = Ohne die Fotos in diesem Ordner weitermachen
blocked-full = Der Datenträger ist voll. Bitte Platz für „{ $folder }“ schaffen oder einen anderen Ordner wählen; nichts geht verloren.
blocked-read-only = Der Datenträger mit „{ $folder }“ ist schreibgeschützt. Bitte Schreiben erlauben oder einen anderen Ordner wählen.
blocked-target-gone = Der Ordner „{ $folder }“ ist weg, oder sein Laufwerk antwortet nicht. Bitte das Laufwerk anschließen, den Ordner neu anlegen oder einen anderen wählen.
blocked-source-gone = Der Ordner mit den Fotos „{ $folder }“ ist weg. Bitte die Karte oder das Laufwerk wieder anschließen.
blocked-refused = Das System nimmt die Datei nicht an: { $reason }

## Einen Stil anlernen

teach-heading = Eigenen Stil anlernen
teach-looking = Sieht die Seiten durch …
teach-pages = { $count ->
    [one] 1 Seite zum Lernen. Ein Klick auf eine Seite lässt sie aus.
   *[other] { $count } Seiten zum Lernen. Ein Klick auf eine Seite lässt sie aus.
}
teach-pairs = { $count ->
    [one] 1 Zeichnung liegt über ihrem Foto: Was dort gezeichnet ist, wird Stelle für Stelle gelernt.
   *[other] { $count } Zeichnungen liegen über ihren Fotos: Was dort gezeichnet ist, wird Stelle für Stelle gelernt.
}
teach-few-pages = So wenige Seiten geben nur eine grobe Ähnlichkeit; zehn oder mehr sind besser.
teach-hand = Ihre Tusche: { $traits }
teach-hand-help = Auf den Seiten gemessen. Zeichnungen beginnen damit, die Regler auch.
score = { $value } von 100 Punkten:
score-help = Wie gut sich aus diesen Seiten lernen lässt, allein nach den Seiten geschätzt
score-one-hand = { $count } Seiten von einer Hand
score-two-hands = { $many } Seiten sehen nach einer Hand aus, { $few } nach einer anderen
score-many-pages = { $count } Seiten genügen
score-few-pages = { $count ->
    [one] eine Seite ist wenig
   *[other] { $count } Seiten sind wenige
}
score-sharp = die Scans sind scharf
score-soft = { $count ->
    [one] eine Seite ist unscharf
   *[other] { $count } Seiten sind unscharf
}
score-contrast = Tusche und Papier heben sich gut ab
score-grey = { $count ->
    [one] eine Seite ist durchweg grau
   *[other] { $count } Seiten sind durchweg grau
}
score-large = die Scans sind groß genug
score-small = { $count ->
    [one] eine Seite ist klein
   *[other] { $count } Seiten sind klein
}
score-little-lettering = wenig Text auf den Seiten
score-lettering = { $count ->
    [one] eine Seite ist fast nur Text
   *[other] { $count } Seiten sind fast nur Text
}
score-full = die Zeichnungen füllen die Seiten
score-empty = { $count ->
    [one] eine Seite ist fast leer
   *[other] { $count } Seiten sind fast leer
}
score-advice = Besser wird es so: { $advice }
score-advice-two-hands = die Seiten der anderen Hand auslassen
score-advice-few-pages = Seiten dieser Hand hinzufügen; zehn oder mehr sind gut
score-advice-soft = die Seiten scharf neu scannen oder nachschärfen
score-advice-grey = Schwarz- und Weißpunkt der Scans auf Tusche und Papier setzen
score-advice-small = die Seiten mit 600 Pixeln oder mehr scannen
score-advice-lettering = Seiten mit mehr Zeichnung hinzufügen oder die Bilder ausschneiden
score-advice-empty = die Zeichnungen aus leeren Seiten ausschneiden
trait-separator = {", "}
trait-fine-lines = feine Linien
trait-lines = mittlere Linien
trait-bold-lines = kräftige Linien
trait-no-lines = keine Linien
trait-solid-black = volles Schwarz
trait-hatching = Schraffuren
trait-open-paper = offenes Papier
trait-no-colors = nur Tusche und Papier
trait-colors = { $count ->
    [one] eine Farbe
   *[other] { $count } Farben
}
teach-page-leave-out = Klicken, um sie auszulassen
teach-page-take-in = Ausgelassen; klicken, um sie aufzunehmen
teach-files-left-out = { $count ->
    [one] 1 Datei bleibt außen vor
   *[other] { $count } Dateien bleiben außen vor
}
teach-odd-pages = { $count ->
    [one] 1 Seite sieht anders aus als alle anderen
   *[other] { $count } Seiten sehen anders aus als alle anderen
}
teach-name = Name
    .hint = Wie der Stil heißen soll
teach-author = Urheber
    .hint = Wessen Hand es ist (darf leer bleiben)
teach-licence = Lizenz
    .hint = Was andere damit dürfen (darf leer bleiben)
teach-from = Ausgehend von
teach-from-nearest = Nächste Mischung der Stile
teach-length = Wie lange
teach-length-choice = { $length }, { $time }
teach-length-draft = Entwurf
teach-length-good = Gut
teach-length-best = Optimal
teach-about = etwa { $time }
teach-timing = wird gemessen …
teach-practise = Üben an
teach-practise-strip = den Fotos der Leiste
teach-queue = In die Liste
teach-start = Lernen
teach-my-style = Mein Stil
teach-obstacle-no-page = Keine Seite ist brauchbar: bitte einen Ordner mit Comicseiten wählen
teach-obstacle-name = Bitte dem Stil einen Namen ohne Schrägstriche und Sonderzeichen geben
teach-obstacle-taken = Einen Stil dieses Namens gibt es schon
teach-no-folder = Dieses System hat keinen Ordner für Zwischenstände

duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $hours } h

## Ein Stil, der gelernt wird

lesson-heading = Lernt „{ $name }“
lesson-pages = { $count ->
    [one] 1 Seite
   *[other] { $count } Seiten
}
lesson-pages-left-out = { $pages }, { $count } ausgelassen
lesson-waiting = Wartet
lesson-unqueue = Entfernen
lesson-step = Schritt { $step }
lesson-pace = Schritt { $step }, je { $pace } s, noch etwa { $left }
lesson-memory = { $place }, { $megabytes } MB Speicher
lesson-resting = Schritt { $step }, ruht
lesson-awaits = Schritt { $step }: Alles Gezeichnete ist gelernt. Den nächsten Strich speichern, oder beenden und behalten.
lesson-resting-because = Ruht: { $reason }
lesson-pause = Anhalten
lesson-go-on = Fortsetzen
lesson-stop = Beenden, behalten
    .help = Der beste Stand bisher kommt zu den Stilen
lesson-drop = Verwerfen
    .help = Von diesem Stil bleibt nichts
lesson-gentle = Rechner flüssig halten
    .help = Ruht die Hälfte der Zeit
lesson-settled = Es kommt nichts mehr hinzu; das Lernen endet früher.
lesson-slowed = Der Rechner hat viel anderes zu tun: ein Schritt dauert { $times }-mal so lang wie zuvor.
lesson-gain = Wie gut es ist
lesson-like-pages = Näher an deinen Seiten: { $share } (anfangs { $before })
    .help = Wie weit die Zeichnungen auf dem Weg von Fotos zu deinen Seiten sind
lesson-true-to-photo = Treu zum Foto: { $share } (anfangs { $before })
    .help = Wie viel von dem, was auf den Fotos ist, in den Zeichnungen noch da ist
lesson-see = An diesem Foto ansehen
    .help = Zeichnet das gezeigte Foto mit dem, was bisher gelernt ist; dort lässt es sich groß vergleichen
critic-not-yet = noch nicht wie deine Seiten
critic-like-pages = wie deine Seiten
critic-looking = Die Zeichnung wird angesehen …
lesson-losses = Verluste und Steuern
lesson-loss-style = Stil
lesson-loss-content = Inhalt
lesson-loss-cycle = Zyklus
lesson-loss-adversarial = Adversarial
lesson-loss-value = { $name } { $value }
lesson-weights-moved = Gewichte verändert
lesson-steer = „Wie die Seiten“, „Inhalt wahren“ und „Umkehrbar“ rechts steuern das Lernen.
lesson-points = Zwischenstände
lesson-points-help = Ein Klick auf ein Bild macht dort weiter.
lesson-point-measure = Stil { $style }, Inhalt { $content }
lesson-point-help = Klicken, um hier weiterzumachen
lesson-point-best = { $step }, am besten
lesson-dropped = „{ $name }“ wurde verworfen
lesson-failed = „{ $name }“ konnte nicht gelernt werden: { $reason }
trouble-nothing-drawn = die Zeichnungen unterscheiden sich kaum von den Fotos; bitte „Wie die Seiten“ erhöhen
trouble-one-texture = alle Zeichnungen sehen gleich aus; bitte „Inhalt wahren“ und „Umkehrbar“ erhöhen oder Seiten hinzufügen
trouble-diverged = das Lernen ist entgleist; es geht vom besten Stand aus langsamer weiter
painting-heading = Beobachtete Zeichnungen
painting-writing = Wird geschrieben …
painting-awaited = Im eigenen Programm öffnen, das Foto überzeichnen und speichern. Was dann zu sehen ist, wird gelernt.
painting-waits = Sie ist gelernt. Was ab jetzt gespeichert wird, wird auch gelernt.
painting-missing = Die Datei ist nicht da; es wird auf sie gewartet.
painting-changing = Wird gespeichert …
painting-good = Sie ist gelernt; danach werden die Fotos gezeichnet.
painting-read = Vor { $time } gelesen
painting-open = Öffnen
painting-forget = Nicht mehr beobachten
    .help = Was daraus gelernt wurde, bleibt. Ohne beobachtete Zeichnung geht der Lehrgang zu Ende
painting-not-opened = Kein Programm hat die Datei geöffnet
painting-written = Zum Überzeichnen: { $path }
painting-style = Meine Zeichnungen
painting-layer-photo = Foto
painting-layer-empty = Zeichnung

## Fragen

ask-close-heading = Ein Stil wird gelernt
ask-close-text = „{ $name }“ ist nicht fertig. Was gelernt ist, bleibt erhalten, und es kann beim nächsten Start weitergehen.
ask-close-stay = Bleiben
ask-close-anyway = Schließen, später weiter
ask-folder-heading = Was ist in „{ $name }“?
ask-folder-photos = Fotos
    .help = Als Comics zeichnen
ask-folder-pages = Comicseiten
    .help = Kinetoon diesen Stil anlernen
ask-export-heading = Export fortsetzen?
ask-export-text = { $left } von { $count } Fotos sind noch zu zeichnen.
ask-export-forget = Vergessen
ask-unfinished-heading = Lernen fortsetzen?
ask-unfinished-text = „{ $name }“ wurde nicht fertig: { $count ->
    [one] 1 Schritt bisher
   *[other] { $count } Schritte bisher
}
ask-unfinished-drop = Verwerfen
ask-unfinished-later = Nicht jetzt

## Was mit Dateien misslingen kann

disk-not-found = diese Datei gibt es nicht
disk-read-denied = die Datei darf nicht gelesen werden
disk-is-folder = es ist ein Ordner, keine Datei
disk-not-a-folder = ein Teil des Pfads ist eine Datei, kein Ordner
disk-network = das Netzlaufwerk antwortet nicht
disk-cannot-read = die Datei kann nicht gelesen werden
disk-full = der Datenträger ist voll
disk-quota = das Speicherkontingent ist aufgebraucht
disk-read-only = der Datenträger ist schreibgeschützt
disk-write-denied = in diesen Ordner darf nicht geschrieben werden
disk-folder-of-that-name = es gibt einen Ordner dieses Namens
disk-file-too-large = der Datenträger kann keine Datei dieser Größe aufnehmen
disk-bad-name = der Datenträger erlaubt diesen Dateinamen nicht
disk-cannot-write = die Datei kann nicht geschrieben werden
picture-empty = die Datei ist leer
picture-unknown = der Inhalt hat kein bekanntes Bildformat
picture-unsupported = { $what } wird nicht gelesen
picture-raw = RAW-Dateien von Kameras werden nicht gelesen
picture-heif = HEIF- und AVIF-Bilder werden nicht gelesen
picture-jpeg-2000 = JPEG-2000-Bilder werden nicht gelesen
picture-psd-not-merged = ein Photoshop-Dokument ohne zusammengefügtes Bild kann nicht gelesen werden
picture-unsupported-variant = diese Variante von { $format } wird nicht gelesen
picture-truncated = die { $format }-Datei ist abgeschnitten: sie endet vor dem Bild
picture-damaged = die { $format }-Datei ist beschädigt
picture-too-large = das Bild mit { $width } x { $height } Pixeln ist zu groß: { $limit }
picture-file-too-large = die Datei ist zu groß: nur { $limit } dürfen gelesen werden
picture-over-memory = das Dekodieren braucht mehr als die erlaubten { $limit }
picture-out-of-memory = zu wenig Speicher: { $needed } mehr werden gebraucht
picture-invalid-size = { $format }-Dateien können kein Bild mit { $width } x { $height } Pixeln enthalten
picture-depth = { $format }-Dateien haben 8 Bit je Kanal; PNG und TIFF haben 16
picture-still = { $format }-Dateien können sich nicht bewegen; PNG, WebP und GIF können es
picture-changed = die Datei wurde beim Lesen verändert
picture-unknown-output = „{ $name }“ ist kein Format, das geschrieben wird: png, jpeg, webp, tiff oder gif
picture-cannot-encode = das Bild kann nicht als { $format } geschrieben werden
picture-exists = eine Datei dieses Namens gibt es schon
limit-pixels = höchstens { $megapixels } Megapixel sind erlaubt
limit-side = eine Seite darf höchstens { $pixels } Pixel haben
limit-memory = es braucht { $needed } Speicher, erlaubt sind { $limit }

## Was beim Zeichnen und Lernen misslingen kann

engine-unknown-style = einen Stil „{ $name }“ gibt es nicht
engine-lesson-runs = ein anderer Stil wird gerade gelernt
engine-lesson-elsewhere = ein anderes Fenster oder ein Befehl lernt „{ $name }“
engine-no-thread = das System hat einen weiteren Thread verweigert
engine-defect = Kinetoon hat einen Fehler gemacht ({ $detail })
model-damaged = die Stildatei ist beschädigt oder keine Stildatei
model-no-style = diese Datei enthält keinen Stil
model-newer = dieser Stil stammt von einem neueren Kinetoon
model-bad-name = „{ $name }“ kann kein Stil heißen
model-bad-provenance = Was der Stil über seine Herkunft sagt, ist beschädigt
model-unfit = das Netz oder der Stil ist nicht brauchbar ({ $detail })
model-tensor = der Tensor { $name } des Netzes oder des Stils passt nicht
gpu-none = keine Grafikkarte gefunden; bitte den Prozessor zeichnen lassen oder einen Grafiktreiber installieren
gpu-cannot-open = die Grafikkarte { $adapter } konnte nicht geöffnet werden
gpu-too-large = ein Bild mit { $width } x { $height } Pixeln ist zu groß für die Grafikkarte
gpu-failed = die Grafikkarte hat versagt ({ $detail })
gpu-differs = die Grafikkarte zeichnet anders als der Prozessor
gpu-gone = die Zeichnung lag auf einer Grafikkarte, die nicht mehr verwendet wird
shelf-no-folder = dieses System hat keinen Ordner für Stile
shelf-built-in = „{ $name }“ ist ein mitgelieferter Stil; bitte einen anderen Namen wählen
shelf-exists = einen Stil „{ $name }“ gibt es schon
learning-no-pages = es gibt keine Seite, aus der gelernt werden kann
learning-device = das Gerät hat beim Lernen versagt ({ $detail })
learning-damaged = beschädigt oder von einer anderen Version geschrieben
pair-photo = ihr Foto: { $reason }
pair-transparent = darauf sind nur durchsichtige Pixel; exportieren Sie die Zeichnung selbst
pair-other-photo = sie passt nicht zu ihrem Foto; ist sie über ein anderes gezeichnet?
pair-unchanged = sie ist noch das Foto; zeichnen Sie darüber und speichern Sie
pair-too-many = nur die ersten { $count } Paare werden gelesen
page-too-small = { $width } x { $height } Pixel sind zu wenig
page-duplicate = dasselbe Bild wie { $of }
page-blank = es ist fast nichts darauf gezeichnet
page-mostly-text = fast nur Text; Buchstaben würden als Textur gelernt
page-too-many = nur die ersten { $count } Seiten werden gelesen
page-rest-unread = nur { $read } seiner { $count } Seiten werden gelesen
book-encrypted = es ist verschlüsselt; bitte erst ohne Passwort speichern
book-no-pictures = darin ist kein Bild
book-only-text = darauf ist nur Text
book-other-archive = { $kind }-Dateien werden nicht gelesen; bitte die Seiten als ZIP oder CBZ packen
book-nested = ein Buch in einem Archiv wird nicht geöffnet; bitte erst herausnehmen
book-unusual-packing = es ist auf ungewöhnliche Art gepackt; ZIP in der üblichen Art wird gelesen
book-too-many-files = mehr als { $limit } Dateien sind darin
book-too-much-inside = entpackt ist es mehr als { $limit }
book-takes-too-long = es zu zeichnen dauert zu lange
page-unlike-others = anders als alle anderen Seiten; oben anklicken, um sie auszulassen, wenn sie von anderer Hand ist
