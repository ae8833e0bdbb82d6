# Les mots de la fenêtre en français, dans le vocabulaire des logiciels de dessin et de photo. Pas de point
# après une phrase seule, « … » seulement devant un dialogue. Clés et valeurs sont celles du fichier anglais.

## Commandes : ce que dit le bouton ou l’entrée de menu, et ce qu’il fait

command-open = Ouvrir…
    .help = Choisir des photos ou des styles
command-open-folder = Ouvrir un dossier…
    .help = Choisir un dossier ; il est parcouru avec tous ses sous-dossiers
command-save = Enregistrer…
    .help = Enregistrer ce dessin à la taille de la photo
command-save-pair = Avant et après…
    .help = Enregistrer la photo et son dessin côte à côte en une seule image
command-save-moving = Avant et après, animé…
    .help = Enregistrer une image animée : une limite glisse de la photo à son dessin et revient
command-export = Exporter…
    .help = Enregistrer dans un dossier les dessins de toutes les photos ou de certaines
command-pause-export = Suspendre l’export
    .help = Suspendre ou reprendre ; ce qui était commencé sera redessiné
command-stop = Arrêter
    .help = Arrêter l’enregistrement ; les fichiers déjà enregistrés restent
command-show-saved = Montrer le dernier fichier enregistré
    .help = Ouvrir le dossier où il se trouve
command-remove = Retirer la photo de la liste
    .help = Retirer cette photo de la liste ; le fichier reste
command-remove-all = Retirer toutes les photos de la liste
    .help = Repartir de zéro ; les fichiers restent, et Annuler ramène la liste
command-select-all = Sélectionner toutes les photos
    .help = Toute la bande est retirée ou exportée ensemble ; un clic avec Ctrl ou Maj en sélectionne quelques-unes
command-sort-by-added = Dans l’ordre d’ouverture
    .help = Les photos dans l’ordre où elles ont été ouvertes
command-sort-by-name = Par nom
    .help = Les photos dans l’ordre des noms de fichiers, 2 avant 10
command-sort-by-taken = Par date de prise de vue
    .help = Les photos dans l’ordre où elles ont été prises ; celles sans date viennent à la fin
command-sort-by-modified = Par date du fichier
    .help = Les photos dans l’ordre des dernières modifications de leurs fichiers
command-quit = Quitter
    .help = Fermer Kinetoon ; photos et réglages seront là la prochaine fois
command-undo = Annuler
    .help = Annuler la dernière modification
command-redo = Rétablir
    .help = Refaire la modification
command-copy = Copier
    .help = Copier le dessin, tel qu’il est affiché, dans le presse-papiers
command-paste = Coller
    .help = Reprendre les photos ou l’image du presse-papiers
command-reset = Réinitialiser le style
    .help = Tous les curseurs comme le style les fournit ; les autres styles gardent leurs réglages
command-own-settings = Cette photo seulement
    .help = Les curseurs ne changent que cette photo ; les autres gardent leurs réglages. Encore une fois pour revenir aux réglages communs
command-use-for-all = Appliquer à toutes
    .help = Utiliser les réglages de cette photo pour toutes
command-side-by-side = Côte à côte
    .help = Photo et dessin côte à côte, ou l’un au-dessus de l’autre s’ils sont ainsi plus grands
command-wipe = Volet
    .help = Photo et dessin dans un même cadre, séparés par une poignée
command-drawing-alone = Dessin
    .help = Le dessin seul
command-grid = Grille
    .help = Toutes les photos en dessins, les unes à côté des autres ; un double clic ou Entrée en ouvre une, à nouveau pour revenir
command-keep = Comparer avec celui-ci
    .help = Garder ce dessin à gauche comme A et y comparer les suivants ; encore une fois pour finir
command-critic = Montrer ce qui n’est pas encore votre main
    .help = Pendant qu’un style est appris et choisi : un voile violet sur le dessin là où le réseau qui connaît vos planches y trouve à redire ; encore une fois pour l’ôter
command-flip = Inverser
    .help = Montrer la photo à la place du dessin, dans toutes les vues ; encore une fois pour revenir
command-fit = Ajuster
    .help = Montrer toute l’image
command-actual-size = 1:1
    .help = Un pixel du dessin sur un pixel de l’écran
command-zoom-in = Zoom avant
    .help = Montrer moins de l’image, en plus grand
command-zoom-out = Zoom arrière
    .help = Montrer plus de l’image, en plus petit
command-previous = Photo précédente
    .help = Afficher la photo précédente
command-next = Photo suivante
    .help = Afficher la photo suivante
command-controls = Styles et curseurs
    .help = Afficher ou masquer le panneau des styles et des curseurs
command-queue = File d’export
    .help = Afficher ou masquer les photos en cours d’export
command-full-screen = Plein écran
    .help = Remplir l’écran, ou le quitter
command-theme-system = Thème du système
    .help = Sombre ou clair, comme le système
command-theme-dark = Thème sombre
    .help = Texte clair sur fond sombre
command-theme-light = Thème clair
    .help = Texte sombre sur fond clair
command-language-system = Langue du système
    .help = Utiliser la langue du système
command-language-english = English
    .help = Utiliser l’anglais
command-language-german = Deutsch
    .help = Utiliser l’allemand
command-language-french = Français
    .help = Utiliser le français
command-language-spanish = Español
    .help = Utiliser l’espagnol
