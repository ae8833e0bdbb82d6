# The window's words in English. Sentence case, no period after a single sentence, "…" only where a
# dialog follows. The other languages have the same keys with the same values in them.

## Commands: what the button or the entry of a menu says, and what it does

command-open = Open…
    .help = Choose photographs or styles
command-open-folder = Open folder…
    .help = Choose a folder; it is searched through and through
command-save = Save…
    .help = Save this drawing at the photograph's full size
command-save-pair = Before and after…
    .help = Save the photograph and its drawing beside each other as one picture
command-save-moving = Before and after, moving…
    .help = Save a moving picture: a border sweeps from the photograph to its drawing and back
command-export = Export…
    .help = Save drawings of all photographs, or of some, into a folder
command-pause-export = Pause export
    .help = Rest, or go on; what was begun is drawn anew
command-stop = Stop
    .help = Stop saving; files that are saved stay
command-show-saved = Show the last saved file
    .help = Open the folder in which it is
command-remove = Remove photo from the list
    .help = Take this photograph out of the list; the file stays
command-remove-all = Remove all photos from the list
    .help = An empty window; the files stay, and Undo brings the list back
command-select-all = Select all photographs
    .help = All of the strip is removed or exported together; Ctrl or Shift with a click selects some
command-sort-by-added = As opened
    .help = Photographs in the order in which they were opened
command-sort-by-name = By name
    .help = Photographs in the order of the names of their files, 2 before 10
command-sort-by-taken = By date taken
    .help = Photographs in the order in which the camera took them; those without a date come last
command-sort-by-modified = By date of the file
    .help = Photographs in the order in which their files were changed last
command-quit = Quit
    .help = Close Kinetoon; photographs and settings come back next time
command-undo = Undo
    .help = Take the last change back
command-redo = Redo
    .help = Make the change again
command-copy = Copy
    .help = Copy the drawing as it is shown to the clipboard
command-paste = Paste
    .help = Take in the photographs or the picture on the clipboard
command-reset = Reset style
    .help = All sliders as the style brings them; other styles keep what was tuned
command-own-settings = Only this photograph
    .help = The sliders change only this photograph; the others keep what they have. Again to go back to what all have
command-use-for-all = Use for all
    .help = Use the settings of this photograph for all
command-side-by-side = Side by side
    .help = Photograph and drawing beside each other, or one above the other where that shows them larger
command-wipe = Wipe
    .help = Photograph and drawing in one frame, with a handle between them
command-drawing-alone = Drawing
    .help = Only the drawing
command-grid = Grid
    .help = All photographs as drawings beside each other; double click or Enter opens one, again to go back
command-keep = Compare with this
    .help = Keep this drawing on the left as A, and compare later ones with it; again to leave
command-critic = Show what is not your hand yet
    .help = While a style is learnt and chosen: a violet veil over the drawing where the network that knows your pages objects to it; again to take it away
command-flip = Flip
    .help = Before in place of after, in every view; again to turn back
command-fit = Fit
    .help = Show the whole picture
command-actual-size = 1:1
    .help = One pixel of the drawing on one of the screen
command-zoom-in = Zoom in
    .help = Show less of the picture, larger
command-zoom-out = Zoom out
    .help = Show more of the picture, smaller
command-previous = Previous photo
    .help = Show the photograph before
command-next = Next photo
    .help = Show the next photograph
command-controls = Styles and sliders
    .help = Show or hide the panel with styles and sliders
command-queue = Export queue
    .help = Show or hide the photographs that are being exported
command-full-screen = Full screen
    .help = Fill the screen, or leave it again
command-theme-system = Theme of the system
    .help = Dark or light as the system is
command-theme-dark = Dark theme
    .help = Light text on dark ground
command-theme-light = Light theme
    .help = Dark text on light ground
command-language-system = Language of the system
    .help = Speak the language of the system
command-language-english = English
    .help = Speak English
command-language-german = Deutsch
    .help = Speak German
command-language-french = Français
    .help = Speak French
command-language-spanish = Español
    .help = Speak Spanish
command-language-portuguese = Português (Brasil)
    .help = Speak Portuguese of Brazil
command-language-japanese = 日本語
    .help = Speak Japanese
command-language-chinese = 简体中文
    .help = Speak Simplified Chinese
command-previous-style = Previous style
    .help = Choose the style before this one
command-next-style = Next style
    .help = Choose the style after this one
