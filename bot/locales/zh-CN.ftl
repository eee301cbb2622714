### 读者看到的中文文案。键和变量与 en.ftl 一一对应。
### 键的写法：领域-发生了什么。组委会可以在 config/locales/zh-CN.ftl 里改写任何一句。

## 组委会编写的文件

file-refused = { $count ->
    [one] { $file } 有一处错误，未予采用：{ $place }
   *[other] { $file } 等文件共有 { $count } 处错误，未予采用；第一处：{ $place }
}
phrases-unreadable = 文案文件此处无法读取：{ $reason }
phrases-unknown = 没有这条文案；全部键名见程序自带的文案文件
phrases-unknown-value = 这条文案不能使用 { $seen }，可用的有：{ $known }

## 数据库

database-foreign = { $file } 不是本机器人的数据库，内容没有改动。请把 SUMMIT_DATABASE 指向别的文件。
database-newer = { $file } 由更新版本的机器人写入（格式为 { $version }，当前版本只认识到 { $known }）。请重新安装新版本，或恢复较早的备份；内容没有改动。
database-corrupt = { $file } 已损坏，请恢复最近的备份。
database-read-only = 无法写入 { $file }，请检查该文件及所在文件夹的权限。
database-disk-full = { $file } 所在的磁盘已满，什么都没有保存；请腾出空间后重试。
database-disk-failed = { $file } 所在的磁盘报告了错误，什么都没有保存；请检查磁盘后重试。
database-locked = 另一个程序正在使用 { $file }，什么都没有保存；请关闭该程序，或稍后再试。
database-unopenable = 无法打开 { $file }，请确认它是一个文件，并检查它和所在文件夹的权限。
database-no-folder = 无法建立文件夹 { $folder }：{ $reason }
database-pragma = { $file } 放在这里不能安全使用：SQLite 的 { $name } 应为 { $expected }，实际仍是 { $seen }。通常改放在本地磁盘（而不是网络文件夹）即可。


## Releasing a programme

programme-none = 还没有议程，组织者可以导入一份。
programme-empty = 新版本里一场活动都没有，因此没有发布。请检查来源，多半是它出了故障。
programme-held = 没有发布：{ $total } 场中有 { $lost } 场会一下子消失。这多半是来源出了故障，很少是有意为之。如果确实如此，请在发布时确认接受移除。
programme-changed-meanwhile = 没有发布：这些变更是按第 { $base } 版算出的，而第 { $current } 版刚刚发布。请重新导入，再看一遍变更。
hold-empty = 一场活动都没有
hold-sessions = { $total } 场中有 { $lost } 场消失
hold-room = { $name }：这个场地的 { $total } 场中有 { $lost } 场消失，之后一场不剩
hold-track = { $name }：这个专题的 { $total } 场中有 { $lost } 场消失，之后一场不剩


## 演示：浏览器里的本地 Discord

demo-address = 演示已就绪：{ $address }（按 Ctrl-C 结束）
demo-first-step = 先试试：打开上面的地址，选一个人和一个频道，在输入框里键入 { $command }，再从列表中选择。
demo-port-taken = 端口 { $port } 无法使用（{ $reason }）：请用 --port 另选一个，写 0 则自动挑选空闲端口。
demo-at-unclear = --at 要写成 2024-03-28T08:50（会场时间）或 2024-03-28T08:50+08:00 这样的时间，读不懂“{ $seen }”。
demo-speed-unclear = --speed 应是大于 0、不超过 { $most } 的数字，而不是 { $seen }。
demo-not-installed = 这里还没有安装演示用的本地 Discord：请运行 make demo，它会自动安装。
demo-eyebrow = 演示：真实的机器人，本地的 Discord
demo-clock = 大会时间
demo-look-as = 以谁的身份看
demo-channels = 看哪里
demo-try-first = 先试试
demo-try-how = 点一下就会填进输入框；再从列表里选中命令、补全内容，按回车发送。
demo-footer = 一切都在这台电脑上运行：无需令牌，也不联网。演示结束后，这里的操作不会留下。
demo-back = 频道
demo-gone = 演示已停止。请重新启动后刷新本页。
demo-other-language = English
demo-person-xiaolin = 参会者
demo-person-maya = 参会者
demo-person-azhe = 志愿者
demo-person-chenmo = 主持人
demo-person-ruoxi = 组委会成员
demo-place-announcements = 面向全体的通知
demo-place-changes = 议程的每一处变动
demo-place-reminders = 开场前的提醒
demo-place-organisers = 仅组委会可见
demo-place-volunteers = 志愿者与组委会
demo-place-room = 会场自己的频道
demo-place-lobby = 大家都在的地方
demo-place-dm = 与机器人的私信
demo-try-agenda-now = 各会场正在进行什么，接下来是什么
demo-try-agenda-search = 找议题：试试“治理”、拼音“kaiyuan zhili”，打错字也行
demo-try-agenda-day = 一整天的议程，可翻页、可筛选
demo-try-agenda-speaker = 某位嘉宾的全部议题
demo-try-guide = 场馆、网络与用餐
demo-try-agenda-mine = 我的日程：先在议题上按 ⭐
demo-try-summit-delay = 以组委会成员身份：让某个会场顺延，看看谁会收到通知

## 答复

discord-fails = Discord 目前不太稳定，您的操作可能已经生效；请稍后再看一下。
incident = 我们这边出了点问题。请把这个编号告诉组委会：{ $number }
control-outdated = 这条消息来自旧版本的机器人，请重新使用命令。

## 议题

kind-keynote = 主题演讲
kind-talk = 演讲
kind-panel = 圆桌
kind-discussion = 分组研讨
kind-office-hour = Office Hour
kind-unconference = 非正式会议
kind-break = 休息
kind-social = 交流活动
status-cancelled = 已取消
status-postponed = 已延期
part-morning = 上午
part-noon = 中午
part-afternoon = 下午
part-evening = 晚上
language-zh = 中文
language-en = 英文
room-none = 会场待定
session-time-open = 时间待定
session-every-room = 所有会场
session-speakers-more = { $names }等 { $count } 位
session-speakers-hidden = 另有 { $more } 位嘉宾
session-venue-time = 会场时间：{ $day } { $hours }（{ $zone }）
session-on-now = 进行中
session-in-block = “{ $block }”共 { $count } 场，依次进行，这是第 { $place } 场；每场的具体时间不固定
session-chatham-house = 查塔姆守则：可以使用听到的内容，但不得透露是谁说的、谁在场
session-next-here = ⏭️ 本会场下一场（{ $time }）：{ $title }
session-open-button = 查看
session-open-placeholder = 查看议题……
session-calendar-button = 加入日历
session-page-button = 网页
session-unknown = 没有找到议题“{ $seen }”。请输入标题或嘉宾姓名中的几个字，从列表中选择；也可以用 /agenda search 搜索。
session-ambiguous = “{ $seen }”对应多个议题，例如{ $titles }。请从输入时出现的列表中选择。
session-gone = 该议题已不在议程中，可以用 /agenda search 查找现有议题。
session-calendar-file = 打开文件即可加入日历。

## 议程

now-title = 正在进行
now-venue-clock = 会场现在是 { $day } { $time }
now-empty = 议程尚未公布
now-before = { $summit } { $when }开始
now-between = { $when }继续
now-pause = 休息一下，{ $when }继续
now-over = { $summit } 已经结束，感谢您的参与！
now-until = { $time } 结束（{ $left }）
now-block = 按以下顺序依次进行
day-count = { $count ->
    [0] 没有议题 · 先列会场时间（{ $zone }），后列您当地的时间
   *[other] 共 { $count } 个议题 · 先列会场时间（{ $zone }），后列您当地的时间
}
day-none = 日期待定
day-nothing = 这里没有议题，请在下方换一天、换个专题或会场。
day-pick-day = 日期
day-pick-track = 专题
day-pick-room = 会场
day-every-track = 全部专题
day-every-room = 全部会场
day-unknown = “{ $seen }”不在会期内。会期为：{ $days }。
track-unknown = 没有专题“{ $seen }”，请从输入时出现的列表中选择。
room-unknown = 没有会场“{ $seen }”，请从输入时出现的列表中选择。
list-comma = 、
list-more = 还有 { $more } 个
list-more-options = 更多……
search-nothing = 没有找到。换个更短的词、嘉宾姓名或拼音试试；/agenda day 可以查看全部议程。
speaker-unknown = 本届没有名叫“{ $seen }”的嘉宾。请输入姓名的一部分，从列表中选择。

## 参会指南

guide-title = 参会指南
guide-empty = 组委会还没有编写参会指南。
guide-pick = 查看……
guide-qr = 二维码：{ $label }
guide-unknown = 参会指南里没有“{ $seen }”这一页，请从列表中选择。

## 命令的名称与说明；名称不能含空格和大写字母

command-agenda = 议程
command-agenda-description = 查看议程：正在进行、接下来、嘉宾
command-agenda-now = 现在
command-agenda-now-description = 各会场正在进行和即将开始的议题
command-agenda-day = 日程
command-agenda-day-description = 某一天的议程
command-agenda-day-date = 日期
command-agenda-day-date-description = 哪一天；不填则为今天
command-agenda-day-track = 专题
command-agenda-day-track-description = 只看这个专题
command-agenda-day-room = 会场
command-agenda-day-room-description = 只看这个会场
command-agenda-search = 搜索
command-agenda-search-description = 按标题、嘉宾、专题、会场或摘要查找议题
command-agenda-search-query = 关键词
command-agenda-search-query-description = 几个字即可，也支持拼音
command-agenda-session = 议题
command-agenda-session-description = 一个议题的时间、地点、嘉宾和内容
command-agenda-session-session = 议题
command-agenda-session-session-description = 标题或其中几个字
command-agenda-speaker = 嘉宾
command-agenda-speaker-description = 某位嘉宾的全部议题
command-agenda-speaker-name = 姓名
command-agenda-speaker-name-description = 姓名或其中几个字
command-guide = 指南
command-guide-description = 会场、用餐、网络、行为准则、照片墙
command-guide-topic = 主题
command-guide-topic-description = 哪一页；不填则显示目录
## 文件里的错误：每句话都跟在文件名、行、列和字段之后

