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

