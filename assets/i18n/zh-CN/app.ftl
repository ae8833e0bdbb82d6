# 窗口中的简体中文文字。键和参数与英文一致。

## 命令

command-open = 打开…
    .help = 选择照片
command-open-folder = 打开文件夹…
    .help = 选择一个文件夹，其中各级子文件夹都会搜索
command-save = 保存…
    .help = 以照片的原始尺寸保存这幅画
command-export = 导出…
    .help = 绘制全部或部分照片，存入一个文件夹
command-pause-export = 暂停导出
    .help = 暂停或继续；已开始的那幅会重新绘制
command-stop = 停止
    .help = 停止保存；已经保存的文件会保留
command-remove = 从列表移除照片
    .help = 把这张照片移出列表；文件不受影响
command-quit = 退出
    .help = 关闭 Kinetoon；照片和设置下次会恢复
command-undo = 撤销
    .help = 撤销上一次更改
command-redo = 重做
    .help = 恢复刚撤销的更改
command-copy = 复制
    .help = 把当前显示的画复制到剪贴板
command-paste = 粘贴
    .help = 加入剪贴板中的照片或图片
command-reset = 全部重置
    .help = 所有滑块恢复为该风格的默认值
command-own-settings = 仅此照片
    .help = 滑块只改变这张照片，其他照片保持不变；再按一次恢复为所有照片的设置
command-use-for-all = 用于全部
    .help = 把这张照片的设置用于所有照片
command-side-by-side = 并排
    .help = 左边照片，右边画作
command-wipe = 擦除对比
    .help = 照片和画作在同一画面，用手柄分隔
command-drawing-alone = 仅画作
    .help = 只显示画作
command-keep = 以此对比
    .help = 把这幅画作为 A 留在左边，与之后的画对比；再按一次退出
command-fit = 适合窗口
    .help = 显示整幅画面
command-actual-size = 1:1
    .help = 画面的一个像素对应屏幕的一个像素
command-zoom-in = 放大
    .help = 显示更小的范围，更大的画面
command-zoom-out = 缩小
    .help = 显示更大的范围，更小的画面
command-previous = 上一张照片
    .help = 显示上一张照片
command-next = 下一张照片
    .help = 显示下一张照片
command-controls = 风格与滑块
    .help = 显示或隐藏风格与滑块面板
command-queue = 导出队列
    .help = 显示或隐藏正在导出的照片
command-full-screen = 全屏
    .help = 铺满屏幕，或退出全屏
command-theme-system = 系统主题
    .help = 深浅与系统一致
command-theme-dark = 深色主题
    .help = 深色背景，浅色文字
command-theme-light = 浅色主题
    .help = 浅色背景，深色文字
command-language-system = 系统语言
    .help = 使用系统的语言
command-language-english = English
    .help = 使用英语
command-language-chinese = 简体中文
    .help = 使用简体中文
command-previous-style = 上一种风格
    .help = 选择风格架上的上一种风格
command-next-style = 下一种风格
    .help = 选择风格架上的下一种风格
command-teach = 教它您的风格…
    .help = 选择一个装有漫画页的文件夹，从中学习风格
command-palette = 全部命令
    .help = 按名称查找任何命令
command-shortcuts = 快捷键
    .help = 显示全部快捷键
command-about = 关于 Kinetoon
    .help = 版本、致谢和许可

tooltip-with-key = { $help }（{ $key }）

menu-file = 文件
menu-edit = 编辑
menu-view = 视图
menu-style = 风格
menu-help = 帮助
menu-theme = 主题
menu-language = 语言

palette-hint = 您想做什么？
palette-nothing = 没有这个名称的命令

key-hold-b = B
key-hold-b-help = 按住时显示照片
key-wheel = 滚轮
key-wheel-help = 缩放；拖动可移动画面
key-double-click = 双击
key-double-click-help = 在画面上：显示整幅。在滑块上：恢复默认
key-tab = Tab
key-tab-help = 转到下一个控件；Shift+Tab 返回
key-arrows = 方向键
key-arrows-help = 移动当前焦点所在的滑块

