# Las palabras de la ventana en español, en el vocabulario de los programas de dibujo y fotografía. Sin punto
# tras una sola frase; «…» solo donde sigue un diálogo. Claves y valores son los del archivo en inglés.

## Órdenes: lo que dice el botón o la entrada del menú, y lo que hace

command-open = Abrir…
    .help = Elegir fotos o estilos
command-open-folder = Abrir carpeta…
    .help = Elegir una carpeta; se recorre con todas sus subcarpetas
command-save = Guardar…
    .help = Guardar este dibujo al tamaño completo de la foto
command-save-pair = Antes y después…
    .help = Guardar la foto y su dibujo juntos como una sola imagen
command-save-moving = Antes y después, animado…
    .help = Guardar una imagen animada: un borde pasa de la foto a su dibujo y vuelve
command-export = Exportar…
    .help = Guardar en una carpeta los dibujos de todas las fotos o de algunas
command-pause-export = Pausar exportación
    .help = Pausar o seguir; lo empezado se dibuja de nuevo
command-stop = Detener
    .help = Dejar de guardar; los archivos guardados se quedan
command-show-saved = Ver el último archivo guardado
    .help = Abrir la carpeta en la que está
command-remove = Quitar la foto de la lista
    .help = Sacar esta foto de la lista; el archivo se queda
command-remove-all = Quitar todas las fotos de la lista
    .help = Empezar de cero; los archivos se quedan, y Deshacer recupera la lista
command-select-all = Seleccionar todas las fotos
    .help = Toda la tira se quita o se exporta junta; un clic con Ctrl o Mayús selecciona algunas
command-sort-by-added = Como se abrieron
    .help = Las fotos en el orden en que se abrieron
command-sort-by-name = Por nombre
    .help = Las fotos en el orden de los nombres de archivo, 2 antes de 10
command-sort-by-taken = Por fecha de la toma
    .help = Las fotos en el orden en que se tomaron; las que no tienen fecha van al final
command-sort-by-modified = Por fecha del archivo
    .help = Las fotos en el orden de los últimos cambios de sus archivos
command-quit = Salir
    .help = Cerrar Kinetoon; fotos y ajustes vuelven la próxima vez
command-undo = Deshacer
    .help = Deshacer el último cambio
command-redo = Rehacer
    .help = Volver a hacer el cambio
command-copy = Copiar
    .help = Copiar el dibujo, tal como se ve, al portapapeles
command-paste = Pegar
    .help = Tomar las fotos o la imagen del portapapeles
command-reset = Restablecer estilo
    .help = Todos los controles como los trae el estilo; los demás estilos conservan sus ajustes
command-own-settings = Solo esta foto
    .help = Los controles cambian solo esta foto; las demás quedan como están. Otra vez para volver a los ajustes comunes
command-use-for-all = Usar en todas
    .help = Usar los ajustes de esta foto en todas
command-side-by-side = Lado a lado
    .help = Foto y dibujo uno junto al otro, o uno sobre otro si así se ven más grandes
command-wipe = Cortina
    .help = Foto y dibujo en un marco, con un tirador entre ambos
command-drawing-alone = Dibujo
    .help = Solo el dibujo
command-grid = Cuadrícula
    .help = Todas las fotos como dibujos, unas junto a otras; doble clic o Intro abre una, otra vez para volver
command-keep = Comparar con este
    .help = Conservar este dibujo a la izquierda como A y comparar con él los siguientes; otra vez para terminar
command-critic = Mostrar lo que aún no es tu mano
    .help = Mientras se aprende un estilo y está elegido: un velo violeta sobre el dibujo donde la red que conoce tus páginas pone reparos; otra vez para quitarlo
command-flip = Alternar
    .help = Ver la foto en lugar del dibujo, en cualquier vista; otra vez para volver
command-fit = Ajustar
    .help = Ver la imagen entera
command-actual-size = 1:1
    .help = Un píxel del dibujo en uno de la pantalla
command-zoom-in = Acercar
    .help = Ver menos imagen, más grande
command-zoom-out = Alejar
    .help = Ver más imagen, más pequeña
command-previous = Foto anterior
    .help = Ver la foto anterior
command-next = Foto siguiente
    .help = Ver la foto siguiente
command-controls = Estilos y controles
    .help = Mostrar u ocultar el panel de estilos y controles
command-queue = Cola de exportación
    .help = Mostrar u ocultar las fotos que se exportan
command-full-screen = Pantalla completa
    .help = Llenar la pantalla, o dejarla
command-theme-system = Tema del sistema
    .help = Oscuro o claro, como el sistema
command-theme-dark = Tema oscuro
    .help = Texto claro sobre fondo oscuro
command-theme-light = Tema claro
    .help = Texto oscuro sobre fondo claro
command-language-system = Idioma del sistema
    .help = Usar el idioma del sistema
command-language-english = English
    .help = Usar inglés
command-language-german = Deutsch
    .help = Usar alemán
command-language-french = Français
    .help = Usar francés
command-language-spanish = Español
    .help = Usar español
command-language-portuguese = Português (Brasil)
    .help = Usar portugués de Brasil
command-language-japanese = 日本語
    .help = Usar japonés
command-language-chinese = 简体中文
    .help = Usar chino simplificado