command-language-portuguese = Português (Brasil)
    .help = Utiliser le portugais du Brésil
command-language-japanese = 日本語
    .help = Utiliser le japonais
command-language-chinese = 简体中文
    .help = Utiliser le chinois simplifié
command-previous-style = Style précédent
    .help = Choisir le style précédent
command-next-style = Style suivant
    .help = Choisir le style suivant
command-vary = Varier
    .help = Six voisins de ce rendu sur cette photo ; un clic en prend un et le fait varier
command-all-styles = Tous les styles sur une planche…
    .help = Dessiner cette photo dans chaque style et enregistrer le tout, avec les noms, en une seule image
command-edit-style = Renommer, auteur, licence…
    .help = Donner un autre nom à ce style appris, ou dire de quelle main il est et ce que d’autres peuvent en faire
command-teach = Enseigner votre style…
    .help = Choisir un dossier de planches ou d’albums de BD ; un style en est appris
command-teach-book = Enseigner avec un album…
    .help = Choisir une BD en CBZ, ZIP, EPUB, PDF, PSD, ORA, KRA ou TIFF ; un style est appris de ses planches
command-draw-over = Dessiner sur cette photo…
    .help = L’enregistrer en fichier à calques ou en PNG et dessiner dessus dans votre logiciel ; à chaque enregistrement, un style en est appris
command-palette = Toutes les commandes
    .help = Trouver une commande par son nom
command-guide = Guide
    .help = Première image, styles, votre propre main, export, animations, et que faire quand quelque chose ne va pas
command-shortcuts = Raccourcis
    .help = Afficher tous les raccourcis
command-sources = Ce dont le réseau a appris
    .help = Toutes les pages et photos qui ont entraîné les poids fournis, avec leur licence
command-about = À propos de Kinetoon
    .help = Version, crédits et licences

tooltip-with-key = { $help } ({ $key })

menu-file = Fichier
menu-recent = Ouvrir un récent
menu-edit = Édition
menu-view = Affichage
menu-style = Style
menu-help = Aide
menu-theme = Thème
menu-sort = Trier les photos
menu-language = Langue

palette-hint = Que voulez-vous faire ?
palette-nothing = Aucune commande de ce nom

guide-next = Suite : { $chapter }
guide-in-english = Ce guide n’existe qu’en anglais et en chinois

key-hold-b = B
key-hold-b-help = Montrer la photo tant que la touche est enfoncée
key-wheel = Molette
key-wheel-help = Zoomer ; glisser déplace l’image
key-double-click = Double-clic
key-double-click-help = Sur l’image : tout montrer. Sur un curseur : le réinitialiser
key-tab = Tab
key-tab-help = Aller à la commande suivante ; Maj+Tab revient en arrière
key-arrows = Flèches
key-arrows-help = Déplacer le curseur qui a le focus

about-version = Version { $version }
about-what = Redessine des photos en bande dessinée, hors ligne, sur cet ordinateur.
about-adapter = Carte graphique : { $name }
about-styles = Les mains derrière les styles
about-licences = Licences
about-licence = Kinetoon et son réseau : MIT ou Apache-2.0, à votre choix.
about-font = Caractères chinois et japonais : Noto Sans CJK, © Adobe, SIL Open Font License 1.1. Lettres : Ubuntu Light, Ubuntu Font Licence.
about-licence-texts = Textes des licences
credit-oz-neill = John R. Neill, domaine public
credit-peppercarrot = David Revoy, Pepper&Carrot, CC BY 4.0
credit-ukiyoe-hiroshige = Utagawa Hiroshige, domaine public
credit-walter-crane = Walter Crane, domaine public
credit-kate-greenaway = Kate Greenaway, domaine public
credit-ink-philmay = Phil May, domaine public
credit-ink-gibson = Charles Dana Gibson, domaine public
credit-engraving-dore = Gustave Doré, domaine public
credit-learnt = Appris sur cet ordinateur ou ajouté par un fichier

## Photos

sample = Exemple
photo-remove = Retirer de la liste
photos-remove = Retirer { $count } photos de la liste
photo-unreadable = illisible
photo-moves = { $name } (animée)
grid = Photos en dessins
grid-count = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
grid-selected = { $count ->
    [one] { $count } sélectionnée
   *[other] { $count } sélectionnées
}
grid-drawing = encore { $count } à dessiner
welcome-open = Ouvrir une photo
welcome-style = Choisir un style
welcome-save = Enregistrer le dessin
welcome-sample = Essayer l’exemple
welcome-picture = Une photo est déposée sur la fenêtre, un style est choisi, le dessin est enregistré
invitation-drop = Déposez des photos ou des dossiers ici, ou choisissez Ouvrir
invitation-open = Choisissez Ouvrir pour prendre des photos (déposer des fichiers demande X11 ou XWayland)
drop-count = { $count ->
    [one] Déposez pour dessiner en BD
   *[other] Déposez pour dessiner les { $count } en BD
}

## Zone de dessin

canvas = Photo et dessin
canvas-photograph = Photo
canvas-drawing = Dessin
canvas-drawing-hold = Dessin – B enfoncé : la photo
canvas-kept = A : { $style }
compare-next = Choisissez maintenant un autre style ou bougez un curseur : A reste à gauche
canvas-compared-hold = B : { $style } – B enfoncé : la photo
canvas-unreadable = Cette photo ne peut pas être affichée