about-version = 版本 { $version }
about-what = 在本机离线把照片重绘成漫画。
about-adapter = 显卡：{ $name }
about-styles = 风格背后的画家
about-licences = 许可
about-licence = Kinetoon 及其网络：MIT 或 Apache-2.0，任您选择。
about-font = 汉字：Noto Sans CJK SC，© Adobe，SIL 开放字体许可 1.1。字母：Ubuntu Light，Ubuntu 字体许可。
about-licence-texts = 许可全文
credit-oz-neill = John R. Neill，公有领域
credit-peppercarrot = David Revoy，Pepper&Carrot，CC BY 4.0
credit-ukiyoe-hiroshige = 歌川广重，公有领域
credit-ink-philmay = Phil May，公有领域
credit-ink-gibson = Charles Dana Gibson，公有领域
credit-engraving-dore = Gustave Doré，公有领域
credit-learnt = 在本机学得，或由文件带来

## 照片

sample = 示例
photo-remove = 从列表中移除
photo-unreadable = 无法读取
invitation-drop = 把照片或文件夹拖到这里，或者点击“打开”
invitation-open = 点击“打开”选择照片（拖放文件需要 X11 或 XWayland）
drop-count = { $count ->
    [one] 松开鼠标，画成漫画
   *[other] 松开鼠标，把这 { $count } 项都画成漫画
}

## 画布

canvas = 照片与画作
canvas-photograph = 照片
canvas-drawing = 画作
canvas-drawing-hold = 画作，按住 B 查看照片
canvas-kept = A：{ $style }
canvas-compared-hold = B：{ $style }，按住 B 查看照片
canvas-unreadable = 无法显示这张照片

## 风格与滑块

style-heading = 风格
style-oz-neill = 四色漫画
style-peppercarrot = 手绘漫画
style-ukiyoe-hiroshige = 浮世绘
style-ink-philmay = 钢笔画
style-ink-gibson = 细密排线
style-engraving-dore = 铜版画
style-export = 另存为文件…
style-remove = 从风格架移除
style-restore = 放回去
style-on-shelf = “{ $name }”已放上风格架
style-removed = “{ $name }”已移除
style-restored = “{ $name }”已放回
blend = 混合
blend-nothing = 无
blend-help = 从当前风格走向“{ $name }”的程度
blend-share = 第二种风格的比例
presets = 预设
    .help = 把全部滑块的设置存为一个名称
presets-none = 还没有预设
presets-not-kept = 预设未能保存：{ $reason }
preset-name = 新预设的名称
preset-save = 保存这些设置
preset-remove = 移除“{ $name }”
drawing-heading = 绘制
ink-heading = 墨线与色彩
dial-amount = 程度
    .help = 从照片走向该风格的程度；超过 1 会夸张
dial-style = 风格
    .help = 画作在多大程度上像该风格的画页（风格损失与对抗损失的权重）
dial-content = 保留内容
    .help = 照片的内容必须保留多少（内容损失的权重）
dial-cycle = 可还原
    .help = 从画作还原出照片的能力（循环损失的权重）
dial-line = 线条强度
    .help = 线条的强度；0 表示没有线条
dial-line-width = 线条粗细
    .help = 线条的粗细
dial-flatten = 平涂
    .help = 照片中平坦的区域变得多平整
dial-saturation = 饱和度
    .help = 色彩的强度；0 为灰色
dial-photo-color = 照片色彩
    .help = 照片本身的色彩透出多少

## 状态与消息

status-loading = 正在载入网络
status-device = 绘制设备：{ $device }
status-cpu = 处理器
status-failed = 无法绘制：{ $reason }
status-elapsed = { $ms } 毫秒
status-elapsed-help = 上一幅画所用的时间
status-scale = { $pixels } 像素
status-scale-help = 屏幕上的画作绘制时的长边
status-drawing = 正在绘制
toast-reveal = 在文件夹中显示
reveal-failed = 无法打开文件管理器
status-photo = { $name }（{ $number }/{ $count }）
saving-count = 正在保存第 { $number } 幅，共 { $count } 幅
saved-file = 已保存 { $path }
saved-count = 已保存 { $count } 幅画
saved-count-failed = 已保存 { $count } 幅画，{ $num_failed } 幅失败
status-queue = 导出 { $number } / { $count }
saving-stopped = 已停止
nothing-to-paste = 剪贴板中没有可以绘制的内容：请先复制图片或文件。
not-pasted = 无法粘贴图片：{ $reason }
copied = 已复制
too-much-at-once = 一次太多了，请稍等
engine-busy = 绘制引擎正忙，请再试一次
device-lost = 显卡停止响应：驱动程序被重置或更新，或显存不足。照片、设置和已学到的内容都已保存。请重新启动 Kinetoon；使用 --device cpu 可以不用显卡绘制。
engine-stopped = 绘制引擎已停止，请重新启动 Kinetoon
no-dialog = 此系统没有文件对话框（桌面门户或 zenity）：请把文件拖到这里，或使用 `kinetoon stylize`
file-problem = { $path }：{ $reason }
folder-empty = 其中没有图片
folder-unusable = 无法查看其中内容（{ $detail }）
folder-gone-source = 照片所在的文件夹不见了
folder-gone-target = 存放画作的文件夹不见了
problems-heading = 有些文件无法使用
close = 关闭
cancel = 取消