command-previous-style = Estilo anterior
    .help = Elegir el estilo anterior
command-next-style = Estilo siguiente
    .help = Elegir el estilo siguiente
command-vary = Variar
    .help = Seis vecinos de este aspecto en esta foto; un clic toma uno y lo varía
command-all-styles = Todos los estilos en una hoja…
    .help = Dibujar esta foto en cada estilo y guardarlos todos, con sus nombres, como una sola imagen
command-edit-style = Renombrar, autor, licencia…
    .help = Dar otro nombre a este estilo aprendido, o decir de quién es y qué pueden hacer otros con él
command-teach = Enseñar tu estilo…
    .help = Elegir una carpeta con páginas o libros de cómic; de ellos se aprende un estilo
command-teach-book = Enseñar con un libro…
    .help = Elegir un cómic en CBZ, ZIP, EPUB, PDF, PSD, ORA, KRA o TIFF; de sus páginas se aprende un estilo
command-draw-over = Dibujar sobre esta foto…
    .help = Guardarla como archivo con capas o como PNG y dibujar encima en su programa; cada vez que guarda, se aprende de ella un estilo
command-palette = Todas las órdenes
    .help = Buscar cualquier orden por su nombre
command-guide = Guía
    .help = Primera imagen, estilos, tu propia mano, exportación, animaciones y qué hacer cuando algo falla
command-shortcuts = Teclas
    .help = Mostrar todas las teclas
command-sources = De qué aprendió la red
    .help = Todas las páginas y fotos con las que se entrenaron los pesos incluidos, con su licencia
command-about = Acerca de Kinetoon
    .help = Versión, créditos y licencias

tooltip-with-key = { $help } ({ $key })

menu-file = Archivo
menu-recent = Abrir reciente
menu-edit = Editar
menu-view = Ver
menu-style = Estilo
menu-help = Ayuda
menu-theme = Tema
menu-sort = Ordenar las fotos
menu-language = Idioma

palette-hint = ¿Qué quieres hacer?
palette-nothing = Ninguna orden se llama así

guide-next = Siguiente: { $chapter }
guide-in-english = Esta guía solo existe en inglés y en chino

key-hold-b = B
key-hold-b-help = Ver la foto mientras se mantiene pulsada
key-wheel = Rueda
key-wheel-help = Zoom; al arrastrar se mueve la imagen
key-double-click = Doble clic
key-double-click-help = En la imagen: verla entera. En un control: restablecerlo
key-tab = Tab
key-tab-help = Ir al control siguiente; Mayús+Tab vuelve atrás
key-arrows = Flechas
key-arrows-help = Mover el control que tiene el foco

about-version = Versión { $version }
about-what = Redibuja fotos como cómics, sin conexión, en este equipo.
about-adapter = Gráficos: { $name }
about-styles = Las manos tras los estilos
about-licences = Licencias
about-licence = Kinetoon y su red: MIT o Apache-2.0, a tu elección.
about-font = Caracteres chinos y japoneses: Noto Sans CJK, © Adobe, SIL Open Font License 1.1. Letras: Ubuntu Light, Ubuntu Font Licence.
about-licence-texts = Textos de las licencias
credit-oz-neill = John R. Neill, dominio público
credit-peppercarrot = David Revoy, Pepper&Carrot, CC BY 4.0
credit-ukiyoe-hiroshige = Utagawa Hiroshige, dominio público
credit-walter-crane = Walter Crane, dominio público
credit-kate-greenaway = Kate Greenaway, dominio público
credit-ink-philmay = Phil May, dominio público
credit-ink-gibson = Charles Dana Gibson, dominio público
credit-engraving-dore = Gustave Doré, dominio público
credit-learnt = Aprendido en este equipo o añadido como archivo

## Fotos

sample = Ejemplo
photo-remove = Quitar de la lista
photos-remove = Quitar { $count } de la lista
photo-unreadable = ilegible
photo-moves = { $name } (se mueve)
grid = Fotos como dibujos
grid-count = { $count ->
    [one] 1 foto
   *[other] { $count } fotos
}
grid-selected = { $count ->
    [one] 1 seleccionada
   *[other] { $count } seleccionadas
}
grid-drawing = { $count } por dibujar
welcome-open = Abrir una foto
welcome-style = Elegir un estilo
welcome-save = Guardar el dibujo
welcome-sample = Probar el ejemplo
welcome-picture = Se suelta una foto en la ventana, se elige un estilo y se guarda el dibujo
invitation-drop = Suelta aquí fotos o carpetas, o pulsa Abrir
invitation-open = Pulsa Abrir para elegir fotos (soltar archivos necesita X11 o XWayland)
drop-count = { $count ->
    [one] Suelta para dibujarla como cómic
   *[other] Suelta para dibujar las { $count } como cómics
}

## Lienzo

canvas = Foto y dibujo
canvas-photograph = Foto
canvas-drawing = Dibujo
canvas-drawing-hold = Dibujo: mantén B para ver la foto
canvas-kept = A: { $style }
compare-next = Elige ahora otro estilo o mueve un control: A se queda a la izquierda
canvas-compared-hold = B: { $style }: mantén B para ver la foto
canvas-unreadable = No se puede mostrar esta foto

