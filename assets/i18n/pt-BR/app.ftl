# As palavras da janela em português do Brasil, no vocabulário dos programas de desenho e fotografia. Sem ponto
# depois de uma frase só; "…" só antes de uma caixa de diálogo. Chaves e valores são os do arquivo em inglês.

## Comandos: o que diz o botão ou o item do menu, e o que ele faz

command-open = Abrir…
    .help = Escolher fotos ou estilos
command-open-folder = Abrir pasta…
    .help = Escolher uma pasta; ela é percorrida com todas as subpastas
command-save = Salvar…
    .help = Salvar este desenho no tamanho total da foto
command-save-pair = Antes e depois…
    .help = Salvar a foto e o desenho lado a lado como uma imagem só
command-save-moving = Antes e depois, animado…
    .help = Salvar uma imagem animada: uma borda passa da foto ao desenho e volta
command-export = Exportar…
    .help = Salvar em uma pasta os desenhos de todas as fotos ou de algumas
command-pause-export = Pausar exportação
    .help = Pausar ou continuar; o que foi começado é desenhado de novo
command-stop = Parar
    .help = Parar de salvar; os arquivos salvos ficam
command-show-saved = Mostrar o último arquivo salvo
    .help = Abrir a pasta em que ele está
command-remove = Tirar a foto da lista
    .help = Tirar esta foto da lista; o arquivo fica
command-remove-all = Tirar todas as fotos da lista
    .help = Começar do zero; os arquivos ficam, e Desfazer traz a lista de volta
command-select-all = Selecionar todas as fotos
    .help = Toda a tira é removida ou exportada junta; um clique com Ctrl ou Shift seleciona algumas
command-sort-by-added = Como foram abertas
    .help = As fotos na ordem em que foram abertas
command-sort-by-name = Por nome
    .help = As fotos na ordem dos nomes dos arquivos, 2 antes de 10
command-sort-by-taken = Por data da foto
    .help = As fotos na ordem em que foram tiradas; as sem data ficam no fim
command-sort-by-modified = Por data do arquivo
    .help = As fotos na ordem das últimas mudanças dos arquivos
command-quit = Sair
    .help = Fechar o Kinetoon; fotos e ajustes voltam na próxima vez
command-undo = Desfazer
    .help = Desfazer a última alteração
command-redo = Refazer
    .help = Fazer a alteração de novo
command-copy = Copiar
    .help = Copiar o desenho, como aparece, para a área de transferência
command-paste = Colar
    .help = Usar as fotos ou a imagem da área de transferência
command-reset = Redefinir estilo
    .help = Todos os controles como o estilo os traz; os outros estilos mantêm seus ajustes
command-own-settings = Só esta foto
    .help = Os controles mudam só esta foto; as outras ficam como estão. De novo para voltar aos ajustes comuns
command-use-for-all = Usar em todas
    .help = Usar os ajustes desta foto em todas
command-side-by-side = Lado a lado
    .help = Foto e desenho lado a lado, ou um sobre o outro quando assim ficam maiores
command-wipe = Cortina
    .help = Foto e desenho em um quadro só, com uma alça entre eles
command-drawing-alone = Desenho
    .help = Só o desenho
command-grid = Grade
    .help = Todas as fotos como desenhos, lado a lado; clique duplo ou Enter abre uma, de novo para voltar
command-keep = Comparar com este
    .help = Manter este desenho à esquerda como A e comparar com ele os próximos; de novo para sair
command-critic = Mostrar o que ainda não é a sua mão
    .help = Enquanto um estilo é aprendido e está escolhido: um véu violeta sobre o desenho onde a rede que conhece as suas páginas faz objeções; de novo para tirá-lo
command-flip = Alternar
    .help = Ver a foto no lugar do desenho, em qualquer vista; de novo para voltar
command-fit = Ajustar
    .help = Ver a imagem inteira
command-actual-size = 1:1
    .help = Um pixel do desenho em um da tela
command-zoom-in = Ampliar
    .help = Ver menos da imagem, maior
command-zoom-out = Reduzir
    .help = Ver mais da imagem, menor
command-previous = Foto anterior
    .help = Ver a foto anterior
command-next = Próxima foto
    .help = Ver a próxima foto
command-controls = Estilos e controles
    .help = Mostrar ou ocultar o painel de estilos e controles
command-queue = Fila de exportação
    .help = Mostrar ou ocultar as fotos que estão sendo exportadas
command-full-screen = Tela cheia
    .help = Preencher a tela, ou sair dela
command-theme-system = Tema do sistema
    .help = Escuro ou claro, como o sistema
command-theme-dark = Tema escuro
    .help = Texto claro em fundo escuro
command-theme-light = Tema claro
    .help = Texto escuro em fundo claro
command-language-system = Idioma do sistema
    .help = Usar o idioma do sistema
command-language-english = English
    .help = Usar inglês
command-language-german = Deutsch
    .help = Usar alemão
command-language-french = Français
    .help = Usar francês
command-language-spanish = Español
    .help = Usar espanhol
command-language-portuguese = Português (Brasil)
    .help = Usar português do Brasil
command-language-japanese = 日本語
    .help = Usar japonês
