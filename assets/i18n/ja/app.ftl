# ウィンドウの日本語。お絵かきソフトや写真ソフトの言葉で書く。一文だけの終わりに句点は付けない。
# 「…」はダイアログが続くときだけ。キーと値は英語のファイルと同じ。

## コマンド：ボタンやメニューの言葉と、その働き

command-open = 開く…
    .help = 写真または画風を選びます
command-open-folder = フォルダーを開く…
    .help = フォルダーを選びます。中のフォルダーもすべて探します
command-save = 保存…
    .help = この絵を写真の元の大きさで保存します
command-save-pair = ビフォー・アフター…
    .help = 写真と絵を並べて一枚の画像に保存します
command-save-moving = ビフォー・アフターの動画…
    .help = 境目が写真から絵へ動いて戻る、動く画像を保存します
command-export = 書き出し…
    .help = すべて、または一部の写真の絵をフォルダーに保存します
command-pause-export = 書き出しを一時停止
    .help = 止める、または再開します。途中のものは描き直します
command-stop = 停止
    .help = 保存をやめます。保存したファイルは残ります
command-show-saved = 最後に保存したファイルを表示
    .help = そのファイルのあるフォルダーを開きます
command-remove = 写真をリストから外す
    .help = この写真をリストから外します。ファイルは残ります
command-remove-all = すべての写真をリストから外す
    .help = 何もない状態にします。ファイルは残り、「元に戻す」でリストが戻ります
command-select-all = すべての写真を選択
    .help = 一覧のすべてをまとめて外したり書き出したりします。Ctrl または Shift を押しながらのクリックで一部を選べます
command-sort-by-added = 開いた順
    .help = 写真を開いた順に並べます
command-sort-by-name = 名前順
    .help = ファイル名の順に並べます。2 は 10 より前です
command-sort-by-taken = 撮影日時順
    .help = 撮影した順に並べます。日時のない写真は最後になります
command-sort-by-modified = ファイルの日付順
    .help = ファイルが最後に変更された順に並べます
command-quit = 終了
    .help = Kinetoon を閉じます。写真と設定は次回そのまま戻ります
command-undo = 元に戻す
    .help = 最後の変更を取り消します
command-redo = やり直し
    .help = 変更をもう一度行います
command-copy = コピー
    .help = 表示中の絵をクリップボードにコピーします
command-paste = 貼り付け
    .help = クリップボードの写真や画像を取り込みます
command-reset = 画風をリセット
    .help = すべてのスライダーを画風の初期値に戻します。ほかの画風の調整は残ります
command-own-settings = この写真だけ
    .help = スライダーはこの写真だけを変え、ほかの写真は変わりません。もう一度押すと共通の設定に戻ります
command-use-for-all = すべてに適用
    .help = この写真の設定をすべての写真に使います
command-side-by-side = 並べる
    .help = 写真と絵を横に並べます。大きく見えるなら上下に並べます
command-wipe = ワイプ
    .help = 写真と絵を一つの枠に入れ、間のハンドルで分けます
command-drawing-alone = 絵だけ
    .help = 絵だけを表示します
command-grid = グリッド
    .help = すべての写真を絵にして並べます。ダブルクリックか Enter で開き、もう一度で戻ります
command-keep = これと比べる
    .help = この絵を A として左に残し、後の絵と比べます。もう一度押すと終わります
command-critic = まだあなたの手になっていない所を表示
    .help = 画風を学習中で、それを選んでいる間だけ使えます。ページを知るネットワークが納得していない所に、絵の上から紫の色を重ねます。もう一度押すと消えます
command-flip = 切替
    .help = どの表示でも絵の代わりに写真を見せます。もう一度押すと戻ります
command-fit = 全体表示
    .help = 画像全体を表示します
command-actual-size = 1:1
    .help = 絵の 1 画素を画面の 1 画素で表示します
command-zoom-in = 拡大
    .help = 画像の一部を大きく表示します
command-zoom-out = 縮小
    .help = 画像を小さく、広く表示します
command-previous = 前の写真
    .help = 前の写真を表示します
command-next = 次の写真
    .help = 次の写真を表示します
command-controls = 画風とスライダー
    .help = 画風とスライダーのパネルを表示、または隠します
command-queue = 書き出しの待ち行列
    .help = 書き出し中の写真を表示、または隠します
command-full-screen = 全画面
    .help = 画面いっぱいに表示、または元に戻します
command-theme-system = システムのテーマ
    .help = 明暗をシステムに合わせます
command-theme-dark = ダークテーマ
    .help = 暗い地に明るい文字
command-theme-light = ライトテーマ
    .help = 明るい地に暗い文字
command-language-system = システムの言語
    .help = システムの言語を使います
command-language-english = English
    .help = 英語を使います
command-language-german = Deutsch
    .help = ドイツ語を使います
command-language-french = Français
    .help = フランス語を使います
command-language-spanish = Español
    .help = スペイン語を使います