command-vary = Vary
    .help = Six neighbours of this look on this photograph; a click takes one and varies that
command-all-styles = All styles on one sheet…
    .help = Draw this photograph in every style, with their names, and save all of them as one picture
command-edit-style = Rename, author, licence…
    .help = Give this learnt style another name, or say whose hand it is and what others may do with it
command-teach = Teach your own style…
    .help = Choose a folder with comic pages or books of them; a style is learnt from them
command-teach-book = Teach from a book…
    .help = Choose a comic as CBZ, ZIP, EPUB, PDF, PSD, ORA, KRA or TIFF; a style is learnt from its pages
command-draw-over = Draw over this photograph…
    .help = Save it as a file with layers or as PNG and draw over it in your own program; each time you save, a style is learnt from it
command-palette = All commands
    .help = Find any command by its name
command-guide = Guide
    .help = First picture, styles, your own hand, export, films, and what to do when something goes wrong
command-shortcuts = Keys
    .help = Show all keys
command-sources = What the network learnt from
    .help = Every page and photograph that taught the built-in weights, with its licence
command-about = About Kinetoon
    .help = Version, credits and licences

tooltip-with-key = { $help } ({ $key })

menu-file = File
menu-recent = Open recent
menu-edit = Edit
menu-view = View
menu-style = Style
menu-help = Help
menu-theme = Theme
menu-sort = Sort photographs
menu-language = Language

palette-hint = What do you want to do?
palette-nothing = No command has this name

guide-next = Next: { $chapter }
guide-in-english = This guide is written in English and Chinese only

key-hold-b = B
key-hold-b-help = Show the photograph while it is held
key-wheel = Wheel
key-wheel-help = Zoom; a drag moves the picture
key-double-click = Double click
key-double-click-help = On the picture: show all of it. On a slider: bring it back
key-tab = Tab
key-tab-help = Go to the next control; Shift+Tab goes back
key-arrows = Arrows
key-arrows-help = Move the slider that has the focus

about-version = Version { $version }
about-what = Redraws photographs as comics, offline, on this machine.
about-adapter = Graphics: { $name }
about-styles = The hands behind the styles
about-licences = Licences
about-licence = Kinetoon and its network: MIT or Apache-2.0, as you like.
about-font = Chinese and Japanese characters: Noto Sans CJK, © Adobe, SIL Open Font License 1.1. Letters: Ubuntu Light, Ubuntu Font Licence.
about-licence-texts = Texts of the licences
credit-oz-neill = John R. Neill, public domain
credit-peppercarrot = David Revoy, Pepper&Carrot, CC BY 4.0
credit-ukiyoe-hiroshige = Utagawa Hiroshige, public domain
credit-walter-crane = Walter Crane, public domain
credit-kate-greenaway = Kate Greenaway, public domain
credit-ink-philmay = Phil May, public domain
credit-ink-gibson = Charles Dana Gibson, public domain
credit-engraving-dore = Gustave Doré, public domain
credit-learnt = Learnt on this machine, or brought as a file

## Photographs

sample = Sample
photo-remove = Remove from the list
photos-remove = Remove { $count } from the list
photo-unreadable = unreadable
photo-moves = { $name } (it moves)
grid = Photographs as drawings
grid-count = { $count ->
    [one] 1 photograph
   *[other] { $count } photographs
}
grid-selected = { $count } selected
grid-drawing = { $count } still to be drawn
welcome-open = Open a photograph
welcome-style = Choose a style
welcome-save = Save the drawing
welcome-sample = Try the sample
welcome-picture = A photograph is let go on the window, a style is chosen, the drawing is saved
invitation-drop = Drop photographs or folders here, or press Open
invitation-open = Press Open to choose photographs (dropping files needs X11 or XWayland)
drop-count = { $count ->
    [one] Drop to draw it as a comic
   *[other] Drop to draw all { $count } as comics
}

## Canvas

canvas = Photograph and drawing
canvas-photograph = Photograph
canvas-drawing = Drawing
canvas-drawing-hold = Drawing, hold B for the photograph
canvas-kept = A: { $style }
compare-next = Now choose another style or move a slider: A stays on the left
canvas-compared-hold = B: { $style }, hold B for the photograph
canvas-unreadable = This photograph cannot be shown

## Styles and sliders