command-language-chinese = 简体中文
    .help = Usar chinês simplificado
command-previous-style = Estilo anterior
    .help = Escolher o estilo anterior
command-next-style = Próximo estilo
    .help = Escolher o próximo estilo
command-vary = Variar
    .help = Seis vizinhos deste visual nesta foto; um clique pega um e o varia
command-all-styles = Todos os estilos em uma folha…
    .help = Desenhar esta foto em cada estilo e salvar todos, com os nomes, como uma imagem só
command-edit-style = Renomear, autor, licença…
    .help = Dar outro nome a este estilo aprendido, ou dizer de quem ele é e o que outros podem fazer com ele
command-teach = Ensinar seu estilo…
    .help = Escolher uma pasta com páginas ou livros de quadrinhos; um estilo é aprendido deles
command-teach-book = Ensinar com um livro…
    .help = Escolher quadrinhos em CBZ, ZIP, EPUB, PDF, PSD, ORA, KRA ou TIFF; um estilo é aprendido das páginas
command-draw-over = Desenhar sobre esta foto…
    .help = Salvar como arquivo com camadas ou como PNG e desenhar por cima no seu programa; a cada vez que você salva, um estilo é aprendido dela
command-palette = Todos os comandos
    .help = Achar qualquer comando pelo nome
command-guide = Guia
    .help = Primeira imagem, estilos, seu próprio traço, exportação, animações e o que fazer quando algo dá errado
command-shortcuts = Teclas
    .help = Mostrar todas as teclas
command-sources = De que a rede aprendeu
    .help = Todas as páginas e fotos com que os pesos incluídos foram treinados, com sua licença
command-about = Sobre o Kinetoon
    .help = Versão, créditos e licenças

tooltip-with-key = { $help } ({ $key })

menu-file = Arquivo
menu-recent = Abrir recente
menu-edit = Editar
menu-view = Exibir
menu-style = Estilo
menu-help = Ajuda
menu-theme = Tema
menu-sort = Ordenar as fotos
menu-language = Idioma

palette-hint = O que você quer fazer?
palette-nothing = Nenhum comando tem esse nome

guide-next = A seguir: { $chapter }
guide-in-english = Este guia só existe em inglês e em chinês

key-hold-b = B
key-hold-b-help = Ver a foto enquanto a tecla está pressionada
key-wheel = Roda
key-wheel-help = Zoom; arrastar move a imagem
key-double-click = Clique duplo
key-double-click-help = Na imagem: ver tudo. Em um controle: redefinir
key-tab = Tab
key-tab-help = Ir para o próximo controle; Shift+Tab volta
key-arrows = Setas
key-arrows-help = Mover o controle que tem o foco

about-version = Versão { $version }
about-what = Redesenha fotos como quadrinhos, sem internet, neste computador.
about-adapter = Vídeo: { $name }
about-styles = As mãos por trás dos estilos
about-licences = Licenças
about-licence = O Kinetoon e sua rede: MIT ou Apache-2.0, como preferir.
about-font = Caracteres chineses e japoneses: Noto Sans CJK, © Adobe, SIL Open Font License 1.1. Letras: Ubuntu Light, Ubuntu Font Licence.
about-licence-texts = Textos das licenças
credit-oz-neill = John R. Neill, domínio público
credit-peppercarrot = David Revoy, Pepper&Carrot, CC BY 4.0
credit-ukiyoe-hiroshige = Utagawa Hiroshige, domínio público
credit-walter-crane = Walter Crane, domínio público
credit-kate-greenaway = Kate Greenaway, domínio público
credit-ink-philmay = Phil May, domínio público
credit-ink-gibson = Charles Dana Gibson, domínio público
credit-engraving-dore = Gustave Doré, domínio público
credit-learnt = Aprendido neste computador ou adicionado como arquivo

## Fotos

sample = Exemplo
photo-remove = Tirar da lista
photos-remove = Remover { $count } da lista
photo-unreadable = ilegível
photo-moves = { $name } (em movimento)
grid = Fotos como desenhos
grid-count = { $count ->
    [one] { $count } foto
   *[other] { $count } fotos
}
grid-selected = { $count ->
    [one] { $count } selecionada
   *[other] { $count } selecionadas
}
grid-drawing = { $count } por desenhar
welcome-open = Abrir uma foto
welcome-style = Escolher um estilo
welcome-save = Salvar o desenho
welcome-sample = Experimentar o exemplo
welcome-picture = Uma foto é solta na janela, um estilo é escolhido e o desenho é salvo
invitation-drop = Solte fotos ou pastas aqui, ou clique em Abrir
invitation-open = Clique em Abrir para escolher fotos (soltar arquivos exige X11 ou XWayland)
drop-count = { $count ->
    [one] Solte para desenhar como quadrinho
   *[other] Solte para desenhar as { $count } como quadrinhos
}

## Tela de desenho

canvas = Foto e desenho
canvas-photograph = Foto
canvas-drawing = Desenho
canvas-drawing-hold = Desenho: segure B para ver a foto
canvas-kept = A: { $style }
compare-next = Agora escolha outro estilo ou mova um controle: A fica à esquerda
canvas-compared-hold = B: { $style }: segure B para ver a foto
canvas-unreadable = Esta foto não pode ser exibida