file-missing = 没有这个文件
file-unreadable = 无法读取这个文件：{ $reason }
file-too-large = 这个文件有 { $size } MB，最多 { $limit } MB
file-not-utf8 = 这一行不是 UTF-8 文本，请把文件另存为 UTF-8 编码
yaml-control-character = 这里有不允许的不可见字符 { $character }，请删除
yaml-unparsable = 这里不符合 YAML 语法（{ $reason }）：{ $seen }
yaml-tab = 行首有制表符；YAML 只能用空格缩进
yaml-colon = 这里的冒号被当成了键值分隔符；文字里含冒号时请加引号
yaml-character = 以这个字符开头的文字需要加引号：{ $seen }
yaml-quote = 从这里开始的引号没有闭合
yaml-alias = { $seen } 引用的 &锚点 在前文中不存在
yaml-documents = 这里开始了第二个文档（---）；一个文件只能有一个
yaml-too-deep = 列表和键值嵌套超过了 { $limit } 层
yaml-too-many = 这个文件里的值超过了 { $limit } 个
yaml-tag = 这里不能使用 YAML 标签 { $seen }；请直接写文字、数字、列表或键值
yaml-key = 键必须是普通文字，不能是列表、键值或 <<
yaml-double-key = { $key } 在第 { $first } 行已经出现过；同一个键只能写一次
yaml-number = { $seen } 会被读成数字 { $number }；请加上引号："{ $seen }"
fault-missing = 缺少这一项，它是必填的
fault-unknown-key = 没有 { $seen } 这个键，可用的键有：{ $known }
fault-unknown-key-near = 没有 { $seen } 这个键，是不是想写 { $near }？
fault-choice = 看到的是 { $seen }，应为其中之一：{ $known }
fault-choice-near = 看到的是 { $seen }，是不是想写 { $near }？
fault-text = 看到的是 { $seen }，应为文字；看起来像数字的文字请加引号
fault-empty = 这一项不能为空
fault-too-long = 看到的是 { $seen }，最多 { $limit } 个字符
fault-number = 看到的是 { $seen }，应为整数
fault-yes-or-no = 看到的是 { $seen }，应为 true 或 false
fault-mapping = 看到的是 { $seen }，应为若干“键: 值”
fault-list = 看到的是 { $seen }，应为列表
fault-date = 看到的是 { $seen }，应为日期，例如 2024-03-28
fault-time = 看到的是 { $seen }，应为时间，例如 "09:30"
fault-moment = 看到的是 { $seen }，应为日期和时间，例如 2024-03-28T09:30:00+08:00
fault-address = 看到的是 { $seen }，应为以 https:// 或 http:// 开头的网址
fault-other = 看到的是 { $seen }；{ $reason }


## 服务器

server-lacks = summit.yaml 里写的以下内容在本服务器中不存在。请新建，或改正 summit.yaml 后重启机器人：
server-lacks-role = 身份组“{ $name }”（{ $field }）
server-lacks-channel = 频道“{ $name }”（{ $field }）
server-lacks-permission = #{ $name } 中的权限（{ $field }）：查看频道、发送消息、嵌入链接、附加文件、读取历史消息
keys-unreadable = { $file } 不能用作密钥文件：{ $reason }。请恢复该文件；也可以删除它以生成新密钥，旧密钥签发的链接随之失效。
## 设置里的错误

fault-too-many = 这里的项目太多，最多 { $limit } 项
fault-bilingual = 看到的是 { $seen }，应为文字，或 {"{"}zh-CN: …, en: …{"}"} 两种语言的文字
fault-language = 看到的语言是 { $seen }，可用的有：{ $known }
fault-language-near = 看到的语言是 { $seen }，是不是想写 { $near }？
fault-zone = 没有 { $seen } 这个时区，应为 IANA 名称，例如 Asia/Shanghai 或 Europe/Berlin
fault-zone-near = 没有 { $seen } 这个时区，是不是想写 { $near }？
fault-id = 看到的是 { $seen }，应为 Discord 的 ID（15 到 20 位数字）
fault-name-or-id = 看到的是 { $seen }，应为名称，或 15 到 20 位数字的 ID
fault-emoji = 看到的是 { $seen }，应为一个表情符号
fault-source-missing = 同一文件夹里没有 { $seen } 这个文件
environment-two-tokens = 同时设置了 DISCORD_TOKEN，两者只能设置一个
environment-token-file = 无法读取 { $seen }：{ $reason }
environment-token-empty = { $seen } 是空的，里面应当是机器人的令牌
environment-address = 看到的是 { $seen }，应为 { $expected }
environment-clock = 看到的是 { $seen }，应为带时差的时间，例如 2024-03-28T09:00:00+08:00；需要加速时再写 @ 和大于 0 的倍数：2024-03-28T09:00:00+08:00@60


## 读入与导出的议程：其他软件的格式

export-cancelled = 已取消
export-postponed = 已延期
agenda-xml-broken = XML 格式有误：{ $reason }
agenda-xml-hostile = 这份 XML 声明了 DTD 或实体。议程用不到它们，而这是攻击读取程序的常见手法；请删除 DOCTYPE 声明。
agenda-extension-broken = 本机器人导出时写在这里的附加数据已被改动，无法读取（{ $reason }）。请删除这段数据，或重新导出。
agenda-contradicts-itself = 这份议程前后不一致：{ $reason }

speaker-others = 找的是另一位？

## 命令行

run-no-token = 没有令牌。请设置 DISCORD_TOKEN，或把 DISCORD_TOKEN_FILE 指向存放令牌的文件。“make demo”不需要令牌。
run-wrong-token = Discord 不认识这个令牌。请在开发者门户（Bot → Reset Token）重新复制，填入 DISCORD_TOKEN。
run-missing-intent = Discord 拒绝了所请求的 intent，请在开发者门户查看 Bot → Privileged Gateway Intents。
check-good = { $folder } 没有问题：共 { $days } 天、{ $sessions } 个议题。
check-invite = 用此链接邀请机器人，只授予它需要的权限：{ $link }
check-invite-placeholder = 请把 APPLICATION_ID 换成您的应用编号（开发者门户 General Information）；也可以设置 DISCORD_TOKEN 后再检查一次。
check-server-good = 服务器“{ $name }”具备 summit.yaml 里写的全部内容。
check-server-unknown = 机器人还不在任何服务器里，或不在 discord.guild 指定的服务器里。请用下面的链接邀请它。
check-server-several = 机器人在多个服务器里：{ $names }。请在 summit.yaml 的 discord.guild 里填写大会所用服务器的编号。
check-server-failed = 无法向 Discord 查询服务器：{ $reason }
import-hint = 没有改动任何内容。加上 --release 即可发布为正式议程。
import-released = 已发布，议程现为第 { $revision } 版；{ $people ->
    [0] 没有关注者需要通知
   *[other] 将通知 { $people } 人
}。
export-unknown = 看到 { $seen }，应为以下之一：{ $known }
file-unwritable = 无法写入：{ $reason }
changes-none = 没有变化。
changes-session = 议题
changes-what = 原 → 新
aspect-added = 新增
aspect-moved = 改时间
aspect-room = 换会场
aspect-retitled = 改标题
aspect-speakers = 换嘉宾
aspect-text = 改摘要
aspect-details = 改其他信息
aspect-cancelled = 取消
aspect-postponed = 延期
aspect-restored = 恢复
frame-name = 大会名称
frame-timezone = 时区
frame-room = 会场
frame-track = 专题
frame-block = 时段
console-held = 暂不发布：{ $what }。如确属有意，请加 --accept-removals

demo-at-outside = --at 应在 2016 年到 2099 年之间，而不是“{ $seen }”。

## 各种格式的日程文件

agenda-too-big = 这份日程有 { $size } MB，最多 { $limit } MB
agenda-empty-file = 文件是空的
agenda-binary = 这不是文本文件。请把日程导出为 JSON、XML、iCalendar、CSV 或 YAML；表格可以另存为 CSV。
agenda-web-page = 这是网页，不是日程。这个地址可能需要登录；用浏览器的无痕窗口打开，看看不登录时会看到什么。
agenda-unknown-format = 认不出这份日程的格式。支持的格式有：{ $known }
agenda-json-broken = JSON 格式有误：{ $reason }
agenda-json-deep = 这份 JSON 的嵌套层数远超正常日程，没有读取
agenda-one-page = 这只是分页结果中的一页，照此导入的话大部分议题会像是被删除了。请把所有页合成一个列表再导入；下一页是 { $next }
agenda-empty = 这份日程里一个议题也没有
agenda-timezone-unknown = 没有名为 { $seen } 的时区；请写成 Asia/Shanghai、Europe/Berlin 这样的名称
fault-duration = 这里写的是 { $seen }；应为时长，例如 00:45
export-speakers = 讲者
agenda-calendar-broken = 日历在此处无法读取：{ $reason }
agenda-calendar-endless = 这个重复日程没有结束时间；请在 RRULE 中加上 COUNT 或 UNTIL
agenda-timezone-unknown-near = 没有名为 { $seen } 的时区；是不是想写 { $near }？
agenda-text = 这里写的是 { $seen }；应为一段文字，或者每种语言各写一段：{"{"}zh-CN: …, en: …{"}"}
agenda-language = 这里写的是 { $seen }；应为语言标签，例如 zh-CN、en、ja
agenda-time = 这里写的是 { $seen }；应为带引号的时间，例如 "09:30"（当天过后的凌晨一点写作 "25:00"），或 2024-03-28T09:30:00+08:00
agenda-code = 这里写的是 { $seen }；代号由 1 到 { $limit } 个 ASCII 字母、数字或符号组成，不含空格，不能是 . 或 ..，也不能以 .ics 结尾
agenda-code-twice = 代号 { $seen } 在第 { $first } 行已经用于另一个议题
agenda-room-and-rooms = room 和 rooms 只能写一个
agenda-unknown-room = rooms 里没有 { $seen } 这个会场；已有的代号：{ $known }
agenda-unknown-room-near = rooms 里没有 { $seen } 这个会场；是不是想写 { $near }？
agenda-unknown-track = tracks 里没有 { $seen } 这个分论坛；已有的代号：{ $known }
agenda-unknown-track-near = tracks 里没有 { $seen } 这个分论坛；是不是想写 { $near }？
agenda-unknown-block = blocks 里没有 { $seen } 这个时段；已有的代号：{ $known }
agenda-unknown-block-near = blocks 里没有 { $seen } 这个时段；是不是想写 { $near }？
agenda-day-missing = 写了钟点就要写日期，例如 day: 2024-03-28
agenda-end-before-start = 结束时间是 { $seen }，早于或等于开始时间 { $start }。某一天过后的凌晨一点，写作那一天的 "25:00"。
agenda-time-skipped = { $timezone } 的 { $day } 没有 { $time }：这一刻因夏令时拨快钟表而跳过