## Estilos y controles

style-heading = Estilos
style-comic = Cómic
style-bold = Grueso
style-soft-cel = Cel suave
style-inked = Entintado
style-newsprint = Periódico
style-pop = Pop
style-oz-neill = Cuatricromía
style-peppercarrot = Pintado
style-ukiyoe-hiroshige = Xilografía
style-walter-crane = Libro ilustrado
style-kate-greenaway = Aguada
style-ink-philmay = Plumilla
style-ink-gibson = Tramado
style-engraving-dore = Grabado
panel-resize = Borde del panel
style-seek = Buscar un estilo
style-favourite = Poner al principio
style-no-favourite = Devolver entre los demás
style-own = El tuyo…
style-export = Guardar como archivo…
style-remove = Quitar de los estilos
style-reset = Restablecer
style-restore = Recuperar
style-on-shelf = «{ $name }» está entre los estilos
style-removed = Se quitó «{ $name }»
style-author = De { $author }
style-pages = { $count ->
    [one] Aprendido de 1 página
   *[other] Aprendido de { $count } páginas
}
style-pages-unknown = No se sabe de qué se aprendió
style-base = Punto de partida: { $base }
style-begun-with = { $style } ({ $base })
style-made = Creado el { $day }
style-licence = Licencia: { $licence }
style-restored = «{ $name }» ha vuelto
style-edit-heading = Nombre e información
style-edit-keep = Conservar
style-edit-learnt = «{ $name }» se está aprendiendo, u otro a partir de él: cámbiale el nombre después
style-edit-saving = Se están guardando dibujos: cambia el nombre del estilo después
style-renamed = «{ $old }» se llama ahora «{ $new }»
style-edited = Se guardó la información de «{ $name }»
blend = Mezclar con
blend-nothing = Nada
blend-help = Cuánto ir de este estilo hacia «{ $name }»
blend-share = Parte del segundo estilo
style-mixture = { $first } + { $second }
vary-heading = Vecinos de este aspecto
vary-others = Otros seis
vary-hide = Ocultar vecinos
vary-one = Vecino { $number }
presets = Preajustes
    .help = Ajustes de todos los controles con un nombre
presets-none = Aún no hay preajustes
presets-not-kept = Los preajustes no se guardan: { $reason }
preset-name = Nombre del preajuste nuevo
preset-save = Guardar estos ajustes
preset-remove = Quitar «{ $name }»
drawing-heading = Dibujo
hand-heading = Estilo
weights-without-hand = Con este estilo, los tres últimos no tienen efecto: solo dibuja la tinta. Sube Mano del estilo para que dibuje también la red
dials-more = Más
dial-amount = Intensidad
    .help = Cuánto dibujo hay; 0 es la foto, más de 1 y la red exagera
dial-style = Como las páginas
    .help = Cuánto debe parecerse el dibujo a las páginas del estilo (peso de las pérdidas de estilo y adversaria)
dial-content = Contenido
    .help = Cuánto de lo que muestra la foto debe quedar (peso de la pérdida de contenido)
dial-cycle = Reversible
    .help = Qué tan bien podría recuperarse la foto del dibujo (peso de la pérdida de ciclo)
dial-line = Fuerza de línea
    .help = Qué fuertes son las líneas; 0 no dibuja ninguna
dial-line-width = Grosor de línea
    .help = Qué anchas son las líneas
dial-boldness = Trazo
    .help = Qué grandes son trazos y formas; 0 la mitad, 2 el doble
dial-detail = Detalle
    .help = Cuánto detalle queda; 0 formas grandes y simples, 1 el dibujo tal cual
dial-palette = Paleta
    .help = Hasta dónde los colores se vuelven los de las páginas aprendidas; 0 los deja
dial-saturation = Saturación
    .help = Qué fuertes son los colores; 0 es gris
dial-hand = Mano del estilo
    .help = Cuánto hay en el dibujo de la paleta y los trazos del estilo; 0 entinta la propia foto
dial-photo-color = Color de la foto
    .help = Cuánto se transparentan los colores de la foto bajo la mano del estilo
dial-tones = Tonos
    .help = Pocos tonos en vez de degradados; 0 los deja suaves, más de 1 y hay menos
dial-blacks = Negros
    .help = Qué oscura debe ser una zona para volverse tinta plena; 0 las deja todas
dial-hatching = Tramado
    .help = Hasta dónde los grises se vuelven trazos de pluma sobre papel blanco; 0 los deja
dial-grain = Grano
    .help = Cuánto se ve el grano de la impresión; 0 deja las áreas limpias
dial-paper = Papel
    .help = Qué viejo es el papel; 0 es blanco

## Estado y mensajes