## Estilos e controles

style-heading = Estilos
style-comic = Quadrinho
style-bold = Grosso
style-soft-cel = Cel suave
style-inked = Entintado
style-newsprint = Jornal
style-pop = Pop
style-oz-neill = Quatro cores
style-peppercarrot = Pintura
style-ukiyoe-hiroshige = Xilogravura
style-walter-crane = Livro ilustrado
style-kate-greenaway = Aguada
style-ink-philmay = Bico de pena
style-ink-gibson = Hachura
style-engraving-dore = Gravura
panel-resize = Borda do painel
style-seek = Procurar um estilo
style-favourite = Pôr em primeiro
style-no-favourite = Devolver aos outros
style-own = O seu…
style-export = Salvar como arquivo…
style-remove = Tirar dos estilos
style-reset = Redefinir
style-restore = Recolocar
style-on-shelf = “{ $name }” está entre os estilos
style-removed = “{ $name }” foi removido
style-author = De { $author }
style-pages = { $count ->
    [one] Aprendido de { $count } página
   *[other] Aprendido de { $count } páginas
}
style-pages-unknown = Não se sabe de que foi aprendido
style-base = Ponto de partida: { $base }
style-begun-with = { $style } ({ $base })
style-made = Feito em { $day }
style-licence = Licença: { $licence }
style-restored = “{ $name }” voltou
style-edit-heading = Nome e informações
style-edit-keep = Manter
style-edit-learnt = “{ $name }” está sendo aprendido, ou outro a partir dele: renomeie depois
style-edit-saving = Desenhos estão sendo salvos: renomeie o estilo depois
style-renamed = “{ $old }” agora se chama “{ $new }”
style-edited = As informações de “{ $name }” foram salvas
blend = Misturar com
blend-nothing = Nada
blend-help = Quanto ir deste estilo para “{ $name }”
blend-share = Parte do segundo estilo
style-mixture = { $first } + { $second }
vary-heading = Vizinhos deste visual
vary-others = Outros seis
vary-hide = Ocultar os vizinhos
vary-one = Vizinho { $number }
presets = Predefinições
    .help = Ajustes de todos os controles sob um nome
presets-none = Nenhuma predefinição ainda
presets-not-kept = As predefinições não são salvas: { $reason }
preset-name = Nome da nova predefinição
preset-save = Salvar estes ajustes
preset-remove = Remover “{ $name }”
drawing-heading = Desenho
hand-heading = Estilo
weights-without-hand = Neste estilo os três últimos não têm efeito: só a tinta desenha. Aumente a Mão do estilo para a rede desenhar também
dials-more = Mais
dial-amount = Intensidade
    .help = Quanto do desenho aparece; 0 é a foto, acima de 1 a rede exagera
dial-style = Como as páginas
    .help = Quanto o desenho deve parecer com as páginas do estilo (peso das perdas de estilo e adversária)
dial-content = Conteúdo
    .help = Quanto do que a foto mostra deve ficar (peso da perda de conteúdo)
dial-cycle = Reversível
    .help = Quão bem a foto poderia ser recuperada do desenho (peso da perda de ciclo)
dial-line = Força da linha
    .help = Quão fortes são as linhas; 0 não desenha nenhuma
dial-line-width = Espessura
    .help = Quão largas são as linhas
dial-boldness = Traço
    .help = Quão grandes são traços e formas; 0 metade, 2 o dobro
dial-detail = Detalhe
    .help = Quanto detalhe fica; 0 formas grandes e simples, 1 o desenho como está
dial-palette = Paleta
    .help = Até onde as cores viram as das páginas aprendidas; 0 as deixa
dial-saturation = Saturação
    .help = Quão fortes são as cores; 0 é cinza
dial-hand = Mão do estilo
    .help = Quanto da paleta e dos traços do estilo há no desenho; 0 usa tinta sobre a própria foto
dial-photo-color = Cores da foto
    .help = Quanto das cores da foto transparece sob a mão do estilo
dial-tones = Tons
    .help = Poucos tons no lugar de sombras suaves; 0 as deixa suaves, acima de 1 há menos
dial-blacks = Pretos
    .help = Quão escura uma área precisa ser para virar tinta cheia; 0 deixa todas
dial-hatching = Hachura
    .help = Até onde os cinzas viram traços de pena em papel branco; 0 os deixa
dial-grain = Grão
    .help = Quanto se vê o grão da impressão; 0 deixa as áreas limpas
dial-paper = Papel
    .help = Quão velho é o papel; 0 é branco

## Estado e mensagens