style-heading = Styles
style-comic = Comic
style-bold = Bold
style-soft-cel = Soft cel
style-inked = Inked
style-newsprint = Newsprint
style-pop = Pop
style-oz-neill = Four-colour
style-peppercarrot = Painted
style-ukiyoe-hiroshige = Woodblock
style-walter-crane = Picture book
style-kate-greenaway = Soft wash
style-ink-philmay = Pen
style-ink-gibson = Hatching
style-engraving-dore = Engraving
panel-resize = Edge of the panel
style-seek = Find a style
style-favourite = Put it first
style-no-favourite = Back among the others
style-own = Your own…
style-export = Save as a file…
style-remove = Remove from the styles
style-reset = Reset
style-restore = Put it back
style-on-shelf = “{ $name }” is among the styles
style-removed = “{ $name }” was removed
style-author = By { $author }
style-pages = { $count ->
    [one] Learnt from 1 page
   *[other] Learnt from { $count } pages
}
style-pages-unknown = It is not known what it was learnt from
style-base = Begun with { $base }
style-begun-with = { $style } ({ $base })
style-made = Made on { $day }
style-licence = Licence: { $licence }
style-restored = “{ $name }” is back
style-edit-heading = Name and information
style-edit-keep = Keep
style-edit-learnt = “{ $name }” is being learnt, or learnt from: rename it when that is done
style-edit-saving = Drawings are being saved: rename the style when that is done
style-renamed = “{ $old }” is called “{ $new }” now
style-edited = The information of “{ $name }” is kept
blend = Blend with
blend-nothing = Nothing
blend-help = How far to go from this style to “{ $name }”
blend-share = Share of the second style
style-mixture = { $first } + { $second }
vary-heading = Neighbours of this look
vary-others = Six others
vary-hide = Hide the neighbours
vary-one = Neighbour { $number }
presets = Presets
    .help = Settings of all sliders under a name
presets-none = No presets yet
presets-not-kept = The presets are not kept: { $reason }
preset-name = Name of a new preset
preset-save = Save these settings
preset-remove = Remove “{ $name }”
drawing-heading = Drawing
hand-heading = Style
weights-without-hand = This style leaves the last three no effect: only the ink draws. Raise Style's hand to let the network draw
dials-more = More
dial-amount = Amount
    .help = How much of the drawing there is; 0 the photograph, beyond 1 the network exaggerates
dial-style = Like the pages
    .help = How much the drawing should look like the style's pages (weight of the style and adversarial loss)
dial-content = Keep content
    .help = How much of what the photograph shows must stay (weight of the content loss)
dial-cycle = Keep reversible
    .help = How well the photograph could be got back from the drawing (weight of the cycle loss)
dial-line = Line strength
    .help = How strong the lines are; 0 draws none
dial-line-width = Line width
    .help = How wide the lines are
dial-boldness = Boldness
    .help = How bold strokes and shapes are; 0 half as large, 2 twice as large
dial-detail = Detail
    .help = How much detail stays; 0 large plain shapes, 1 the drawing as it is
dial-palette = Palette
    .help = How far colours become those of the pages that the style was learnt from; 0 leaves them
dial-saturation = Saturation
    .help = How strong the colours are; 0 is grey
dial-hand = Style's hand
    .help = How much of the style's own palette and marks is in the drawing; 0 inks the photograph itself
dial-photo-color = Photo colours
    .help = How much of the photograph's own colours shines through the style's hand
dial-tones = Tones
    .help = Few tones in place of soft shades; 0 leaves them soft, beyond 1 there are fewer
dial-blacks = Blacks
    .help = How dark an area must be to become solid ink; 0 leaves all of them
dial-hatching = Hatching
    .help = How far greys become strokes of a pen on white paper; 0 leaves them
dial-grain = Grain
    .help = How far the grain of a print is seen; 0 leaves areas clean
dial-paper = Paper
    .help = How old the paper is; 0 is white

## Status and messages