## Styles et curseurs

style-heading = Styles
style-comic = BD
style-bold = Gras
style-soft-cel = Celluloïd
style-inked = Encré
style-newsprint = Journal
style-pop = Pop
style-oz-neill = Quadrichromie
style-peppercarrot = Peinture
style-ukiyoe-hiroshige = Estampe
style-walter-crane = Livre d’images
style-kate-greenaway = Lavis
style-ink-philmay = Plume
style-ink-gibson = Hachures
style-engraving-dore = Gravure
panel-resize = Bord du panneau
style-seek = Chercher un style
style-favourite = Mettre en tête
style-no-favourite = Remettre parmi les autres
style-own = Le vôtre…
style-export = Enregistrer dans un fichier…
style-remove = Retirer des styles
style-reset = Réinitialiser
style-restore = Le remettre
style-on-shelf = « { $name } » est parmi les styles
style-removed = « { $name } » a été retiré
style-author = De { $author }
style-pages = { $count ->
    [one] Appris de { $count } planche
   *[other] Appris de { $count } planches
}
style-pages-unknown = On ne sait pas de quoi il a été appris
style-base = Point de départ : { $base }
style-begun-with = { $style } ({ $base })
style-made = Créé le { $day }
style-licence = Licence : { $licence }
style-restored = « { $name } » est de retour
style-edit-heading = Nom et informations
style-edit-keep = Conserver
style-edit-learnt = « { $name } » est en cours d’apprentissage, ou sert à en apprendre un autre : renommez-le ensuite
style-edit-saving = Des dessins sont en cours d’enregistrement : renommez le style ensuite
style-renamed = « { $old } » s’appelle maintenant « { $new } »
style-edited = Les informations de « { $name } » sont enregistrées
blend = Mélanger avec
blend-nothing = Rien
blend-help = Jusqu’où aller de ce style vers « { $name } »
blend-share = Part du second style
style-mixture = { $first } + { $second }
vary-heading = Voisins de ce rendu
vary-others = Six autres
vary-hide = Masquer les voisins
vary-one = Voisin { $number }
presets = Préréglages
    .help = Les réglages de tous les curseurs sous un nom
presets-none = Aucun préréglage
presets-not-kept = Les préréglages ne sont pas conservés : { $reason }
preset-name = Nom d’un nouveau préréglage
preset-save = Enregistrer ces réglages
preset-remove = Supprimer « { $name } »
drawing-heading = Dessin
hand-heading = Style
weights-without-hand = Avec ce style, les trois derniers sont sans effet : seule l’encre dessine. Augmentez la Patte pour que le réseau dessine aussi
dials-more = Plus
dial-amount = Intensité
    .help = La part du dessin ; 0 est la photo, au-delà de 1 le réseau exagère
dial-style = Fidélité au style
    .help = À quel point le dessin doit ressembler aux planches du style (poids des pertes de style et adverse)
dial-content = Contenu
    .help = Ce qui doit rester de ce que montre la photo (poids de la perte de contenu)
dial-cycle = Réversible
    .help = À quel point la photo pourrait être retrouvée du dessin (poids de la perte de cycle)
dial-line = Force du trait
    .help = La force des traits ; 0 n’en dessine pas
dial-line-width = Épaisseur
    .help = L’épaisseur des traits
dial-boldness = Graisse
    .help = La taille des traits et des formes ; 0 deux fois plus petits, 2 deux fois plus grands
dial-detail = Détail
    .help = Ce qui reste de détail ; 0 de grandes formes simples, 1 le dessin tel quel
dial-palette = Palette
    .help = À quel point les couleurs deviennent celles des planches apprises ; 0 les laisse
dial-saturation = Saturation
    .help = La force des couleurs ; 0 est gris
dial-hand = Patte
    .help = La part de la palette et des traits du style dans le dessin ; 0 encre la photo elle-même
dial-photo-color = Couleurs photo
    .help = Ce qui transparaît des couleurs de la photo sous la patte du style
dial-tones = Tons
    .help = Peu de tons au lieu de dégradés ; 0 les laisse doux, au-delà de 1 il y en a moins
dial-blacks = Noirs
    .help = À quel point une zone doit être sombre pour devenir un aplat noir ; 0 les laisse toutes
dial-hatching = Hachures
    .help = À quel point les gris deviennent des traits de plume sur papier blanc ; 0 les laisse
dial-grain = Grain
    .help = À quel point le grain de l’impression se voit ; 0 laisse les aplats nets
dial-paper = Papier
    .help = L’âge du papier ; 0 est blanc

## État et messages