status-loading = Carregando a rede
status-device = Desenha em: { $device }
status-cpu = CPU
status-failed = Não é possível desenhar: { $reason }
status-elapsed = { $ms } ms
status-elapsed-help = Tempo do último desenho
status-scale = { $pixels } px
status-zoom = { $percent }%
status-zoom-help = Tamanho em que o desenho é visto; em 100%, um pixel dele ocupa um da tela
status-scale-help = Lado maior em que é feito o desenho da tela
status-drawing = Desenhando
toast-reveal = Mostrar na pasta
show-saved-none = Nada foi salvo desde o início
toast-empty-desk = Começar do zero
reveal-failed = Não é possível abrir o gerenciador de arquivos
status-photo = { $name } ({ $number } de { $count })
saving-count = Salvando { $number } de { $count }
contact-count = Desenhando a folha: { $number } de { $count }
saved-file = { $path } salvo
saved-in = Em { $folder }
saved-enlarged = { $path } salvo ({ $size })
saved-still = Só o primeiro de { $count } quadros: { $format } não se move. Como GIF, PNG ou WebP ficam todos
saved-stills = { $count ->
    [one] De { $count } animação só o primeiro quadro foi salvo: o formato não se move
   *[other] De { $count } animações só o primeiro quadro foi salvo: o formato não se move
}
not-kept = Não mantido: { $what }
not-kept-of = { $count ->
    [one] Não mantido de { $count } foto
   *[other] Não mantido de { $count } fotos
}: { $what }
loss-film = o vídeo da foto em movimento
loss-gain-map = o mapa de ganho para telas HDR
loss-depth-map = o mapa de profundidade
loss-extended-xmp = a parte estendida do XMP
loss-faces = a posição dos rostos
loss-maker-data = os dados privados do fabricante (grandes demais para JPEG)
loss-long-xmp = o histórico do XMP, ou todo ele (grande demais para JPEG)
loss-everything = EXIF e XMP (o formato não guarda nenhum deles)
list-comma = { ", " }
saved-count = { $count ->
    [one] { $count } desenho salvo
   *[other] { $count } desenhos salvos
}
saved-count-failed = { $count ->
    [one] { $count } desenho salvo
   *[other] { $count } desenhos salvos
}, { $num_failed } com falha
status-queue = Exportação { $number } de { $count }
saving-stopped = Parado
nothing-to-paste = Nada na área de transferência que se possa desenhar: copie uma imagem ou arquivos.
not-pasted = A imagem não pôde ser colada: { $reason }
copied = Copiado
too-much-at-once = Muita coisa de uma vez: espere um momento
engine-busy = Ocupado; tente de novo
device-lost = A placa de vídeo parou de responder: um driver foi reiniciado ou atualizado, ou a memória dela acabou. Fotos, ajustes e o que foi aprendido até agora estão guardados. Abra o Kinetoon de novo; com --device cpu ele desenha sem a placa.
device-note-cpu = A CPU foi pedida
device-note-software = { $adapter } não é uma placa de vídeo de verdade; a CPU é mais rápida
device-note-unfit = { $adapter } não é usada: não funciona como deveria ({ $detail })
device-note-differs = { $adapter } não é usada: desenha diferente da CPU
device-note-left = A placa de vídeo falhou e não é mais usada ({ $detail })
device-left = A placa de vídeo falhou ou ficou sem memória; a CPU continua
engine-stopped = o desenho parou; abra o Kinetoon de novo
settings-aside = Os ajustes da última vez não puderam ser lidos, ou não todos; o arquivo foi guardado como { $path }
settings-stuck = { $path }: os ajustes da última vez não podem ser lidos. O arquivo fica como está e nenhum ajuste é salvo
settings-not-kept = Fotos e ajustes não podem ser salvos para a próxima vez: { $reason }
restored = { $count ->
    [one] O Kinetoon foi interrompido: { $count } foto e todos os ajustes voltaram
   *[other] O Kinetoon foi interrompido: { $count } fotos e todos os ajustes voltaram
}
no-dialog = Este sistema não tem caixa de diálogo de arquivos (portal da área de trabalho ou zenity): solte arquivos aqui ou use `kinetoon stylize`
file-problem = { $path }: { $reason }
folder-empty = não há imagens nela
folder-left-out = { $count ->
    [one] { $count } arquivo { $format } deixado de fora: o formato não é lido
   *[other] { $count } arquivos { $format } deixados de fora: o formato não é lido
}
folder-loop = um link para uma pasta que o contém
folder-gone-source = a pasta das fotos não está lá
folder-gone-target = a pasta dos desenhos não está lá
problems-heading = Nem tudo pôde ser usado
problems-left-out = { $count ->
    [one] Mais { $count } antes destes
   *[other] Mais { $count } antes destes
}
close = Fechar
cancel = Cancelar

## Caixas de diálogo de arquivos

filter-pictures = Imagens e estilos
filter-all = Todos os arquivos
filter-style = Estilo do Kinetoon
filter-books = Livros
filter-openraster = Com camadas

## Exportação

export-heading = Exportar
export-which = Fotos
export-which-all = Todas ({ $count })
export-which-shown = A exibida
export-which-unsaved = Ainda não salvas ({ $count })
export-which-selected = Selecionadas ({ $count })
export-style = Estilo
export-style-tuned = { $style }, ajustado
export-style-own = { $count ->
    [one] { $style }; { $count } foto mantém seus próprios ajustes
   *[other] { $style }; { $count } fotos mantêm seus próprios ajustes
}
export-style-all-own = Cada foto mantém seus próprios ajustes
export-folder = Pasta
    .hint = Para onde vão os desenhos