status-loading = Loading the network
status-device = Drawing on: { $device }
status-cpu = CPU
status-failed = Cannot draw: { $reason }
status-elapsed = { $ms } ms
status-elapsed-help = Time that the last drawing took
status-scale = { $pixels } px
status-zoom = { $percent } %
status-zoom-help = Size at which the drawing is seen; 100 % is one of its pixels on one of the screen
status-scale-help = Long side at which the drawing on the screen is made
status-drawing = Drawing
toast-reveal = Show in folder
show-saved-none = Nothing was saved since the program began
toast-empty-desk = Start with an empty window
reveal-failed = The file manager cannot be opened
status-photo = { $name } ({ $number } of { $count })
saving-count = Saving { $number } of { $count }
contact-count = Drawing the sheet: { $number } of { $count }
saved-file = Saved { $path }
saved-in = In { $folder }
saved-enlarged = Saved { $path } ({ $size })
saved-still = Only the first of { $count } frames: { $format } files cannot move. Save as GIF, PNG or WebP to keep them
saved-stills = { $count ->
    [one] Of 1 film only the first frame was saved: its format cannot move
   *[other] Of { $count } films only the first frames were saved: their format cannot move
}
not-kept = Not kept: { $what }
not-kept-of = { $count ->
    [one] Not kept of 1 photograph
   *[other] Not kept of { $count } photographs
}: { $what }
loss-film = the film of the motion photo
loss-gain-map = the gain map for HDR screens
loss-depth-map = the depth map
loss-extended-xmp = the extended part of XMP
loss-faces = the places of faces
loss-maker-data = the maker’s private data (too large for JPEG)
loss-long-xmp = the history in XMP, or all of it (too large for JPEG)
loss-everything = EXIF and XMP (the format holds neither)
list-comma = { ", " }
saved-count = { $count ->
    [one] Saved 1 drawing
   *[other] Saved { $count } drawings
}
saved-count-failed = { $count ->
    [one] Saved 1 drawing
   *[other] Saved { $count } drawings
}, { $num_failed } failed
status-queue = Export { $number } of { $count }
saving-stopped = Stopped
nothing-to-paste = Nothing on the clipboard that could be drawn: copy a picture, or files.
not-pasted = The picture could not be pasted: { $reason }
copied = Copied
too-much-at-once = Too much at once: please wait a moment
engine-busy = The engine is busy; please try again
device-lost = The graphics card stopped answering: a driver was reset or updated, or its memory ran out. Photographs, settings and what was learnt so far are kept. Start Kinetoon again; with --device cpu it draws without the card.
device-note-cpu = The CPU was asked for
device-note-software = { $adapter } is not a real graphics card; the CPU is faster
device-note-unfit = { $adapter } is not used: it does not work as it should ({ $detail })
device-note-differs = { $adapter } is not used: it draws differently from the CPU
device-note-left = The graphics card failed and is left alone from now on ({ $detail })
device-left = The graphics card failed or ran out of memory; the CPU goes on
engine-stopped = the engine stopped; please start Kinetoon again
settings-aside = The settings of the last time could not be read, or not all of them; the file is kept as { $path }
settings-stuck = { $path }: the settings of the last time cannot be read. The file is left as it is, and no settings are kept
settings-not-kept = Photographs and settings cannot be kept for the next start: { $reason }
restored = { $count ->
    [one] Kinetoon was ended in the middle: 1 photograph and all settings are back
   *[other] Kinetoon was ended in the middle: { $count } photographs and all settings are back
}
no-dialog = This system has no file dialog (a desktop portal or zenity): drop files here, or use `kinetoon stylize`
file-problem = { $path }: { $reason }
folder-empty = no pictures in it
folder-left-out = { $count ->
    [one] 1 { $format } file left out: the format is not read
   *[other] { $count } { $format } files left out: the format is not read
}
folder-loop = a link to a folder that it is in
folder-gone-source = the folder with the photographs is not there
folder-gone-target = the folder for the drawings is not there
problems-heading = Not everything could be used
problems-left-out = { $count ->
    [one] One more before these
   *[other] { $count } more before these
}
close = Close
cancel = Cancel

## File dialogs

filter-pictures = Pictures and styles
filter-all = All files
filter-style = Kinetoon style
filter-books = Books
filter-openraster = With layers

## Exporting

export-heading = Export
export-which = Photographs
export-which-all = All { $count }
export-which-shown = The one shown
export-which-unsaved = Not saved yet ({ $count })
export-which-selected = Selected ({ $count })
export-style = Style
export-style-tuned = { $style }, tuned
export-style-own = { $count ->
    [one] { $style }; 1 photograph keeps its own settings
   *[other] { $style }; { $count } photographs keep their own settings
}
export-style-all-own = Each photograph keeps its own settings
export-folder = Folder
    .hint = Where the drawings go
