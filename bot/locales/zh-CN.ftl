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
demo-try-agenda-search = 找议题：试试“治理”“kaiyuan”，或者打错字
demo-try-agenda-day = 一整天的议程，可翻页、可筛选
demo-try-agenda-speaker = 某位讲者的全部议题
demo-try-guide = 场馆、网络与用餐