demo-port-unclear = --port 应是 0 到 65535 之间的数字，而不是 { $seen }。

## 从网址获取日程

fetch-no-address = { $address } 不是网址；应以 https:// 或 http:// 开头，并写明主机名
fetch-local-address = { $address } 指向本机或内部网络的地址 { $seen }。如果确实需要，可以由主办方在设置中允许。
fetch-unknown-host = 找不到 { $address } 的主机。请检查网址，以及本机的网络连接。
fetch-failed = 无法获取 { $address }：连接失败或中途断开。请稍后再试。
fetch-certificate = { $address } 的证书无效，内容不可信，没有读取。
fetch-too-slow = { $address } 没有在 { $seconds } 秒内传完。请稍后再试。
fetch-too-large = { $address } 的内容超过 { $limit } MB，日程不会有这么大。
fetch-status = { $address } 没有给出日程，返回的状态是 { $status }。请用浏览器确认不登录也能打开它。
fetch-redirects = { $address } 的重定向超过 { $count } 次。
fetch-packing = { $address } 返回的内容用 { $seen } 压缩，我们没有要求这种格式，也无法解压。
agenda-csv-broken = 表格从这一行起无法读取：{ $reason }。多半是少了一个引号。
agenda-csv-no-title = 表格需要 title 列（或 title_zh、title_en）；现有的列：{ $seen }
agenda-csv-column-near = 没有这样的列；是不是想写 { $near }？
agenda-csv-cells = 这一行有 { $seen } 个单元格，但表头只有 { $expected } 列。单元格里含有分隔符时，请用引号括起来。
agenda-csv-day-missing = 读到 { $seen }；只写钟点时，day 列要填日期

## 提醒

reminder-session = ⭐ **{ $title }**
    ⏰ { $start } · 📍 { $room }
reminder-own-session = 🎤 您即将登台：**{ $title }**
    ⏰ { $start } · 📍 { $room }
reminder-in-block = “{ $block }”共 { $count } 场，依次进行，这是第 { $place } 场；每场的具体时间不固定。
reminder-was-cancelled = ❌ **{ $title }** 已取消，原定 { $old } 开始。
reminder-was-postponed = ⏸️ **{ $title }** 已延期，不再于 { $old } 开始，新时间待定。
reminder-was-moved = 🔁 **{ $title }** 时间有变
    ⏰ { $old } → { $start } · 📍 { $room }
reminder-room-was = 本条消息已更正：原会场为 { $room }。
reminder-was-corrected = 本条消息已更正。
reminders-lead-out-of-range = 提前提醒的时间应在 0 到 { $longest } 分钟之间，不能是 { $seen }。设置没有改动。
reminders-language-unknown = 没有 { $seen } 这种语言，可选的有：{ $known }。设置没有改动。
reminders-quiet-unclear = 看不懂“{ $seen }”。免打扰时段请写成 22:00-07:30（会场时间），不需要时写 off。设置没有改动。
reminders-quiet-endless = “{ $seen }”起止时间相同，永远不会结束。如果不想收到任何提醒，请把提醒方式设为关闭。设置没有改动。
star-too-many = 您已收藏 { $limit } 个议题，达到了上限，请先取消一个。
star-session-closed = 这场活动适用查塔姆守则，现已结束：谁参加过，一概不留记录。
unsent-not-asked = 您还没有选择提醒方式
unsent-off = 您关闭了提醒
unsent-quiet = 开始时正值您的免打扰时段
unsent-chatham-house = 适用查塔姆守则，不会在频道里提及您；选择私信即可收到提醒
unsent-no-time = 时间待定
unsent-cancelled = 已取消
unsent-postponed = 已延期，新时间确定后会提醒您
unsent-begun = 已经开始
digest-tomorrow = 🌙 **{ $summit }** · 您明天的安排
digest-today = ☀️ **{ $summit }** · 第 { $day } 天，共 { $days } 天
digest-countdown = ⏳ **{ $summit }** · 倒计时 { $days } 天
digest-session = ⭐ { $when } · **{ $title }** · 📍 { $room }
digest-session-clash = ⚠️ { $when } · **{ $title }** · 📍 { $room }（与您收藏的其他议题时间冲突）
digest-more = 另有 { $more } 个，请用 /agenda mine 查看
run-wrong-shards = Discord 不接受当前的网关连接数。请把 summit.yaml 中的 discord.shard_count 设为 1；机器人加入的服务器非常多时才需要调大。

## 对每个人的通知承诺

outbox-late = 这条消息来晚了，原定于 { $due } 送达。
outbox-digest = 为避免消息太多，以下 { $count } 条一并通知您：
outbox-corrected = **更正：**
outbox-moment = { $wall }（{ $own }，{ $left }）
refused-closed = 对方关闭了机器人的私信，将在其下次使用机器人时显示。
refused-member-gone = 对方已不在 Discord 上。
refused-no-channel = summit.yaml 的 discord.channels 中没有为此设置频道。
refused-channel-gone = 频道已被删除。
refused-forbidden = 机器人不能在该处发言，请检查频道权限。
refused-deleted = 消息已发出，随后被人删除。
refused-rejected = Discord 没有接受这条消息。
refused-unreadable = 这条消息无法生成文字，原因见日志。

## 组织者改动议程：为什么不行

move-cancelled = “{ $title }”已取消。如果还要办，请先用 /summit restore 恢复。
move-past = “{ $title }”不能改到 { $time }：这个时间已经过去了，请选一个更晚的开始时间。
move-over = “{ $title }”已经结束，不能再改动。
move-nothing = “{ $title }”本来就是这个时间、这个地点，没有什么要改的。
start-unclear = 看不懂“{ $seen }”是什么时间。可以写 14:30、3/29 10:00，或者 +15（推迟 15 分钟）。
start-open = 这一场还没有定时间，“{ $seen }”无从算起。请直接写时间，例如 14:30。
postpone-postponed = “{ $title }”已经是延期状态。定了新时间后请用 /summit move。
postpone-cancelled = “{ $title }”已取消。如果要改期再办，请先用 /summit restore 恢复。
cancel-already = “{ $title }”已经取消过了。
restore-scheduled = “{ $title }”本来就照常进行，不需要恢复。
delay-minutes = 顺延时间须在 1 到 { $limit } 分钟之间，不能是 { $seen }。如果推得更久，请重新排一份日程再导入。
delay-nothing = { $room }今天后面没有场次可以顺延了。
proposal-nothing = 没有任何变化：现有议程就是这样。
proposal-no-source = 只有导入的议程才有来源可以采用。
proposal-unknown = 没有编号为 { $number } 的改动方案，它可能属于另一个数据库。
proposal-was-released = 这份改动已经发布过了，不会再发第二次。
proposal-was-discarded = 这份改动已被放弃。如果还需要，请重新导入或重新提出。
proposal-was-replaced = 已有更新的版本取代了这一份，请看最新的那条消息。
proposal-outdated = 没有发布：议程现在是第 { $current } 版，而这份改动是对着第 { $base } 版做的。这期间改过的有：{ $titles }{ $more ->
    [0] {""}
   *[other] {" "}等，另有 { $more } 场
}。请重新提出并再看一遍。
proposal-clashes = 有 { $count } 处冲突需要再次确认：会场已被占用，或者早于当天开场时间。请看清楚列表，再确认一次。
proposal-look-button = 查看

## 组织者改动议程：确认前请留意

clash-room = 🚪 { $room }已有安排：“{ $title }”（{ $when }）和“{ $other }”（{ $begins }）时间重叠
clash-doors = 🔒 “{ $title }”将在 { $when } 开始，早于当天最早的场次
clash-speaker = 🗣️ { $names }会同时出现在两处：“{ $title }”（{ $when }）和“{ $other }”（{ $begins }）
clash-midnight = 🌙 “{ $title }”（{ $when }）会拖过午夜
clash-next-talk = 🏃 { $names }在“{ $title }”（{ $when }）和“{ $other }”（{ $begins }）之间不到 15 分钟，而且要换会场
clash-both = ⭐ 有 { $count } 人同时关注“{ $title }”（{ $when }）和“{ $other }”（{ $begins }）
clash-plenary = 📣 “{ $title }”（{ $when }）是 { $count } 个会场的联合场次，会一起变动
override-kept = “{ $title }”：现场改为 { $set }；来源仍写着 { $said }。
override-contradicted = ⚠️ “{ $title }”：现场改为 { $set }；来源现在另有新说法：{ $said }。在您选择采用来源之前，以现场改动为准。
override-agreed = “{ $title }”：来源现在也写成了 { $set }，与现场改动一致。
override-followed = “{ $title }”：采用来源的 { $said }，不再用 { $set }。
override-status-scheduled = 照常进行
override-status-postponed = 延期
override-status-cancelled = 取消
source-changed = { $source } 有了新版议程。在您们发布之前，一切照旧。
source-aspect = { $aspect }：{ $count } 场
source-contradicts = 有 { $count } 场现场改动与来源的最新内容不一致。
source-failing = ⚠️ 读不到来源 { $source }：{ $reason } 议程保持不变；我会继续尝试，恢复后再告诉您们。
source-works-again = 来源 { $source } 恢复正常了。

## 议程变更通知

notice-yours = { $count ->
    [one] 您关注的一场有变动：
   *[other] 您关注的 { $count } 场有变动：
}
notice-public = { $count ->
    [one] 有一场有变动：
   *[other] 有 { $count } 场有变动：
}
notice-session = **{ $title }**
notice-session-by = **{ $title }** · { $names }
notice-session-many = **{ $title }** · { $names }等，另有 { $more } 位
notice-cancelled = ❌ 已取消（原定 { $when }）
notice-postponed = ⏸️ 已延期，{ $when } 不再进行，新时间另行通知
notice-restored = ✅ 照常进行：{ $when }
notice-moved = 🕘 { $before } → { $after }
notice-ends = 🕘 结束时间 { $before } → { $after }
notice-order = 🔀 { $when } 起的顺序有调整
notice-room = 📍 { $before } → { $after }
notice-retitled = ✏️ { $before } → { $after }
notice-speakers = 🗣️ { $before } → { $after }
notice-part = { $day } { $part }
notice-nobody = 待定
notice-more = ……另有 { $more } 场，请看 /agenda changes