status-loading = Cargando la red
status-device = Dibuja en: { $device }
status-cpu = CPU
status-failed = No se puede dibujar: { $reason }
status-elapsed = { $ms } ms
status-elapsed-help = Tiempo del último dibujo
status-scale = { $pixels } px
status-zoom = { $percent } %
status-zoom-help = Tamaño al que se ve el dibujo; al 100 %, uno de sus píxeles ocupa uno de la pantalla
status-scale-help = Lado largo al que se hace el dibujo en pantalla
status-drawing = Dibujando
toast-reveal = Ver en la carpeta
show-saved-none = No se ha guardado nada desde el inicio
toast-empty-desk = Empezar de cero
reveal-failed = No se puede abrir el gestor de archivos
status-photo = { $name } ({ $number } de { $count })
saving-count = Guardando { $number } de { $count }
contact-count = Dibujando la hoja: { $number } de { $count }
saved-file = Guardado { $path }
saved-in = En { $folder }
saved-enlarged = Guardado { $path } ({ $size })
saved-still = Solo el primero de { $count } fotogramas: { $format } no se mueve. Como GIF, PNG o WebP se guardan todos
saved-stills = { $count ->
    [one] De 1 animación solo se guardó el primer fotograma: su formato no se mueve
   *[other] De { $count } animaciones solo se guardó el primer fotograma: su formato no se mueve
}
not-kept = No se conserva: { $what }
not-kept-of = { $count ->
    [one] No se conserva de 1 foto
   *[other] No se conserva de { $count } fotos
}: { $what }
loss-film = el vídeo de la foto en movimiento
loss-gain-map = el mapa de ganancia para pantallas HDR
loss-depth-map = el mapa de profundidad
loss-extended-xmp = la parte extendida de XMP
loss-faces = la posición de las caras
loss-maker-data = los datos privados del fabricante (demasiado grandes para JPEG)
loss-long-xmp = el historial de XMP, o todo (demasiado grande para JPEG)
loss-everything = EXIF y XMP (el formato no los admite)
list-comma = { ", " }
saved-count = { $count ->
    [one] 1 dibujo guardado
   *[other] { $count } dibujos guardados
}
saved-count-failed = { $count ->
    [one] 1 dibujo guardado
   *[other] { $count } dibujos guardados
}, { $num_failed } con error
status-queue = Exportación { $number } de { $count }
saving-stopped = Detenido
nothing-to-paste = No hay nada que dibujar en el portapapeles: copia una imagen o archivos.
not-pasted = No se pudo pegar la imagen: { $reason }
copied = Copiado
too-much-at-once = Demasiado a la vez: espera un momento
engine-busy = Ocupado; inténtalo otra vez
device-lost = La tarjeta gráfica dejó de responder: se reinició o actualizó un controlador, o se agotó su memoria. Fotos, ajustes y lo aprendido hasta ahora se conservan. Abre Kinetoon de nuevo; con --device cpu dibuja sin la tarjeta.
device-note-cpu = Se pidió la CPU
device-note-software = { $adapter } no es una tarjeta gráfica real; la CPU es más rápida
device-note-unfit = No se usa { $adapter }: no funciona como debe ({ $detail })
device-note-differs = No se usa { $adapter }: dibuja distinto que la CPU
device-note-left = La tarjeta gráfica falló y ya no se usa ({ $detail })
device-left = La tarjeta gráfica falló o se quedó sin memoria; sigue la CPU
engine-stopped = el dibujo se detuvo; abre Kinetoon de nuevo
settings-aside = Los ajustes anteriores no se pudieron leer, o no del todo; el archivo se conserva como { $path }
settings-stuck = { $path }: no se pueden leer los ajustes anteriores. El archivo queda como está y no se guardan ajustes
settings-not-kept = No se pueden guardar fotos y ajustes para la próxima vez: { $reason }
restored = { $count ->
    [one] Kinetoon se interrumpió: 1 foto y todos los ajustes han vuelto
   *[other] Kinetoon se interrumpió: { $count } fotos y todos los ajustes han vuelto
}
no-dialog = Este sistema no tiene diálogo de archivos (portal de escritorio o zenity): suelta archivos aquí o usa `kinetoon stylize`
file-problem = { $path }: { $reason }
folder-empty = no contiene imágenes
folder-left-out = { $count ->
    [one] 1 archivo { $format } omitido: el formato no se lee
   *[other] { $count } archivos { $format } omitidos: el formato no se lee
}
folder-loop = un enlace a una carpeta que lo contiene
folder-gone-source = la carpeta de las fotos no está
folder-gone-target = la carpeta de los dibujos no está
problems-heading = No se pudo usar todo
problems-left-out = { $count ->
    [one] Uno más antes de estos
   *[other] { $count } más antes de estos
}
close = Cerrar
cancel = Cancelar

## Diálogos de archivos

filter-pictures = Imágenes y estilos
filter-all = Todos los archivos
filter-style = Estilo de Kinetoon
filter-books = Libros
filter-openraster = Con capas

## Exportar

export-heading = Exportar
export-which = Fotos
export-which-all = Todas ({ $count })
export-which-shown = La que se ve
export-which-unsaved = Sin guardar ({ $count })
export-which-selected = Seleccionadas ({ $count })
export-style = Estilo
export-style-tuned = { $style }, ajustado
export-style-own = { $count ->
    [one] { $style }; 1 foto conserva sus propios ajustes
   *[other] { $style }; { $count } fotos conservan sus propios ajustes
}
export-style-all-own = Cada foto conserva sus propios ajustes
export-folder = Carpeta
    .hint = Adónde van los dibujos