## 文件对话框

filter-pictures = 图片
filter-style = Kinetoon 风格

## 导出

export-heading = 导出
export-which = 照片
export-which-all = 全部 { $count } 张
export-which-shown = 当前这张
export-which-unsaved = 尚未保存的（{ $count }）
export-folder = 文件夹
    .hint = 画作存放的位置
export-choose = 选择…
export-name = 名称
export-name-help = { $name }：照片名，{ $style }：风格名，{ $number }：0001、0002……
export-example = 例如：{ $path }
export-pattern-path = 这里是名称，不是路径：文件夹与照片的相同
export-pattern-place = 花括号里可以是 { $name }、{ $style } 或 { $number }
export-pattern-empty = 名称不能为空
export-existing = 已有的文件
export-existing-skip = 跳过
    .help = 画作已存在的照片不再绘制；文件不完整的会重画
export-existing-overwrite = 替换
    .help = 新画作取代原有文件
export-existing-number = 加编号
    .help = 在新画作的名称后加编号，不替换任何文件
export-format = 格式
export-format-photo = 与照片相同
    .help = JPEG 照片存为 JPEG，其他存为 PNG
export-quality = 质量
    .help = 用于 JPEG 文件：数值越大，文件越大、越细致
export-scale = 绘制尺寸
    .help = 网络绘制时的长边；越小笔触越粗。文件尺寸始终与照片相同
export-scale-screen = { $pixels } 像素，与屏幕上相同
export-scale-px = { $pixels } 像素
export-scale-full = 照片原始尺寸
export-metadata = 拍摄信息
export-metadata-keep = 保留
    .help = 画作保留照片的日期、地点和相机信息（EXIF、XMP）
export-begin = 导出
export-queue = 加入队列
export-planning = 正在查看文件夹…
export-obstacle-none = 没有这样的照片
export-obstacle-folder = 请选择存放画作的文件夹
export-obstacle-relative = 请写出文件夹的完整路径
export-replaces-photo = 画作会取代照片，请另选文件夹或名称
export-nothing-left = 这些画作都已存在

## 照片队列

queue-heading = 导出
queue-hide = 隐藏队列
queue-empty = 没有正在导出的照片
queue-going = { $number } / { $count }
queue-going-left = { $number } / { $count }，大约还需 { $left }
queue-resting = { $number } / { $count }，已暂停
queue-blocked = { $number } / { $count }，等待您处理
queue-checking = 正在查看哪些画作已完成…
queue-done = 全部 { $count } 张已处理
queue-done-failed = 完成 { $count } 张，失败 { $num_failed } 张
queue-pause = 暂停
    .help = 已开始的那幅稍后重新绘制
queue-go-on = 继续
    .help = 绘制剩下的照片
queue-cancel = 全部取消
    .help = 不再绘制；已保存的文件保留
queue-clear = 清除已完成
    .help = 把已保存、跳过和失败的从列表中移除；文件保留
queue-tab-open = 待画 { $count }
queue-tab-done = 完成 { $count }
queue-tab-failed = 失败 { $count }
queue-none-open = 没有待画的照片
queue-none-done = 还没有完成的照片
queue-none-failed = 没有失败的照片
queue-row = { $name }：{ $state }
queue-waiting = 等待中
queue-next = 下一张
queue-reading = 正在读取
queue-drawing = 正在绘制
queue-inking = 正在勾线
queue-writing = 正在写入
queue-saved = 已保存
queue-skipped = 已跳过：文件已存在
queue-show = 点击在文件夹中显示：{ $path }
queue-up = 上移“{ $name }”
queue-down = 下移“{ $name }”
queue-front = 接下来画“{ $name }”
queue-remove = 移除“{ $name }”
queue-cancel-one = 停止“{ $name }”
queue-retry-one = 重试“{ $name }”
queue-retry-all = 全部重试
queue-try-again = 重试
    .help = 继续绘制等待中的照片