status-loading = Chargement du réseau
status-device = Dessine sur : { $device }
status-cpu = processeur
status-failed = Impossible de dessiner : { $reason }
status-elapsed = { $ms } ms
status-elapsed-help = Durée du dernier dessin
status-scale = { $pixels } px
status-zoom = { $percent } %
status-zoom-help = Taille d’affichage du dessin ; à 100 %, un de ses pixels couvre un pixel de l’écran
status-scale-help = Grand côté auquel est fait le dessin à l’écran
status-drawing = Dessin en cours
toast-reveal = Montrer le dossier
show-saved-none = Rien n’a été enregistré depuis le démarrage
toast-empty-desk = Repartir de zéro
reveal-failed = Impossible d’ouvrir le gestionnaire de fichiers
status-photo = { $name } ({ $number } sur { $count })
saving-count = Enregistrement { $number } sur { $count }
contact-count = Dessin de la planche : { $number } sur { $count }
saved-file = { $path } enregistré
saved-in = Dans { $folder }
saved-enlarged = { $path } enregistré ({ $size })
saved-still = Seulement la première de { $count } images : { $format } n’est pas animé. En GIF, PNG ou WebP, toutes sont gardées
saved-stills = { $count ->
    [one] Seule la première image de { $count } animation a été enregistrée : son format n’est pas animé
   *[other] Seule la première image de { $count } animations a été enregistrée : leur format n’est pas animé
}
not-kept = Non conservé : { $what }
not-kept-of = { $count ->
    [one] Non conservé pour { $count } photo
   *[other] Non conservé pour { $count } photos
} : { $what }
loss-film = la vidéo de la photo animée
loss-gain-map = la carte de gain pour écrans HDR
loss-depth-map = la carte de profondeur
loss-extended-xmp = la partie étendue de XMP
loss-faces = la position des visages
loss-maker-data = les données privées du fabricant (trop grandes pour JPEG)
loss-long-xmp = l’historique XMP, ou tout XMP (trop grand pour JPEG)
loss-everything = EXIF et XMP (le format n’en contient pas)
list-comma = { ", " }
saved-count = { $count ->
    [one] { $count } dessin enregistré
   *[other] { $count } dessins enregistrés
}
saved-count-failed = { $count ->
    [one] { $count } dessin enregistré
   *[other] { $count } dessins enregistrés
}, { $num_failed } en échec
status-queue = Export { $number } sur { $count }
saving-stopped = Arrêté
nothing-to-paste = Rien à dessiner dans le presse-papiers : copiez une image ou des fichiers.
not-pasted = L’image n’a pas pu être collée : { $reason }
copied = Copié
too-much-at-once = Trop à la fois : patientez un instant
engine-busy = Occupé ; veuillez réessayer
device-lost = La carte graphique ne répond plus : un pilote a été réinitialisé ou mis à jour, ou sa mémoire était pleine. Les photos, les réglages et ce qui est déjà appris sont conservés. Relancez Kinetoon ; avec --device cpu, il dessine sans la carte.
device-note-cpu = Le processeur a été demandé
device-note-software = { $adapter } n’est pas une vraie carte graphique ; le processeur est plus rapide
device-note-unfit = { $adapter } n’est pas utilisée : elle ne fonctionne pas comme il faut ({ $detail })
device-note-differs = { $adapter } n’est pas utilisée : elle ne dessine pas comme le processeur
device-note-left = La carte graphique a échoué et n’est plus utilisée ({ $detail })
device-left = La carte graphique a échoué ou manqué de mémoire ; le processeur continue
engine-stopped = le dessin s’est arrêté ; veuillez relancer Kinetoon
settings-aside = Les réglages précédents n’ont pas pu être lus, ou pas entièrement ; le fichier est gardé sous { $path }
settings-stuck = { $path } : les réglages précédents sont illisibles. Le fichier reste tel quel, et aucun réglage n’est conservé
settings-not-kept = Photos et réglages ne peuvent pas être conservés pour la prochaine fois : { $reason }
restored = { $count ->
    [one] Kinetoon a été interrompu : { $count } photo et tous les réglages sont revenus
   *[other] Kinetoon a été interrompu : { $count } photos et tous les réglages sont revenus
}
no-dialog = Ce système n’a pas de sélecteur de fichiers (portail de bureau ou zenity) : déposez des fichiers ici, ou utilisez `kinetoon stylize`
file-problem = { $path } : { $reason }
folder-empty = il ne contient pas d’images
folder-left-out = { $count ->
    [one] { $count } fichier { $format } laissé de côté : le format n’est pas lu
   *[other] { $count } fichiers { $format } laissés de côté : le format n’est pas lu
}
folder-loop = un lien vers un dossier qui le contient
folder-gone-source = le dossier des photos n’est pas là
folder-gone-target = le dossier des dessins n’est pas là
problems-heading = Tout n’a pas pu être utilisé
problems-left-out = { $count ->
    [one] { $count } autre avant ceux-ci
   *[other] { $count } autres avant ceux-ci
}
close = Fermer
cancel = Annuler

## Sélecteurs de fichiers

filter-pictures = Images et styles
filter-all = Tous les fichiers
filter-style = Style Kinetoon
filter-books = Albums
filter-openraster = Avec calques

## Export

export-heading = Exporter
export-which = Photos
export-which-all = Toutes ({ $count })
export-which-shown = Celle affichée
export-which-unsaved = Pas encore enregistrées ({ $count })
export-which-selected = Sélectionnées ({ $count })
export-style = Style
export-style-tuned = { $style }, ajusté
export-style-own = { $count ->
    [one] { $style } ; { $count } photo garde ses propres réglages
   *[other] { $style } ; { $count } photos gardent leurs propres réglages
}
export-style-all-own = Chaque photo garde ses propres réglages
export-folder = Dossier
    .hint = Où vont les dessins