## 公告

announcement-all = 📢 组委会公告
announcement-track = 📢 组委会公告 · { $name }
announcement-room = 📢 组委会公告 · { $name }
announcement-session = 📢 组委会公告 · 致关注“{ $name }”的各位
announcement-volunteers = 📢 组委会公告 · 致全体志愿者
announcement-text = { $text }
announcement-empty = 还没有写内容。写一种语言即可，两种都写更好。
announcement-long = 太长了：每种语言最多 { $limit } 个字符，才放得进一条消息。
announcement-past = { $time } 已经过去了。不填时间就是现在发送。

## 组织者的操作记录

audit-import = 发布了来自 { $source } 的新版议程：{ $count } 场有变动（第 { $revision } 版）
audit-move = 调整了“{ $title }”（第 { $revision } 版）
audit-delay = 从“{ $title }”起顺延 { $count } 场（第 { $revision } 版）
audit-postpone = 将“{ $title }”延期（第 { $revision } 版）
audit-cancel = 取消了“{ $title }”（第 { $revision } 版）
audit-restore = 恢复了“{ $title }”（第 { $revision } 版）
audit-discard = 放弃了一份改动方案（{ $source }）
audit-announce = 发布公告：{ $text }


## 收藏与提醒

star-button = 收藏
star-remove-button = 已收藏
star-placeholder = ⭐ 收藏其中一个……
star-clash = 与您收藏的 { $title } 时间重叠
star-ask-via = **开始前怎么提醒您？** 只问这一次，以后可用 /reminders settings 修改。
reminders-title = 提醒方式
reminders-via-unknown = 您还没有选择提醒方式。
reminders-via-dm = 私信提醒，提前 { $minutes } 分钟。
reminders-via-channel = 在提醒频道里 @ 您，提前 { $minutes } 分钟；其他人看得见。
reminders-via-off = 不提醒。
reminders-choose-dm = 私信
reminders-choose-channel = 频道里 @ 我
reminders-choose-off = 不用提醒
reminders-lead-is = 开始前 { $minutes } 分钟
reminders-quiet-is = 免打扰时段（会场时间）：{ $hours }
reminders-digests-on = 早晚各一份摘要
reminders-digests-off = 不要摘要
reminders-digests-on-button = 要摘要
reminders-digests-off-button = 不要摘要
reminders-how-to-change = 用 /reminders settings 的 lead、via、language、quiet 选项修改。
reminders-list-title = { $count ->
    [0] 没有提醒
   *[other] { $count } 条提醒
}
reminders-told = 已经提醒过
mine-title = { $count ->
    [0] 我的日程
   *[other] 我的日程：{ $count } 个议题
}
mine-empty = 还没有收藏。用 /agenda search 找到议题后按 ⭐ 即可收藏。
mine-free = 空闲 { $minutes } 分钟
waiting-title = 以下内容未能通过私信送达：
changes-title = { $count ->
    [0] 没有变更
   *[other] { $count } 项变更
}
changes-since = 自 { $when } 以来
changes-since-unclear = 看不懂时间“{ $seen }”。请写日期（3/28）、时刻（14:30）或小时数（6h）。
command-agenda-mine = 我的
command-agenda-mine-description = 我收藏的议题，按时间排列，标出冲突，附日历文件
command-agenda-changes = 变更
command-agenda-changes-description = 哪些议题有变动，原 → 新
command-agenda-changes-since = 起始
command-agenda-changes-since-description = 日期、时刻或小时数（6h）；不填则显示全部
command-reminders = 提醒
command-reminders-description = 怎样提醒、何时提醒
command-reminders-settings = 设置
command-reminders-settings-description = 我的偏好
command-reminders-settings-lead = 提前
command-reminders-settings-lead-description = 开始前多少分钟，0 到 120
command-reminders-settings-via = 方式
command-reminders-settings-via-description = 通过什么方式提醒
command-reminders-settings-language = 语言
command-reminders-settings-language-description = 机器人对您使用的语言
command-reminders-settings-quiet = 免打扰
command-reminders-settings-quiet-description = 不发消息的时段（会场时间），如 22:00-07:30；填 off 取消
command-reminders-list = 列表
command-reminders-list-description = 将会发送哪些提醒、何时、以何种方式
choice-dm = 私信
choice-channel = 频道里 @ 我
choice-off = 不用提醒
choice-zh-CN = 中文
choice-en = 英文
job-failing = ⚠️ 定时任务“{ $job }”已连续失败 { $times } 次（{ $error }）。它会继续重试，详情见日志。
backup-failed = 无法生成备份 { $file }：{ $reason }


## 组委会操作

role-needed = 只有“{ $role }”身份组的成员可以这样做。请在大厅频道或签到台询问，由组委会分配身份组。
import-file-or-url = 请给出一个文件或一个网址，二者选一。
audience-unknown = 没有“{ $seen }”这样的受众，请从输入时出现的列表中选择。
audience-all = 所有人
audience-volunteers = 志愿者
audience-track = 专题：{ $name }
audience-room = 会场：{ $name }
audience-session = 收藏了此议题的人：{ $name }
announcement-form = 发布通知
announcement-in-zh-CN = 中文内容
announcement-in-en = 英文内容
announcement-at = 发送时间（不填则立即发送）
announcement-preview = 大家将会看到
announcement-send-button = 立即发送
announcement-send-later-button = 定时发送
announcement-sent = 已发送。
announcement-sent-already = 这条通知已经发送过了，不会重复发送。
announcement-reach = 逐人通知 { $people } 位，发布到 { $channels } 个频道
announcement-now = 立即
board-posted = 看板已发布，我会随时更新；删除该消息即可停止。
board-no-channel = 我不能在这里发消息。请在我有发送权限的文字频道里使用此命令。
proposal-kind-import = 议程有新版本
proposal-kind-move = 调整一个议题
proposal-kind-delay = 会场顺延
proposal-kind-postpone = 延期一个议题
proposal-kind-cancel = 取消一个议题
proposal-kind-restore = 恢复一个议题
proposal-source = 来源：{ $source }
proposal-reason = 原因：{ $reason }
proposal-people = { $count ->
    [0] 没有人会单独收到通知
   *[other] 将单独通知 { $count } 人，每人一次
}
proposal-second-yes = 请再看一遍，确认无误后再发布。
proposal-release-button = 发布
proposal-release-anyway-button = 仍然发布
proposal-discard-button = 放弃
proposal-follow-button = 以来源为准
proposal-done = 已发布：第 { $revision } 版，{ $count } 个议题有变动，{ $people ->
    [0] 没有关注者需要通知
   *[other] 正在通知 { $people } 人
}。
status-title = 运行状况
status-programme = 议程第 { $revision } 版，共 { $sessions } 个议题
status-promises = 通知
status-jobs = 定时任务：上次 → 下次
status-deeds = 最近操作
status-job-never = 尚未运行
status-job-ago = { $seconds } 秒前
status-job-in = { $seconds } 秒后
status-by-setting = 按设置自动
state-open = 待发
state-sent = 已送达
state-expired = 已过期
state-refused = 失败
state-withdrawn = 已撤回
ledger-title = 通知台账
ledger-empty = 没有处于此状态的通知。
ledger-every-state = 全部状态
ledger-pick-state = 状态
ledger-again-button = 重发失败的通知
ledger-again = { $count ->
    [0] 没有可以重发的：失败的通知都已过时。
   *[other] 正在重发 { $count } 条。
}
ledger-reminders = 提醒
command-summit = 大会
command-summit-description = 组委会使用：议程、通知、运行状况
command-summit-status = 状态
command-summit-status-description = 一眼看清运行状况
command-summit-import = 导入
command-summit-import-description = 读取任意已知格式的议程，查看会有哪些变化
command-summit-import-file = 文件
command-summit-import-file-description = 议程文件
command-summit-import-url = 网址
command-summit-import-url-description = 或者它的网址
command-summit-move = 调整
command-summit-move-description = 调整一个议题，并通知相关的人
command-summit-move-session = 议题
command-summit-move-session-description = 哪一个
command-summit-move-start = 开始
command-summit-move-start-description = 14:30、3/29 10:00、+15
command-summit-move-room = 会场
command-summit-move-room-description = 换到哪个会场
command-summit-delay = 顺延
command-summit-delay-description = 某会场当天余下的议题顺延，先占用休息时间
command-summit-delay-room = 会场
command-summit-delay-room-description = 哪个会场
command-summit-delay-minutes = 分钟
command-summit-delay-minutes-description = 顺延多少分钟，1 到 240
command-summit-postpone = 延期
command-summit-postpone-description = 议题暂缓，等待新时间
command-summit-postpone-session = 议题
command-summit-postpone-session-description = 哪一个
command-summit-postpone-reason = 原因
command-summit-postpone-reason-description = 为什么，仅作记录
command-summit-cancel = 取消
command-summit-cancel-description = 取消一个议题
command-summit-cancel-session = 议题
command-summit-cancel-session-description = 哪一个
command-summit-cancel-reason = 原因
command-summit-cancel-reason-description = 为什么，仅作记录
command-summit-restore = 恢复
command-summit-restore-description = 议题照常举行
command-summit-restore-session = 议题
command-summit-restore-session-description = 哪一个
command-summit-restore-reason = 原因
command-summit-restore-reason-description = 为什么，仅作记录
command-summit-announce = 通知
command-summit-announce-description = 用两种语言通知大家，立即或定时
command-summit-announce-audience = 受众
command-summit-announce-audience-description = 所有人、专题、会场、收藏了某议题的人、志愿者
command-summit-deliveries = 台账
command-summit-deliveries-description = 谁已收到、谁在等待、哪些失败
command-summit-deliveries-state = 状态
command-summit-deliveries-state-description = 只看这些
command-summit-board = 看板
command-summit-board-description = 在此发布一条由我持续更新的消息
command-summit-board-kind = 内容
command-summit-board-kind-description = 显示什么
choice-open = 待发
choice-sent = 已送达
choice-expired = 已过期
choice-refused = 失败
choice-withdrawn = 已撤回
choice-now = 正在进行与即将开始