export-choose = Elegir…
export-name = Nombre
export-name-help = { $name }: nombre de la foto, { $style }: del estilo, { $number }: 0001, 0002…
export-example = Ejemplo: { $path }
export-pattern-path = Un nombre, no una ruta: las carpetas son las de las fotos
export-pattern-place = Entre llaves puede ir { $name }, { $style } o { $number }
export-pattern-empty = Un nombre no puede estar vacío
export-existing = Ya existentes
export-existing-skip = Omitir
    .help = Las fotos cuyo dibujo ya está no se dibujan otra vez, salvo que esté cortado
export-existing-overwrite = Reemplazar
    .help = El dibujo nuevo toma el lugar del archivo
export-existing-number = Numerar
    .help = El dibujo nuevo lleva un número tras el nombre; nada se reemplaza
export-format = Formato
export-format-photo = Como la foto
    .help = JPEG para JPEG y PNG para todo lo demás
export-quality = Calidad
    .help = De archivos JPEG y AVIF: más es mayor y más fino
export-scale = Dibujar a
    .help = Lado largo al que se dibuja; más pequeño, más grueso. Una foto menor se amplía antes
export-scale-screen = { $pixels } px, como en pantalla
export-scale-px = { $pixels } px
export-scale-full = Tamaño de la foto
export-size = Tamaño
export-size-drawing = Como se dibuja
    .help = Una foto menor que su dibujo se amplía y queda así; las demás, y las animaciones, conservan su tamaño
export-size-photo = Como la foto
    .help = El dibujo de una foto menor se reduce de nuevo
export-size-double = 2× la foto
    .help = El doble de ancho y alto, para impresiones grandes: los trazos se dibujan a ese tamaño, sin desenfoque. Una animación conserva su tamaño
export-size-quadruple = 4× la foto
    .help = Cuatro veces más ancho y alto: dieciséis veces más píxeles. Una animación conserva su tamaño
size-enlarged = { $size }, ampliado desde { $photo }
export-dpi = Resolución
    .help = Puntos por pulgada que indican los archivos: su tamaño en papel. Ningún píxel cambia
export-dpi-photo = Como la foto
export-dpi-number = { $dpi } ppp
export-dpi-type = Cualquier número de 1 a 9600
export-dpi-none = Los archivos GIF no indican su tamaño en papel
export-metadata = Datos de cámara
export-metadata-keep = Conservar
    .help = Los dibujos conservan fecha, lugar y cámara de las fotos (EXIF, XMP)
export-source = Origen
export-source-auto = Si dibujó una red
    .help = Los archivos dicen en su XMP que un modelo entrenado ha modificado la foto (DigitalSourceType de IPTC); los de los looks, que no necesitan red, no dicen nada. Vale también para dibujos sueltos
export-source-always = Siempre
    .help = También los archivos de los looks dicen que unas reglas han modificado la foto
export-source-never = Nunca
    .help = Los archivos no dicen cómo se hicieron
export-begin = Exportar
export-queue = Añadir a la cola
export-planning = Mirando la carpeta…
export-obstacle-none = No hay tal foto
export-obstacle-folder = Elige una carpeta para los dibujos
export-obstacle-relative = Da la ruta completa de la carpeta, desde el principio
export-replaces-photo = el dibujo reemplazaría una foto; elige otra carpeta u otro nombre
export-nothing-left = Todos estos dibujos ya están

## La cola de fotos

queue-heading = Exportación
queue-hide = Ocultar la cola
queue-empty = No se exporta nada
queue-going = { $number } de { $count }
queue-going-left = { $number } de { $count }, faltan unos { $left }
queue-resting = { $number } de { $count }, en pausa
queue-blocked = { $number } de { $count }, te espera
queue-checking = Mirando qué dibujos ya están…
queue-done = Terminadas: { $count }
queue-done-failed = Terminadas: { $count }, con error: { $num_failed }
queue-pause = Pausar
    .help = Lo empezado se dibuja de nuevo después
queue-go-on = Seguir
    .help = Dibujar lo que falta
queue-cancel = Cancelar todo
    .help = No se dibuja nada más; los archivos guardados se quedan
queue-clear = Quitar hechas
    .help = Quitar de la lista lo guardado, omitido o fallido; los archivos se quedan
queue-tab-open = Faltan { $count }
queue-tab-done = Hechas { $count }
queue-tab-failed = Errores { $count }
queue-none-open = No queda nada por dibujar
queue-none-done = Aún no hay nada hecho
queue-none-failed = No hay errores
queue-row = { $name }: { $state }
queue-waiting = En espera
queue-next = Siguiente
queue-reading = Leyendo
queue-drawing = Dibujando
queue-inking = Entintando
queue-writing = Escribiendo
queue-saved = Guardado
queue-skipped = Omitido: ya estaba
queue-show = Clic para verlo en su carpeta: { $path }
queue-reveal = Ver «{ $name }» en su carpeta
queue-up = Subir «{ $name }»
queue-down = Bajar «{ $name }»
queue-front = Dibujar «{ $name }» a continuación
queue-remove = Sacar «{ $name }»
queue-cancel-one = Detener «{ $name }»
queue-retry-one = Reintentar «{ $name }»
queue-retry-all = Reintentar todo
queue-try-again = Reintentar
    .help = Seguir con lo que espera