export-choose = Choisir…
export-name = Nom
export-name-help = { $name } : nom de la photo, { $style } : du style, { $number } : 0001, 0002…
export-example = Exemple : { $path }
export-pattern-path = Un nom, pas un chemin : les dossiers sont ceux des photos
export-pattern-place = Entre accolades : { $name }, { $style } ou { $number }
export-pattern-empty = Un nom ne peut pas être vide
export-existing = Déjà présents
export-existing-skip = Laisser
    .help = Les photos dont le dessin existe ne sont pas redessinées, sauf si le dessin est tronqué
export-existing-overwrite = Remplacer
    .help = Le nouveau dessin prend la place du fichier
export-existing-number = Numéroter
    .help = Le nouveau dessin reçoit un numéro après son nom ; rien n’est remplacé
export-format = Format
export-format-photo = Comme la photo
    .help = JPEG pour JPEG, PNG pour tout le reste
export-quality = Qualité
    .help = Des fichiers JPEG et AVIF : plus haut, plus lourd et plus fin
export-scale = Dessiné à
    .help = Grand côté auquel on dessine ; plus petit, plus gras. Une photo plus petite est d’abord agrandie
export-scale-screen = { $pixels } px, comme à l’écran
export-scale-px = { $pixels } px
export-scale-full = Taille de la photo
export-size = Taille
export-size-drawing = Comme dessiné
    .help = Une photo plus petite que son dessin est agrandie et le reste ; toute autre, et toute animation, garde sa taille
export-size-photo = Comme la photo
    .help = Le dessin d’une photo plus petite est ramené à sa taille
export-size-double = 2× la photo
    .help = Deux fois plus large et haut, pour les grands tirages : les traits sont dessinés à cette taille, pas flous. Une animation garde sa taille
export-size-quadruple = 4× la photo
    .help = Quatre fois plus large et haut : seize fois plus de pixels. Une animation garde sa taille
size-enlarged = { $size }, agrandi depuis { $photo }
export-dpi = Résolution
    .help = Points par pouce indiqués dans les fichiers : leur taille sur le papier. Aucun pixel ne change
export-dpi-photo = Comme la photo
export-dpi-number = { $dpi } ppp
export-dpi-type = Tout nombre de 1 à 9600
export-dpi-none = Les fichiers GIF n’indiquent pas leur taille sur le papier
export-metadata = Données de prise de vue
export-metadata-keep = Conserver
    .help = Les dessins gardent la date, le lieu et l’appareil des photos (EXIF, XMP)
export-source = Origine
export-source-auto = Si un réseau a dessiné
    .help = Les fichiers indiquent dans leur XMP qu’un modèle entraîné a modifié la photo (DigitalSourceType de l’IPTC) ; ceux des looks, sans réseau, ne disent rien. Vaut aussi pour les dessins isolés
export-source-always = Toujours
    .help = Les fichiers des looks indiquent aussi que des règles ont modifié la photo
export-source-never = Jamais
    .help = Les fichiers ne disent pas comment ils ont été faits
export-begin = Exporter
export-queue = Ajouter à la file
export-planning = Examen du dossier…
export-obstacle-none = Il n’y a pas de telle photo
export-obstacle-folder = Choisissez un dossier pour les dessins
export-obstacle-relative = Donnez le chemin complet du dossier, depuis le début
export-replaces-photo = le dessin remplacerait une photo ; choisissez un autre dossier ou un autre nom
export-nothing-left = Tous ces dessins sont déjà là

## La file des photos

queue-heading = Export
queue-hide = Masquer la file
queue-empty = Aucun export en cours
queue-going = { $number } sur { $count }
queue-going-left = { $number } sur { $count }, encore { $left } environ
queue-resting = { $number } sur { $count }, suspendu
queue-blocked = { $number } sur { $count }, en attente de vous
queue-checking = Recherche des dessins présents…
queue-done = Terminé : { $count }
queue-done-failed = Terminé : { $count }, échecs : { $num_failed }
queue-pause = Suspendre
    .help = Ce qui était commencé sera redessiné plus tard
queue-go-on = Reprendre
    .help = Dessiner ce qui reste
queue-cancel = Tout annuler
    .help = Plus rien n’est dessiné ; les fichiers enregistrés restent
queue-clear = Vider les terminés
    .help = Retirer de la liste ce qui est enregistré, laissé ou en échec ; les fichiers restent
queue-tab-open = À faire { $count }
queue-tab-done = Faits { $count }
queue-tab-failed = Échecs { $count }
queue-none-open = Plus rien à dessiner
queue-none-done = Rien de terminé
queue-none-failed = Aucun échec
queue-row = { $name } : { $state }
queue-waiting = En attente
queue-next = Suivante
queue-reading = Lecture
queue-drawing = Dessin
queue-inking = Encrage
queue-writing = Écriture
queue-saved = Enregistré
queue-skipped = Laissé : déjà présent
queue-show = Cliquer pour le montrer dans son dossier : { $path }
queue-reveal = Montrer « { $name } » dans son dossier
queue-up = Monter « { $name } »
queue-down = Descendre « { $name } »
queue-front = Dessiner « { $name } » ensuite
queue-remove = Retirer « { $name } »
queue-cancel-one = Arrêter « { $name } »
queue-retry-one = Réessayer « { $name } »
queue-retry-all = Tout réessayer
queue-try-again = Réessayer
    .help = Continuer avec ce qui attend
queue-other-folder = Autre dossier…
    .help = Ce qui reste à dessiner va dans un autre dossier ; ce qui est enregistré reste
queue-leave-out = Laisser celle-ci
    .help = Continuer sans cette photo
