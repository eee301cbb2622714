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

## The database

database-foreign = { $file } is not a database of this bot. Nothing in it was changed. Set SUMMIT_DATABASE to another file.
database-newer = { $file } was written by a newer version of this bot (its format is { $version }, this version knows { $known }). Install that version again, or restore an older backup. Nothing in it was changed.
database-corrupt = { $file } is damaged. Restore the latest backup.
database-read-only = { $file } cannot be written. Check the permissions of the file and of its folder.
database-disk-full = The disk that holds { $file } is full. Nothing was saved; free some space and try again.
database-disk-failed = The disk that holds { $file } reports an error. Nothing was saved; check the disk, then try again.
database-locked = Another program is using { $file }. Nothing was saved; close it, or try again in a moment.
database-unopenable = { $file } cannot be opened. Check that it is a file, and the permissions of it and of its folder.
database-no-folder = The folder { $folder } cannot be made: { $reason }
database-pragma = { $file } cannot be used safely where it lies: SQLite's { $name } should be { $expected } but stays { $seen }. A local disk, rather than a network folder, helps most often.


## Releasing a programme

programme-none = There is no programme yet. An organiser can import one.
programme-empty = The new version has no sessions at all, so it was not released. Look at its source: most likely it failed.
programme-held = Not released: { $lost } of { $total } sessions would vanish at once, which is mostly a failed source and rarely meant. If it is meant, release it with removals accepted.
programme-changed-meanwhile = Not released: revision { $current } was released meanwhile, and these changes were worked out for revision { $base }. Import once more and look again at what changes.
hold-empty = no sessions at all
hold-sessions = { $lost } of { $total } sessions vanish
hold-room = { $name }: { $lost } of { $total } sessions in this room vanish, and none is left
hold-track = { $name }: { $lost } of { $total } sessions of this track vanish, and none is left


## The demo: a local Discord in the browser

demo-address = The demo is open at { $address } (Ctrl-C ends it)
demo-first-step = First: open it, choose a person and a channel, type { $command } into the message line and pick from the list.
demo-port-taken = Port { $port } cannot be opened ({ $reason }): choose another with --port, or 0 for any free one.
demo-at-unclear = --at reads a time such as 2024-03-28T08:50 (the venue's) or 2024-03-28T08:50+08:00, not “{ $seen }”.
demo-speed-unclear = --speed is a number above 0 and at most { $most }, not { $seen }.
demo-not-installed = The demo's local Discord is not installed here: run “make demo”, which installs it.
demo-eyebrow = Demo: the real bot, a local Discord
demo-clock = Summit time
demo-look-as = Look as
demo-channels = Where
demo-try-first = Try first
demo-try-how = A click types it into the message line. Pick the command from the list, fill it in, press Enter.
demo-footer = Everything stays on this machine: no token, no network. What you do here is gone when the demo ends.
demo-back = Channels
demo-gone = The demo was stopped. Start it again and reload this page.
demo-other-language = 中文
demo-person-xiaolin = Attendee
demo-person-maya = Attendee
demo-person-azhe = Volunteer
demo-person-chenmo = Moderator
demo-person-ruoxi = Organiser
demo-place-announcements = Announcements
demo-place-changes = Programme changes
demo-place-reminders = Reminders before sessions
demo-place-organisers = Organisers only
demo-place-volunteers = Volunteers and organisers
demo-place-room = A room's own channel
demo-place-lobby = Lobby: for everyone
demo-place-dm = Direct messages with the bot
demo-try-agenda-now = What is on in every room, and what is next
demo-try-agenda-search = Find a session: try 治理, kaiyuan or “govenance”
demo-try-agenda-day = A whole day, paged and filtered
demo-try-agenda-speaker = A speaker's sessions
demo-try-guide = Venue, network, meals