queue-other-folder = 换文件夹…
    .help = 未画的存入另一个文件夹；已保存的保留原处
queue-leave-out = 跳过这张
    .help = 不画这张照片，继续其余的
queue-leave-out-folder = 跳过该文件夹
    .help = 不画该文件夹中的照片，继续其余的
blocked-full = 磁盘已满。请为“{ $folder }”腾出空间，或换一个文件夹；什么都不会丢失。
blocked-read-only = “{ $folder }”所在的磁盘是只读的。请允许写入，或换一个文件夹。
blocked-target-gone = 文件夹“{ $folder }”不见了，或其磁盘没有响应。请接上磁盘，或重新建立该文件夹；也可以换一个。
blocked-source-gone = 照片所在的文件夹“{ $folder }”不见了。请重新插入存储卡或接上磁盘。
blocked-refused = 系统不接受这个文件：{ $reason }

## 教一种风格

teach-heading = 教它您的风格
teach-looking = 正在查看画页…
teach-pages = 将从 { $count } 页学习。点击某页可将其排除。
teach-few-pages = 页数太少，只能得到大致的样子；十页以上更好。
teach-page-leave-out = 点击将其排除
teach-page-take-in = 已排除；点击重新加入
teach-files-left-out = 已排除 { $count } 个文件
teach-odd-pages = 有 { $count } 页与其他各页都不同
teach-name = 名称
    .hint = 这种风格叫什么
teach-author = 作者
    .hint = 出自谁的手笔（可留空）
teach-licence = 许可
    .hint = 他人可以如何使用（可留空）
teach-from = 起点
teach-from-nearest = 最接近的风格混合
teach-length = 学习时长
teach-length-choice = { $length }，{ $time }
teach-length-draft = 草稿
teach-length-good = 良好
teach-length-best = 最佳
teach-about = 约 { $time }
teach-practise = 练习素材
teach-practise-strip = 照片栏中的照片
teach-queue = 加入队列
teach-start = 开始学习
teach-my-style = 我的风格
teach-obstacle-no-page = 没有可用的画页：请选择装有漫画页的文件夹
teach-obstacle-name = 请给风格取一个不含斜杠和特殊符号的名称
teach-obstacle-taken = 已有同名的风格
teach-no-folder = 此系统没有存放检查点的文件夹

duration-seconds = { $count } 秒
duration-minutes = { $count } 分钟
duration-hours = { $hours } 小时

## 正在进行的学习

lesson-heading = 正在学习“{ $name }”
lesson-pages = { $count } 页
lesson-pages-left-out = { $pages }，排除 { $count } 页
lesson-waiting = 等待中
lesson-unqueue = 移除
lesson-step = 第 { $step } 步
lesson-pace = 第 { $step } 步，每步 { $pace } 秒，约剩 { $left }
lesson-memory = { $place }，内存 { $megabytes } MB
lesson-resting = 第 { $step } 步，已暂停
lesson-resting-because = 已暂停：{ $reason }
lesson-pause = 暂停
lesson-go-on = 继续
lesson-stop = 停止并保留
    .help = 目前最好的结果会放上风格架
lesson-drop = 丢弃
    .help = 这次学习的内容都不保留
lesson-gentle = 保持桌面流畅
    .help = 一半时间休息
lesson-losses = 损失
lesson-loss-style = 风格
lesson-loss-content = 内容
lesson-loss-cycle = 循环
lesson-loss-adversarial = 对抗
lesson-loss-value = { $name } { $value }
lesson-weights-moved = 权重已调整
lesson-steer = 右侧的“风格”“保留内容”和“可还原”会引导学习。
lesson-points = 学习途中
lesson-points-help = 点击一幅图，从那里继续。
lesson-point-measure = 风格 { $style }，内容 { $content }
lesson-point-help = 点击从这里继续
lesson-point-best = { $step }，最佳
lesson-dropped = “{ $name }”已丢弃
lesson-failed = 无法学会“{ $name }”：{ $reason }
trouble-nothing-drawn = 画作与照片几乎没有差别；请提高风格的权重
trouble-one-texture = 所有画作都很相似；请提高内容和可还原的权重，或增加画页
trouble-diverged = 训练失控；将从最好的位置以较慢的速度继续

## 询问