command-language-portuguese = Português (Brasil)
    .help = ブラジルのポルトガル語を使います
command-language-japanese = 日本語
    .help = 日本語を使います
command-language-chinese = 简体中文
    .help = 中国語（簡体字）を使います
command-previous-style = 前の画風
    .help = 一つ前の画風を選びます
command-next-style = 次の画風
    .help = 次の画風を選びます
command-vary = 変化
    .help = この見た目に近い 6 枚をこの写真で描きます。クリックで一つを選び、さらに変化させます
command-all-styles = すべての画風を一枚に…
    .help = この写真をすべての画風で描き、名前を添えて一枚の画像に保存します
command-edit-style = 名前、作者、ライセンス…
    .help = 学習したこの画風の名前を変えたり、作者や他の人に許す使い方を書いたりします
command-teach = 自分の画風を教える…
    .help = 漫画のページや本のフォルダーを選ぶと、そこから画風を学習します
command-teach-book = 本から教える…
    .help = CBZ、ZIP、EPUB、PDF、PSD、ORA、KRA、TIFF の漫画を選ぶと、ページから画風を学習します
command-draw-over = この写真の上に描く…
    .help = レイヤー付きのファイルか PNG として保存し、お使いのソフトで上から描きます。保存するたびに画風を学習します
command-palette = すべてのコマンド
    .help = 名前でコマンドを探します
command-guide = ガイド
    .help = 最初の一枚、スタイル、自分の画風、書き出し、動画、うまくいかないときの対処
command-shortcuts = キー操作
    .help = すべてのキーを表示します
command-sources = 学習に使われた絵と写真
    .help = 付属の重みの学習に使われたすべてのページと写真、そのライセンス
command-about = Kinetoon について
    .help = バージョン、作者、ライセンス

tooltip-with-key = { $help }（{ $key }）

menu-file = ファイル
menu-recent = 最近使ったもの
menu-edit = 編集
menu-view = 表示
menu-style = 画風
menu-help = ヘルプ
menu-theme = テーマ
menu-sort = 写真の並び順
menu-language = 言語

palette-hint = 何をしますか？
palette-nothing = その名前のコマンドはありません

guide-next = 次へ：{ $chapter }
guide-in-english = このガイドは英語と中国語のみです

key-hold-b = B
key-hold-b-help = 押している間、写真を表示します
key-wheel = ホイール
key-wheel-help = 拡大縮小。ドラッグで画像を動かします
key-double-click = ダブルクリック
key-double-click-help = 画像の上：全体を表示。スライダーの上：初期値に戻す
key-tab = Tab
key-tab-help = 次の項目へ。Shift+Tab で戻ります
key-arrows = 矢印キー
key-arrows-help = 選んでいるスライダーを動かします

about-version = バージョン { $version }
about-what = 写真を漫画に描き直します。オフラインで、このコンピューターだけで動きます。
about-adapter = グラフィック：{ $name }
about-styles = 画風の元になった作者
about-licences = ライセンス
about-licence = Kinetoon とネットワーク：MIT または Apache-2.0 から選べます。
about-font = 漢字とかな：Noto Sans CJK、© Adobe、SIL Open Font License 1.1。欧文：Ubuntu Light、Ubuntu Font Licence。
about-licence-texts = ライセンスの全文
credit-oz-neill = John R. Neill、パブリックドメイン
credit-peppercarrot = David Revoy、Pepper&Carrot、CC BY 4.0
credit-ukiyoe-hiroshige = 歌川広重、パブリックドメイン
credit-walter-crane = ウォルター・クレイン、パブリックドメイン
credit-kate-greenaway = ケイト・グリーナウェイ、パブリックドメイン
credit-ink-philmay = Phil May、パブリックドメイン
credit-ink-gibson = Charles Dana Gibson、パブリックドメイン
credit-engraving-dore = Gustave Doré、パブリックドメイン
credit-learnt = このコンピューターで学習、またはファイルで追加

## 写真

sample = サンプル
photo-remove = リストから外す
photos-remove = { $count } 枚を一覧から外す
photo-unreadable = 読めません
photo-moves = { $name }（動画）
grid = 絵にした写真
grid-count = 写真 { $count } 枚
grid-selected = { $count } 枚を選択中
grid-drawing = 残り { $count } 枚を描画中
welcome-open = 写真を開く
welcome-style = スタイルを選ぶ
welcome-save = 絵を保存する
welcome-sample = サンプルで試す
welcome-picture = 写真をウィンドウにドロップし、スタイルを選び、絵を保存する
invitation-drop = 写真やフォルダーをここにドロップするか、「開く」を押してください
invitation-open = 「開く」を押して写真を選んでください（ファイルのドロップには X11 か XWayland が必要です）
drop-count = { $count ->
   *[other] ドロップして { $count } 枚を漫画にする
}

## キャンバス