queue-leave-out-folder = Laisser ce dossier
    .help = Continuer sans les photos de ce dossier
blocked-full = Le disque est plein. Libérez de la place pour « { $folder } » ou choisissez un autre dossier ; rien n’est perdu.
blocked-read-only = Le disque de « { $folder } » est en lecture seule. Autorisez l’écriture ou choisissez un autre dossier.
blocked-target-gone = Le dossier « { $folder } » a disparu, ou son disque ne répond pas. Branchez le disque, recréez le dossier ou choisissez-en un autre.
blocked-source-gone = Le dossier des photos « { $folder } » a disparu. Remettez la carte ou le disque.
blocked-refused = Le système refuse le fichier : { $reason }

## Enseigner un style

teach-heading = Enseigner votre style
teach-looking = Examen des planches…
teach-pages = { $count ->
    [one] { $count } planche à apprendre. Cliquez sur une planche pour l’exclure.
   *[other] { $count } planches à apprendre. Cliquez sur une planche pour l’exclure.
}
teach-pairs = { $count ->
    [one] 1 dessin est posé sur sa photo : ce qui y est dessiné est appris endroit par endroit.
   *[other] { $count } dessins sont posés sur leurs photos : ce qui y est dessiné est appris endroit par endroit.
}
teach-few-pages = Si peu de planches ne donnent qu’une vague ressemblance ; dix ou plus valent mieux.
teach-hand = Leur encre : { $traits }
teach-hand-help = Mesurée sur les planches. Les dessins partent de là, les curseurs aussi.
score = { $value } points sur 100 :
score-help = Ce que l’on pourra apprendre de ces planches, estimé d’après elles seules
score-one-hand = { $count } planches d’une seule main
score-two-hands = { $many } planches semblent d’une main, { $few } d’une autre
score-many-pages = { $count } planches suffisent
score-few-pages = { $count ->
    [one] { $count } planche, c’est peu
   *[other] { $count } planches, c’est peu
}
score-sharp = les scans sont nets
score-soft = { $count ->
    [one] { $count } planche est floue
   *[other] { $count } planches sont floues
}
score-contrast = l’encre se détache bien du papier
score-grey = { $count ->
    [one] { $count } planche est toute grise
   *[other] { $count } planches sont toutes grises
}
score-large = les scans sont assez grands
score-small = { $count ->
    [one] { $count } planche est petite
   *[other] { $count } planches sont petites
}
score-little-lettering = il y a peu de texte
score-lettering = { $count ->
    [one] { $count } planche est surtout du texte
   *[other] { $count } planches sont surtout du texte
}
score-full = les dessins remplissent les planches
score-empty = { $count ->
    [one] { $count } planche est presque vide
   *[other] { $count } planches sont presque vides
}
score-advice = Pour faire mieux : { $advice }
score-advice-two-hands = exclure les planches de l’autre main
score-advice-few-pages = ajouter des planches de cette main ; dix ou plus, c’est bien
score-advice-soft = rescanner les planches avec netteté, ou les accentuer
score-advice-grey = régler points noir et blanc des scans sur l’encre et le papier
score-advice-small = scanner les planches à 600 pixels ou plus
score-advice-lettering = ajouter des planches plus dessinées, ou découper les cases
score-advice-empty = découper les dessins des planches vides
trait-separator = {", "}
trait-fine-lines = traits fins
trait-lines = traits moyens
trait-bold-lines = traits gras
trait-no-lines = sans traits
trait-solid-black = aplats noirs
trait-hatching = hachures
trait-open-paper = papier laissé blanc
trait-no-colors = encre et papier seuls
trait-colors = { $count ->
    [one] { $count } couleur
   *[other] { $count } couleurs
}
teach-page-leave-out = Cliquer pour l’exclure
teach-page-take-in = Exclue ; cliquer pour la reprendre
teach-files-left-out = { $count ->
    [one] { $count } fichier laissé de côté
   *[other] { $count } fichiers laissés de côté
}
teach-odd-pages = { $count ->
    [one] { $count } planche ne ressemble pas aux autres
   *[other] { $count } planches ne ressemblent pas aux autres
}
teach-name = Nom
    .hint = Comment s’appelle le style
teach-author = Auteur
    .hint = De qui est la main (peut rester vide)
teach-licence = Licence
    .hint = Ce que d’autres peuvent en faire (peut rester vide)
teach-from = Partir de
teach-from-nearest = Mélange le plus proche
teach-length = Durée
teach-length-choice = { $length }, { $time }
teach-length-draft = Ébauche
teach-length-good = Bon
teach-length-best = Meilleur
teach-about = environ { $time }
teach-timing = mesure en cours…
teach-practise = S’exercer sur
teach-practise-strip = les photos de la liste
teach-queue = Ajouter à la file
teach-start = Apprendre
teach-my-style = Mon style
teach-obstacle-no-page = Aucune planche utilisable : choisissez un dossier de planches de BD
teach-obstacle-name = Donnez au style un nom sans barres obliques ni signes spéciaux
teach-obstacle-taken = Il y a déjà un style de ce nom
teach-no-folder = Ce système n’a pas de dossier pour les points de reprise

duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $hours } h

## Un apprentissage en cours