export-choose = Escolher…
export-name = Nome
export-name-help = { $name }: nome da foto, { $style }: do estilo, { $number }: 0001, 0002…
export-example = Exemplo: { $path }
export-pattern-path = Um nome, não um caminho: as pastas são as das fotos
export-pattern-place = Entre chaves pode haver { $name }, { $style } ou { $number }
export-pattern-empty = Um nome não pode ficar vazio
export-existing = Já existentes
export-existing-skip = Pular
    .help = Fotos cujo desenho já existe não são desenhadas de novo, a não ser que esteja cortado
export-existing-overwrite = Substituir
    .help = O novo desenho toma o lugar do arquivo
export-existing-number = Numerar
    .help = O novo desenho ganha um número depois do nome; nada é substituído
export-format = Formato
export-format-photo = Como a foto
    .help = JPEG para JPEG e PNG para todo o resto
export-quality = Qualidade
    .help = De arquivos JPEG e AVIF: mais é maior e mais fino
export-scale = Desenhar em
    .help = Lado maior em que se desenha; menor, mais grosso. Uma foto menor é ampliada antes
export-scale-screen = { $pixels } px, como na tela
export-scale-px = { $pixels } px
export-scale-full = Tamanho da foto
export-size = Tamanho
export-size-drawing = Como desenhado
    .help = Uma foto menor que seu desenho é ampliada e fica assim; as outras, e toda animação, mantêm o tamanho
export-size-photo = Como a foto
    .help = O desenho de uma foto menor é reduzido de novo
export-size-double = 2× a foto
    .help = O dobro de largura e altura, para impressões grandes: os traços são desenhados nesse tamanho, sem desfoque. Uma animação mantém o tamanho
export-size-quadruple = 4× a foto
    .help = Quatro vezes mais largo e alto: dezesseis vezes mais pixels. Uma animação mantém o tamanho
size-enlarged = { $size }, ampliado de { $photo }
export-dpi = Resolução
    .help = Pontos por polegada indicados nos arquivos: o tamanho no papel. Nenhum pixel muda
export-dpi-photo = Como a foto
export-dpi-number = { $dpi } dpi
export-dpi-type = Qualquer número de 1 a 9600
export-dpi-none = Arquivos GIF não indicam o tamanho no papel
export-metadata = Dados da câmera
export-metadata-keep = Manter
    .help = Os desenhos mantêm data, local e câmera das fotos (EXIF, XMP)
export-source = Origem
export-source-auto = Se uma rede desenhou
    .help = Os arquivos dizem em seu XMP que um modelo treinado modificou a foto (DigitalSourceType da IPTC); os dos looks, que não precisam de rede, não dizem nada. Vale também para desenhos avulsos
export-source-always = Sempre
    .help = Também os arquivos dos looks dizem que regras modificaram a foto
export-source-never = Nunca
    .help = Os arquivos não dizem como foram feitos
export-begin = Exportar
export-queue = Pôr na fila
export-planning = Olhando a pasta…
export-obstacle-none = Não há tal foto
export-obstacle-folder = Escolha uma pasta para os desenhos
export-obstacle-relative = Dê o caminho completo da pasta, desde o começo
export-replaces-photo = o desenho substituiria uma foto; escolha outra pasta ou outro nome
export-nothing-left = Todos esses desenhos já existem

## A fila de fotos

queue-heading = Exportação
queue-hide = Ocultar a fila
queue-empty = Nada está sendo exportado
queue-going = { $number } de { $count }
queue-going-left = { $number } de { $count }, faltam uns { $left }
queue-resting = { $number } de { $count }, em pausa
queue-blocked = { $number } de { $count }, esperando você
queue-checking = Olhando quais desenhos já existem…
queue-done = Prontas: { $count }
queue-done-failed = Prontas: { $count }, com falha: { $num_failed }
queue-pause = Pausar
    .help = O que foi começado é desenhado de novo depois
queue-go-on = Continuar
    .help = Desenhar o que falta
queue-cancel = Cancelar tudo
    .help = Nada mais é desenhado; os arquivos salvos ficam
queue-clear = Limpar prontas
    .help = Tirar da lista o que foi salvo, deixado ou falhou; os arquivos ficam
queue-tab-open = A fazer { $count }
queue-tab-done = Prontas { $count }
queue-tab-failed = Falhas { $count }
queue-none-open = Não falta nada
queue-none-done = Nada pronto ainda
queue-none-failed = Nenhuma falha
queue-row = { $name }: { $state }
queue-waiting = Esperando
queue-next = Próxima
queue-reading = Lendo
queue-drawing = Desenhando
queue-inking = Arte-final
queue-writing = Gravando
queue-saved = Salvo
queue-skipped = Pulado: já existia
queue-show = Clique para mostrar na pasta: { $path }
queue-reveal = Mostrar “{ $name }” na pasta
queue-up = Subir “{ $name }”
queue-down = Descer “{ $name }”
queue-front = Desenhar “{ $name }” em seguida
queue-remove = Tirar “{ $name }”
queue-cancel-one = Parar “{ $name }”
queue-retry-one = Tentar “{ $name }” de novo
queue-retry-all = Tentar tudo de novo
queue-try-again = Tentar de novo
    .help = Continuar com o que espera
queue-other-folder = Outra pasta…
    .help = O que falta desenhar vai para outra pasta; o que foi salvo fica