canvas = 写真と絵
canvas-photograph = 写真
canvas-drawing = 絵
canvas-drawing-hold = 絵（B を押すと写真）
canvas-kept = A：{ $style }
compare-next = 別のスタイルを選ぶか、スライダーを動かしてください。A は左に残ります
canvas-compared-hold = B：{ $style }（B を押すと写真）
canvas-unreadable = この写真は表示できません

## 画風とスライダー

style-heading = 画風
style-comic = コミック
style-bold = 太め
style-soft-cel = セル画
style-inked = ペン入れ
style-newsprint = 新聞印刷
style-pop = ポップ
style-oz-neill = 四色刷り
style-peppercarrot = 厚塗り
style-ukiyoe-hiroshige = 浮世絵
style-walter-crane = 絵本
style-kate-greenaway = 淡彩
style-ink-philmay = ペン画
style-ink-gibson = カケアミ
style-engraving-dore = 銅版画
panel-resize = パネルの端
style-seek = 画風を探す
style-favourite = 先頭に置く
style-no-favourite = 元の並びに戻す
style-own = 自分の画風…
style-export = ファイルに保存…
style-remove = 画風から削除
style-reset = リセット
style-restore = 元に戻す
style-on-shelf = 「{ $name }」を画風に追加しました
style-removed = 「{ $name }」を削除しました
style-author = 作者：{ $author }
style-pages = { $count ->
   *[other] { $count } ページから学習
}
style-pages-unknown = 何から学習したかは不明です
style-base = 出発点：{ $base }
style-begun-with = { $style }（{ $base }）
style-made = 作成日：{ $day }
style-licence = ライセンス：{ $licence }
style-restored = 「{ $name }」を戻しました
style-edit-heading = 名前と情報
style-edit-keep = 変更する
style-edit-learnt = 「{ $name }」は学習中か、学習の元になっています。終わってから名前を変えてください
style-edit-saving = 絵を保存しています。終わってからスタイルの名前を変えてください
style-renamed = 「{ $old }」の名前を「{ $new }」に変えました
style-edited = 「{ $name }」の情報を保存しました
blend = 混ぜる画風
blend-nothing = なし
blend-help = この画風から「{ $name }」へどこまで近づけるか
blend-share = 二つ目の画風の割合
style-mixture = { $first } + { $second }
vary-heading = この見た目に近いもの
vary-others = ほかの 6 枚
vary-hide = 閉じる
vary-one = 候補 { $number }
presets = プリセット
    .help = すべてのスライダーの設定に名前を付けたもの
presets-none = プリセットはまだありません
presets-not-kept = プリセットを保存できません：{ $reason }
preset-name = 新しいプリセットの名前
preset-save = この設定を保存
preset-remove = 「{ $name }」を削除
drawing-heading = 絵
hand-heading = 画風
weights-without-hand = この画風では下の三つは効きません。インクだけで描くからです。「筆致」を上げるとネットワークも描きます
dials-more = その他
dial-amount = 強さ
    .help = 絵をどれだけ効かせるか。0 は写真のまま、1 を超えると誇張します
dial-style = ページらしさ
    .help = 画風のページにどれだけ似せるか（スタイル損失と敵対的損失の重み）
dial-content = 内容の保持
    .help = 写真に写るものをどれだけ残すか（コンテンツ損失の重み）
dial-cycle = 可逆性
    .help = 絵から写真をどれだけ復元できるか（サイクル損失の重み）
dial-line = 線の強さ
    .help = 線の強さ。0 では線を描きません
dial-line-width = 線の太さ
    .help = 線の太さ
dial-boldness = 大胆さ
    .help = 筆の跡と形の大きさ。0 で半分、2 で 2 倍
dial-detail = 細かさ
    .help = 細部をどれだけ残すか。0 は大きく単純な形、1 はそのままの絵
dial-palette = パレット
    .help = 色を、学習したページの色にどこまで寄せるか。0 はそのまま
dial-saturation = 彩度
    .help = 色の鮮やかさ。0 は白黒
dial-hand = 筆致
    .help = 画風の配色と筆の跡をどれだけ入れるか。0 は写真そのものにペン入れします
dial-photo-color = 写真の色
    .help = 筆致の下から写真の色がどれだけ見えるか
dial-tones = 階調
    .help = なめらかな陰影を少ない階調にします。0 はなめらかなまま、1 を超えるとさらに減ります
dial-blacks = ベタ
    .help = どれだけ暗いところを黒ベタにするか。0 は何も変えません
dial-hatching = ハッチング
    .help = 灰色をどれだけ白い紙の上のペンの線にするか。0 はそのまま
dial-grain = 粒子
    .help = 印刷の粒子の強さ。0 は滑らかなまま
dial-paper = 紙
    .help = 紙の古さ。0 は白

## 状態とお知らせ