queue-other-folder = Otra carpeta…
    .help = Lo que falta por dibujar va a otra carpeta; lo guardado se queda
queue-leave-out = Omitir esta
    .help = Seguir sin esta foto
queue-leave-out-folder = Omitir esa carpeta
    .help = Seguir sin las fotos de esa carpeta
blocked-full = El disco está lleno. Haz sitio para «{ $folder }» o elige otra carpeta; no se pierde nada.
blocked-read-only = El disco de «{ $folder }» es de solo lectura. Permite escribir en él o elige otra carpeta.
blocked-target-gone = La carpeta «{ $folder }» ya no está, o su unidad no responde. Conecta la unidad, crea la carpeta otra vez o elige otra.
blocked-source-gone = La carpeta de fotos «{ $folder }» ya no está. Vuelve a poner la tarjeta o la unidad.
blocked-refused = El sistema no acepta el archivo: { $reason }

## Enseñar un estilo

teach-heading = Enseñar tu estilo
teach-looking = Mirando las páginas…
teach-pages = { $count ->
    [one] 1 página para aprender. Haz clic en una página para omitirla.
   *[other] { $count } páginas para aprender. Haz clic en una página para omitirla.
}
teach-pairs = { $count ->
    [one] 1 dibujo está sobre su foto: lo dibujado se aprende punto por punto.
   *[other] { $count } dibujos están sobre sus fotos: lo dibujado se aprende punto por punto.
}
teach-few-pages = Tan pocas páginas dan solo un parecido tosco; diez o más son mejor.
teach-hand = Su tinta: { $traits }
teach-hand-help = Medida en las páginas. Los dibujos empiezan con ella, y los controles también.
score = { $value } puntos de 100:
score-help = Cuánto se puede aprender de estas páginas, estimado solo por ellas
score-one-hand = { $count } páginas de una sola mano
score-two-hands = { $many } páginas parecen de una mano, { $few } de otra
score-many-pages = { $count } páginas bastan
score-few-pages = { $count ->
    [one] una página es poco
   *[other] { $count } páginas son pocas
}
score-sharp = los escaneos son nítidos
score-soft = { $count ->
    [one] una página está borrosa
   *[other] { $count } páginas están borrosas
}
score-contrast = la tinta destaca bien del papel
score-grey = { $count ->
    [one] una página es toda gris
   *[other] { $count } páginas son todas grises
}
score-large = los escaneos son bastante grandes
score-small = { $count ->
    [one] una página es pequeña
   *[other] { $count } páginas son pequeñas
}
score-little-lettering = hay poco texto
score-lettering = { $count ->
    [one] una página es casi toda texto
   *[other] { $count } páginas son casi todas texto
}
score-full = los dibujos llenan las páginas
score-empty = { $count ->
    [one] una página está casi vacía
   *[other] { $count } páginas están casi vacías
}
score-advice = Para mejorar: { $advice }
score-advice-two-hands = omite las páginas de la otra mano
score-advice-few-pages = añade páginas de esta mano; diez o más está bien
score-advice-soft = escanea otra vez con nitidez, o enfoca las páginas
score-advice-grey = ajusta los puntos negro y blanco a la tinta y al papel
score-advice-small = escanea las páginas a 600 píxeles o más
score-advice-lettering = añade páginas con más dibujo o recorta las viñetas
score-advice-empty = recorta los dibujos de las páginas vacías
trait-separator = {", "}
trait-fine-lines = líneas finas
trait-lines = líneas medias
trait-bold-lines = líneas gruesas
trait-no-lines = sin líneas
trait-solid-black = negro pleno
trait-hatching = tramado
trait-open-paper = papel abierto
trait-no-colors = solo tinta y papel
trait-colors = { $count ->
    [one] un color
   *[other] { $count } colores
}
teach-page-leave-out = Clic para omitirla
teach-page-take-in = Omitida; clic para incluirla
teach-files-left-out = { $count ->
    [one] 1 archivo queda fuera
   *[other] { $count } archivos quedan fuera
}
teach-odd-pages = { $count ->
    [one] 1 página no se parece a las demás
   *[other] { $count } páginas no se parecen a las demás
}
teach-name = Nombre
    .hint = Cómo se llama el estilo
teach-author = Autor
    .hint = De quién es la mano (puede quedar vacío)
teach-licence = Licencia
    .hint = Qué pueden hacer otros con él (puede quedar vacío)
teach-from = Partir de
teach-from-nearest = La mezcla más cercana
teach-length = Duración
teach-length-choice = { $length }, { $time }
teach-length-draft = Borrador
teach-length-good = Bueno
teach-length-best = El mejor
teach-about = unos { $time }
teach-timing = midiendo…
teach-practise = Practicar con
teach-practise-strip = las fotos de la tira
teach-queue = Añadir a la cola
teach-start = Aprender
teach-my-style = Mi estilo
teach-obstacle-no-page = Ninguna página sirve: elige una carpeta con páginas de cómic
teach-obstacle-name = Da al estilo un nombre sin barras ni signos especiales
teach-obstacle-taken = Ya hay un estilo con ese nombre
teach-no-folder = Este sistema no tiene carpeta para puntos de control

duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $hours } h

## Un aprendizaje en marcha