## 运行状况

health-not-connected = 机器人没有连上 Discord，会自动重试；原因见日志。
health-pump-still = 消息发送已停止。请重启机器人；到期的消息都还在，重启后会补发。

## 志愿者任务

fault-task-code = 写的是 { $seen }；代号应为 1 到 24 个字符，只用 a–z、0–9 和连字符
fault-task-code-twice = 代号 { $seen } 出现了两次
fault-task-team = teams 里没有 { $seen } 这个岗位
task-unknown = 没有任务“{ $seen }”。编号可用 /task list 查看。
task-volunteers-only = 任务面向有“{ $role }”身份组的志愿者。想来帮忙？请到签到台或大厅频道告诉组委会，他们会为您加上身份组。
task-gone = 任务 #{ $number } 已经取消。
task-adrift = 任务 #{ $number } 跟随的议题目前没有时间，已在问负责人。
task-past = 任务 #{ $number } 已经结束。
task-yours-already = 任务 #{ $number } 已经是您的了。
task-skills = 任务 #{ $number } 需要：{ $lacking }。如果您会，请用 /task profile 补上。
task-clash = 任务 #{ $number } 和您的任务 #{ $other } 时间重叠。请先退出那一个，或者找组委会。
task-full = 谢谢！任务 #{ $number } 刚刚满员了。
task-reserved = 谢谢！任务 #{ $number } 空出的名额正留给候补的人。
task-not-yours = 任务 #{ $number } 不是您的。
task-not-theirs = 这个人没有认领任务 #{ $number }。
task-checked-in-already = 任务 #{ $number } 您已经签到了。
task-check-in-early = 任务 #{ $number } 开始前 { $minutes } 分钟起可以签到。
task-done-already = 任务 #{ $number } 已经完成。谢谢！
task-not-checked-in = 请先为任务 #{ $number } 签到。
task-standing-by-already = 您已经在任务 #{ $number } 的候补名单里。
task-offer-over = 任务 #{ $number } 不再为您保留名额。
task-undo-over = 这一步已经不能撤销。
task-undo-overruns = 不能撤销：任务 #{ $number } 已经没有空名额。在那之后：{ $names }
task-lead-asked-already = 任务 #{ $number } 已经问过负责人了。
task-nobody-leaving = 现在没有人申请退出任务 #{ $number }。
task-not-begun = 任务 #{ $number } 还没有开始。
task-title-missing = 任务需要标题。
task-places-out-of-range = { $seen } 个名额？一个任务可以有 1 到 { $most } 个。
task-minimum-over-maximum = 最少 { $minimum } 人、最多 { $maximum } 人，对不上。
task-end-before-start = 结束时间早于开始时间。
task-minutes-out-of-range = 提前和延后的分钟数应在 0 到 1440 之间。
task-session-unusable = 议题“{ $session }”不存在、没有时间或者不举行，任务无法跟随它。
task-in-the-past = 这个时间已经过去了。
task-time-missing = 请写明时间：日期、开始和结束；或者跟随的议题；或者截止时间。
task-time-unclear = 看不懂时间“{ $seen }”；请写 09:30，或者 2024-03-28 09:30。
task-when-unclear = 看不懂“{ $seen }”；请写 28，或者 2024-03-28 09:00-12:00，多段之间用分号隔开。
task-team-unknown = 没有找到岗位“{ $seen }”，或者不止一个。
task-file-too-large = 文件超过 { $limit } MB。
task-person-bot = 机器人不能值班。
task-person-gone = 这个人已经不在服务器里。
task-swap-self = 不能和自己换班。
task-swap-same = 不能用同一个任务来交换。
task-swap-over = 这次换班已经失效。
task-swap-not-theirs = <@{ $member }> 没有（或不再有）任务 #{ $number }。
task-swap-theirs-already = <@{ $member }> 已经有任务 #{ $number } 了。
task-nothing-fits = 现在没有适合您的空缺任务。谢谢您主动来问！
task-trouble-unknown = 议题已不在议程里
task-trouble-cancelled = 议题已取消
task-trouble-postponed = 议题已延期
task-trouble-untimed = 议题还没有时间
task-time-open = 时间待定
task-place-open = 地点另行通知
task-person = <@{ $member }>
task-due = { $day } { $time } 前完成
task-count = { $taken }/{ $most }
task-state-arrived = ✅ 已签到
task-state-done = 🏁 已完成
task-state-no-show = 未到场
task-overlaps = 和您的任务 #{ $other } 时间重叠
task-claimed = 任务 #{ $number } 归您了
task-stars-overlap = 任务 #{ $number } 和您收藏的议题时间重叠，仍然认领吗？
task-next-best = 这个任务同样需要您：
task-list-empty = 这里没有任务。
task-mine-empty = 还没有任务。/task list 查看空缺，/task any 推荐最需要人手的。
task-lead-is-asked = 任务 #{ $number } 快开始了，需要先问负责人；在答复之前仍由您负责。
task-released = 您退出了任务 #{ $number }「{ $title }」。
task-undone = 已撤销：任务 #{ $number } 恢复原样
task-since = 在那之后：{ $changes }
task-no-show-marked = 任务 #{ $number }：已将 { $person } 标为未到场。
task-checked-in = 已签到：#{ $number }「{ $title }」。辛苦了！
task-done = 已完成：#{ $number }「{ $title }」。谢谢！
task-standing-by = 任务 #{ $number } 候补第 { $place } 位。有空位时会问您。
task-line-left = 您已退出任务 #{ $number } 的候补。
task-profile = 谢谢！技能：{ $skills }。语言：{ $languages }。时间：{ $available }。
task-profile-always = 随时
task-created = 任务 #{ $number }「{ $title }」建好了。
task-created-now = 任务 #{ $number }「{ $title }」建好了，正在询问有空的人。
task-imported = 导入完成：新增 { $added }，变更 { $changed }，移除 { $removed }。相关的人会收到通知。
task-imported-over = 这些任务的认领人数多于文件里的名额，目前都保留：{ $numbers }
task-removed = 任务 #{ $number }「{ $title }」已取消，相关的人会收到通知。
task-edited = 任务 #{ $number } 已更新
task-assigned = 任务 #{ $number } 已指派给 { $person }
task-let-go = 任务 #{ $number }：已同意 { $person } 退出。
task-calendar-file = 您的班次（日历文件）：
task-swap-proposed = 把任务 #{ $number } 转给 { $person }？请按“接受”，对方也需要接受。{ $until }失效。
task-swap-proposed-for = 用任务 #{ $number } 换 { $person } 的 #{ $other }？请按“接受”，对方也需要接受。{ $until }失效。
task-swap-done = 换班完成，双方都会收到通知。
task-swap-waits = 已接受。对方也接受后即生效。
task-swap-declined = 已拒绝，会告诉对方。
task-swap-for = 换 #{ $number }「{ $title }」（{ $when }，{ $place }）
task-swap-for-nothing = 不需要交换
task-report = 志愿者排班：{ $needed } 个名额，已认领 { $filled } 个
task-report-picture = 每行一个岗位，颜色从红（无人）到绿（满员），格中为已认领/需要
task-report-tables = 工时与致谢名单、缺人的班次（表格）：
task-button-claim = 认领
task-button-anyway = 仍然认领
task-button-release = 退出
task-button-calendar = 日历
task-button-check-in = 我到了
task-button-standby = 候补
task-button-undo = 撤销
task-button-accept = 接受
task-button-decline = 拒绝
task-button-let-go = 同意退出
task-button-no-show = 未到场
task-button-take-off = 移出
task-told-assigned = 📌 您被指派了任务 #{ $number }「{ $title }」：{ $when }，{ $place }。
task-told-moved = 🕘 您的任务 #{ $number }「{ $title }」时间有变：{ $before } → { $when }，{ $place }。
task-told-changed = ✏️ 您的任务 #{ $number }「{ $title }」内容有更新：{ $when }，{ $place }。
task-told-removed = ❌ 任务 #{ $number }「{ $title }」（{ $when }）取消了，那段时间您可以自由安排。谢谢！
task-told-adrift = ⚠️ 您的任务 #{ $number }「{ $title }」：{ $why }。已在问负责人如何安排。
task-told-passed = 任务 #{ $number }「{ $title }」有了空位，但和您的其他班次或技能不符，已询问下一位候补。
task-told-offer = 🙋 任务 #{ $number }「{ $title }」（{ $when }，{ $place }）有空位，为您保留到 { $until }。
task-told-offer-over = 任务 #{ $number }「{ $title }」的名额没有及时领取，已转给下一位候补。
task-told-taken-off = 任务 #{ $number }「{ $title }」（{ $when }）减少了人手，那段时间您可以自由安排。谢谢！
task-told-let-go = 👌 已同意您退出任务 #{ $number }「{ $title }」（{ $when }）。
task-told-swap = 🔁 { $giver } 想把任务 #{ $number }「{ $title }」（{ $when }，{ $place }）交给您，{ $return }。{ $until } 前有效。
task-told-swap-declined = 🔁 { $person } 没有接受任务 #{ $number }「{ $title }」的换班。
task-told-swapped = 🔁 换班完成：任务 #{ $number }「{ $title }」（{ $when }）由 { $giver } 转给 { $taker }，{ $return }。
task-instructions = { $text }
task-reminder = ⏰ 您的班次 #{ $number }「{ $title }」{ $when }开始，{ $place }。
task-reminder-due = ⏰ 您的任务 #{ $number }「{ $title }」{ $when }截止，{ $place }。
task-lead-asked = 🙏 { $person } 申请退出 #{ $number }「{ $title }」（{ $when }）。
task-lead-dropped = ↩️ { $person } 退出了 #{ $number }「{ $title }」（{ $when }）。
task-lead-missing = ❓ { $person } 还没有为 #{ $number }「{ $title }」签到（{ $when }，{ $place }）。
task-lead-adrift = ⚠️ #{ $number }「{ $title }」跟随的议题有问题：{ $why }。请用 /task edit 修改或取消任务。
task-why-skill = 您正好会：{ $skills }
task-event-claimed = { $person } 认领
task-event-released = { $person } 退出
task-event-assigned = { $person } 被指派
task-event-arrived = { $person } 签到
task-event-done = { $person } 完成
task-event-no-show = { $person } 未到场
task-event-undone = 撤销了 { $person } 的一步操作
task-event-offered = 为 { $person } 保留名额
task-event-passed = 跳过 { $person }
task-event-lapsed = { $person } 的保留到期
task-event-leaving = { $person } 申请退出
task-event-swapped = { $person } 换班而来
task-event-taken-off = { $person } 被移出
task-event-created = 任务新建
task-event-edited = 任务更新
task-event-removed = 任务取消
task-event-moved = 任务改期
task-event-adrift = 跟随的议题出了问题
task-has-places = { $free ->
    [one] 任务 #{ $number } 还有 { $free } 个空位，直接认领吧。
   *[other] 任务 #{ $number } 还有 { $free } 个空位，直接认领吧。
}
task-count-missing = { $missing ->
    [one] { $taken }/{ $most }，还缺 { $missing } 人
   *[other] { $taken }/{ $most }，还缺 { $missing } 人
}
task-list = { $count ->
    [one] 共 { $count } 个任务
   *[other] 共 { $count } 个任务
}
task-mine = { $count ->
    [one] 您的 { $count } 个任务
   *[other] 您的 { $count } 个任务
}
task-who-goes = { $over ->
    [one] 任务 #{ $number } 将只有 { $most } 个名额，多出 { $over } 人。请选择移出谁：
   *[other] 任务 #{ $number } 将只有 { $most } 个名额，多出 { $over } 人。请选择移出谁：
}
task-board-closed = { $count ->
    [one] { $count } 个已满：
   *[other] { $count } 个已满：
}
task-report-at-risk = { $count ->
    [one] **缺人：{ $count } 个任务**
   *[other] **缺人：{ $count } 个任务**
}
task-report-hours = { $people ->
    [one] { $people } 人共服务 { $hours } 小时。
   *[other] { $people } 人共服务 { $hours } 小时。
}
task-why-hole = { $missing ->
    [one] 这里还缺 { $missing } 人
   *[other] 这里还缺 { $missing } 人
}
task-why-soon = { $free ->
    [one] 最近且适合您，还有 { $free } 个空位
   *[other] 最近且适合您，还有 { $free } 个空位
}
task-call-team = { $missing ->
    [one] 🆘 #{ $number }「{ $title }」（{ $when }，{ $place }）还缺 { $missing } 人。
   *[other] 🆘 #{ $number }「{ $title }」（{ $when }，{ $place }）还缺 { $missing } 人。
}
task-call-people = { $missing ->
    [one] 🆘 能帮个忙吗？#{ $number }「{ $title }」（{ $when }，{ $place }）还缺 { $missing } 人，正适合您。
   *[other] 🆘 能帮个忙吗？#{ $number }「{ $title }」（{ $when }，{ $place }）还缺 { $missing } 人，正适合您。
}
task-call-organisers = { $missing ->
    [one] 🆘 #{ $number }「{ $title }」（{ $when }，{ $place }）仍缺 { $missing } 人，请组委会安排。
   *[other] 🆘 #{ $number }「{ $title }」（{ $when }，{ $place }）仍缺 { $missing } 人，请组委会安排。
}
command-task = 任务
command-task-description = 志愿者任务
command-task-profile = 登记
command-task-profile-description = 登记志愿者信息，需要时会来找您
command-task-profile-skills = 技能
command-task-profile-skills-description = 擅长什么，用逗号分隔
command-task-profile-languages = 语言
command-task-profile-languages-description = 会说的语言，如 zh、en
command-task-profile-available = 时间
command-task-profile-available-description = 何时有空，如 28；2024-03-29 09:00-12:00
command-task-list = 列表
command-task-list-description = 查看还有空位的任务
command-task-list-day = 日期
command-task-list-day-description = 会期中的一天
command-task-list-team = 岗位
command-task-list-team-description = 只看某个岗位
command-task-list-show = 显示
command-task-list-show-description = 空缺、全部或正在进行
command-task-claim = 认领
command-task-claim-description = 认领一个任务
command-task-claim-task = 任务
command-task-claim-task-description = 任务编号
command-task-release = 退出
command-task-release-description = 退出一个任务
command-task-release-task = 任务
command-task-release-task-description = 任务编号
command-task-checkin = 签到
command-task-checkin-description = 到岗签到
command-task-checkin-task = 任务
command-task-checkin-task-description = 任务编号
command-task-done = 完成
command-task-done-description = 报告任务完成
command-task-done-task = 任务
command-task-done-task-description = 任务编号
command-task-mine = 我的
command-task-mine-description = 我的班次，标出冲突，附日历文件
command-task-swap = 换班
command-task-swap-description = 转让或交换班次，双方都需接受
command-task-swap-task = 任务
command-task-swap-task-description = 您的任务编号
command-task-swap-partner = 对象
command-task-swap-partner-description = 和谁换
command-task-swap-returned = 换取
command-task-swap-returned-description = 换取对方的任务编号
command-task-standby = 候补
command-task-standby-description = 候补一个任务
command-task-standby-task = 任务
command-task-standby-task-description = 任务编号
command-task-any = 推荐
command-task-any-description = 推荐此刻最需要您的任务
command-task-edit = 修改
command-task-edit-description = 修改或取消任务，并通知相关的人
command-task-edit-task = 任务
command-task-edit-task-description = 任务编号
command-task-edit-title = 标题
command-task-edit-title-description = 任务名称
command-task-edit-day = 日期
command-task-edit-day-description = 哪一天
command-task-edit-start = 开始
command-task-edit-start-description = 开始时间，如 09:30
command-task-edit-end = 结束
command-task-edit-end-description = 结束时间，如 11:00
command-task-edit-session = 议题
command-task-edit-session-description = 跟随的议题
command-task-edit-before = 提前
command-task-edit-before-description = 比议题提前的分钟数
command-task-edit-after = 延后
command-task-edit-after-description = 比议题延后的分钟数
command-task-edit-due = 截止
command-task-edit-due-description = 准备任务的截止时间
command-task-edit-minimum = 最少人数
command-task-edit-minimum-description = 至少需要几人
command-task-edit-places = 名额
command-task-edit-places-description = 最多几人
command-task-edit-place = 地点
command-task-edit-place-description = 在哪里
command-task-edit-instructions = 说明
command-task-edit-instructions-description = 工作说明
command-task-edit-lead = 负责人
command-task-edit-lead-description = 由谁负责
command-task-edit-remove = 取消任务
command-task-edit-remove-description = 取消这个任务
command-task-create = 新建
command-task-create-description = 新建任务、即时求助或导入表格
command-task-create-title = 标题
command-task-create-title-description = 任务名称
command-task-create-team = 岗位
command-task-create-team-description = 所属岗位
command-task-create-day = 日期
command-task-create-day-description = 哪一天
command-task-create-start = 开始
command-task-create-start-description = 开始时间，如 09:30
command-task-create-end = 结束
command-task-create-end-description = 结束时间，如 11:00
command-task-create-session = 议题
command-task-create-session-description = 跟随的议题
command-task-create-before = 提前
command-task-create-before-description = 比议题提前的分钟数
command-task-create-after = 延后
command-task-create-after-description = 比议题延后的分钟数
command-task-create-due = 截止
command-task-create-due-description = 准备任务的截止时间
command-task-create-minimum = 最少人数
command-task-create-minimum-description = 至少需要几人
command-task-create-places = 名额
command-task-create-places-description = 最多几人
command-task-create-place = 地点
command-task-create-place-description = 在哪里
command-task-create-instructions = 说明
command-task-create-instructions-description = 工作说明
command-task-create-skills = 技能
command-task-create-skills-description = 需要的技能，用逗号分隔
command-task-create-languages = 语言
command-task-create-languages-description = 需要的语言，用逗号分隔
command-task-create-lead = 负责人
command-task-create-lead-description = 由谁负责
command-task-create-now = 立即
command-task-create-now-description = 立即询问有空的人
command-task-create-file = 文件
command-task-create-file-description = 任务表格（CSV）
command-task-assign = 指派
command-task-assign-description = 把任务指派给某人
command-task-assign-task = 任务
command-task-assign-task-description = 任务编号
command-task-assign-member = 成员
command-task-assign-member-description = 指派给谁
command-task-assign-override = 强制
command-task-assign-override-description = 即使时间重叠或技能不符
command-task-report = 报告
command-task-report-description = 排班覆盖图、缺人班次与工时
choice-task-open = 空缺
choice-task-all = 全部
choice-task-now = 正在进行
choice-tasks = 志愿者任务