export-choose = Choose…
export-name = Name
export-name-help = { $name }: name of the photograph, { $style }: of the style, { $number }: 0001, 0002, …
export-example = Example: { $path }
export-pattern-path = A name, not a path: the folders are those of the photographs
export-pattern-place = In braces there may be { $name }, { $style } or { $number }
export-pattern-empty = A name cannot be empty
export-existing = Files that are there
export-existing-skip = Leave out
    .help = Photographs whose drawing is there are not drawn again; one that was cut off is
export-existing-overwrite = Replace
    .help = The new drawing takes the place of the file
export-existing-number = Add a number
    .help = The new drawing gets a number behind its name; nothing is replaced
export-format = Format
export-format-photo = As the photograph
    .help = JPEG for JPEG, and PNG for everything else
export-quality = Quality
    .help = Of JPEG and AVIF files: more is larger and finer
export-scale = Drawn at
    .help = Long side at which the drawing is made; smaller draws bolder. A smaller photograph is enlarged first
export-scale-screen = { $pixels } px, as on the screen
export-scale-px = { $pixels } px
export-scale-full = Full size of the photograph
export-size = Size
export-size-drawing = As drawn
    .help = A photograph below the size at which it is drawn is enlarged and stays so; every other one, and every film, keeps its size
export-size-photo = As the photograph
    .help = The drawing of a photograph below that size is made smaller again
export-size-double = 2× the photograph
    .help = Twice as wide and high, for large prints: the strokes are drawn as large, not blurred. A film keeps its size
export-size-quadruple = 4× the photograph
    .help = Four times as wide and high: sixteen times as many pixels. A film keeps its size
size-enlarged = { $size }, enlarged from { $photo }
export-dpi = Resolution
    .help = Dots an inch that the files say: how large they are on paper. No pixel changes by it
export-dpi-photo = As the photograph
export-dpi-number = { $dpi } dpi
export-dpi-type = Any number from 1 to 9600
export-dpi-none = GIF files do not say how large they are on paper
export-metadata = Camera data
export-metadata-keep = Keep
    .help = The drawings keep date, place and camera of the photographs (EXIF, XMP)
export-source = Origin note
export-source-auto = If a network drew
    .help = The files say in their XMP that a trained model has changed the photograph (IPTC’s DigitalSourceType); those of looks, which need no network, say nothing. Holds for single drawings, too
export-source-always = Always
    .help = The files of looks say, too, that rules have changed the photograph
export-source-never = Never
    .help = The files say nothing about how they were made
export-begin = Export
export-queue = Add to the queue
export-planning = Looking at the folder…
export-obstacle-none = There is no such photograph
export-obstacle-folder = Choose a folder for the drawings
export-obstacle-relative = Give the whole path of the folder, from the very beginning
export-replaces-photo = the drawing would replace a photograph; choose another folder or name
export-nothing-left = All of these drawings are there already

## The queue of photographs

queue-heading = Export
queue-hide = Hide the queue
queue-empty = Nothing is being exported
queue-going = { $number } of { $count }
queue-going-left = { $number } of { $count }, about { $left } left
queue-resting = { $number } of { $count }, paused
queue-blocked = { $number } of { $count }, waiting for you
queue-checking = Looking which drawings are there…
queue-done = All { $count } done
queue-done-failed = { $count } done, { $num_failed } failed
queue-pause = Pause
    .help = What was begun is drawn anew later
queue-go-on = Go on
    .help = Draw what is left
queue-cancel = Cancel all
    .help = Nothing more is drawn; files that are saved stay
queue-clear = Clear the done
    .help = Take what is saved, left out or failed out of the list; the files stay
queue-tab-open = To do { $count }
queue-tab-done = Done { $count }
queue-tab-failed = Failed { $count }
queue-none-open = Nothing is left to draw
queue-none-done = Nothing is done yet
queue-none-failed = Nothing has failed
queue-row = { $name }: { $state }
queue-waiting = Waiting
queue-next = Next
queue-reading = Reading
queue-drawing = Drawing
queue-inking = Inking
queue-writing = Writing
queue-saved = Saved
queue-skipped = Left out: it was there
queue-show = Click to show it in its folder: { $path }
queue-reveal = Show “{ $name }” in its folder
queue-up = Move “{ $name }” up
queue-down = Move “{ $name }” down
queue-front = Draw “{ $name }” next
queue-remove = Take “{ $name }” out
queue-cancel-one = Stop “{ $name }”
queue-retry-one = Try “{ $name }” again
queue-retry-all = Try all again
queue-try-again = Try again
    .help = Go on with what waits