lesson-heading = Aprendiendo «{ $name }»
lesson-pages = { $count ->
    [one] 1 página
   *[other] { $count } páginas
}
lesson-pages-left-out = { $pages }, { $count } omitidas
lesson-waiting = En espera
lesson-unqueue = Quitar
lesson-step = Paso { $step }
lesson-pace = Paso { $step }, { $pace } s cada uno, faltan unos { $left }
lesson-memory = { $place }, { $megabytes } MB de memoria
lesson-resting = Paso { $step }, en pausa
lesson-awaits = Paso { $step }: todo lo dibujado está aprendido. Guarde el siguiente trazo, o termine y conserve.
lesson-resting-because = En pausa: { $reason }
lesson-pause = Pausar
lesson-go-on = Seguir
lesson-stop = Parar y guardar
    .help = Lo mejor hasta ahora va a los estilos
lesson-drop = Descartar
    .help = No se conserva nada de este aprendizaje
lesson-gentle = Mantener fluido el equipo
    .help = Descansa la mitad del tiempo
lesson-settled = Ya no se gana nada, así que termina antes.
lesson-slowed = El equipo tiene mucho más que hacer: un paso tarda { $times } veces más que antes.
lesson-gain = Qué tal va
lesson-like-pages = Más cerca de tus páginas: { $share } (al principio { $before })
    .help = Cuánto del camino de las fotos a tus páginas han hecho los dibujos
lesson-true-to-photo = Fiel a la foto: { $share } (al principio { $before })
    .help = Cuánto de lo que hay en las fotos sigue en los dibujos
lesson-see = Verlo en esta foto
    .help = Dibuja la foto que se muestra con lo aprendido hasta ahora; compárala allí, en grande
critic-not-yet = aún no como tus páginas
critic-like-pages = como tus páginas
critic-looking = Se está mirando el dibujo…
lesson-losses = Pérdidas y ajuste
lesson-loss-style = estilo
lesson-loss-content = contenido
lesson-loss-cycle = ciclo
lesson-loss-adversarial = adversaria
lesson-loss-value = { $name } { $value }
lesson-weights-moved = pesos cambiados
lesson-steer = «Como las páginas», «Contenido» y «Reversible», a la derecha, guían el aprendizaje.
lesson-points = Por el camino
lesson-points-help = Haz clic en una imagen para seguir desde ahí.
lesson-point-measure = estilo { $style }, contenido { $content }
lesson-point-help = Clic para seguir desde aquí
lesson-point-best = { $step }, el mejor
lesson-dropped = Se descartó «{ $name }»
lesson-failed = No se pudo aprender «{ $name }»: { $reason }
trouble-nothing-drawn = los dibujos apenas difieren de las fotos; sube «Como las páginas»
trouble-one-texture = todos los dibujos se parecen; sube «Contenido» y «Reversible», o añade páginas
trouble-diverged = el aprendizaje se desvió; sigue desde su mejor punto, más despacio
painting-heading = Dibujos vigilados
painting-writing = Se está escribiendo…
painting-awaited = Ábralo en su programa, dibuje sobre la foto y guarde. Se aprende lo que entonces se ve.
painting-waits = Está aprendido. Lo que guarde a partir de ahora también se aprende.
painting-missing = El archivo no está; se espera a que vuelva.
painting-changing = Se está guardando…
painting-good = Está aprendido; sus fotos se dibujan según él.
painting-read = Leído hace { $time }
painting-open = Abrir
painting-forget = No vigilar más
    .help = Lo aprendido de él se queda. Sin dibujo que vigilar, la lección llega a su fin
painting-not-opened = Ningún programa abrió el archivo
painting-written = Para dibujar encima: { $path }
painting-style = Mis dibujos
painting-layer-photo = Fotografía
painting-layer-empty = Dibujo

## Preguntas

ask-close-heading = Se está aprendiendo un estilo
ask-close-text = «{ $name }» no está terminado. Lo aprendido se conserva, y podrás seguir la próxima vez que abras Kinetoon.
ask-close-stay = Quedarse
ask-close-anyway = Cerrar y seguir luego
ask-folder-heading = ¿Qué hay en «{ $name }»?
ask-folder-photos = Fotos
    .help = Dibujarlas como cómics
ask-folder-pages = Páginas de cómic
    .help = Enseñar este estilo a Kinetoon
ask-export-heading = ¿Seguir exportando?
ask-export-text = Quedan por dibujar { $left } de { $count } fotos.
ask-export-forget = Olvidar
ask-unfinished-heading = ¿Seguir aprendiendo?
ask-unfinished-text = «{ $name }» no se terminó: { $count ->
    [one] 1 paso hasta ahora
   *[other] { $count } pasos hasta ahora
}
ask-unfinished-drop = Descartarlo
ask-unfinished-later = Ahora no

## Lo que puede fallar con los archivos