queue-leave-out = Pular esta
    .help = Continuar sem esta foto
queue-leave-out-folder = Pular essa pasta
    .help = Continuar sem as fotos dessa pasta
blocked-full = O disco está cheio. Libere espaço para “{ $folder }” ou escolha outra pasta; nada se perde.
blocked-read-only = O disco de “{ $folder }” é somente leitura. Permita a gravação ou escolha outra pasta.
blocked-target-gone = A pasta “{ $folder }” sumiu, ou a unidade dela não responde. Conecte a unidade, crie a pasta de novo ou escolha outra.
blocked-source-gone = A pasta de fotos “{ $folder }” sumiu. Ponha o cartão ou a unidade de novo.
blocked-refused = O sistema não aceita o arquivo: { $reason }

## Ensinar um estilo

teach-heading = Ensinar seu estilo
teach-looking = Olhando as páginas…
teach-pages = { $count ->
    [one] { $count } página para aprender. Clique em uma página para deixá-la de fora.
   *[other] { $count } páginas para aprender. Clique em uma página para deixá-la de fora.
}
teach-pairs = { $count ->
    [one] 1 desenho está sobre sua foto: o que foi desenhado é aprendido ponto por ponto.
   *[other] { $count } desenhos estão sobre suas fotos: o que foi desenhado é aprendido ponto por ponto.
}
teach-few-pages = Tão poucas páginas dão só uma semelhança grosseira; dez ou mais é melhor.
teach-hand = A tinta delas: { $traits }
teach-hand-help = Medida nas páginas. Os desenhos começam com ela, e os controles também.
score = { $value } pontos de 100:
score-help = Quanto se pode aprender destas páginas, estimado só por elas
score-one-hand = { $count } páginas de uma só mão
score-two-hands = { $many } páginas parecem de uma mão, { $few } de outra
score-many-pages = { $count } páginas bastam
score-few-pages = { $count ->
    [one] { $count } página é pouco
   *[other] { $count } páginas são poucas
}
score-sharp = as digitalizações são nítidas
score-soft = { $count ->
    [one] { $count } página está desfocada
   *[other] { $count } páginas estão desfocadas
}
score-contrast = a tinta se destaca bem do papel
score-grey = { $count ->
    [one] { $count } página é toda cinza
   *[other] { $count } páginas são todas cinzas
}
score-large = as digitalizações são grandes o bastante
score-small = { $count ->
    [one] { $count } página é pequena
   *[other] { $count } páginas são pequenas
}
score-little-lettering = há pouco texto
score-lettering = { $count ->
    [one] { $count } página é quase só texto
   *[other] { $count } páginas são quase só texto
}
score-full = os desenhos preenchem as páginas
score-empty = { $count ->
    [one] { $count } página está quase vazia
   *[other] { $count } páginas estão quase vazias
}
score-advice = Para melhorar: { $advice }
score-advice-two-hands = deixe de fora as páginas da outra mão
score-advice-few-pages = adicione páginas desta mão; dez ou mais é bom
score-advice-soft = digitalize as páginas de novo, em foco, ou aumente a nitidez
score-advice-grey = ajuste os pontos preto e branco à tinta e ao papel
score-advice-small = digitalize as páginas com 600 pixels ou mais
score-advice-lettering = adicione páginas com mais desenho ou recorte os quadros
score-advice-empty = recorte os desenhos das páginas vazias
trait-separator = {", "}
trait-fine-lines = linhas finas
trait-lines = linhas médias
trait-bold-lines = linhas grossas
trait-no-lines = sem linhas
trait-solid-black = preto cheio
trait-hatching = hachuras
trait-open-paper = papel aberto
trait-no-colors = só tinta e papel
trait-colors = { $count ->
    [one] { $count } cor
   *[other] { $count } cores
}
teach-page-leave-out = Clique para deixá-la de fora
teach-page-take-in = De fora; clique para incluí-la
teach-files-left-out = { $count ->
    [one] { $count } arquivo fica de fora
   *[other] { $count } arquivos ficam de fora
}
teach-odd-pages = { $count ->
    [one] { $count } página não parece com as outras
   *[other] { $count } páginas não parecem com as outras
}
teach-name = Nome
    .hint = Como o estilo se chama
teach-author = Autor
    .hint = De quem é a mão (pode ficar vazio)
teach-licence = Licença
    .hint = O que os outros podem fazer com ele (pode ficar vazio)
teach-from = Partir de
teach-from-nearest = A mistura mais próxima
teach-length = Duração
teach-length-choice = { $length }, { $time }
teach-length-draft = Rascunho
teach-length-good = Bom
teach-length-best = O melhor
teach-about = cerca de { $time }
teach-timing = medindo…
teach-practise = Praticar com
teach-practise-strip = as fotos da tira
teach-queue = Pôr na fila
teach-start = Aprender
teach-my-style = Meu estilo
teach-obstacle-no-page = Nenhuma página serve: escolha uma pasta com páginas de quadrinhos
teach-obstacle-name = Dê ao estilo um nome sem barras nem sinais especiais
teach-obstacle-taken = Já existe um estilo com esse nome
teach-no-folder = Este sistema não tem pasta para pontos de controle

duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $hours } h

## Um aprendizado em andamento

lesson-heading = Aprendendo “{ $name }”
lesson-pages = { $count ->
    [one] { $count } página
   *[other] { $count } páginas
}
lesson-pages-left-out = { $pages }, { $count } de fora
lesson-waiting = Esperando
lesson-unqueue = Remover
lesson-step = Passo { $step }
lesson-pace = Passo { $step }, { $pace } s cada, faltam uns { $left }
lesson-memory = { $place }, { $megabytes } MB de memória
lesson-resting = Passo { $step }, em pausa
lesson-awaits = Passo { $step }: tudo o que você desenhou foi aprendido. Salve o próximo traço, ou pare e guarde.
lesson-resting-because = Em pausa: { $reason }
lesson-pause = Pausar
lesson-go-on = Continuar
lesson-stop = Parar e guardar
    .help = O melhor até agora vai para os estilos
lesson-drop = Descartar
    .help = Nada deste aprendizado é guardado
lesson-gentle = Manter o computador ágil
    .help = Descansa metade do tempo
lesson-settled = Não há mais ganho, então termina antes.
lesson-slowed = A máquina tem muito mais a fazer: um passo leva { $times } vezes mais do que antes.
lesson-gain = Como está
lesson-like-pages = Mais perto das suas páginas: { $share } (no começo { $before })
    .help = Quanto do caminho das fotos até as suas páginas os desenhos já andaram
lesson-true-to-photo = Fiel à foto: { $share } (no começo { $before })
    .help = Quanto do que há nas fotos continua nos desenhos
lesson-see = Ver nesta foto
    .help = Desenha a foto mostrada com o que foi aprendido até agora; compare ali, em tamanho grande
critic-not-yet = ainda não como as suas páginas
critic-like-pages = como as suas páginas
critic-looking = Olhando o desenho…
lesson-losses = Perdas e ajuste
lesson-loss-style = estilo
lesson-loss-content = conteúdo
lesson-loss-cycle = ciclo
lesson-loss-adversarial = adversária
lesson-loss-value = { $name } { $value }
lesson-weights-moved = pesos mudados
lesson-steer = “Como as páginas”, “Conteúdo” e “Reversível”, à direita, guiam o aprendizado.
lesson-points = No caminho
lesson-points-help = Clique em uma imagem para continuar dali.
lesson-point-measure = estilo { $style }, conteúdo { $content }
lesson-point-help = Clique para continuar daqui
lesson-point-best = { $step }, o melhor
lesson-dropped = “{ $name }” foi descartado
lesson-failed = “{ $name }” não pôde ser aprendido: { $reason }
trouble-nothing-drawn = os desenhos mal diferem das fotos; aumente “Como as páginas”
trouble-one-texture = todos os desenhos se parecem; aumente “Conteúdo” e “Reversível”, ou adicione páginas
trouble-diverged = o aprendizado desandou; continua do melhor ponto, mais devagar
painting-heading = Desenhos vigiados
painting-writing = Sendo gravado…
painting-awaited = Abra no seu programa, desenhe sobre a foto e salve. O que se vê então é aprendido.
painting-waits = Foi aprendido. O que salvar a partir de agora também é aprendido.
painting-missing = O arquivo não está lá; espera-se por ele.
painting-changing = Sendo salvo…
painting-good = Foi aprendido; suas fotos são desenhadas por ele.
painting-read = Lido há { $time }
painting-open = Abrir
painting-forget = Não vigiar mais
    .help = O que foi aprendido dele fica. Sem desenho para vigiar, a lição chega ao fim
painting-not-opened = Nenhum programa abriu o arquivo
painting-written = Para desenhar por cima: { $path }
painting-style = Meus desenhos
painting-layer-photo = Fotografia
painting-layer-empty = Desenho

## Perguntas

ask-close-heading = Um estilo está sendo aprendido
ask-close-text = “{ $name }” não terminou. O que foi aprendido fica guardado, e você pode continuar na próxima vez que abrir o Kinetoon.
ask-close-stay = Ficar
ask-close-anyway = Fechar e continuar depois
ask-folder-heading = O que há em “{ $name }”?
ask-folder-photos = Fotos
    .help = Desenhá-las como quadrinhos
ask-folder-pages = Páginas de quadrinhos
    .help = Ensinar este estilo ao Kinetoon
ask-export-heading = Continuar exportando?
ask-export-text = Ainda faltam { $left } de { $count } fotos.
ask-export-forget = Esquecer
ask-unfinished-heading = Continuar aprendendo?
ask-unfinished-text = “{ $name }” não foi terminado: { $count ->
    [one] { $count } passo até agora
   *[other] { $count } passos até agora
}
ask-unfinished-drop = Descartar
ask-unfinished-later = Agora não

## O que pode dar errado com arquivos