status-loading = ネットワークを読み込み中
status-device = 描画：{ $device }
status-cpu = CPU
status-failed = 描けません：{ $reason }
status-elapsed = { $ms } ms
status-elapsed-help = 最後の絵にかかった時間
status-scale = { $pixels } px
status-zoom = { $percent }%
status-zoom-help = 絵の表示倍率。100% で絵の 1 画素が画面の 1 画素になります
status-scale-help = 画面の絵を描くときの長辺
status-drawing = 描画中
toast-reveal = フォルダーで表示
show-saved-none = 起動してからまだ何も保存していません
toast-empty-desk = 空の状態で始める
reveal-failed = ファイルマネージャーを開けません
status-photo = { $name }（{ $number }/{ $count }）
saving-count = 保存中 { $number }/{ $count }
contact-count = シートを描画中 { $number }/{ $count }
saved-file = { $path } を保存しました
saved-in = 場所：{ $folder }
saved-enlarged = { $path } を保存しました（{ $size }）
saved-still = { $count } コマのうち最初の 1 コマだけです。{ $format } は動きません。GIF、PNG、WebP ならすべて残ります
saved-stills = { $count } 件の動画は最初の 1 コマだけを保存しました。その形式は動きません
not-kept = 引き継げないもの：{ $what }
not-kept-of = { $count ->
   *[other] { $count } 枚の写真で引き継げないもの
}：{ $what }
loss-film = モーションフォトの動画
loss-gain-map = HDR 画面用のゲインマップ
loss-depth-map = 深度マップ
loss-extended-xmp = XMP の拡張部分
loss-faces = 顔の位置
loss-maker-data = メーカー独自のデータ（JPEG には大きすぎます）
loss-long-xmp = XMP の履歴、または全体（JPEG には大きすぎます）
loss-everything = EXIF と XMP（この形式には入りません）
list-comma = { "、" }
saved-count = { $count ->
   *[other] { $count } 枚の絵を保存しました
}
saved-count-failed = { $count ->
   *[other] { $count } 枚の絵を保存しました
}、失敗 { $num_failed } 枚
status-queue = 書き出し { $number }/{ $count }
saving-stopped = 停止しました
nothing-to-paste = クリップボードに描けるものがありません。画像かファイルをコピーしてください。
not-pasted = 画像を貼り付けられません：{ $reason }
copied = コピーしました
too-much-at-once = 一度に多すぎます。少しお待ちください
engine-busy = 処理中です。もう一度お試しください
device-lost = グラフィックカードが応答しなくなりました。ドライバーの再起動や更新、またはメモリー不足です。写真、設定、学習したものは残っています。Kinetoon を起動し直してください。--device cpu を付けるとカードなしで描きます。
device-note-cpu = CPU が指定されました
device-note-software = { $adapter } は本物のグラフィックカードではなく、CPU の方が速いです
device-note-unfit = { $adapter } は使いません。正しく動きません（{ $detail }）
device-note-differs = { $adapter } は使いません。CPU と違う絵になります
device-note-left = グラフィックカードが失敗したので、もう使いません（{ $detail }）
device-left = グラフィックカードの失敗かメモリー不足です。CPU で続けます
engine-stopped = 描画が止まりました。Kinetoon を起動し直してください
settings-aside = 前回の設定の一部、または全部を読めませんでした。ファイルは { $path } に残してあります
settings-stuck = { $path }：前回の設定を読めません。ファイルはそのまま残し、設定は保存しません
settings-not-kept = 写真と設定を次回のために保存できません：{ $reason }
restored = { $count ->
   *[other] Kinetoon は途中で終了しました。写真 { $count } 枚とすべての設定を戻しました
}
no-dialog = このシステムにはファイルのダイアログ（デスクトップポータルか zenity）がありません。ここにドロップするか、`kinetoon stylize` を使ってください
file-problem = { $path }：{ $reason }
folder-empty = 画像がありません
folder-left-out = { $count ->
   *[other] { $format } ファイル { $count } 個を除きました。この形式は読めません
}
folder-loop = 自分を含むフォルダーへのリンクです
folder-gone-source = 写真のフォルダーがありません
folder-gone-target = 絵を入れるフォルダーがありません
problems-heading = 使えないものがありました
problems-left-out = { $count ->
   *[other] この前にあと { $count } 件
}
close = 閉じる
cancel = キャンセル

## ファイルのダイアログ

filter-pictures = 画像と画風
filter-all = すべてのファイル
filter-style = Kinetoon の画風
filter-books = 本
filter-openraster = レイヤー付き

## 書き出し

export-heading = 書き出し
export-which = 写真
export-which-all = すべて（{ $count }）
export-which-shown = 表示中のもの
export-which-unsaved = 未保存（{ $count }）
export-which-selected = 選択した写真（{ $count }）
export-style = スタイル
export-style-tuned = { $style }（調整済み）
export-style-own = { $style }。{ $count } 枚の写真は専用の設定のまま
export-style-all-own = どの写真も専用の設定のままです
export-folder = フォルダー
    .hint = 絵の保存先
