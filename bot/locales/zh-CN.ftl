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