disk-not-found = não existe tal arquivo
disk-read-denied = não é permitido ler o arquivo
disk-is-folder = é uma pasta, não um arquivo
disk-not-a-folder = parte do caminho é um arquivo, não uma pasta
disk-network = a unidade de rede não responde
disk-cannot-read = o arquivo não pode ser lido
disk-full = o disco está cheio
disk-quota = a cota de disco acabou
disk-read-only = o disco é somente leitura
disk-write-denied = não é permitido gravar nesta pasta
disk-folder-of-that-name = há uma pasta com esse nome
disk-file-too-large = o disco não comporta um arquivo deste tamanho
disk-bad-name = o disco não permite esse nome de arquivo
disk-cannot-write = o arquivo não pode ser gravado
picture-empty = o arquivo está vazio
picture-unknown = o conteúdo não é de nenhum formato de imagem conhecido
picture-unsupported = não é possível ler { $what }
picture-raw = não é possível ler arquivos RAW de câmeras
picture-heif = não é possível ler imagens HEIF e AVIF
picture-jpeg-2000 = não é possível ler imagens JPEG 2000
picture-psd-not-merged = não é possível ler um documento do Photoshop sem imagem mesclada
picture-unsupported-variant = não é possível ler esta variante de { $format }
picture-truncated = o arquivo { $format } está cortado: acaba antes da imagem
picture-damaged = o arquivo { $format } está danificado
picture-too-large = a imagem de { $width } x { $height } pixels é grande demais: { $limit }
picture-file-too-large = o arquivo é grande demais: só { $limit } podem ser lidos
picture-over-memory = decodificar exige mais que os { $limit } permitidos
picture-out-of-memory = falta memória: mais { $needed } são necessários
picture-invalid-size = arquivos { $format } não comportam uma imagem de { $width } x { $height } pixels
picture-depth = arquivos { $format } têm 8 bits por canal; PNG e TIFF têm 16
picture-still = arquivos { $format } não podem se mover; PNG, WebP e GIF podem
picture-changed = o arquivo mudou enquanto era lido
picture-unknown-output = “{ $name }” não é um formato que se possa gravar: use png, jpeg, webp, tiff ou gif
picture-cannot-encode = a imagem não pode ser gravada como { $format }
picture-exists = já existe um arquivo com esse nome
limit-pixels = no máximo { $megapixels } megapixels são permitidos
limit-side = um lado pode ter no máximo { $pixels } pixels
limit-memory = precisa de { $needed } de memória e { $limit } são permitidos

## O que pode dar errado ao desenhar e aprender

engine-unknown-style = não há estilo “{ $name }”
engine-lesson-runs = outro estilo está sendo aprendido
engine-lesson-elsewhere = outra janela ou comando está aprendendo “{ $name }”
engine-no-thread = o sistema se recusou a criar uma thread
engine-defect = o Kinetoon cometeu um erro ({ $detail })
model-damaged = o arquivo de estilo está danificado, ou não é um
model-no-style = este arquivo não contém estilo
model-newer = um Kinetoon mais novo gravou este estilo
model-bad-name = “{ $name }” não pode ser o nome de um estilo
model-bad-provenance = O que o estilo diz de sua origem está danificado
model-unfit = a rede ou o estilo não pode ser usado ({ $detail })
model-tensor = o tensor { $name } da rede ou do estilo não encaixa
gpu-none = nenhuma placa de vídeo encontrada; deixe o processador desenhar ou instale um driver de vídeo
gpu-cannot-open = a placa de vídeo { $adapter } não pôde ser aberta
gpu-too-large = uma imagem de { $width } x { $height } pixels é grande demais para a placa de vídeo
gpu-failed = a placa de vídeo falhou ({ $detail })
gpu-differs = a placa de vídeo desenha diferente do processador
gpu-gone = o desenho estava em uma placa de vídeo que não é mais usada
shelf-no-folder = este sistema não tem pasta para estilos
shelf-built-in = “{ $name }” é um estilo incluído; escolha outro nome
shelf-exists = já existe um estilo chamado “{ $name }”
learning-no-pages = não há página de que aprender
learning-device = o dispositivo falhou ao aprender ({ $detail })
learning-damaged = danificado, ou gravado por outra versão
pair-photo = sua foto: { $reason }
pair-transparent = só há pixels transparentes; exporte o próprio desenho
pair-other-photo = não combina com a foto; foi desenhado sobre outra?
pair-unchanged = ainda é a foto; desenhe por cima e salve
pair-too-many = só os primeiros { $count } pares são lidos
page-too-small = { $width } x { $height } pixels são poucos
page-duplicate = a mesma imagem que { $of }
page-blank = quase nada está desenhado nela
page-mostly-text = quase só texto; as letras seriam aprendidas como textura
page-too-many = só as primeiras { $count } páginas são lidas
page-rest-unread = só { $read } de suas { $count } páginas são lidas
book-encrypted = está criptografado; salve-o antes sem senha
book-no-pictures = não há imagem nele
book-only-text = só há texto nele
book-other-archive = não é possível ler arquivos { $kind }; compacte as páginas em ZIP ou CBZ
book-nested = um livro dentro de um arquivo compactado não é aberto; tire-o antes
book-unusual-packing = está compactado de um jeito que não pode ser lido; um ZIP comum pode
book-too-many-files = há mais de { $limit } arquivos nele
book-too-much-inside = descompactado passa de { $limit }
book-takes-too-long = desenhá-lo leva tempo demais
page-unlike-others = diferente de todas as outras; clique nela acima para deixá-la de fora se for de outra mão
