### What people read, in English. zh-CN.ftl has the same keys with the same values.
### Key style: area-what-happened. An organiser can word any phrase anew in config/locales/en.ftl.

## Files that organisers write

file-refused = { $count ->
    [one] { $file } has a fault and was not used: { $place }
   *[other] { $file } and the files with it have { $count } faults and were not used; the first: { $place }
}
phrases-unreadable = this catalogue cannot be read here: { $reason }
phrases-unknown = there is no such phrase; the packaged catalogue names them all
phrases-unknown-value = { $seen } is not among what this phrase can show: { $known }