export-choose = 選ぶ…
export-name = 名前
export-name-help = { $name }：写真の名前、{ $style }：画風、{ $number }：0001、0002、…
export-example = 例：{ $path }
export-pattern-path = パスではなく名前です。フォルダーは写真と同じになります
export-pattern-place = かっこの中は { $name }、{ $style }、{ $number } のどれかです
export-pattern-empty = 名前を空にはできません
export-existing = 既存のファイル
export-existing-skip = 飛ばす
    .help = 絵がすでにある写真は描きません。途中で切れた絵は描き直します
export-existing-overwrite = 置き換える
    .help = 新しい絵で置き換えます
export-existing-number = 番号を付ける
    .help = 新しい絵の名前に番号を付けます。何も置き換えません
export-format = 形式
export-format-photo = 写真と同じ
    .help = JPEG は JPEG に、ほかはすべて PNG に
export-quality = 品質
    .help = JPEG と AVIF の品質。高いほど大きく、きれいです
export-scale = 描く大きさ
    .help = 描くときの長辺。小さいほど大胆な絵になります。小さい写真は先に拡大します
export-scale-screen = { $pixels } px（画面と同じ）
export-scale-px = { $pixels } px
export-scale-full = 写真の元の大きさ
export-size = 大きさ
export-size-drawing = 描いたまま
    .help = 描く大きさより小さい写真は拡大したままにします。ほかの写真と動画は元の大きさです
export-size-photo = 写真と同じ
    .help = 小さい写真の絵を元の大きさに戻します
export-size-double = 写真の 2 倍
    .help = 縦横 2 倍。大きな印刷に。線はその大きさで描かれ、ぼけません。動画は元の大きさです
export-size-quadruple = 写真の 4 倍
    .help = 縦横 4 倍、画素は 16 倍。動画は元の大きさです
size-enlarged = { $size }（{ $photo } から拡大）
export-dpi = 解像度
    .help = ファイルに記す 1 インチあたりの点数（紙の上での大きさ）。画素は変わりません
export-dpi-photo = 写真と同じ
export-dpi-number = { $dpi } dpi
export-dpi-type = 1 から 9600 までの数
export-dpi-none = GIF には紙の上での大きさを記せません
export-metadata = 撮影情報
export-metadata-keep = 残す
    .help = 日時、場所、カメラの情報（EXIF、XMP）を絵に残します
export-source = 作られ方
export-source-auto = ネットワークが描いたとき
    .help = 学習したモデルが写真を変えたことをファイルの XMP に記します（IPTC の DigitalSourceType）。ネットワークを使わないルックには何も記しません。一枚ずつ保存するときも同じです
export-source-always = いつも
    .help = ルックのファイルにも、規則が写真を変えたことを記します
export-source-never = 記さない
    .help = どう作られたかをファイルに記しません
export-begin = 書き出す
export-queue = 行列に加える
export-planning = フォルダーを確認中…
export-obstacle-none = その写真はありません
export-obstacle-folder = 絵の保存先のフォルダーを選んでください
export-obstacle-relative = フォルダーのパスを最初から書いてください
export-replaces-photo = 写真が置き換わってしまいます。別のフォルダーか名前を選んでください
export-nothing-left = 絵はすべて保存済みです

## 写真の待ち行列

queue-heading = 書き出し
queue-hide = 行列を隠す
queue-empty = 書き出すものはありません
queue-going = { $number }/{ $count }
queue-going-left = { $number }/{ $count }、残り約 { $left }
queue-resting = { $number }/{ $count }、一時停止中
queue-blocked = { $number }/{ $count }、対応待ち
queue-checking = 絵があるか確認中…
queue-done = { $count } 枚すべて完了
queue-done-failed = 完了 { $count } 枚、失敗 { $num_failed } 枚
queue-pause = 一時停止
    .help = 途中のものは後で描き直します
queue-go-on = 再開
    .help = 残りを描きます
queue-cancel = すべて中止
    .help = もう描きません。保存したファイルは残ります
queue-clear = 済みを消す
    .help = 保存済み、飛ばしたもの、失敗をリストから外します。ファイルは残ります
queue-tab-open = 残り { $count }
queue-tab-done = 完了 { $count }
queue-tab-failed = 失敗 { $count }
queue-none-open = 描くものはありません
queue-none-done = まだ完了したものはありません
queue-none-failed = 失敗はありません
queue-row = { $name }：{ $state }
queue-waiting = 待機中
queue-next = 次
queue-reading = 読み込み中
queue-drawing = 描画中
queue-inking = ペン入れ中
queue-writing = 書き込み中
queue-saved = 保存済み
queue-skipped = 飛ばしました（既存）
queue-show = クリックするとフォルダーで表示します：{ $path }
queue-reveal = 「{ $name }」をフォルダーで表示
queue-up = 「{ $name }」を上へ
queue-down = 「{ $name }」を下へ
queue-front = 「{ $name }」を次に描く
queue-remove = 「{ $name }」を外す
queue-cancel-one = 「{ $name }」を中止
queue-retry-one = 「{ $name }」を再試行
queue-retry-all = すべて再試行
queue-try-again = 再試行
    .help = 待っているものを続けます