disk-not-found = no existe tal archivo
disk-read-denied = no se permite leer el archivo
disk-is-folder = es una carpeta, no un archivo
disk-not-a-folder = una parte de la ruta es un archivo, no una carpeta
disk-network = la unidad de red no responde
disk-cannot-read = no se puede leer el archivo
disk-full = el disco está lleno
disk-quota = se agotó la cuota de disco
disk-read-only = el disco es de solo lectura
disk-write-denied = no se permite escribir en esta carpeta
disk-folder-of-that-name = hay una carpeta con ese nombre
disk-file-too-large = el disco no admite un archivo de este tamaño
disk-bad-name = el disco no permite este nombre de archivo
disk-cannot-write = no se puede escribir el archivo
picture-empty = el archivo está vacío
picture-unknown = el contenido no es de ningún formato de imagen conocido
picture-unsupported = no se puede leer { $what }
picture-raw = no se pueden leer los archivos RAW de cámaras
picture-heif = no se pueden leer imágenes HEIF ni AVIF
picture-jpeg-2000 = no se pueden leer imágenes JPEG 2000
picture-psd-not-merged = no se puede leer un documento de Photoshop sin imagen combinada
picture-unsupported-variant = no se puede leer esta variante de { $format }
picture-truncated = el archivo { $format } está cortado: acaba antes que la imagen
picture-damaged = el archivo { $format } está dañado
picture-too-large = la imagen de { $width } x { $height } píxeles es demasiado grande: { $limit }
picture-file-too-large = el archivo es demasiado grande: solo se pueden leer { $limit }
picture-over-memory = decodificar necesita más de los { $limit } permitidos
picture-out-of-memory = no hay memoria suficiente: faltan { $needed }
picture-invalid-size = los archivos { $format } no admiten una imagen de { $width } x { $height } píxeles
picture-depth = los archivos { $format } tienen 8 bits por canal; PNG y TIFF, 16
picture-still = los archivos { $format } no pueden moverse; PNG, WebP y GIF sí
picture-changed = el archivo cambió mientras se leía
picture-unknown-output = «{ $name }» no es un formato que se pueda escribir: usa png, jpeg, webp, tiff o gif
picture-cannot-encode = la imagen no se puede escribir como { $format }
picture-exists = ya existe un archivo con ese nombre
limit-pixels = se permiten como mucho { $megapixels } megapíxeles
limit-side = un lado puede tener como mucho { $pixels } píxeles
limit-memory = necesita { $needed } de memoria y se permiten { $limit }

## Lo que puede fallar al dibujar y aprender

engine-unknown-style = no hay ningún estilo «{ $name }»
engine-lesson-runs = se está aprendiendo otro estilo
engine-lesson-elsewhere = otra ventana u orden está aprendiendo «{ $name }»
engine-no-thread = el sistema se negó a crear un hilo
engine-defect = Kinetoon cometió un error ({ $detail })
model-damaged = el archivo de estilo está dañado, o no lo es
model-no-style = este archivo no contiene ningún estilo
model-newer = este estilo lo escribió un Kinetoon más nuevo
model-bad-name = «{ $name }» no puede ser el nombre de un estilo
model-bad-provenance = Lo que el estilo dice de su origen está dañado
model-unfit = no se puede usar la red o el estilo ({ $detail })
model-tensor = el tensor { $name } de la red o del estilo no encaja
gpu-none = no se encontró tarjeta gráfica; deja dibujar al procesador o instala un controlador gráfico
gpu-cannot-open = no se pudo abrir la tarjeta gráfica { $adapter }
gpu-too-large = una imagen de { $width } x { $height } píxeles es demasiado grande para la tarjeta gráfica
gpu-failed = la tarjeta gráfica falló ({ $detail })
gpu-differs = la tarjeta gráfica dibuja distinto que el procesador
gpu-gone = el dibujo estaba en una tarjeta gráfica que ya no se usa
shelf-no-folder = este sistema no tiene carpeta para estilos
shelf-built-in = «{ $name }» es un estilo incluido; elige otro nombre
shelf-exists = ya hay un estilo llamado «{ $name }»
learning-no-pages = no hay página de la que aprender
learning-device = el dispositivo falló al aprender ({ $detail })
learning-damaged = dañado, o escrito por otra versión
pair-photo = su foto: { $reason }
pair-transparent = solo tiene píxeles transparentes; exporta el dibujo mismo
pair-other-photo = no encaja con su foto; ¿está dibujado sobre otra?
pair-unchanged = sigue siendo la foto; dibuja encima y guarda
pair-too-many = solo se leen los primeros { $count } pares
page-too-small = { $width } x { $height } píxeles son pocos
page-duplicate = la misma imagen que { $of }
page-blank = no hay casi nada dibujado
page-mostly-text = casi todo texto; las letras se aprenderían como textura
page-too-many = solo se leen las primeras { $count } páginas
page-rest-unread = solo se leen { $read } de sus { $count } páginas
book-encrypted = está cifrado; guárdalo antes sin contraseña
book-no-pictures = no contiene imágenes
book-only-text = solo contiene texto
book-other-archive = no se pueden leer archivos { $kind }; empaqueta las páginas en ZIP o CBZ
book-nested = un libro dentro de un archivo comprimido no se abre; sácalo antes
book-unusual-packing = está comprimido de un modo que no se puede leer; un ZIP corriente sí
book-too-many-files = contiene más de { $limit } archivos
book-too-much-inside = descomprimido ocupa más de { $limit }
book-takes-too-long = dibujarlo lleva demasiado tiempo
page-unlike-others = distinta de todas las demás; haz clic en ella arriba para omitirla si es de otra mano