ask-close-heading = 正在学习一种风格
ask-close-text = “{ $name }”尚未学完。已学到的内容会保留，下次打开 Kinetoon 时可以继续。
ask-close-stay = 留下
ask-close-anyway = 关闭，以后继续
ask-folder-heading = “{ $name }”里是什么？
ask-folder-photos = 照片
    .help = 把它们画成漫画
ask-folder-pages = 漫画页
    .help = 教 Kinetoon 这种风格
ask-export-heading = 继续导出吗？
ask-export-text = { $count } 张照片中还有 { $left } 张未画。
ask-export-forget = 放弃
ask-unfinished-heading = 继续学习吗？
ask-unfinished-text = “{ $name }”尚未学完：目前 { $count } 步
ask-unfinished-drop = 丢弃
ask-unfinished-later = 以后再说

## 文件问题

disk-not-found = 没有这个文件
disk-read-denied = 没有读取该文件的权限
disk-is-folder = 这是文件夹，不是文件
disk-not-a-folder = 路径中有一部分是文件，不是文件夹
disk-network = 网络驱动器没有响应
disk-cannot-read = 无法读取该文件
disk-full = 磁盘已满
disk-quota = 磁盘配额已用完
disk-read-only = 磁盘是只读的
disk-write-denied = 没有写入该文件夹的权限
disk-folder-of-that-name = 已有同名的文件夹
disk-file-too-large = 磁盘无法存放这么大的文件
disk-bad-name = 磁盘不允许这个文件名
disk-cannot-write = 无法写入该文件
picture-empty = 文件是空的
picture-unknown = 内容不是任何已知的图片格式
picture-unsupported = 无法读取 { $what }
picture-unsupported-variant = 无法读取这种 { $format }
picture-truncated = { $format } 文件不完整：图片还没结束文件就断了
picture-damaged = { $format } 文件已损坏
picture-too-large = { $width } x { $height } 像素的图片太大：{ $limit }
picture-file-too-large = 文件太大：最多读取 { $limit }
picture-over-memory = 解码所需内存超过允许的 { $limit }
picture-out-of-memory = 内存不足：还需要 { $needed }
picture-invalid-size = { $width } x { $height } 像素的图片不能存为 { $format } 文件
picture-depth = { $format } 文件每通道只有 8 位；PNG 和 TIFF 可以有 16 位
picture-still = { $format } 文件不能动；PNG、WebP 和 GIF 可以
picture-changed = 文件在读取时被改动
picture-unknown-output = 无法写入“{ $name }”格式：请使用 png、jpeg、webp、tiff 或 gif
picture-cannot-encode = 无法将图片写为 { $format }
picture-exists = 已有同名的文件
limit-pixels = 最多允许 { $megapixels } 百万像素
limit-side = 每边最多 { $pixels } 像素
limit-memory = 需要 { $needed } 内存，只允许 { $limit }

## 绘制与学习的问题

engine-unknown-style = 没有名为“{ $name }”的风格
engine-lesson-runs = 正在学习另一种风格
engine-cannot-learn = 这里无法学习风格
engine-no-thread = 系统拒绝启动线程
engine-defect = Kinetoon 出错了（{ $detail }）
model-damaged = 风格文件已损坏，或不是风格文件
model-no-style = 这个文件里没有风格
model-newer = 这个风格由更新版本的 Kinetoon 写成
model-bad-name = “{ $name }”不能用作风格名称
model-unfit = 网络或风格无法使用（{ $detail }）
gpu-none = 没有找到显卡；请改用处理器绘制，或安装显卡驱动
gpu-cannot-open = 无法打开显卡 { $adapter }
gpu-too-large = { $width } x { $height } 像素的图片对显卡来说太大
gpu-failed = 显卡出错（{ $detail }）
shelf-no-folder = 此系统没有存放风格的文件夹
shelf-built-in = “{ $name }”是内置风格；请换一个名称
shelf-exists = 已有名为“{ $name }”的风格
learning-no-pages = 没有可供学习的画页
learning-device = 学习时设备出错（{ $detail }）
learning-damaged = 已损坏，或由其他版本写成
page-too-small = { $width } x { $height } 像素太少
page-duplicate = 与 { $of } 是同一张图
page-blank = 上面几乎没有画东西
page-mostly-text = 大部分是文字；字母会被当作纹理学进去
page-unlike-others = 与其他各页都不同；若出自他人之手，请在上方点击将其排除