queue-other-folder = 別のフォルダー…
    .help = 残りの絵は別のフォルダーに保存します。保存済みのものは残ります
queue-leave-out = これを飛ばす
    .help = この写真を除いて続けます
queue-leave-out-folder = このフォルダーを飛ばす
    .help = このフォルダーの写真を除いて続けます
blocked-full = ディスクがいっぱいです。「{ $folder }」の空きを増やすか、別のフォルダーを選んでください。何も失われません。
blocked-read-only = 「{ $folder }」のディスクは読み取り専用です。書き込みを許可するか、別のフォルダーを選んでください。
blocked-target-gone = フォルダー「{ $folder }」がないか、ドライブが応答しません。ドライブをつなぐ、フォルダーを作り直す、または別のものを選んでください。
blocked-source-gone = 写真のフォルダー「{ $folder }」がありません。カードかドライブをもう一度つないでください。
blocked-refused = システムがファイルを受け付けません：{ $reason }

## 画風を教える

teach-heading = 自分の画風を教える
teach-looking = ページを確認中…
teach-pages = { $count ->
   *[other] 学習するページは { $count } 枚です。ページをクリックすると外せます。
}
teach-pairs = { $count } 枚の絵が写真の上に重なります。描かれたものを場所ごとに学びます。
teach-few-pages = ページが少ないと大まかにしか似ません。10 枚以上がよいです。
teach-hand = インクの特徴：{ $traits }
teach-hand-help = ページから測りました。絵もスライダーもここから始まります。
score = 100 点中 { $value } 点：
score-help = このページからどれだけ学習できるかを、ページだけから見積もったもの
score-one-hand = { $count } ページとも同じ作者
score-two-hands = { $many } ページは同じ作者、{ $few } ページは別の作者のようです
score-many-pages = { $count } ページで十分です
score-few-pages = { $count ->
   *[other] { $count } ページでは少なめです
}
score-sharp = スキャンは鮮明です
score-soft = { $count ->
   *[other] { $count } ページがぼけています
}
score-contrast = インクと紙の差がはっきりしています
score-grey = { $count ->
   *[other] { $count } ページが全体に灰色です
}
score-large = スキャンの大きさは十分です
score-small = { $count ->
   *[other] { $count } ページが小さめです
}
score-little-lettering = 文字は少なめです
score-lettering = { $count ->
   *[other] { $count } ページがほぼ文字です
}
score-full = 絵がページを満たしています
score-empty = { $count ->
   *[other] { $count } ページがほぼ空白です
}
score-advice = 上げるには：{ $advice }
score-advice-two-hands = 別の作者のページを外す
score-advice-few-pages = 同じ作者のページを加える。10 枚以上が目安
score-advice-soft = ピントを合わせてスキャンし直すか、シャープにする
score-advice-grey = 白点と黒点を紙とインクに合わせる
score-advice-small = 600 画素以上でスキャンする
score-advice-lettering = 絵の多いページを加えるか、コマを切り出す
score-advice-empty = 空白の多いページから絵を切り出す
trait-separator = {"、"}
trait-fine-lines = 細い線
trait-lines = 中くらいの線
trait-bold-lines = 太い線
trait-no-lines = 線なし
trait-solid-black = 黒ベタ
trait-hatching = ハッチング
trait-open-paper = 白い紙
trait-no-colors = インクと紙だけ
trait-colors = { $count ->
   *[other] { $count } 色
}
teach-page-leave-out = クリックで外す
teach-page-take-in = 除外中。クリックで戻す
teach-files-left-out = { $count ->
   *[other] { $count } 個のファイルを除きました
}
teach-odd-pages = { $count ->
   *[other] { $count } ページがほかと似ていません
}
teach-name = 名前
    .hint = 画風の名前
teach-author = 作者
    .hint = だれの絵か（空でも可）
teach-licence = ライセンス
    .hint = ほかの人の使い方（空でも可）
teach-from = 出発点
teach-from-nearest = いちばん近い混合
teach-length = 長さ
teach-length-choice = { $length }、{ $time }
teach-length-draft = 下描き
teach-length-good = 標準
teach-length-best = 最高
teach-about = 約 { $time }
teach-timing = 計測中…
teach-practise = 練習に使う写真
teach-practise-strip = リストの写真
teach-queue = 行列に加える
teach-start = 学習する
teach-my-style = 自分の画風
teach-obstacle-no-page = 使えるページがありません。漫画のページのフォルダーを選んでください
teach-obstacle-name = 斜線や特別な記号のない名前を付けてください
teach-obstacle-taken = その名前の画風はすでにあります
teach-no-folder = このシステムには途中経過を置くフォルダーがありません

duration-seconds = { $count } 秒
duration-minutes = { $count } 分
duration-hours = { $hours } 時間

## 学習中