## 备份

backup-made = 数据库已复制到 { $file }。密钥文件不在其中，请另外保存。
backup-exists = { $file } 已经存在，不会覆盖。请换一个文件名。
backup-nothing = { $file } 处还没有数据库。如果它在别处，请设置 SUMMIT_DATABASE。
restore-done = { $file } 现在就是数据库 { $database }。那次备份之后发生的事不在里面。
restore-kept = 原来的数据库保留为 { $file }。
restore-in-use = { $file } 正在使用。请先停止机器人再恢复；内容没有改动。
restore-failed = 无法把 { $file } 放到位：{ $reason }

## 存储

database-busy = { $file } 正忙于之前的工作，什么都没有保存；请稍后再试。
storage-fails = 机器人暂时无法使用数据库，什么都没有保存。请稍后再试；原因可由组委会在日志里查到。

## 网页

demo-pages = 不使用 Discord 的参会者看到的网页：{ $address }
web-skip = 跳到正文
web-language = 语言
web-pages = 页面
web-now = 正在进行
web-agenda = 议程
web-changes = 变动
web-sorry = 没有成功
web-to-now = 查看正在进行的议题
web-not-found = 没有这个页面，或者链接已经失效。
web-not-allowed = 这个页面只能浏览。
web-not-understood = 浏览器发来的内容无法识别。

## 在聊天里新建、修改任务