lesson-heading = Apprend « { $name } »
lesson-pages = { $count ->
    [one] { $count } planche
   *[other] { $count } planches
}
lesson-pages-left-out = { $pages }, dont { $count } exclues
lesson-waiting = En attente
lesson-unqueue = Retirer
lesson-step = Étape { $step }
lesson-pace = Étape { $step }, { $pace } s chacune, encore { $left } environ
lesson-memory = { $place }, { $megabytes } Mo de mémoire
lesson-resting = Étape { $step }, en pause
lesson-awaits = Étape { $step } : tout ce que vous avez dessiné est appris. Enregistrez le trait suivant, ou arrêtez et gardez.
lesson-resting-because = En pause : { $reason }
lesson-pause = Suspendre
lesson-go-on = Reprendre
lesson-stop = Arrêter et garder
    .help = Le meilleur résultat rejoint les styles
lesson-drop = Jeter
    .help = Rien de cet apprentissage n’est gardé
lesson-gentle = Garder l’ordinateur fluide
    .help = Se repose la moitié du temps
lesson-settled = Il n’y a plus de progrès ; l’apprentissage finit plus tôt.
lesson-slowed = La machine a beaucoup d’autres choses à faire : une étape dure { $times } fois plus qu’avant.
lesson-gain = Où on en est
lesson-like-pages = Plus proche de vos planches : { $share } (au début { $before })
    .help = Quelle part du chemin des photos à vos planches les dessins ont parcourue
lesson-true-to-photo = Fidèle à la photo : { $share } (au début { $before })
    .help = Quelle part de ce qui est sur les photos reste dans les dessins
lesson-see = Voir sur cette photo
    .help = Dessine la photo affichée avec ce qui est appris jusqu’ici ; comparez-la là, en grand
critic-not-yet = pas encore comme vos planches
critic-like-pages = comme vos planches
critic-looking = Le dessin est examiné…
lesson-losses = Pertes et réglage
lesson-loss-style = style
lesson-loss-content = contenu
lesson-loss-cycle = cycle
lesson-loss-adversarial = adverse
lesson-loss-value = { $name } { $value }
lesson-weights-moved = poids modifiés
lesson-steer = « Fidélité au style », « Contenu » et « Réversible », à droite, guident l’apprentissage.
lesson-points = En chemin
lesson-points-help = Cliquez sur une image pour reprendre de là.
lesson-point-measure = style { $style }, contenu { $content }
lesson-point-help = Cliquer pour reprendre d’ici
lesson-point-best = { $step }, le meilleur
lesson-dropped = « { $name } » a été jeté
lesson-failed = « { $name } » n’a pas pu être appris : { $reason }
trouble-nothing-drawn = les dessins diffèrent à peine des photos ; augmentez « Fidélité au style »
trouble-one-texture = tous les dessins se ressemblent ; augmentez « Contenu » et « Réversible », ou ajoutez des planches
trouble-diverged = l’apprentissage a divergé ; il reprend de son meilleur point, plus lentement
painting-heading = Dessins surveillés
painting-writing = Écriture…
painting-awaited = Ouvrez-le dans votre logiciel, dessinez sur la photo et enregistrez. Ce qui se voit alors est appris.
painting-waits = Il est appris. Ce que vous enregistrez désormais le sera aussi.
painting-missing = Le fichier n’est pas là ; il est attendu.
painting-changing = Enregistrement en cours…
painting-good = Il est appris ; vos photos sont dessinées d’après lui.
painting-read = Lu il y a { $time }
painting-open = Ouvrir
painting-forget = Ne plus surveiller
    .help = Ce qui en a été appris reste. Sans dessin à surveiller, la leçon va à sa fin
painting-not-opened = Aucun logiciel n’a ouvert le fichier
painting-written = À dessiner : { $path }
painting-style = Mes dessins
painting-layer-photo = Photographie
painting-layer-empty = Dessin

## Questions

ask-close-heading = Un style est en cours d’apprentissage
ask-close-text = « { $name } » n’est pas terminé. Ce qui est appris est conservé, et vous pourrez reprendre à la prochaine ouverture de Kinetoon.
ask-close-stay = Rester
ask-close-anyway = Fermer, reprendre plus tard
ask-folder-heading = Que contient « { $name } » ?
ask-folder-photos = Des photos
    .help = Les dessiner en BD
ask-folder-pages = Des planches de BD
    .help = Enseigner ce style à Kinetoon
ask-export-heading = Reprendre l’export ?
ask-export-text = { $left } photos sur { $count } restent à dessiner.
ask-export-forget = Oublier
ask-unfinished-heading = Reprendre l’apprentissage ?
ask-unfinished-text = « { $name } » n’a pas été terminé : { $count ->
    [one] { $count } étape faite
   *[other] { $count } étapes faites
}
ask-unfinished-drop = Le jeter
ask-unfinished-later = Pas maintenant

## Ce qui peut échouer avec les fichiers