queue-other-folder = Other folder…
    .help = What is still to be drawn goes to another folder; what is saved stays
queue-leave-out = Leave this one out
    .help = Go on without this photograph
queue-leave-out-folder = Leave that folder out
    .help = Go on without the photographs in that folder
blocked-full = The disk is full. Make room for “{ $folder }”, or choose another folder; nothing is lost.
blocked-read-only = The disk with “{ $folder }” is read-only. Allow writing on it, or choose another folder.
blocked-target-gone = The folder “{ $folder }” is gone, or its drive does not answer. Plug the drive in, or make the folder again; or choose another one.
blocked-source-gone = The folder with the photographs “{ $folder }” is gone. Put the card or the drive in again.
blocked-refused = The system does not take the file: { $reason }

## Teaching a style

teach-heading = Teach your own style
teach-looking = Looking at the pages…
teach-pages = { $count ->
    [one] 1 page to learn from. Click a page to leave it out.
   *[other] { $count } pages to learn from. Click a page to leave it out.
}
teach-pairs = { $count ->
    [one] 1 drawing lies over its photograph: what was drawn there is learnt place by place.
   *[other] { $count } drawings lie over their photographs: what was drawn there is learnt place by place.
}
teach-few-pages = So few pages give a rough likeness only; ten or more are better.
teach-hand = Their ink: { $traits }
teach-hand-help = Measured on the pages. Drawings begin with it, the sliders too.
score = Score { $value } of 100:
score-help = How well can be learnt from these pages, foretold from the pages alone
score-one-hand = { $count } pages are one hand
score-two-hands = { $many } pages look like one hand, { $few } like another
score-many-pages = { $count } pages are enough
score-few-pages = { $count ->
    [one] one page is little to learn from
   *[other] { $count } pages are few
}
score-sharp = scans are sharp
score-soft = { $count ->
    [one] one page is soft
   *[other] { $count } pages are soft
}
score-contrast = ink and paper are far apart
score-grey = { $count ->
    [one] one page is grey all over
   *[other] { $count } pages are grey all over
}
score-large = scans are large enough
score-small = { $count ->
    [one] one page is small
   *[other] { $count } pages are small
}
score-little-lettering = there is little lettering
score-lettering = { $count ->
    [one] one page is mostly lettering
   *[other] { $count } pages are mostly lettering
}
score-full = drawings fill the pages
score-empty = { $count ->
    [one] one page is nearly empty
   *[other] { $count } pages are nearly empty
}
score-advice = To raise it: { $advice }
score-advice-two-hands = leave out the pages of the other hand
score-advice-few-pages = add pages of this hand; ten or more are good
score-advice-soft = scan the pages anew, in focus, or sharpen them
score-advice-grey = set black and white point of the scans to ink and paper
score-advice-small = scan the pages at 600 pixels or more
score-advice-lettering = add pages with more drawing, or cut out the panels
score-advice-empty = cut the drawings out of empty pages
trait-separator = {", "}
trait-fine-lines = fine lines
trait-lines = lines of middle width
trait-bold-lines = bold lines
trait-no-lines = no lines
trait-solid-black = solid black
trait-hatching = hatching
trait-open-paper = open paper
trait-no-colors = ink and paper only
trait-colors = { $count ->
    [one] one colour
   *[other] { $count } colours
}
teach-page-leave-out = Click to leave it out
teach-page-take-in = Left out; click to take it in
teach-files-left-out = { $count ->
    [one] 1 file is left out
   *[other] { $count } files are left out
}
teach-odd-pages = { $count ->
    [one] 1 page looks unlike all others
   *[other] { $count } pages look unlike all others
}
teach-name = Name
    .hint = How the style is called
teach-author = Author
    .hint = Whose hand it is (may stay empty)
teach-licence = Licence
    .hint = What others may do with it (may stay empty)
teach-from = Start from
teach-from-nearest = The nearest mixture of styles
teach-length = How long
teach-length-choice = { $length }, { $time }
teach-length-draft = Draft
teach-length-good = Good
teach-length-best = Best
teach-about = about { $time }
teach-timing = being timed…
teach-practise = Practise on
teach-practise-strip = the photographs in the strip
teach-queue = Add to the queue
teach-start = Start learning
teach-my-style = My style
teach-obstacle-no-page = No page can be used: choose a folder with comic pages
teach-obstacle-name = Give the style a name without slashes or special signs
teach-obstacle-taken = There is a style of this name already
teach-no-folder = This system has no folder for checkpoints

duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $hours } h

## A lesson that runs

lesson-heading = Learning “{ $name }”
lesson-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
lesson-pages-left-out = { $pages }, { $count } left out
lesson-waiting = Waiting
lesson-unqueue = Remove
lesson-step = Step { $step }
lesson-pace = Step { $step }, { $pace } s each, about { $left } left
lesson-memory = { $place }, { $megabytes } MB of memory
lesson-resting = Step { $step }, resting
lesson-awaits = Step { $step }: all that you drew is learnt. Save the next stroke, or stop and keep.
lesson-resting-because = Resting: { $reason }
lesson-pause = Pause
lesson-go-on = Go on
lesson-stop = Stop and keep
    .help = The best so far joins the styles
lesson-drop = Throw away
    .help = Nothing of this lesson is kept
lesson-gentle = Keep my desktop smooth
    .help = Rests half of the time
lesson-settled = Nothing is gained any more, so it ends sooner.
lesson-slowed = The machine has much else to do: a step takes { $times } times as long as before.
lesson-gain = How good it is
lesson-like-pages = Closer to your pages: { $share } (at first { $before })
    .help = How much of the way from photographs to your pages the drawings have gone
lesson-true-to-photo = True to the photograph: { $share } (at first { $before })
    .help = How much of what is in the photographs is still there in the drawings
lesson-see = See it on this photograph
    .help = Draws the photograph that is shown with what is learnt so far; compare it there, large
critic-not-yet = not like your pages yet
critic-like-pages = like your pages
critic-looking = Looking at the drawing…
lesson-losses = Losses and steering
lesson-loss-style = style
lesson-loss-content = content
lesson-loss-cycle = cycle
lesson-loss-adversarial = adversarial
lesson-loss-value = { $name } { $value }
lesson-weights-moved = weights moved
lesson-steer = Like the pages, Keep content and Keep reversible on the right steer the learning.
lesson-points = On the way
lesson-points-help = Click a picture to go on from there.
lesson-point-measure = style { $style }, content { $content }
lesson-point-help = Click to go on from here
lesson-point-best = { $step }, best
lesson-dropped = “{ $name }” was thrown away
lesson-failed = “{ $name }” could not be learnt: { $reason }
trouble-nothing-drawn = the drawings hardly differ from the photographs; raise the weight of the style
trouble-one-texture = all drawings look alike; raise the weights of content and reversibility, or add pages
trouble-diverged = the training ran away; it goes on from its best point, more slowly
painting-heading = Drawings that are watched
painting-writing = Being written…
painting-awaited = Open it in your own program, draw over the photograph, and save. What is seen then is learnt.
painting-waits = It is learnt. What you save from now on is learnt, too.
painting-missing = The file is not there; it is waited for.
painting-changing = Being saved…
painting-good = It is learnt; your photographs are drawn by it.
painting-read = Read { $time } ago
painting-open = Open
painting-forget = Watch no longer
    .help = What was learnt from it stays. Without a drawing to watch, the lesson comes to its end
painting-not-opened = No program opened the file
painting-written = To draw over: { $path }
painting-style = My drawings
painting-layer-photo = Photograph
painting-layer-empty = Drawing

## Questions

ask-close-heading = A style is being learnt
ask-close-text = “{ $name }” is not finished. What is learnt so far is kept, and you can go on the next time you open Kinetoon.
ask-close-stay = Stay
ask-close-anyway = Close and go on later
ask-folder-heading = What is in “{ $name }”?
ask-folder-photos = Photographs
    .help = Draw them as comics
ask-folder-pages = Comic pages
    .help = Teach Kinetoon this style
ask-export-heading = Go on exporting?
ask-export-text = { $left } of { $count } photographs are still to be drawn.
ask-export-forget = Forget
ask-unfinished-heading = Go on learning?
ask-unfinished-text = “{ $name }” was not finished: { $count ->
    [one] 1 step so far
   *[other] { $count } steps so far
}
ask-unfinished-drop = Throw it away
ask-unfinished-later = Not now

## What can go wrong with files