task-session-missing = 提前与延后的分钟数要从某个议程算起：请选择议程。
task-drop-out-of-range = 请填开始前 0 到 { $most } 分钟。
command-task-create-language = 文字语言
command-task-create-language-description = 标题、地点与说明用的语言；另一种语言可用 /task edit 补上
command-task-create-drop = 退出期限
command-task-create-drop-description = 开始前多少分钟起，退出要先问负责人
command-task-edit-team = 岗位
command-task-edit-team-description = 属于哪个岗位
command-task-edit-language = 文字语言
command-task-edit-language-description = 这次填的标题、地点与说明用的语言；另一种语言保持不变
command-task-edit-skills = 技能
command-task-edit-skills-description = 需要的技能，用逗号隔开；填 - 表示不需要
command-task-edit-languages = 语言
command-task-edit-languages-description = 需要的语言，用逗号隔开；填 - 表示不需要
command-task-edit-drop = 退出期限
command-task-edit-drop-description = 开始前多少分钟起，退出要先问负责人
task-lead-overlap = ⚠️ { $person } 的两个班次现在撞期了：#{ $number }「{ $title }」（{ $when }）移动后与 #{ $other } 重叠。

keys-unwritable = 无法写入密钥文件 { $file }：{ $reason }。没有保存任何内容；请腾出空间或给予写入权限后重试。
question-empty = 没有可读的内容。请写下您的问题，最多 500 字。
question-too-long = 这段话有 { $length } 个字符，问题最多 { $most } 个字符，请缩短一些。
question-only-signs = 里面没有文字。请用文字写下您的问题。
question-closed = “{ $title }”目前不收集提问。提问箱在开场前不久开放，散场后不久关闭。
question-no-box = “{ $title }”不设提问箱。主持人可以用 /panel open 为它开放。
question-session-off = “{ $title }”未按原计划举行，提问箱保持关闭。该场次恢复后提问箱会再开放。
question-no-panel-now = 现在没有正在收集提问的场次。提问箱在开场前不久开放；您可以指明场次查看它的提问。
question-which-panel = 现在有多个场次在收集提问：{ $titles }。请指明是哪一场。
question-muted = 主持人暂时不再接收您在这一场的提问，直到本场结束。如果您认为有误，请当面与主持人沟通。
question-too-many = 您还有 { $most } 个问题正在等待或在提问板上；请等其中一个处理后再提，或在 /questions mine 里撤回一个。
question-too-soon = 请一次提一个问题：{ $seconds } 秒后可以再提。
question-unknown = 提问板上没有 { $seen } 号问题。每个问题前面都有编号。
question-own = { $number } 号是您自己的问题，或者您的问题已并入其中，不能给它投票。
question-merged = { $number } 号问题已并入 { $into } 号，请给 { $into } 号投票。
question-not-voted-on = { $number } 号问题{ $state ->
    [answering] 正在回答
    [answered] 已经回答
   *[dismissed] 已不在提问板上
}，不再计票。
question-round-over = { $number } 号问题属于上一轮提问，票数已定，不再接受投票。
question-not-yours = { $number } 号不是您的问题，或者已无法得知是谁提的。
question-too-late-to-withdraw = { $number } 号问题{ $state ->
    [answering] 正在回答
    [answered] 已经回答
    [merged] 已并入另一个问题
   *[dismissed] 未采用
}，无需撤回。
question-changed-meanwhile = { $number } 号问题刚被别人改动过，现在的状态是：{ $state ->
    [waiting] 等待审核
    [approved] 已通过
    [answering] 正在回答
    [answered] 已回答
    [merged] 已合并
   *[dismissed] 未采用
}。您的操作没有执行；请看过之后再决定。
question-step-misplaced = 不能对 { $number } 号问题这样做：它{ $state ->
    [waiting] 正在等待审核
    [approved] 在提问板上
    [answering] 正在回答
    [answered] 已经回答
    [merged] 已并入另一个问题
    [withdrawn] 已被提问者撤回
   *[dismissed] 未采用
}。
question-merge-itself = { $number } 号问题不能并入自己，请选择另一个。
question-merge-circle = { $into } 号已经并入 { $number } 号。请先撤销那次合并，或者反过来合并。
question-merge-elsewhere = { $number } 号和 { $into } 号属于不同的场次，不能合并。
question-merge-merged = { $number } 号本身已被合并，请改为并入 { $into } 号。
question-merge-dismissed = { $number } 号问题未采用。请先恢复它，或者反过来合并。
question-mute-late = 已无法得知 { $number } 号问题是谁提的，因此不能禁言。
question-muted-already = { $number } 号问题的提问者已被禁言。
question-step-unknown = 找不到这一步操作了。
question-undone-already = 这一步已经撤销；{ $number } 号问题已恢复原状。
question-undo-overtaken = 没有撤销：{ $number } 号问题之后又有变化，{ $kind ->
    [approve] 已被通过
    [dismiss] 改为不采用
    [pin] 大屏上换过正在回答的问题
    [answered] 已经回答
    [edit] 已被编辑
    [merge] 又被合并
    [render] 另一种语言的译文已改
    [mute] 提问者已被禁言
    [back] 已被恢复
    [withdraw] 提问者已撤回
   *[other] 已不是当时的样子
}。请先撤销那一步。
question-undo-votes-cleared = 没有撤销：那次修改清除了 { $number } 号问题的 { $votes } 票，无法找回。请改为重新编辑这个问题。
question-undo-sealed = 没有撤销：提问箱之后已经关闭，{ $number } 号问题的票只剩一个总数，无法再拆开。
question-told-merge = 您的 { $number } 号问题“{ $text }”已并入内容相同的 { $into } 号，票数合并计算。
question-told-pin = 🎤 您的 { $number } 号问题“{ $text }”正在回答。
question-told-answered = ✅ 您的 { $number } 号问题“{ $text }”已经回答。
question-told-dismiss = 您的 { $number } 号问题“{ $text }”未采用。{ $reason }
question-told-undone = 主持人撤回了这一操作：{ $number } 号问题恢复原状。
question-box-open = 🙋 “{ $title }”的提问箱已开放，{ $until } 关闭：用 /ask 提问，可以署名，也可以匿名。

## 聊天中的圆桌提问

form-late = 表单打开得太慢了，请再试一次。
question-ask-button = 我要提问
question-form = 向嘉宾提问
question-form-text = 您的问题
question-form-how = 以什么身份提问？
question-form-anonymous = 匿名
question-form-named = 署名：{ $name }
question-form-to = 想请哪位嘉宾回答？（可不选）
question-form-everyone = 不限
question-stored = 署名提问会随问题保存您的 Discord ID 和名字，名字会显示在提问板和大屏上；匿名提问两者都不保存，只留一个单向令牌，提问关闭后其密钥即被销毁；但 Discord 平台知道您提交过此表单，现场的人也可能从措辞认出您。
question-stored-rule = 🤫 本场适用查塔姆守则，所以不能署名提问：不保存您的 Discord ID 和名字，只留一个单向令牌，提问关闭后其密钥即被销毁；但 Discord 平台知道您提交过此表单，现场的人也可能从措辞认出您。
question-receipt = 问题已收到：#{ $number }
question-receipt-waits = 🟡 主持人会先看一下。
question-receipt-approved = 🟢 已经上了提问板。
question-receipt-mine = 后续进展请看 `/questions mine`。
question-receipt-anonymous = 这是匿名提问：没有保存您是谁，所以我无法私信通知您，请在那里查看。
question-receipt-named = 这是署名提问：如果您愿意接收私信，有进展我也会私信告诉您。
question-near = 已经有人问过类似的问题，改为给它投票吗？
question-button-instead = 投它一票
question-button-keep = 保留我的
question-instead-done = 您的票投给了 #{ $other }，您的问题 #{ $number } 已撤回。
question-kept = 您的问题 #{ $number } 保留。
question-refused-text = 您写的是：
question-mine = { $count ->
    [0] 我的提问
   *[other] 我的 { $count } 个提问
}
question-mine-empty = 您还没有提过问题。用 `/ask` 打开表单。
question-mine-anonymous = 匿名问题只在该场提问关闭之前列在这里；之后密钥销毁，谁也无从得知那是您提的。
question-merged-into = 已并入 #{ $number }
question-edited = 主持人修改了措辞。
question-button-withdraw = 撤回
question-state-waiting = 待审核
question-state-approved = 已通过
question-state-answering = 正在回答
question-state-answered = 已回答
question-state-dismissed = 未采用
question-state-merged = 已合并
question-reason-withdrawn = 由提问者撤回
question-reason-answered = 已经回答过
question-reason-topic = 与本场主题无关
question-reason-unclear = 问题不够清楚
question-reason-statement = 是发言而非提问
question-reason-unkind = 措辞不够友善
question-reason-time = 时间不够了
question-board-empty = 还没有问题，来提第一个吧！
question-board-answered = 已回答 { $count } 个
question-board-rule = 查塔姆守则：不公开任何人的名字
question-board-posted = “{ $title }”的提问板已发布在这里；如有旧的一条，已被取代。我会随时更新；删除该消息即可停止。
question-button-more = 全部问题
question-asking-open = 正在接受提问
question-asking-until = 正在接受提问，{ $when } 截止
question-asking-opens = { $when } 开始接受提问
question-asking-closed = 提问已关闭
question-voted = 您给 #{ $number } 的一票已计入，现在共 { $votes } 票。再按一次可收回。
question-vote-back = 您给 #{ $number } 的一票已收回，现在共 { $votes } 票。
question-message-not-own = 只能用您自己的消息提问；别人的话应由本人来问。用 `/ask` 可以打开空白表单。
question-message-empty = 这条消息里没有可以作为问题的文字。用 `/ask` 可以打开空白表单。

