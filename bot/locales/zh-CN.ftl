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