disk-not-found = there is no such file
disk-read-denied = reading the file is not permitted
disk-is-folder = it is a folder, not a file
disk-not-a-folder = a part of the path is a file, not a folder
disk-network = the network drive does not answer
disk-cannot-read = the file cannot be read
disk-full = the disk is full
disk-quota = the disk quota is used up
disk-read-only = the disk is read-only
disk-write-denied = writing to this folder is not permitted
disk-folder-of-that-name = there is a folder of that name
disk-file-too-large = the disk cannot hold a file of this size
disk-bad-name = the disk does not allow this file name
disk-cannot-write = the file cannot be written
picture-empty = the file is empty
picture-unknown = the content is not in any known picture format
picture-unsupported = { $what } cannot be read
picture-raw = raw files of cameras cannot be read
picture-heif = HEIF and AVIF pictures cannot be read
picture-jpeg-2000 = JPEG 2000 pictures cannot be read
picture-psd-not-merged = a Photoshop document without a merged picture cannot be read
picture-unsupported-variant = this variant of { $format } cannot be read
picture-truncated = the { $format } file is cut off: it ends before the picture does
picture-damaged = the { $format } file is damaged
picture-too-large = the picture of { $width } x { $height } pixels is too large: { $limit }
picture-file-too-large = the file is too large: only { $limit } may be read
picture-over-memory = decoding needs more than the { $limit } it may use
picture-out-of-memory = not enough memory: { $needed } more are needed
picture-invalid-size = { $format } files cannot hold a picture of { $width } x { $height } pixels
picture-depth = { $format } files hold 8 bits a channel; PNG and TIFF hold 16
picture-still = { $format } files cannot move; PNG, WebP and GIF can
picture-changed = the file changed while it was read
picture-unknown-output = “{ $name }” is not a format that can be written: use png, jpeg, webp, tiff or gif
picture-cannot-encode = the picture cannot be written as { $format }
picture-exists = a file of that name already exists
limit-pixels = at most { $megapixels } megapixels are allowed
limit-side = a side may have at most { $pixels } pixels
limit-memory = it needs { $needed } of memory and { $limit } are allowed

## What can go wrong with drawing and learning

engine-unknown-style = there is no style “{ $name }”
engine-lesson-runs = another style is being learnt
engine-lesson-elsewhere = another window or command is learning “{ $name }”
engine-no-thread = the system refused to start a thread
engine-defect = Kinetoon has made a mistake ({ $detail })
model-damaged = the style file is damaged, or no style file
model-no-style = this file holds no style
model-newer = a newer Kinetoon wrote this style
model-bad-name = “{ $name }” cannot be the name of a style
model-bad-provenance = What the style says of where it comes from is damaged
model-unfit = the network or the style cannot be used ({ $detail })
model-tensor = the tensor { $name } of the network or the style does not fit
gpu-none = no graphics card was found; let the processor draw, or install a graphics driver
gpu-cannot-open = the graphics card { $adapter } could not be opened
gpu-too-large = a picture of { $width } x { $height } pixels is too large for the graphics card
gpu-failed = the graphics card failed ({ $detail })
gpu-differs = the graphics card draws differently from the processor
gpu-gone = the drawing was on a graphics card that is not used any more
shelf-no-folder = this system has no folder for styles
shelf-built-in = “{ $name }” is a built-in style; choose another name
shelf-exists = there is a style named “{ $name }” already
learning-no-pages = there is no page to learn from
learning-device = the device failed while learning ({ $detail })
learning-damaged = damaged, or written by another version
pair-photo = its photograph: { $reason }
pair-transparent = nothing is on it but transparent pixels; export the drawing itself
pair-other-photo = it does not fit its photograph; is it drawn over another one?
pair-unchanged = it is still the photograph; draw over it, and save
pair-too-many = only the first { $count } pairs are read
page-too-small = { $width } x { $height } pixels are too few
page-duplicate = the same picture as { $of }
page-blank = nearly nothing is drawn on it
page-mostly-text = mostly text; letters would be learnt as texture
page-too-many = only the first { $count } pages are read
page-rest-unread = only { $read } of its { $count } pages are read
book-encrypted = it is encrypted; save it without a password first
book-no-pictures = there is no picture in it
book-only-text = nothing but text is on it
book-other-archive = { $kind } files cannot be read; pack the pages as ZIP or CBZ
book-nested = a book inside an archive is not opened; take it out first
book-unusual-packing = it is packed in a way that cannot be read; ZIP with the usual packing can
book-too-many-files = more than { $limit } files are in it
book-too-much-inside = it unpacks to more than { $limit }
book-takes-too-long = drawing it takes too long
page-unlike-others = unlike all other pages; click it above to leave it out if it is by another hand