lesson-heading = 「{ $name }」を学習中
lesson-pages = { $count ->
   *[other] { $count } ページ
}
lesson-pages-left-out = { $pages }、除外 { $count }
lesson-waiting = 待機中
lesson-unqueue = 削除
lesson-step = ステップ { $step }
lesson-pace = ステップ { $step }、1 回 { $pace } 秒、残り約 { $left }
lesson-memory = { $place }、メモリー { $megabytes } MB
lesson-resting = ステップ { $step }、休止中
lesson-awaits = ステップ { $step }：描いたものはすべて学習しました。続きを描いて保存するか、終了して残してください。
lesson-resting-because = 休止中：{ $reason }
lesson-pause = 一時停止
lesson-go-on = 再開
lesson-stop = 終えて残す
    .help = これまでの最良のものを画風に加えます
lesson-drop = 破棄
    .help = この学習は何も残しません
lesson-gentle = 動作を軽く保つ
    .help = 半分の時間は休みます
lesson-settled = もう良くならないので、早めに終わります。
lesson-slowed = ほかの処理が多いため、1 ステップに以前の { $times } 倍の時間がかかっています。
lesson-gain = 仕上がり
lesson-like-pages = ページらしさ：{ $share }（はじめは { $before }）
    .help = 写真からあなたのページまでの道のりを、絵がどれだけ進んだか
lesson-true-to-photo = 写真への忠実さ：{ $share }（はじめは { $before }）
    .help = 写真にあるものが、絵にどれだけ残っているか
lesson-see = この写真で見る
    .help = いま表示している写真を、ここまで学んだ内容で描きます。大きく見比べられます
critic-not-yet = まだページに似ていない
critic-like-pages = ページに似ている
critic-looking = 絵を見ています…
lesson-losses = 損失と調整
lesson-loss-style = スタイル
lesson-loss-content = 内容
lesson-loss-cycle = サイクル
lesson-loss-adversarial = 敵対的
lesson-loss-value = { $name } { $value }
lesson-weights-moved = 重みを変更
lesson-steer = 右の「ページらしさ」「内容の保持」「可逆性」で学習を導けます。
lesson-points = 途中経過
lesson-points-help = 画像をクリックすると、そこから続けます。
lesson-point-measure = スタイル { $style }、内容 { $content }
lesson-point-help = クリックでここから続けます
lesson-point-best = { $step }（最良）
lesson-dropped = 「{ $name }」を破棄しました
lesson-failed = 「{ $name }」を学習できませんでした：{ $reason }
trouble-nothing-drawn = 絵が写真とほとんど変わりません。「ページらしさ」を上げてください
trouble-one-texture = どの絵も同じに見えます。「内容の保持」と「可逆性」を上げるか、ページを加えてください
trouble-diverged = 学習が発散しました。最良の時点からゆっくり続けます
painting-heading = 見守っている絵
painting-writing = 書き込み中…
painting-awaited = お使いのソフトで開き、写真の上に描いて保存してください。そのとき見えているものを学習します。
painting-waits = 学習済みです。これから保存するものも学習します。
painting-missing = ファイルがありません。戻るのを待っています。
painting-changing = 保存中…
painting-good = 学習しました。写真はこの絵のように描かれます。
painting-read = { $time }前に読み込みました
painting-open = 開く
painting-forget = 見守るのをやめる
    .help = 学習したものは残ります。見守る絵がなくなると、学習は終わりに向かいます
painting-not-opened = ファイルを開くソフトがありませんでした
painting-written = 上に描くファイル：{ $path }
painting-style = 私の絵
painting-layer-photo = 写真
painting-layer-empty = 絵

## 質問

ask-close-heading = 画風を学習中です
ask-close-text = 「{ $name }」はまだ終わっていません。学習したものは残り、次に Kinetoon を開いたときに続けられます。
ask-close-stay = 閉じない
ask-close-anyway = 閉じて後で続ける
ask-folder-heading = 「{ $name }」の中身は？
ask-folder-photos = 写真
    .help = 漫画に描きます
ask-folder-pages = 漫画のページ
    .help = この画風を Kinetoon に教えます
ask-export-heading = 書き出しを続けますか？
ask-export-text = { $count } 枚のうち { $left } 枚が残っています。
ask-export-forget = 忘れる
ask-unfinished-heading = 学習を続けますか？
ask-unfinished-text = 「{ $name }」は途中です：{ $count ->
   *[other] { $count } ステップまで
}
ask-unfinished-drop = 破棄する
ask-unfinished-later = 今はしない

## ファイルで起こりうること