panel-moderators-only = 此命令面向有“{ $role }”身份组的圆桌主持人。您是主持人？请到大厅频道或签到台告诉组委会，他们会为您加上身份组。
panel-opened = “{ $title }”开始接受提问。大家可以用 /ask 或议题卡片上的按钮提问；您可以在 /panel queue 里查看。
panel-closed = “{ $title }”的提问已关闭，主持人手机页的链接已失效。{ $waiting ->
    [0] 没有待审核的问题。
   *[other] 还有 { $waiting } 个问题未审核。
}如有人匿名提问或投票，其令牌将在一分钟后销毁。
panel-exported = 这一场的全部问题。
panel-pages-off = 网页没有开启：启动机器人时请设置 SUMMIT_WEB（服务地址）和 SUMMIT_PUBLIC_URL（大家访问的网址）。在此之前，可以用 /questions board 在这里展示问题。
panel-screen = 用手机扫码，或点击下方按钮。
panel-screen-stage = 大屏
panel-screen-phone = 主持人手机页
panel-screen-picture = { $label }的二维码
panel-screen-stage-use = 给全场看：正在回答的问题、接下来的问题，以及如何提问。
panel-screen-phone-use = ⚠️ 供主持人使用：拿到链接的人都可以审核问题，请勿外传。链接最长 12 小时有效，/panel close 会使其失效。
panel-counts = 待审核 { $waiting } · 已通过 { $approved }
panel-empty = 没有待审核的问题，板上也没有问题。
panel-choose = 选择一个问题……
panel-merge-placeholder = 与哪个问题相同？（并入）
panel-anonymous = 匿名
panel-original = 原文：{ $text }
panel-held = 含需留意的词，待人工确认
panel-live = 您最后一次操作后的一刻钟内，会随其他主持人的操作更新。
panel-button-approve = 通过
panel-button-pin = 现在回答
panel-button-answered = 已回答
panel-button-back = 放回提问板
panel-button-dismiss = 不采用……
panel-button-edit = 编辑……
panel-button-render = 另一种语言……
panel-button-mute = 禁言提问者
panel-button-undo = 撤销
panel-button-list = 列表
panel-order-newest = 按最新
panel-order-wanted = 按票数
panel-step-approve = #{ $number } 已通过
panel-step-pin = 正在回答 #{ $number }
panel-step-answered = #{ $number } 已回答
panel-step-dismiss = #{ $number } 未采用
panel-step-back = #{ $number } 已放回提问板
panel-step-edit = #{ $number } 已改写
panel-step-render = #{ $number } 已加上另一种语言
panel-step-merge = #{ $number } 已合并
panel-step-mute = 提出 #{ $number } 的人在本场已被禁言
panel-undone = 已撤销：#{ $number } 恢复原状。
panel-undone-since = 其间发生且仍然有效：{ $changes }。
panel-form-edit = 编辑问题 #{ $number }
panel-form-sense = 问的还是同一件事吗？
panel-sense-same = 是：保留已有的票
panel-sense-changed = 不是：清空已有的票
panel-form-render = 问题 #{ $number } 的另一种语言
panel-form-in-en = 英文（留空则没有）
panel-form-in-zh = 中文（留空则没有）
panel-form-dismiss = 不采用问题 #{ $number }
panel-form-reason = 为什么？提问者可以看到
panel-reason-own = 自己写，见下方
panel-form-words = 自己的话（可不填）
panel-reason-missing = 请在列表下方写明理由，或从列表中选择一项：提问者可以看到。

command-ask = 提问
command-ask-description = 向圆桌嘉宾提问，可以匿名
command-ask-session = 议题
command-ask-session-description = 哪一场；不填则为这里正在进行的一场
command-ask-this = 就此提问
command-questions = 问题
command-questions-description = 向圆桌提出的问题
command-questions-board = 提问板
command-questions-board-description = 某一场的问题，可以投票
command-questions-board-session = 议题
command-questions-board-session-description = 哪一场
command-questions-mine = 我的
command-questions-mine-description = 我提的问题和后续进展
command-panel = 圆桌
command-panel-description = 供圆桌主持人使用
command-panel-open = 开放
command-panel-open-description = 从现在起接受提问
command-panel-open-session = 议题
command-panel-open-session-description = 哪一场
command-panel-close = 关闭
command-panel-close-description = 不再接受提问
command-panel-close-session = 议题
command-panel-close-session-description = 哪一场
command-panel-queue = 队列
command-panel-queue-description = 审核、编辑、合并、不采用，并标明正在回答的问题
command-panel-queue-session = 议题
command-panel-queue-session-description = 哪一场
command-panel-screen = 大屏
command-panel-screen-description = 大屏和主持人手机页的链接，附二维码
command-panel-screen-session = 议题
command-panel-screen-session-description = 哪一场
command-panel-export = 导出
command-panel-export-description = 将这一场的问题导出为文件
command-panel-export-session = 议题
command-panel-export-session-description = 哪一场
command-panel-export-form = 格式
command-panel-export-form-description = 不填则为 Markdown
choice-md = Markdown（文本）
choice-csv = CSV（表格）
choice-json = JSON（数据）

question-export-report = 峰会提问与回答
question-export-no-track = 其他场次
question-export-rule = 遵循查塔姆守则：不透露任何人的身份。
question-export-answered = 已回答（{ $count }）
question-export-open = 已通过，未回答（{ $count }）
question-export-waiting = 未审核（{ $count }）
question-export-dismissed = 未采用（{ $count }）
question-export-takeaways = 要点
question-export-votes = { $votes } 票
question-export-reason = 未采用：{ $reason }
question-export-answer = 回答：
question-export-part = 另有同问：{ $text }

## 大屏

stage-lost = 连接中断，显示的是最后的状态
stage-rule = 查塔姆守则
stage-answering = 正在回答
stage-call = 您想问什么？
stage-next = 接下来的问题
stage-votes = { $count ->
   *[other] 票
}
stage-ask = 扫码提问
stage-how = 扫码，或在 Discord 中输入 /ask
stage-before = 提问将于 { $time } 开始
stage-closed = 提问已结束，谢谢大家！
stage-cancelled = 本场已取消
stage-postponed = 本场已延期

## 主持人手机页面

phone-link-over = 该链接已失效：链接有效期为半天，使用 /panel close 也会使其失效。可以用 /panel screen 获取新的链接。
phone-title = 提问
phone-before = 提问将于 { $time } 开始
phone-until = 提问开放至 { $time }
phone-open = 提问开放中
phone-closed = 提问已关闭
phone-screen = 大屏
phone-order = 排序
phone-wanted = 按票数
phone-newest = 按最新
phone-heading-answering = 正在回答
phone-heading-waiting = 待审核
phone-heading-approved = 已通过
phone-heading-done = 已处理
phone-nothing = 暂无问题
phone-votes = { $count ->
   *[other] { $count } 票
}
phone-held = 含需留意的词
phone-original = 原文：
phone-reason = 理由：
phone-twin = 可能与 #{ $number } 相同：
phone-merge-into = 并入 #{ $number }
phone-approve = 通过
phone-pin = 现在回答
phone-answered = 已回答
phone-back = 放回已通过
phone-dismiss = 不采用
phone-own-reason = 其他理由
phone-edit = 编辑
phone-words = 问题
phone-sense = 意思变了：重新计票
phone-save = 保存
phone-render = 译文
phone-merge = 合并
phone-into = 保留的问题编号
phone-mute = 禁言
phone-mute-what = 提出此问题的人将不能再在本场提问。没有人会知道是谁。
phone-mute-yes = 禁止此人继续提问
phone-undo = 撤销
web-was-at = 原为 { $when }
web-was-in = 原在{ $room }
web-added = 新增议题：{ $when }
web-changed-moved = 时间
web-changed-ends = 结束时间
web-changed-room = 会场
web-changed-retitled = 标题
web-changed-speakers = 嘉宾
web-next = 接下来
web-next-here = 本会场的下一场
web-take-along = 随身带上议程
web-subscribe = 在日历中订阅
web-calendar-file = 日历文件
web-feed = 订阅变动（Atom）
web-all-days = 全部日期
web-show = 显示
web-nothing = 这里没有议题，请换一天、换个专题或会场。
web-when = 时间
web-where = 地点
web-who = 嘉宾
web-zone = 会场时间（{ $zone }）
web-other-language = { $language }版本
web-ask-how = 向本场提问请在 Discord 中进行：使用 /ask，或点击议题卡片上的按钮；可以匿名。

panel-button-note = 回答摘要……
panel-button-take-away = 要点……
panel-button-report = 整个峰会的
panel-step-note = 已记下 #{ $number } 的回答摘要
panel-form-note = 对 #{ $number } 是怎么回答的？
panel-form-answer = 摘要（留空则没有）
panel-form-take-away = 本场值得记住的内容
panel-form-lines = 每行一句（留空则没有）
panel-form-lines-hint = 从小处开始：一个项目，一个指标。
panel-taken-away = { $count ->
    [0] 没有记下要点。
   *[other] 已为报告记下 { $count } 条要点。
}
panel-reported = 整个峰会的问题、回答和要点，按专题分组。
question-form-cut = 您的消息超过 { $most } 个字符，这里只有开头部分。
phone-noted = 回答：
phone-note = 回答摘要
web-count = { $count ->
   *[other] 共 { $count } 个议题
} · 会场时间（{ $zone }）
mine-calendar = 📆 在您的日历中“通过网址订阅”下面的地址，日历就会跟随您的收藏更新。此地址仅供您本人使用：拿到它的人都能看到您的收藏。
    `{ $link }`
mine-calendar-renew = 作废此地址，换一个新的

task-call-roles = { $roles }
export-site-where = 请指明网页要写入哪个文件夹
export-site-foreign = { $folder } 中有并非先前导出网页的内容，未作改动。请指定一个空文件夹或新文件夹。
export-site-failed = 网页未能写入 { $folder }，其中内容保持原样：{ $reason }
export-site-progress = 正在写入网页
export-site-done = 已在 { $folder } 写入 { $count } 个文件；请打开 index.html

task-file-empty = 这个文件里没有任务，现有任务保持不变。
phone-rest = { $count ->
   *[other] 另有 { $count } 个问题，处理完上面的就会显示
}

server-lacks-mention = 提及身份组“{ $name }”的权限（{ $field }）：请允许任何人提及它
demo-try-panel-open = 以主持人身份：现在开放一场圆桌的提问，再用 /panel queue 审核
demo-try-ask = 然后以任何人的身份提问，可以匿名
question-answering-now = 正在回答
status-open = { $shifts ->
    [0] 🙋 各班次人手齐全
   *[other] 🙋 { $shifts } 个班次缺人
} · { $questions ->
    [0] ❓ 没有待审的提问
   *[other] ❓ { $questions } 个提问等主持人处理
}
question-reason-reserved = 只写“withdrawn”会被当作提问者自己撤回。请多写几个字，说明为什么未采用。
question-withdrawn-stays = #{ $number } 已并入他人的提问，因此予以保留；系统不再记录它由您提出。
question-instead-stays = 您的票投给了 #{ $other }。您的 #{ $number } 已并入他人的提问，因此予以保留；系统不再记录它由您提出。