disk-not-found = ce fichier n’existe pas
disk-read-denied = la lecture du fichier n’est pas permise
disk-is-folder = c’est un dossier, pas un fichier
disk-not-a-folder = une partie du chemin est un fichier, pas un dossier
disk-network = le disque réseau ne répond pas
disk-cannot-read = le fichier ne peut pas être lu
disk-full = le disque est plein
disk-quota = le quota de disque est épuisé
disk-read-only = le disque est en lecture seule
disk-write-denied = l’écriture dans ce dossier n’est pas permise
disk-folder-of-that-name = il y a un dossier de ce nom
disk-file-too-large = le disque ne peut pas contenir un fichier de cette taille
disk-bad-name = le disque n’accepte pas ce nom de fichier
disk-cannot-write = le fichier ne peut pas être écrit
picture-empty = le fichier est vide
picture-unknown = le contenu n’est d’aucun format d’image connu
picture-unsupported = { $what } ne peut pas être lu
picture-raw = les fichiers RAW des appareils photo ne peuvent pas être lus
picture-heif = les images HEIF et AVIF ne peuvent pas être lues
picture-jpeg-2000 = les images JPEG 2000 ne peuvent pas être lues
picture-psd-not-merged = un document Photoshop sans image fusionnée ne peut pas être lu
picture-unsupported-variant = cette variante de { $format } ne peut pas être lue
picture-truncated = le fichier { $format } est tronqué : il finit avant l’image
picture-damaged = le fichier { $format } est endommagé
picture-too-large = l’image de { $width } x { $height } pixels est trop grande : { $limit }
picture-file-too-large = le fichier est trop grand : seuls { $limit } peuvent être lus
picture-over-memory = le décodage demande plus que les { $limit } permis
picture-out-of-memory = mémoire insuffisante : il manque { $needed }
picture-invalid-size = les fichiers { $format } ne peuvent pas contenir une image de { $width } x { $height } pixels
picture-depth = les fichiers { $format } ont 8 bits par canal ; PNG et TIFF en ont 16
picture-still = les fichiers { $format } ne peuvent pas être animés ; PNG, WebP et GIF le peuvent
picture-changed = le fichier a changé pendant la lecture
picture-unknown-output = « { $name } » n’est pas un format que l’on puisse écrire : png, jpeg, webp, tiff ou gif
picture-cannot-encode = l’image ne peut pas être écrite en { $format }
picture-exists = un fichier de ce nom existe déjà
limit-pixels = { $megapixels } mégapixels au plus sont permis
limit-side = un côté peut avoir au plus { $pixels } pixels
limit-memory = il faut { $needed } de mémoire et { $limit } sont permis

## Ce qui peut échouer en dessinant et en apprenant

engine-unknown-style = il n’y a pas de style « { $name } »
engine-lesson-runs = un autre style est en cours d’apprentissage
engine-lesson-elsewhere = une autre fenêtre ou une commande apprend « { $name } »
engine-no-thread = le système a refusé un fil d’exécution
engine-defect = Kinetoon a commis une erreur ({ $detail })
model-damaged = le fichier de style est endommagé, ou n’en est pas un
model-no-style = ce fichier ne contient pas de style
model-newer = ce style vient d’un Kinetoon plus récent
model-bad-name = « { $name } » ne peut pas être le nom d’un style
model-bad-provenance = Ce que le style dit de son origine est endommagé
model-unfit = le réseau ou le style ne peut pas être utilisé ({ $detail })
model-tensor = le tenseur { $name } du réseau ou du style ne convient pas
gpu-none = aucune carte graphique trouvée ; laissez dessiner le processeur ou installez un pilote graphique
gpu-cannot-open = la carte graphique { $adapter } n’a pas pu être ouverte
gpu-too-large = une image de { $width } x { $height } pixels est trop grande pour la carte graphique
gpu-failed = la carte graphique a échoué ({ $detail })
gpu-differs = la carte graphique ne dessine pas comme le processeur
gpu-gone = le dessin était sur une carte graphique qui n’est plus utilisée
shelf-no-folder = ce système n’a pas de dossier pour les styles
shelf-built-in = « { $name } » est un style fourni ; choisissez un autre nom
shelf-exists = il y a déjà un style « { $name } »
learning-no-pages = il n’y a pas de planche à apprendre
learning-device = l’appareil a échoué pendant l’apprentissage ({ $detail })
learning-damaged = endommagé, ou écrit par une autre version
pair-photo = sa photo : { $reason }
pair-transparent = il n’y a que des pixels transparents ; exportez le dessin lui-même
pair-other-photo = il ne correspond pas à sa photo ; est-il dessiné sur une autre ?
pair-unchanged = c’est encore la photo ; dessinez dessus et enregistrez
pair-too-many = seules les { $count } premières paires sont lues
page-too-small = { $width } x { $height } pixels, c’est trop peu
page-duplicate = la même image que { $of }
page-blank = presque rien n’y est dessiné
page-mostly-text = surtout du texte ; les lettres seraient apprises comme texture
page-too-many = seules les { $count } premières planches sont lues
page-rest-unread = seules { $read } de ses { $count } planches sont lues
book-encrypted = il est chiffré ; enregistrez-le d’abord sans mot de passe
book-no-pictures = il ne contient pas d’image
book-only-text = il n’y a que du texte
book-other-archive = les fichiers { $kind } ne peuvent pas être lus ; mettez les planches en ZIP ou CBZ
book-nested = un album dans une archive n’est pas ouvert ; sortez-le d’abord
book-unusual-packing = il est compressé d’une façon qui ne peut pas être lue ; un ZIP ordinaire le peut
book-too-many-files = il contient plus de { $limit } fichiers
book-too-much-inside = décompressé, il dépasse { $limit }
book-takes-too-long = le dessiner prend trop de temps
page-unlike-others = différente de toutes les autres ; cliquez dessus plus haut pour l’exclure si elle est d’une autre main