disk-not-found = そのファイルはありません
disk-read-denied = ファイルを読む権限がありません
disk-is-folder = ファイルではなくフォルダーです
disk-not-a-folder = パスの途中がフォルダーではなくファイルです
disk-network = ネットワークドライブが応答しません
disk-cannot-read = ファイルを読めません
disk-full = ディスクがいっぱいです
disk-quota = ディスクの割り当てを使い切りました
disk-read-only = ディスクは読み取り専用です
disk-write-denied = このフォルダーに書く権限がありません
disk-folder-of-that-name = 同じ名前のフォルダーがあります
disk-file-too-large = この大きさのファイルはディスクに入りません
disk-bad-name = このファイル名はディスクで使えません
disk-cannot-write = ファイルに書けません
picture-empty = ファイルが空です
picture-unknown = 知られている画像形式ではありません
picture-unsupported = { $what } は読めません
picture-raw = カメラの RAW ファイルは読めません
picture-heif = HEIF と AVIF の画像は読めません
picture-jpeg-2000 = JPEG 2000 の画像は読めません
picture-psd-not-merged = 統合画像のない Photoshop 文書は読めません
picture-unsupported-variant = この種類の { $format } は読めません
picture-truncated = { $format } ファイルが途中で切れています
picture-damaged = { $format } ファイルが壊れています
picture-too-large = { $width } x { $height } 画素の画像は大きすぎます：{ $limit }
picture-file-too-large = ファイルが大きすぎます。読めるのは { $limit } までです
picture-over-memory = 読み込みに、許された { $limit } より多くのメモリーが必要です
picture-out-of-memory = メモリーが足りません。あと { $needed } 必要です
picture-invalid-size = { $format } ファイルに { $width } x { $height } 画素の画像は入りません
picture-depth = { $format } は 8 ビットです。PNG と TIFF は 16 ビットも使えます
picture-still = { $format } は動画にできません。PNG、WebP、GIF ならできます
picture-changed = 読み込み中にファイルが変わりました
picture-unknown-output = 「{ $name }」では書けません。png、jpeg、webp、tiff、gif を使ってください
picture-cannot-encode = 画像を { $format } で書けません
picture-exists = 同じ名前のファイルがすでにあります
limit-pixels = 最大 { $megapixels } メガピクセルです
limit-side = 一辺は最大 { $pixels } 画素です
limit-memory = { $needed } のメモリーが必要ですが、{ $limit } までです

## 描画と学習で起こりうること

engine-unknown-style = 「{ $name }」という画風はありません
engine-lesson-runs = 別の画風を学習中です
engine-lesson-elsewhere = 別のウィンドウかコマンドが「{ $name }」を学習中です
engine-no-thread = システムがスレッドの開始を断りました
engine-defect = Kinetoon に誤りがあります（{ $detail }）
model-damaged = 画風のファイルが壊れているか、画風のファイルではありません
model-no-style = このファイルに画風はありません
model-newer = この画風は新しい Kinetoon で作られました
model-bad-name = 「{ $name }」は画風の名前にできません
model-bad-provenance = 画風の来歴の記録が壊れています
model-unfit = ネットワークか画風を使えません（{ $detail }）
model-tensor = ネットワークか画風のテンソル { $name } が合いません
gpu-none = グラフィックカードが見つかりません。プロセッサーで描くか、ドライバーを入れてください
gpu-cannot-open = グラフィックカード { $adapter } を開けません
gpu-too-large = { $width } x { $height } 画素の画像はグラフィックカードには大きすぎます
gpu-failed = グラフィックカードが失敗しました（{ $detail }）
gpu-differs = グラフィックカードの絵がプロセッサーと違います
gpu-gone = 絵は、もう使わないグラフィックカードにありました
shelf-no-folder = このシステムには画風のフォルダーがありません
shelf-built-in = 「{ $name }」は付属の画風です。別の名前を選んでください
shelf-exists = 「{ $name }」という画風はすでにあります
learning-no-pages = 学習できるページがありません
learning-device = 学習中に装置が失敗しました（{ $detail }）
learning-damaged = 壊れているか、別のバージョンで書かれています
pair-photo = 写真: { $reason }
pair-transparent = 透明な画素しかありません。絵そのものを書き出してください
pair-other-photo = 写真と合いません。別の写真の上に描いたものではありませんか
pair-unchanged = まだ写真のままです。上に描いて保存してください
pair-too-many = 最初の { $count } 組だけ読みます
page-too-small = { $width } x { $height } 画素では足りません
page-duplicate = { $of } と同じ画像です
page-blank = ほとんど何も描かれていません
page-mostly-text = ほぼ文字です。文字を模様として学習してしまいます
page-too-many = 最初の { $count } ページだけ読みます
page-rest-unread = { $count } ページのうち { $read } ページだけ読みます
book-encrypted = 暗号化されています。先にパスワードなしで保存してください
book-no-pictures = 画像がありません
book-only-text = 文字しかありません
book-other-archive = { $kind } ファイルは読めません。ページを ZIP か CBZ にまとめてください
book-nested = 書庫の中の本は開きません。先に取り出してください
book-unusual-packing = 読めない圧縮方式です。普通の ZIP なら読めます
book-too-many-files = ファイルが { $limit } 個を超えています
book-too-much-inside = 展開すると { $limit } を超えます
book-takes-too-long = 描き出すのに時間がかかりすぎます
page-unlike-others = ほかのページと似ていません。別の作者のものなら、上でクリックして外してください
