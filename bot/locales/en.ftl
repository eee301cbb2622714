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
demo-try-agenda-search = Find a session: try 治理, kaiyuan zhili or “foudation”
demo-try-agenda-day = A whole day, paged and filtered
demo-try-agenda-speaker = A speaker's sessions
demo-try-guide = Venue, network, meals
demo-try-agenda-mine = Your stars in order: press ⭐ on a session first
demo-try-summit-delay = As the organiser: let a room slip and see who is told

## Answers

discord-fails = Discord itself is struggling just now. What you asked for may have worked: please look again in a moment.
incident = Something broke on our side. Please tell an organiser this number: { $number }
control-outdated = This message is from an earlier version of the bot. Please use the command again.

## Sessions

kind-keynote = keynote
kind-talk = talk
kind-panel = panel
kind-discussion = discussion
kind-office-hour = office hour
kind-unconference = unconference
kind-break = break
kind-social = social
status-cancelled = cancelled
status-postponed = postponed
part-morning = in the morning
part-noon = around noon
part-afternoon = in the afternoon
part-evening = in the evening
language-zh = in Chinese
language-en = in English
room-none = No room yet
session-time-open = time to be announced
session-every-room = all rooms
session-speakers-more = { $names } and others ({ $count } in all)
session-speakers-hidden = { $more ->
    [one] and one more speaker
   *[other] and { $more } more speakers
}
session-venue-time = Venue time: { $day } { $hours } ({ $zone })
session-on-now = on now
session-in-block = Number { $place } of { $count } in “{ $block }”, one after the other; single times are not fixed
session-chatham-house = Chatham House Rule: use what you hear, never say who said it or who was there
session-next-here = ⏭️ Next in this room, { $time }: { $title }
session-open-button = Open
session-open-placeholder = Open a session …
session-calendar-button = To my calendar
session-page-button = Web page
session-unknown = There is no session “{ $seen }”. Type a few letters of its title or of a speaker’s name and choose from the list, or use /agenda search.
session-ambiguous = “{ $seen }” fits several sessions, among them { $titles }. Choose one from the list that appears while you type.
session-gone = That session is no longer in the programme. /agenda search finds what is.
session-calendar-file = For your calendar: open the file.

## The agenda

now-title = On now
now-venue-clock = At the venue it is { $day } { $time }
now-empty = There is no programme yet
now-before = { $summit } begins { $when }
now-between = It goes on { $when }
now-pause = A pause. It goes on { $when }
now-over = { $summit } is over. Thank you for being there!
now-until = until { $time } ({ $left })
now-block = one after the other, in this order
day-count = { $count ->
    [0] No sessions · venue time first ({ $zone }), then yours
    [one] One session · venue time first ({ $zone }), then yours
   *[other] { $count } sessions · venue time first ({ $zone }), then yours
}
day-none = Without a date
day-nothing = Nothing here. Choose another day, track or room below.
day-pick-day = Day
day-pick-track = Track
day-pick-room = Room
day-every-track = All tracks
day-every-room = All rooms
day-unknown = “{ $seen }” is not a day of this summit. Its days: { $days }.
track-unknown = There is no track “{ $seen }”. Choose one from the list that appears while you type.
room-unknown = There is no room “{ $seen }”. Choose one from the list that appears while you type.
list-comma = {", "}
list-more = { $more ->
    [one] and one more
   *[other] and { $more } more
}
list-more-options = More …
search-nothing = Nothing found. A shorter word, a speaker’s name or pinyin may do; /agenda day shows everything.
speaker-unknown = Nobody called “{ $seen }” speaks at this summit. Type a part of the name and choose from the list.

## The guide

guide-title = Guide
guide-empty = The organisers have not written a guide yet.
guide-pick = Turn to …
guide-qr = QR code: { $label }
guide-unknown = The guide has no page “{ $seen }”. Choose one from the list.

## Names and descriptions of commands; names are lower case and without spaces

command-agenda = agenda
command-agenda-description = The programme: what is on, what comes, who speaks
command-agenda-now = now
command-agenda-now-description = What is on in every room, and what is next
command-agenda-day = day
command-agenda-day-description = A day’s programme
command-agenda-day-date = date
command-agenda-day-date-description = Which day; today if you leave it out
command-agenda-day-track = track
command-agenda-day-track-description = Only this track
command-agenda-day-room = room
command-agenda-day-room-description = Only this room
command-agenda-search = search
command-agenda-search-description = Sessions by title, speaker, track, room or words of the abstract
command-agenda-search-query = query
command-agenda-search-query-description = A few letters are enough; pinyin works too
command-agenda-session = session
command-agenda-session-description = One session: when, where, who, what
command-agenda-session-session = session
command-agenda-session-session-description = Its title, or a part of it
command-agenda-speaker = speaker
command-agenda-speaker-description = A speaker’s sessions
command-agenda-speaker-name = name
command-agenda-speaker-name-description = The name, or a part of it
command-guide = guide
command-guide-description = Venue, meals, network, code of conduct, photo wall
command-guide-topic = topic
command-guide-topic-description = Which page; the list if you leave it out
## What is wrong with a file: each of these follows its file, line, column and field

file-missing = this file does not exist
file-unreadable = this file cannot be read: { $reason }
file-too-large = this file has { $size } MB; the most is { $limit } MB
file-not-utf8 = this line is not UTF-8 text; save the file in the encoding UTF-8
yaml-control-character = the invisible character { $character } is not allowed here; delete it
yaml-unparsable = this is not YAML ({ $reason }), at: { $seen }
yaml-tab = the line begins with a tab; YAML is indented with spaces only
yaml-colon = a colon begins a value here, where none can begin; put text that has a colon in quotation marks
yaml-character = text that begins with such a character needs quotation marks: { $seen }
yaml-quote = the quotation mark that opens here is never closed
yaml-alias = { $seen } refers to an &anchor that is nowhere before it
yaml-documents = a second document begins here (---); one file holds one
yaml-too-deep = lists and mappings stand deeper in each other than { $limit } levels
yaml-too-many = the file holds more than { $limit } values
yaml-tag = the YAML tag { $seen } does not belong here; write plain text, a number, a list or a mapping
yaml-key = a key must be plain text; lists, mappings and << cannot be keys
yaml-double-key = { $key } is there already, in line { $first }; a key may be there only once
yaml-number = { $seen } is read as the number { $number }; put it in quotation marks: "{ $seen }"
fault-missing = this is required and is not there
fault-unknown-key = there is no key { $seen }; the keys are: { $known }
fault-unknown-key-near = there is no key { $seen }; did you mean { $near }?
fault-choice = seen { $seen }; expected one of: { $known }
fault-choice-near = seen { $seen }; did you mean { $near }?
fault-text = seen { $seen }; expected text, in quotation marks if it looks like a number
fault-empty = this must not be empty
fault-too-long = seen { $seen }; expected at most { $limit } characters
fault-number = seen { $seen }; expected a whole number
fault-yes-or-no = seen { $seen }; expected true or false
fault-mapping = seen { $seen }; expected keys with values
fault-list = seen { $seen }; expected a list
fault-date = seen { $seen }; expected a date such as 2024-03-28
fault-time = seen { $seen }; expected a time of day such as "09:30"
fault-moment = seen { $seen }; expected a date and a time such as 2024-03-28T09:30:00+08:00
fault-address = seen { $seen }; expected an address that begins with https:// or http://
fault-other = seen { $seen }; { $reason }


## The server

server-lacks = summit.yaml names things that this server does not have. Make them, or correct summit.yaml and start the bot again:
server-lacks-role = the role “{ $name }” ({ $field })
server-lacks-channel = the channel “{ $name }” ({ $field })
server-lacks-permission = permissions in #{ $name } ({ $field }): view, send messages, embed links, attach files, read history
keys-unreadable = { $file } cannot be used as the file of keys: { $reason }. Restore it, or remove it to begin with new keys; links made with the old ones end.
## What is wrong with the settings

fault-too-many = there are too many here; the most is { $limit }
fault-bilingual = seen { $seen }; expected text, or {"{"}zh-CN: …, en: …{"}"} with text in both
fault-language = seen the language { $seen }; the languages are: { $known }
fault-language-near = seen the language { $seen }; did you mean { $near }?
fault-zone = there is no time zone { $seen }; expected an IANA name such as Asia/Shanghai or Europe/Berlin
fault-zone-near = there is no time zone { $seen }; did you mean { $near }?
fault-id = seen { $seen }; expected a Discord id, 15 to 20 digits
fault-name-or-id = seen { $seen }; expected a name, or an id of 15 to 20 digits
fault-emoji = seen { $seen }; expected one emoji
fault-source-missing = there is no file { $seen } beside this one
environment-two-tokens = DISCORD_TOKEN is set too; set only one of the two
environment-token-file = { $seen } cannot be read: { $reason }
environment-token-empty = { $seen } is empty; it should hold the bot's token
environment-address = seen { $seen }; expected { $expected }
environment-clock = seen { $seen }; expected a time with its offset such as 2024-03-28T09:00:00+08:00, and if wanted @ and a speed above 0: 2024-03-28T09:00:00+08:00@60


## Agendas read and given out: formats of others

export-cancelled = Cancelled
export-postponed = Postponed
agenda-xml-broken = this is not well-formed XML: { $reason }
agenda-xml-hostile = this XML declares a DTD or entities. A schedule needs neither, and they are a known way to attack whoever reads it; remove the DOCTYPE.
agenda-extension-broken = what this bot's own export wrote here for itself was changed and can no longer be read ({ $reason }). Remove it, or export again.
agenda-contradicts-itself = the parts of this agenda do not fit together: { $reason }

speaker-others = Somebody else?

## The console

run-no-token = There is no token. Set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it. “make demo” needs none.
run-wrong-token = Discord does not know this token. Copy it again from the developer portal (Bot, Reset Token) into DISCORD_TOKEN.
run-missing-intent = Discord refuses an intent that was asked for. Look at Bot, Privileged Gateway Intents in the developer portal.
check-good = { $folder } is in order: { $sessions ->
    [one] one session
   *[other] { $sessions } sessions
} on { $days ->
    [one] one day
   *[other] { $days } days
}.
check-invite = Invite the bot with exactly the permissions it needs: { $link }
check-invite-placeholder = Put your application's id (developer portal, General Information) in place of APPLICATION_ID, or set DISCORD_TOKEN and check again.
check-server-good = The server { $name } has everything that summit.yaml names.
check-server-unknown = The bot is on no server yet, or not on the one that discord.guild names. Invite it with the link below.
check-server-several = The bot is on several servers: { $names }. Set discord.guild in summit.yaml to the id of the summit's.
check-server-failed = Discord could not be asked about the server: { $reason }
import-hint = Nothing was changed. With --release this becomes the programme.
import-released = Released. The programme is now at revision { $revision }; { $people ->
    [0] nobody is to be told in person
    [one] one person is told
   *[other] { $people } people are told
}.
export-unknown = seen { $seen }, expected one of { $known }
file-unwritable = cannot be written: { $reason }
changes-none = No changes.
changes-session = Session
changes-what = Old → new
aspect-added = added
aspect-moved = moved
aspect-room = other room
aspect-retitled = retitled
aspect-speakers = speakers
aspect-text = text
aspect-details = details
aspect-cancelled = cancelled
aspect-postponed = postponed
aspect-restored = restored
frame-name = summit's name
frame-timezone = time zone
frame-room = room
frame-track = track
frame-block = block
console-held = Held back: { $what }. If that is meant: --accept-removals

demo-at-outside = --at is a time between 2016 and 2099, not “{ $seen }”.

## Agenda files, whatever their format

agenda-too-big = this agenda has { $size } MB; the most is { $limit } MB
agenda-empty-file = there is nothing in this file
agenda-binary = this is no text file. Export the agenda as JSON, XML, iCalendar, CSV or YAML; a spreadsheet can be saved as CSV.
agenda-web-page = this is a web page and no agenda. Perhaps the address asks for a login; open it in a private window to see what strangers get.
agenda-unknown-format = this is no agenda of a known format. The known ones are: { $known }
agenda-json-broken = this is not well-formed JSON: { $reason }
agenda-json-deep = this JSON is nested deeper than any agenda; it was not read
agenda-one-page = this is only one page of several, so most talks would seem to be removed. Save all of them in one list; the next page is { $next }
agenda-empty = there is no session in this agenda
agenda-timezone-unknown = there is no time zone { $seen }; expected a name such as Asia/Shanghai or Europe/Berlin
fault-duration = seen { $seen }; expected a length such as 00:45
export-speakers = Speakers
agenda-calendar-broken = this calendar cannot be read here: { $reason }
agenda-calendar-endless = this event is repeated without an end; give its RRULE a COUNT or an UNTIL
agenda-timezone-unknown-near = there is no time zone { $seen }; did you mean { $near }?
agenda-text = seen { $seen }; expected a text, or one for each language: {"{"}zh-CN: …, en: …{"}"}
agenda-language = seen { $seen }; expected a language tag such as zh-CN, en or ja
agenda-time = seen { $seen }; expected a time such as "09:30" in quotation marks ("25:00" is one in the night after that day), or 2024-03-28T09:30:00+08:00
agenda-code = seen { $seen }; a code is 1 to { $limit } letters, digits and signs of ASCII without blanks; it is not . or .. and does not end in .ics
agenda-code-twice = the code { $seen } stands for another session already, in line { $first }
agenda-room-and-rooms = this has both room and rooms; keep one of them
agenda-unknown-room = there is no room { $seen } under rooms; the codes are: { $known }
agenda-unknown-room-near = there is no room { $seen } under rooms; did you mean { $near }?
agenda-unknown-track = there is no track { $seen } under tracks; the codes are: { $known }
agenda-unknown-track-near = there is no track { $seen } under tracks; did you mean { $near }?
agenda-unknown-block = there is no block { $seen } under blocks; the codes are: { $known }
agenda-unknown-block-near = there is no block { $seen } under blocks; did you mean { $near }?
agenda-day-missing = a time of day needs a day beside it: day: 2024-03-28
agenda-end-before-start = this ends at { $seen }, but starts at { $start }. One o’clock in the night after a day is "25:00" of that day.
agenda-time-skipped = there is no { $time } on { $day } in { $timezone }: the clocks go forward over it

demo-port-unclear = --port is a number from 0 to 65535, not { $seen }.

## Agendas from the web

fetch-no-address = { $address } is no web address; expected one that begins with https:// or http:// and names a host
fetch-local-address = { $address } leads to { $seen }, an address of this machine or its network. An organiser can allow that in the settings.
fetch-unknown-host = The host of { $address } cannot be found. Check the address, and this machine’s connection.
fetch-failed = { $address } could not be fetched: the connection failed or broke off. Try again in a moment.
fetch-certificate = { $address } has no valid certificate, so what it sends cannot be trusted.
fetch-too-slow = { $address } did not send everything within { $seconds } seconds. Try again later.
fetch-too-large = { $address } sends more than { $limit } MB; no agenda is that large.
fetch-status = { $address } answered with status { $status } instead of the agenda. Check in a browser whether strangers may read it.
fetch-redirects = { $address } was redirected more than { $count } times.
fetch-packing = { $address } sends its answer packed as { $seen }, which was not asked for and cannot be read.
agenda-csv-broken = from this line on the table cannot be read: { $reason }. Most often a quotation mark is missing.
agenda-csv-no-title = the table needs a column title (or title_zh, title_en); its columns are: { $seen }
agenda-csv-column-near = this column is not known; did you mean { $near }?
agenda-csv-cells = this row has { $seen } cells, but there are { $expected } columns. Put cells that hold the separator in quotation marks.
agenda-csv-day-missing = seen { $seen }; a time of day needs a day in the column day

## Reminders

reminder-session = ⭐ **{ $title }**
    ⏰ { $start } · 📍 { $room }
reminder-own-session = 🎤 You are on stage soon: **{ $title }**
    ⏰ { $start } · 📍 { $room }
reminder-in-block = Number { $place } of { $count } in “{ $block }”, one after the other; single times are not fixed.
reminder-was-cancelled = ❌ **{ $title }** is cancelled. It was to begin at { $old }.
reminder-was-postponed = ⏸️ **{ $title }** is postponed; it does not begin at { $old }. There is no new time yet.
reminder-was-moved = 🔁 **{ $title }** has moved
    ⏰ { $old } → { $start } · 📍 { $room }
reminder-room-was = This message was corrected: the room was { $room } before.
reminder-was-corrected = This message was corrected.
reminders-lead-out-of-range = A reminder can come 0 to { $longest } minutes before the start, not { $seen }. Nothing was changed.
reminders-language-unknown = There is no language { $seen }; there are { $known }. Nothing was changed.
reminders-quiet-unclear = “{ $seen }” are not hours. Write them as 22:00-07:30, in venue time, or “off”. Nothing was changed.
reminders-quiet-endless = “{ $seen }” would never end: the two times are the same. To get no reminders at all choose “off” as the way to reach you. Nothing was changed.
star-too-many = You have { $limit } stars, which is as many as there can be. Take one away first.
star-session-closed = That session was held under the Chatham House Rule and is over: nothing about who was there is kept.
unsent-not-asked = you have not said yet how you want to be reminded
unsent-off = your reminders are off
unsent-quiet = it begins in your quiet hours
unsent-chatham-house = Chatham House Rule: never mentioned in a channel; choose direct messages to be reminded
unsent-no-time = its time is not known yet
unsent-cancelled = it is cancelled
unsent-postponed = it is postponed; the reminder comes once there is a new time
unsent-begun = it has begun
digest-tomorrow = 🌙 **{ $summit }** · your tomorrow
digest-today = ☀️ **{ $summit }** · day { $day } of { $days }
digest-countdown = { $days ->
    [one] ⏳ **{ $summit }** · 1 day to go
   *[other] ⏳ **{ $summit }** · { $days } days to go
}
digest-session = ⭐ { $when } · **{ $title }** · 📍 { $room }
digest-session-clash = ⚠️ { $when } · **{ $title }** · 📍 { $room } (overlaps another of your stars)
digest-more = and { $more } more: /agenda mine
run-wrong-shards = Discord refuses this number of gateway connections. Set discord.shard_count in summit.yaml to 1, or to more where the bot is in very many servers.

## Promises to people

outbox-late = This comes late: it was meant for { $due }.
outbox-digest = So that your messages do not pile up, { $count } things at once:
outbox-corrected = **Corrected:**
outbox-moment = { $wall } ({ $own }, { $left })
refused-closed = Direct messages are closed to the bot. It is shown at the person's next interaction.
refused-member-gone = The person is no longer on Discord.
refused-no-channel = No channel is set for this under discord.channels in summit.yaml.
refused-channel-gone = The channel was deleted.
refused-forbidden = The bot may not write there. Check the channel's permissions.
refused-deleted = The message was sent, and then somebody deleted it.
refused-rejected = Discord did not take the message.
refused-unreadable = The message could not be worded. The log has the reason.

## Changes by organisers: what is refused

move-cancelled = “{ $title }” is cancelled. Use /summit restore first if it is to take place.
move-past = “{ $title }” cannot begin at { $time }: that is past. Choose a later start.
move-over = “{ $title }” is over. What was cannot be moved.
move-nothing = “{ $title }” is there and then already, so nothing would change.
start-unclear = “{ $seen }” is no time. Type 14:30, 3/29 10:00 or +15 (minutes later).
start-open = This session has no time yet that “{ $seen }” could count from. Type a time such as 14:30.
postpone-postponed = “{ $title }” is postponed already. /summit move gives it a new time.
postpone-cancelled = “{ $title }” is cancelled. Use /summit restore first if it is to take place later.
cancel-already = “{ $title }” is cancelled already.
restore-scheduled = “{ $title }” takes place anyway; there is nothing to restore.
delay-minutes = A delay is 1 to { $limit } minutes, not { $seen }. A day that slips further is planned anew: import the new plan.
delay-nothing = Nothing is left today in { $room } that could be delayed.
proposal-nothing = Nothing would change: the programme says all of this already.
proposal-no-source = Only an import has a source that could be followed.
proposal-unknown = There is no proposal { $number }. It may come from another database.
proposal-was-released = This was released already. It went out once, and only once.
proposal-was-discarded = This was discarded. Import or propose it again if it is wanted after all.
proposal-was-replaced = A newer version stands in place of this one. Look at the latest message.
proposal-outdated = Not released: the programme is at revision { $current } by now, and this was worked out for revision { $base }. Changed meanwhile: { $titles }{ $more ->
    [0] {""}
    [one] {" "}and one more session
   *[other] {" "}and { $more } more sessions
}. Propose it again and look anew.
proposal-clashes = { $count ->
    [one] One clash needs
   *[other] { $count } clashes need
} a second yes: a room is taken, or something begins before that day’s doors open. Look at the list, then confirm once more.
proposal-look-button = Look at it

## Changes by organisers: what to look at before the yes

clash-room = 🚪 { $room } is taken: “{ $title }” ({ $when }) and “{ $other }” ({ $begins }) overlap there
clash-doors = 🔒 “{ $title }” would begin at { $when }, before anything begins that day
clash-speaker = 🗣️ { $names } would be in two places at once: “{ $title }” ({ $when }) and “{ $other }” ({ $begins })
clash-midnight = 🌙 “{ $title }” ({ $when }) would go on past midnight
clash-next-talk = 🏃 { $names } would have less than 15 minutes between “{ $title }” ({ $when }) and “{ $other }” ({ $begins }), in another room
clash-both = ⭐ { $count ->
    [one] One person follows
   *[other] { $count } people follow
} both “{ $title }” ({ $when }) and “{ $other }” ({ $begins })
clash-plenary = 📣 “{ $title }” ({ $when }) is a plenary in { $count } rooms, which all follow
override-kept = “{ $title }”: set here: { $set }. The source still says: { $said }.
override-contradicted = ⚠️ “{ $title }”: set here: { $set }. The source now says something new: { $said }. What was set here stands until you follow the source.
override-agreed = “{ $title }”: the source now says what was set here: { $set }.
override-followed = “{ $title }”: the source wins: { $said } instead of { $set }.
override-status-scheduled = takes place
override-status-postponed = postponed
override-status-cancelled = cancelled
source-changed = { $source } has a new version of the programme. Nothing changes until one of you releases it.
source-aspect = { $aspect }: { $count }
source-contradicts = { $count ->
    [one] One session is
   *[other] { $count } sessions are
} set differently in chat from what the source now says.
source-failing = ⚠️ The source { $source } cannot be read: { $reason } The programme stays as it is; I keep trying and tell you when it works again.
source-works-again = The source { $source } works again.

## Changes: what people are told

notice-yours = { $count ->
    [one] A session of yours has changed:
   *[other] { $count } of your sessions have changed:
}
notice-public = { $count ->
    [one] A session has changed:
   *[other] { $count } sessions have changed:
}
notice-session = **{ $title }**
notice-session-by = **{ $title }** · { $names }
notice-session-many = **{ $title }** · { $names } and { $more } more
notice-cancelled = ❌ cancelled (it was to begin at { $when })
notice-postponed = ⏸️ postponed; it does not take place at { $when }, and a new time will follow
notice-restored = ✅ takes place after all: { $when }
notice-moved = 🕘 { $before } → { $after }
notice-ends = 🕘 ends { $before } → { $after }
notice-order = 🔀 another place in the order from { $when } on
notice-room = 📍 { $before } → { $after }
notice-retitled = ✏️ { $before } → { $after }
notice-speakers = 🗣️ { $before } → { $after }
notice-part = { $day } { $part }
notice-nobody = nobody named
notice-more = … and { $more ->
    [one] one more
   *[other] { $more } more
}: /agenda changes

## Announcements

announcement-all = 📢 From the organisers
announcement-track = 📢 From the organisers, for the track { $name }
announcement-room = 📢 From the organisers, for { $name }
announcement-session = 📢 From the organisers, for those who starred “{ $name }”
announcement-volunteers = 📢 From the organisers, for all volunteers
announcement-text = { $text }
announcement-empty = There is no text. Write it in one language or in both.
announcement-long = This is too long: at most { $limit } characters in each language fit one message.
announcement-past = { $time } is past. Leave the time out to send it now.

## What organisers did

audit-import = released a new version from { $source }: { $count ->
    [one] one session
   *[other] { $count } sessions
} changed (revision { $revision })
audit-move = moved “{ $title }” (revision { $revision })
audit-delay = delayed { $count ->
    [one] one session
   *[other] { $count } sessions
} from “{ $title }” on (revision { $revision })
audit-postpone = postponed “{ $title }” (revision { $revision })
audit-cancel = cancelled “{ $title }” (revision { $revision })
audit-restore = restored “{ $title }” (revision { $revision })
audit-discard = discarded a proposal ({ $source })
audit-announce = announced: { $text }


## Stars and reminders, in chat

star-button = Star
star-remove-button = Starred
star-placeholder = ⭐ Star one of these …
star-clash = Overlaps your star { $title }
star-ask-via = **How shall I remind you before it begins?** You are asked once; /reminders settings changes it.
reminders-title = How you are reminded
reminders-via-unknown = You have not said yet how you want to be reminded.
reminders-via-dm = By direct message, { $minutes } minutes before.
reminders-via-channel = By a mention in the reminders channel, { $minutes } minutes before. Others can see it.
reminders-via-off = Not at all.
reminders-choose-dm = Direct message
reminders-choose-channel = Mention in the channel
reminders-choose-off = Not at all
reminders-lead-is = { $minutes } minutes before the start
reminders-quiet-is = Quiet hours (venue time): { $hours }
reminders-digests-on = A digest in the morning and in the evening
reminders-digests-off = No digests
reminders-digests-on-button = Send digests
reminders-digests-off-button = No digests
reminders-how-to-change = /reminders settings takes lead, via, language and quiet.
reminders-list-title = { $count ->
    [0] No reminders
    [one] One reminder
   *[other] { $count } reminders
}
reminders-told = told already
mine-title = { $count ->
    [0] My programme
    [one] My programme: one session
   *[other] My programme: { $count } sessions
}
mine-empty = Nothing is starred yet. Press ⭐ on a session: /agenda search finds one.
mine-free = { $minutes } minutes free
waiting-title = This could not reach you by direct message:
changes-title = { $count ->
    [0] Nothing has changed
    [one] One change
   *[other] { $count } changes
}
changes-since = since { $when }
changes-since-unclear = “{ $seen }” is no time. Write a day (3/28), a time (14:30), or a number of hours (6h).
command-agenda-mine = mine
command-agenda-mine-description = Your stars in order, with clashes and a calendar file
command-agenda-changes = changes
command-agenda-changes-description = What moved, old → new
command-agenda-changes-since = since
command-agenda-changes-since-description = A day, a time or a number of hours (6h); everything if you leave it out
command-reminders = reminders
command-reminders-description = How and when you are reminded
command-reminders-settings = settings
command-reminders-settings-description = Your own preferences
command-reminders-settings-lead = lead
command-reminders-settings-lead-description = Minutes before the start, 0 to 120
command-reminders-settings-via = via
command-reminders-settings-via-description = How to reach you
command-reminders-settings-language = language
command-reminders-settings-language-description = The language of everything you read here
command-reminders-settings-quiet = quiet
command-reminders-settings-quiet-description = Hours without messages, venue time: 22:00-07:30; “off” for none
command-reminders-list = list
command-reminders-list-description = What will be sent, when and how
choice-dm = direct message
choice-channel = mention in a channel
choice-off = not at all
choice-zh-CN = Chinese
choice-en = English
job-failing = ⚠️ The job “{ $job }” failed { $times } times running ({ $error }). It keeps trying; the log has the traceback.
backup-failed = The copy { $file } could not be made: { $reason }


## What organisers do, in chat

role-needed = Only members with the role “{ $role }” can do this. Ask in the lobby or at the check-in desk; an organiser gives roles.
import-file-or-url = Give either a file or an address.
audience-unknown = “{ $seen }” is no audience. Choose one from the list that appears while you type.
audience-all = Everyone
audience-volunteers = The volunteers
audience-track = Track: { $name }
audience-room = Room: { $name }
audience-session = Those who starred: { $name }
announcement-form = Announcement
announcement-in-zh-CN = Text in Chinese
announcement-in-en = Text in English
announcement-at = When (empty: now)
announcement-preview = This is what they will read
announcement-send-button = Send now
announcement-send-later-button = Send at that time
announcement-sent = Sent.
announcement-sent-already = This announcement was sent already, once.
announcement-reach = { $people } in person, { $channels ->
    [0] no channel
    [one] one channel
   *[other] { $channels } channels
}
announcement-now = now
board-posted = The board is posted. I keep it up to date; delete the message to end it.
board-no-channel = I cannot post here. Use the command in a text channel in which I may send messages.
proposal-kind-import = A new version of the programme
proposal-kind-move = Move a session
proposal-kind-delay = Delay a room
proposal-kind-postpone = Postpone a session
proposal-kind-cancel = Cancel a session
proposal-kind-restore = Restore a session
proposal-source = From { $source }
proposal-reason = Reason: { $reason }
proposal-people = { $count ->
    [0] Nobody gets a notice of their own
    [one] One person gets a notice of their own
   *[other] { $count } people get a notice of their own, once
}
proposal-second-yes = Look at this twice: it needs a deliberate yes.
proposal-release-button = Release
proposal-release-anyway-button = Release anyway
proposal-discard-button = Discard
proposal-follow-button = Follow the source
proposal-done = Released: revision { $revision }, { $count ->
    [one] one session changed
   *[other] { $count } sessions changed
}, { $people ->
    [0] nobody follows what changed
    [one] one person is told
   *[other] { $people } people are told
}.
status-title = How things stand
status-programme = Programme at revision { $revision }, { $sessions } sessions
status-promises = Promises
status-jobs = Jobs: last run → next
status-deeds = Last done
status-job-never = not yet
status-job-ago = { $seconds } s ago
status-job-in = in { $seconds } s
status-by-setting = by setting
state-open = waiting
state-sent = told
state-expired = expired
state-refused = failed
state-withdrawn = withdrawn
ledger-title = Promises to people
ledger-empty = Nothing in this state.
ledger-every-state = All states
ledger-pick-state = State
ledger-again-button = Send the failed ones again
ledger-again = { $count ->
    [0] Nothing could be tried again: what failed no longer makes sense.
    [one] One is tried again.
   *[other] { $count } are tried again.
}
ledger-reminders = reminders
command-summit = summit
command-summit-description = For organisers: the programme, announcements, health
command-summit-status = status
command-summit-status-description = Health at one look
command-summit-import = import
command-summit-import-description = Read an agenda in any known format and look at what changes
command-summit-import-file = file
command-summit-import-file-description = An agenda file
command-summit-import-url = url
command-summit-import-url-description = Or its web address
command-summit-move = move
command-summit-move-description = Move a session and tell those concerned
command-summit-move-session = session
command-summit-move-session-description = Which one
command-summit-move-start = start
command-summit-move-start-description = 14:30, 3/29 10:00, +15
command-summit-move-room = room
command-summit-move-room-description = Another room
command-summit-delay = delay
command-summit-delay-description = A room’s remaining sessions of the day slip; breaks absorb first
command-summit-delay-room = room
command-summit-delay-room-description = Which room
command-summit-delay-minutes = minutes
command-summit-delay-minutes-description = By how many, 1 to 240
command-summit-postpone = postpone
command-summit-postpone-description = Take a session off its time until there is a new one
command-summit-postpone-session = session
command-summit-postpone-session-description = Which one
command-summit-postpone-reason = reason
command-summit-postpone-reason-description = Why, for the records
command-summit-cancel = cancel
command-summit-cancel-description = A session does not take place
command-summit-cancel-session = session
command-summit-cancel-session-description = Which one
command-summit-cancel-reason = reason
command-summit-cancel-reason-description = Why, for the records
command-summit-restore = restore
command-summit-restore-description = A session takes place after all
command-summit-restore-session = session
command-summit-restore-session-description = Which one
command-summit-restore-reason = reason
command-summit-restore-reason-description = Why, for the records
command-summit-announce = announce
command-summit-announce-description = Tell many people, in both languages, now or later
command-summit-announce-audience = audience
command-summit-announce-audience-description = Everyone, a track, a room, those who starred a session, the volunteers
command-summit-deliveries = deliveries
command-summit-deliveries-description = Who was told, who waits, what failed
command-summit-deliveries-state = state
command-summit-deliveries-state-description = Only these
command-summit-board = board
command-summit-board-description = Post a message here that I keep up to date
command-summit-board-kind = kind
command-summit-board-kind-description = What it shows
choice-open = waiting
choice-sent = told
choice-expired = expired
choice-refused = failed
choice-withdrawn = withdrawn
choice-now = now and next

## Health

health-not-connected = The bot is not connected to Discord. It tries again by itself; the log tells why.
health-pump-still = Messages are not being sent. Restart the bot; what is due is kept and goes out then.

## Volunteers' tasks

fault-task-code = seen { $seen }; a code is 1 to 24 of a–z, 0–9 and hyphens
fault-task-code-twice = the code { $seen } stands twice
fault-task-team = there is no team { $seen } under teams
task-unknown = There is no task “{ $seen }”. /task list shows the numbers.
task-volunteers-only = Tasks are for volunteers, who have the role “{ $role }”. You want to help? Ask at the check-in desk or in the lobby; an organiser gives you the role.
task-gone = Task #{ $number } was removed.
task-adrift = Task #{ $number } follows a session that has no time now. The lead has been asked.
task-past = Task #{ $number } is over.
task-yours-already = Task #{ $number } is yours already.
task-skills = Task #{ $number } needs: { $lacking }. If you can do that, add it with /task profile.
task-clash = Task #{ $number } overlaps with your task #{ $other }. Release that one first, or ask an organiser.
task-full = Thank you! All places of task #{ $number } are taken by now.
task-reserved = Thank you! The free place of task #{ $number } is offered to the next in line just now.
task-not-yours = Task #{ $number } is not yours.
task-not-theirs = That person does not hold task #{ $number }.
task-checked-in-already = You have checked in to task #{ $number } already.
task-check-in-early = You can check in to task #{ $number } from { $minutes } minutes before it begins.
task-done-already = Task #{ $number } is done already. Thank you!
task-not-checked-in = Check in to task #{ $number } first.
task-standing-by-already = You are in line for task #{ $number } already.
task-offer-over = No place of task #{ $number } is kept for you any more.
task-undo-over = This can no longer be taken back.
task-undo-overruns = This cannot be taken back: task #{ $number } has no free place any more. Since then: { $names }
task-lead-asked-already = The lead has been asked about task #{ $number } already.
task-nobody-leaving = Nobody asks to leave task #{ $number } any more.
task-not-begun = Task #{ $number } has not begun yet.
task-title-missing = A task needs a title.
task-places-out-of-range = { $seen } places? A task has 1 to { $most }.
task-minimum-over-maximum = At least { $minimum } of at most { $maximum } people does not work.
task-end-before-start = It would end before it starts.
task-minutes-out-of-range = Before and after are 0 to 1440 minutes.
task-session-unusable = The session “{ $session }” does not exist, has no time, or does not take place: nothing can follow it.
task-in-the-past = That time has passed already.
task-time-missing = Say when: day, start and end; or a session; or due.
task-time-unclear = “{ $seen }” is no time that I understand; write 09:30, or 2024-03-28 09:30.
task-when-unclear = “{ $seen }” is no time of the summit; write 28, or 2024-03-28 09:00-12:00, with ; between several.
task-team-unknown = There is no one team “{ $seen }”.
task-file-too-large = The file is larger than { $limit } MB.
task-person-bot = Bots take no shifts.
task-person-gone = That person is not on the server any more.
task-swap-self = You cannot swap with yourself.
task-swap-same = That would swap a task for itself.
task-swap-over = This swap is over.
task-swap-not-theirs = <@{ $member }> does not hold task #{ $number } (any more).
task-swap-theirs-already = <@{ $member }> has task #{ $number } already.
task-nothing-fits = Nothing open fits you right now. Thank you for asking!
task-trouble-unknown = the session is not in the programme
task-trouble-cancelled = the session is cancelled
task-trouble-postponed = the session is postponed
task-trouble-untimed = the session has no time yet
task-time-open = no time yet
task-place-open = place to be told
task-person = <@{ $member }>
task-due = due { $day } { $time }
task-count = { $taken }/{ $most }
task-state-arrived = ✅ checked in
task-state-done = 🏁 done
task-state-no-show = did not come
task-overlaps = overlaps with your task #{ $other }
task-claimed = Yours: task #{ $number }
task-stars-overlap = Task #{ $number } overlaps with sessions that you starred. Take it anyway?
task-next-best = This would help just as much:
task-list-empty = Nothing here.
task-mine-empty = Nothing yet. /task list shows what is open, /task any what helps most.
task-lead-is-asked = Task #{ $number } begins soon, so the lead is asked first. Until then it is yours.
task-released = You gave back task #{ $number } “{ $title }”.
task-undone = Taken back: task #{ $number } is as it was
task-since = Since then: { $changes }
task-no-show-marked = Task #{ $number }: { $person } is marked as not having come.
task-checked-in = You are checked in: #{ $number } “{ $title }”. Have a good shift!
task-done = Done: #{ $number } “{ $title }”. Thank you!
task-standing-by = You are number { $place } in line for task #{ $number }. If a place falls free, you are asked.
task-line-left = You wait for task #{ $number } no longer.
task-profile = Thank you! Skills: { $skills }. Languages: { $languages }. When: { $available }.
task-profile-always = at any time
task-created = Task #{ $number } “{ $title }” is there.
task-created-now = Task #{ $number } “{ $title }” is there, and those free are asked right now.
task-imported = Imported: { $added } new, { $changed } changed, { $removed } removed. Those concerned are told.
task-imported-over = More people hold these than the file has places; all of them stay: { $numbers }
task-removed = Task #{ $number } “{ $title }” is removed; its people are told.
task-edited = Task #{ $number } is changed
task-assigned = Task #{ $number } is given to { $person }
task-let-go = Task #{ $number }: { $person } may go.
task-calendar-file = Your shifts for your calendar:
task-swap-proposed = Hand task #{ $number } over to { $person }? Press Accept; they are asked too. It stands { $until }.
task-swap-proposed-for = Swap task #{ $number } for #{ $other } of { $person }? Press Accept; they are asked too. It stands { $until }.
task-swap-done = Swapped. Both of you are told.
task-swap-waits = Accepted. It is done once the other side accepts too.
task-swap-declined = Declined; the other side is told.
task-swap-for = for #{ $number } “{ $title }” ({ $when }, { $place })
task-swap-for-nothing = for nothing in return
task-report = Volunteers: { $filled } of { $needed } places filled
task-report-picture = A row for each team, coloured from red (nobody) to green (everybody), with filled/needed places
task-report-tables = Hours and thanks, and the shifts that lack people, as tables:
task-button-claim = Claim
task-button-anyway = Claim anyway
task-button-release = Release
task-button-calendar = Calendar
task-button-check-in = I am here
task-button-standby = Stand by
task-button-undo = Undo
task-button-accept = Accept
task-button-decline = Decline
task-button-let-go = Let them go
task-button-no-show = Did not come
task-button-take-off = Take off
task-told-assigned = 📌 You were given task #{ $number } “{ $title }”: { $when }, { $place }.
task-told-moved = 🕘 Your task #{ $number } “{ $title }” moved: { $before } → { $when }, { $place }.
task-told-changed = ✏️ Your task #{ $number } “{ $title }” was changed: { $when }, { $place }.
task-told-removed = ❌ Task #{ $number } “{ $title }” ({ $when }) was removed. You are free then; thank you!
task-told-adrift = ⚠️ Your task #{ $number } “{ $title }”: { $why }. The lead has been asked what becomes of it.
task-told-passed = A place of task #{ $number } “{ $title }” fell free, but it no longer fits your other shifts or skills; the next in line was asked.
task-told-offer = 🙋 A place of task #{ $number } “{ $title }” ({ $when }, { $place }) is yours if you want it, until { $until }.
task-told-offer-over = The place of task #{ $number } “{ $title }” was not taken in time and went to the next in line.
task-told-taken-off = Task #{ $number } “{ $title }” ({ $when }) needs fewer people now; you are free then. Thank you!
task-told-let-go = 👌 You are let go from task #{ $number } “{ $title }” ({ $when }).
task-told-swap = 🔁 { $giver } would like to give you task #{ $number } “{ $title }” ({ $when }, { $place }) { $return }. It stands until { $until }.
task-told-swap-declined = 🔁 { $person } declined the swap of task #{ $number } “{ $title }”.
task-told-swapped = 🔁 Swapped: task #{ $number } “{ $title }” ({ $when }) went from { $giver } to { $taker } { $return }.
task-instructions = { $text }
task-reminder = ⏰ Your shift #{ $number } “{ $title }” begins { $when }, { $place }.
task-reminder-due = ⏰ Your task #{ $number } “{ $title }” is due { $when }, { $place }.
task-lead-asked = 🙏 { $person } asks to be let go from #{ $number } “{ $title }” ({ $when }).
task-lead-dropped = ↩️ { $person } dropped #{ $number } “{ $title }” ({ $when }).
task-lead-missing = ❓ { $person } has not checked in to #{ $number } “{ $title }” ({ $when }, { $place }).
task-lead-adrift = ⚠️ #{ $number } “{ $title }” follows a session, but { $why }. Edit or remove the task with /task edit.
task-why-skill = You can do what this needs: { $skills }
task-event-claimed = { $person } claimed
task-event-released = { $person } released
task-event-assigned = { $person } was assigned
task-event-arrived = { $person } checked in
task-event-done = { $person } was done
task-event-no-show = { $person } did not come
task-event-undone = something was undone for { $person }
task-event-offered = { $person } was offered a place
task-event-passed = { $person } was passed over
task-event-lapsed = the offer to { $person } ran out
task-event-leaving = { $person } asked to leave
task-event-swapped = { $person } came by a swap
task-event-taken-off = { $person } was taken off
task-event-created = it was made
task-event-edited = it was changed
task-event-removed = it was removed
task-event-moved = it moved
task-event-adrift = its session went
task-has-places = { $free ->
    [one] Task #{ $number } has a free place: claim it.
   *[other] Task #{ $number } has { $free } free places: claim one.
}
task-count-missing = { $missing ->
    [one] { $taken }/{ $most }, one more needed
   *[other] { $taken }/{ $most }, { $missing } more needed
}
task-list = { $count ->
    [one] One task
   *[other] { $count } tasks
}
task-mine = { $count ->
    [one] Your task
   *[other] Your { $count } tasks
}
task-who-goes = { $over ->
    [one] Task #{ $number } would have { $most } places, and one person too many holds it. Who is to go?
   *[other] Task #{ $number } would have { $most } places, and { $over } people too many hold it. Who is to go?
}
task-board-closed = { $count ->
    [one] all filled:
   *[other] { $count } filled:
}
task-report-at-risk = { $count ->
    [one] **At risk: one task**
   *[other] **At risk: { $count } tasks**
}
task-report-hours = { $people ->
    [one] One person has worked { $hours } hours.
   *[other] { $people } people have worked { $hours } hours.
}
task-why-hole = { $missing ->
    [one] One person is still missing here
   *[other] { $missing } people are still missing here
}
task-why-soon = { $free ->
    [one] Soonest of what fits you, with one free place
   *[other] Soonest of what fits you, with { $free } free places
}
task-call-team = { $missing ->
    [one] 🆘 #{ $number } “{ $title }” ({ $when }, { $place }) needs one more person.
   *[other] 🆘 #{ $number } “{ $title }” ({ $when }, { $place }) needs { $missing } more people.
}
task-call-people = { $missing ->
    [one] 🆘 Could you help? #{ $number } “{ $title }” ({ $when }, { $place }) needs one more person, and it fits you.
   *[other] 🆘 Could you help? #{ $number } “{ $title }” ({ $when }, { $place }) needs { $missing } more people, and it fits you.
}
task-call-organisers = { $missing ->
    [one] 🆘 Nobody found yet for #{ $number } “{ $title }” ({ $when }, { $place }): one person is missing.
   *[other] 🆘 Nobody found yet for #{ $number } “{ $title }” ({ $when }, { $place }): { $missing } people are missing.
}
command-task = task
command-task-description = Volunteers' tasks
command-task-profile = profile
command-task-profile-description = Register as a volunteer, so that you can be asked
command-task-profile-skills = skills
command-task-profile-skills-description = What you can do, with commas between
command-task-profile-languages = languages
command-task-profile-languages-description = Languages that you speak, such as en, zh
command-task-profile-available = available
command-task-profile-available-description = When, such as 28; 2024-03-29 09:00-12:00
command-task-list = list
command-task-list-description = Tasks with free places
command-task-list-day = day
command-task-list-day-description = A day of the summit
command-task-list-team = team
command-task-list-team-description = One team only
command-task-list-show = show
command-task-list-show-description = Open ones, all, or those on now
command-task-claim = claim
command-task-claim-description = Take a place of a task
command-task-claim-task = task
command-task-claim-task-description = Its number
command-task-release = release
command-task-release-description = Give a place back
command-task-release-task = task
command-task-release-task-description = Its number
command-task-checkin = checkin
command-task-checkin-description = Say that you are there
command-task-checkin-task = task
command-task-checkin-task-description = Its number
command-task-done = done
command-task-done-description = Say that it is done
command-task-done-task = task
command-task-done-task-description = Its number
command-task-mine = mine
command-task-mine-description = Your shifts, with what overlaps and a calendar file
command-task-swap = swap
command-task-swap-description = Hand a shift over or swap it; both accept
command-task-swap-task = task
command-task-swap-task-description = Your task's number
command-task-swap-partner = with
command-task-swap-partner-description = The other person
command-task-swap-returned = for
command-task-swap-returned-description = Their task that you get for it
command-task-standby = standby
command-task-standby-description = Be next in line for a task
command-task-standby-task = task
command-task-standby-task-description = Its number
command-task-any = any
command-task-any-description = The most useful thing that fits you right now
command-task-edit = edit
command-task-edit-description = Change or remove a task; its people are told
command-task-edit-task = task
command-task-edit-task-description = Its number
command-task-edit-title = title
command-task-edit-title-description = What it is called
command-task-edit-day = day
command-task-edit-day-description = The day
command-task-edit-start = start
command-task-edit-start-description = Start, such as 09:30
command-task-edit-end = end
command-task-edit-end-description = End, such as 11:00
command-task-edit-session = session
command-task-edit-session-description = A session that it follows
command-task-edit-before = before
command-task-edit-before-description = Minutes before the session
command-task-edit-after = after
command-task-edit-after-description = Minutes after the session
command-task-edit-due = due
command-task-edit-due-description = For a preparation: until when
command-task-edit-minimum = minimum
command-task-edit-minimum-description = How many are needed at least
command-task-edit-places = places
command-task-edit-places-description = How many can do it at most
command-task-edit-place = place
command-task-edit-place-description = Where
command-task-edit-instructions = instructions
command-task-edit-instructions-description = What to do
command-task-edit-lead = lead
command-task-edit-lead-description = Who leads it
command-task-edit-remove = remove
command-task-edit-remove-description = Remove it
command-task-create = create
command-task-create-description = Make a task, ask for help now, or import a table
command-task-create-title = title
command-task-create-title-description = What it is called
command-task-create-team = team
command-task-create-team-description = The team it belongs to
command-task-create-day = day
command-task-create-day-description = The day
command-task-create-start = start
command-task-create-start-description = Start, such as 09:30
command-task-create-end = end
command-task-create-end-description = End, such as 11:00
command-task-create-session = session
command-task-create-session-description = A session that it follows
command-task-create-before = before
command-task-create-before-description = Minutes before the session
command-task-create-after = after
command-task-create-after-description = Minutes after the session
command-task-create-due = due
command-task-create-due-description = For a preparation: until when
command-task-create-minimum = minimum
command-task-create-minimum-description = How many are needed at least
command-task-create-places = places
command-task-create-places-description = How many can do it at most
command-task-create-place = place
command-task-create-place-description = Where
command-task-create-instructions = instructions
command-task-create-instructions-description = What to do
command-task-create-skills = skills
command-task-create-skills-description = Needed skills, with commas between
command-task-create-languages = languages
command-task-create-languages-description = Needed languages, with commas between
command-task-create-lead = lead
command-task-create-lead-description = Who leads it
command-task-create-now = now
command-task-create-now-description = Ask those who are free right now
command-task-create-file = file
command-task-create-file-description = A table (CSV) of tasks
command-task-assign = assign
command-task-assign-description = Give someone a place
command-task-assign-task = task
command-task-assign-task-description = Its number
command-task-assign-member = member
command-task-assign-member-description = Who
command-task-assign-override = override
command-task-assign-override-description = Even where it overlaps or skills are lacking
command-task-report = report
command-task-report-description = Coverage as a picture, at-risk shifts, hours
choice-task-open = open
choice-task-all = all
choice-task-now = on now
choice-tasks = volunteers' tasks

## Backups

backup-made = The database is copied to { $file }. The file of keys is not in it: keep that one too.
backup-exists = { $file } is there already and is not overwritten. Choose another name.
backup-nothing = There is no database at { $file } yet. Set SUMMIT_DATABASE if it lies elsewhere.
restore-done = { $file } is now the database { $database }. What has happened since that backup is not in it.
restore-kept = The database that was there is kept as { $file }.
restore-in-use = { $file } is in use. Stop the bot, then restore. Nothing was changed.
restore-failed = { $file } could not be put in place: { $reason }

## Storage

database-busy = { $file } is busy with work before this. Nothing was saved; try again in a moment.
storage-fails = The bot cannot reach its database just now. Nothing was saved. Please try again in a moment; the organisers find the reason in the log.

## Pages

demo-pages = Pages for people without Discord: { $address }
web-skip = To the content
web-language = Language
web-pages = Pages
web-now = Now
web-agenda = Agenda
web-changes = Changes
web-sorry = That did not work
web-to-now = To what is on now
web-not-found = There is no such page, or the link to it no longer holds.
web-not-allowed = This page can only be read.
web-not-understood = The page did not understand what your browser sent.

## Tasks made and changed in chat

task-session-missing = Minutes before and after count from a session: say which.
task-drop-out-of-range = From 0 to { $most } minutes before the start.
command-task-create-language = language
command-task-create-language-description = The language of title, place and instructions; add the other with /task edit
command-task-create-drop = drop
command-task-create-drop-description = From how many minutes before the start the lead is asked before a drop
command-task-edit-team = team
command-task-edit-team-description = The team it belongs to
command-task-edit-language = language
command-task-edit-language-description = The language of these title, place and instructions; the other stays
command-task-edit-skills = skills
command-task-edit-skills-description = Needed skills, with commas between; - for none
command-task-edit-languages = languages
command-task-edit-languages-description = Needed languages, with commas between; - for none
command-task-edit-drop = drop
command-task-edit-drop-description = From how many minutes before the start the lead is asked before a drop
task-lead-overlap = ⚠️ { $person } has two shifts at once now: #{ $number } “{ $title }” ({ $when }) moved onto #{ $other }.

keys-unwritable = The file of keys { $file } cannot be written: { $reason }. Nothing was kept; make room or give the bot the right to write there, then try again.
question-empty = There is nothing to read in that. Write your question, up to 500 characters.
question-too-long = That has { $length } characters; a question has at most { $most }. Please shorten it.
question-only-signs = There is no word in that. Write your question in words.
question-closed = No questions are taken for “{ $title }” at the moment. Its box opens shortly before the session and closes shortly after it.
question-no-box = “{ $title }” takes no questions. A moderator can open a box for it with /panel open.
question-session-off = “{ $title }” does not take place as planned, so its question box stays closed. It opens again once the session is back in the programme.
question-no-panel-now = No panel takes questions right now. Boxes open shortly before their sessions; name one to see its questions.
question-which-panel = Several panels take questions right now: { $titles }. Name the one you mean.
question-muted = The moderators have heard enough from you here for now, so your questions are not taken until this panel is over. Speak to one of them if you think that is a mistake.
question-too-many = { $most ->
    [one] One of your questions is still waiting or on the board; ask the next one once it was dealt with, or take it back in /questions mine.
   *[other] { $most } of your questions are still waiting or on the board; ask the next one once one was dealt with, or take one back in /questions mine.
}
question-too-soon = { $seconds ->
    [one] One question at a time: you can ask the next one in a second.
   *[other] One question at a time: you can ask the next one in { $seconds } seconds.
}
question-unknown = There is no question { $seen } on the board. Its number stands before each question.
question-own = Question { $number } is your own, or yours is part of it: you cannot vote for it.
question-merged = Question { $number } was merged into { $into }. Vote for that one.
question-not-voted-on = Question { $number } { $state ->
    [answering] is being answered right now
    [answered] was answered
   *[dismissed] is no longer on the board
}, so votes for it count no more.
question-round-over = Question { $number } is from an earlier round of this box; its votes are counted and it takes no more.
question-not-yours = Question { $number } is not yours, or it can no longer be known whose it is.
question-too-late-to-withdraw = Question { $number } { $state ->
    [answering] is being answered right now
    [answered] was answered
    [merged] was merged into another one
   *[dismissed] was dismissed
}, so there is nothing to take back.
question-changed-meanwhile = Someone else changed question { $number } meanwhile: it is { $state ->
    [waiting] waiting
    [approved] approved
    [answering] being answered
    [answered] answered
    [merged] merged
   *[dismissed] dismissed
} now. Nothing was done; look at it again and decide anew.
question-step-misplaced = That cannot be done with question { $number }: it { $state ->
    [waiting] is waiting
    [approved] is on the board
    [answering] is being answered
    [answered] was answered
    [merged] was merged into another one
    [withdrawn] was taken back by whoever asked it
   *[dismissed] was dismissed
}.
question-merge-itself = Question { $number } cannot be merged into itself. Choose another one.
question-merge-circle = Question { $into } is part of { $number } already. Undo that first, or merge the other way round.
question-merge-elsewhere = Questions { $number } and { $into } are from different sessions and stay apart.
question-merge-merged = Question { $number } was merged itself. Merge into { $into } instead.
question-merge-dismissed = Question { $number } was dismissed. Put it back first, or merge the other way round.
question-mute-late = It can no longer be known whose question { $number } was, so nobody can be muted for it.
question-muted-already = Whoever asked question { $number } is muted already.
question-step-unknown = That step is not known any more.
question-undone-already = That was undone already; question { $number } is as it was before.
question-undo-overtaken = Not undone: question { $number } went on. { $kind ->
    [approve] It was approved since.
    [dismiss] It was dismissed since.
    [pin] Another question, or this one, was put on the screen since.
    [answered] It was answered since.
    [edit] It was edited since.
    [merge] It was merged further since.
    [render] Its other language was changed since.
    [mute] Whoever asked it was muted since.
    [back] It was put back since.
    [withdraw] Whoever asked it took it back since.
   *[other] It is otherwise by now.
} Undo that first.
question-undo-votes-cleared = { $votes ->
    [one] Not undone: that change of question { $number } took its vote with it, and nobody can bring it back. Edit the question again instead.
   *[other] Not undone: that change of question { $number } took its { $votes } votes with it, and nobody can bring them back. Edit the question again instead.
}
question-undo-sealed = Not undone: the box was closed since, and the votes of question { $number } are only a number now that cannot be taken apart.
question-told-merge = Your question { $number } “{ $text }” was merged into { $into }, which asks the same; all votes count there.
question-told-pin = 🎤 Your question { $number } “{ $text }” is being answered now.
question-told-answered = ✅ Your question { $number } “{ $text }” was answered.
question-told-dismiss = Your question { $number } “{ $text }” was not taken. { $reason }
question-told-undone = A moderator took that back: question { $number } is as it was before.
question-box-open = 🙋 The question box of “{ $title }” is open until { $until }: ask with /ask, by name or anonymously.

## Panel questions in chat

form-late = The form took too long to open. Please try again.
question-ask-button = Ask a question
question-form = A question for the panel
question-form-text = Your question
question-form-how = How do you ask?
question-form-anonymous = Anonymously
question-form-named = By name, as { $name }
question-form-to = To whom on the panel? (optional)
question-form-everyone = Everyone
question-stored = By name, your Discord id and name are stored with the question, and the name is shown on the board and the stage screen; anonymously, neither is, only a one-way token whose key is destroyed when questions close – but Discord itself sees that you sent this form, and people in the room may know you by your words.
question-stored-rule = 🤫 Under the Chatham House Rule nobody asks by name here: neither your Discord id nor your name is stored, only a one-way token whose key is destroyed when questions close – but Discord itself sees that you sent this form, and people in the room may know you by your words.
question-receipt = Your question is in: #{ $number }
question-receipt-waits = 🟡 A moderator looks at it first.
question-receipt-approved = 🟢 It is on the board.
question-receipt-mine = What becomes of it stands in `/questions mine`.
question-receipt-anonymous = Asked anonymously: who you are is not stored, so I cannot write to you about it. Look there.
question-receipt-named = Asked by name: I also write to you about it if you take direct messages from me.
question-near = Much the same was asked before. Vote for that instead?
question-button-instead = Vote for this
question-button-keep = Keep mine
question-instead-done = Your vote is on #{ $other }; your #{ $number } is withdrawn.
question-kept = Your question #{ $number } stays.
question-refused-text = You wrote:
question-mine = { $count ->
    [0] Your questions
    [one] Your question
   *[other] Your { $count } questions
}
question-mine-empty = You have asked nothing yet. `/ask` opens the form.
question-mine-anonymous = Anonymous ones stand here until their panel’s questions are closed: then the key is destroyed, and nobody can tell any more that they were yours.
question-merged-into = merged into #{ $number }
question-edited = A moderator changed the wording.
question-button-withdraw = Withdraw
question-state-waiting = waiting
question-state-approved = on the board
question-state-answering = being answered now
question-state-answered = answered
question-state-dismissed = not taken
question-state-merged = merged
question-reason-withdrawn = withdrawn by whoever asked it
question-reason-answered = already answered
question-reason-topic = not about this panel
question-reason-unclear = not clear enough
question-reason-statement = a statement, no question
question-reason-unkind = not respectful
question-reason-time = no time left
question-board-empty = No questions here yet. Ask the first!
question-board-answered = { $count } answered
question-board-rule = Chatham House Rule: nobody is named
question-board-posted = The question board of “{ $title }” is posted here, in place of any earlier one. I keep it up to date; delete the message to end it.
question-button-more = All questions
question-asking-open = Questions are open
question-asking-until = Questions are open until { $when }
question-asking-opens = Questions open at { $when }
question-asking-closed = Questions are closed
question-voted = Your vote for #{ $number } counts. Votes now: { $votes }. Press again to take it back.
question-vote-back = Your vote for #{ $number } is taken back. Votes now: { $votes }.
question-message-not-own = You can only ask with a message of your own. Somebody else’s words are theirs to ask; `/ask` opens an empty form.
question-message-empty = There is no text in this message that could be a question. `/ask` opens an empty form.

panel-moderators-only = Panels are for their moderators, who have the role “{ $role }”. You moderate one? Ask in the lobby or at the check-in desk; an organiser gives you the role.
panel-opened = Questions for “{ $title }” are open. People ask with /ask or the button on the session’s card; you find what they ask in /panel queue.
panel-closed = Questions for “{ $title }” are closed, and links to its moderators’ phone page no longer work. { $waiting ->
    [0] No question is left waiting.
    [one] One question is left waiting.
   *[other] { $waiting } questions are left waiting.
} Where people asked or voted anonymously, their tokens are destroyed in a minute.
panel-exported = The panel’s questions.
panel-pages-off = There are no pages: start the bot with SUMMIT_WEB (where they are served) and SUMMIT_PUBLIC_URL (their address as people reach it) set. Until then, /questions board shows the questions here.
panel-screen = Point a camera at a picture, or press the button below it.
panel-screen-stage = Stage screen
panel-screen-phone = Moderators’ phone page
panel-screen-picture = QR code of { $label }
panel-screen-stage-use = For everyone in the hall: the question being answered, the next ones, and how to ask.
panel-screen-phone-use = ⚠️ For those who moderate: whoever has this link can decide, so show it to nobody else. It holds for 12 hours at most; /panel close ends it.
panel-counts = { $waiting } waiting · { $approved } on the board
panel-empty = Nothing waits, nothing is on the board.
panel-choose = Choose a question …
panel-merge-placeholder = Asks the same as … (merge into)
panel-anonymous = anonymous
panel-original = Asked as: { $text }
panel-held = held for its words
panel-live = Follows the other moderators for a quarter of an hour after your last press.
panel-button-approve = Approve
panel-button-pin = Answer now
panel-button-answered = Answered
panel-button-back = Back to the board
panel-button-dismiss = Dismiss …
panel-button-edit = Edit …
panel-button-render = Other language …
panel-button-mute = Mute asker
panel-button-undo = Undo
panel-button-list = List
panel-order-newest = Newest first
panel-order-wanted = Most wanted first
panel-step-approve = #{ $number } put on the board
panel-step-pin = #{ $number } is being answered now
panel-step-answered = #{ $number } answered
panel-step-dismiss = #{ $number } dismissed
panel-step-back = #{ $number } back on the board
panel-step-edit = #{ $number } reworded
panel-step-render = #{ $number } rendered in the other language
panel-step-merge = #{ $number } merged
panel-step-mute = whoever asked #{ $number } is muted here
panel-undone = Taken back: #{ $number } is as it was.
panel-undone-since = Meanwhile, and still so: { $changes }.
panel-form-edit = Edit question #{ $number }
panel-form-sense = Does it still ask the same?
panel-sense-same = Yes: its votes stay
panel-sense-changed = No: its votes are cleared
panel-form-render = Question #{ $number } in the other language
panel-form-in-en = In English (empty: none)
panel-form-in-zh = In Chinese (empty: none)
panel-form-dismiss = Dismiss question #{ $number }
panel-form-reason = Why? Whoever asked can read it
panel-reason-own = my own words, below
panel-form-words = In your own words (optional)
panel-reason-missing = Write the reason below the list, or choose one from it: whoever asked can read it.

command-ask = ask
command-ask-description = Ask the panel a question, anonymously if you like
command-ask-session = session
command-ask-session-description = Which panel; left out: the one that is on here now
command-ask-this = Ask this
command-questions = questions
command-questions-description = Questions to panels
command-questions-board = board
command-questions-board-description = A panel's questions, to vote on
command-questions-board-session = session
command-questions-board-session-description = Which panel
command-questions-mine = mine
command-questions-mine-description = Your questions and what became of them
command-panel = panel
command-panel-description = For moderators of panels
command-panel-open = open
command-panel-open-description = Take questions from now on
command-panel-open-session = session
command-panel-open-session-description = Which session
command-panel-close = close
command-panel-close-description = Take no more questions
command-panel-close-session = session
command-panel-close-session-description = Which session
command-panel-queue = queue
command-panel-queue-description = Approve, edit, merge, dismiss, and say what is answered now
command-panel-queue-session = session
command-panel-queue-session-description = Which session
command-panel-screen = screen
command-panel-screen-description = Links to the stage screen and the phone page, with QR pictures
command-panel-screen-session = session
command-panel-screen-session-description = Which session
command-panel-export = export
command-panel-export-description = A panel's questions as a file
command-panel-export-session = session
command-panel-export-session-description = Which session
command-panel-export-form = format
command-panel-export-form-description = Markdown if you leave it out
choice-md = Markdown (text)
choice-csv = CSV (table)
choice-json = JSON (data)

question-export-report = Questions and answers of the summit
question-export-no-track = Other sessions
question-export-rule = Under the Chatham House Rule: nobody is named.
question-export-answered = Answered ({ $count })
question-export-open = On the board, not answered ({ $count })
question-export-waiting = Not looked at ({ $count })
question-export-dismissed = Not taken ({ $count })
question-export-takeaways = To remember
question-export-votes = { $votes ->
    [one] 1 vote
   *[other] { $votes } votes
}
question-export-reason = Not taken: { $reason }
question-export-answer = Answer:
question-export-part = Also asked: { $text }

## The stage screen

stage-lost = Connection lost; this is how it was
stage-rule = Chatham House Rule
stage-answering = Now answering
stage-call = What would you like to ask?
stage-next = Next questions
stage-votes = { $count ->
    [one] vote
   *[other] votes
}
stage-ask = Ask your question
stage-how = Scan, or type /ask in Discord
stage-before = Questions open at { $time }
stage-closed = Questions are closed. Thank you!
stage-cancelled = This session is cancelled
stage-postponed = This session is postponed

## The moderators' page

phone-link-over = This link no longer holds: it was for half a day, or /panel close ended it. /panel screen gives you a new one.
phone-title = Questions
phone-before = Questions open at { $time }
phone-until = Questions open until { $time }
phone-open = Questions open
phone-closed = Questions closed
phone-screen = Stage screen
phone-order = Order
phone-wanted = Most wanted
phone-newest = Newest
phone-heading-answering = Now answering
phone-heading-waiting = Waiting
phone-heading-approved = Approved
phone-heading-done = Done
phone-nothing = Nothing here
phone-votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
phone-held = held by a word
phone-original = Asked as:
phone-reason = Reason:
phone-twin = May be the same as #{ $number }:
phone-merge-into = Merge into #{ $number }
phone-approve = Approve
phone-pin = Answer now
phone-answered = Answered
phone-back = Back to approved
phone-dismiss = Dismiss
phone-own-reason = Another reason
phone-edit = Edit
phone-words = The question
phone-sense = The sense changes: votes start anew
phone-save = Save
phone-render = Translate
phone-merge = Merge
phone-into = Number of the question that stays
phone-mute = Mute
phone-mute-what = Whoever asked this can ask nothing more in this box. Nobody learns who it is.
phone-mute-yes = Mute whoever asked this
phone-undo = Undo
web-was-at = was { $when }
web-was-in = was in { $room }
web-added = New in the programme: { $when }
web-changed-moved = Time
web-changed-ends = End
web-changed-room = Room
web-changed-retitled = Title
web-changed-speakers = Speakers
web-next = Next
web-next-here = Next in this room
web-take-along = Take it along
web-subscribe = Subscribe in your calendar
web-calendar-file = Calendar file
web-feed = Changes as a feed
web-all-days = All days
web-show = Show
web-nothing = Nothing here. Choose another day, track or room.
web-when = When
web-where = Where
web-who = Who
web-zone = Venue time ({ $zone })
web-other-language = In { $language }
web-ask-how = Questions for this session are asked in Discord: /ask, or the button on the session’s card. You may ask anonymously.

panel-button-note = Answer in short …
panel-button-take-away = Take-aways …
panel-button-report = The whole summit’s
panel-step-note = #{ $number }: what was answered is noted
panel-form-note = What was answered to #{ $number }?
panel-form-answer = In short (empty: nothing)
panel-form-take-away = To remember of this session
panel-form-lines = One sentence a line (empty: nothing)
panel-form-lines-hint = Start small: one project, one metric.
panel-taken-away = { $count ->
    [0] Nothing is noted to be remembered.
    [one] One take-away is kept for the report.
   *[other] { $count } take-aways are kept for the report.
}
panel-reported = Questions, answers and take-aways of the whole summit, by track.
question-form-cut = Your message is longer than { $most } characters, so here is its beginning.
phone-noted = Answer:
phone-note = Answer in short
web-count = { $count ->
    [one] 1 session
   *[other] { $count } sessions
} · venue time ({ $zone })
mine-calendar = 📆 Subscribe to this address in your calendar (“from URL”), and it follows your stars. It is private: whoever has it sees what you starred.
    `{ $link }`
mine-calendar-renew = Make this address invalid, give me a new one

task-call-roles = { $roles }
export-site-where = say which folder the pages go into
export-site-foreign = { $folder } holds something else than an earlier export of pages, and is left alone. Name an empty folder or a new one.
export-site-failed = The pages could not be written into { $folder }, which is as it was: { $reason }
export-site-progress = Writing pages
export-site-done = { $count } files are in { $folder }; open index.html

task-file-empty = There is no task in this file; the tasks stay as they are.
phone-rest = { $count ->
    [one] One more comes up when these are dealt with
   *[other] { $count } more come up when these are dealt with
}

server-lacks-mention = the right to mention the role “{ $name }” ({ $field }): let everyone mention it
demo-try-panel-open = As the moderator: open a panel's questions now, then /panel queue
demo-try-ask = Then ask the panel something, as anyone; anonymously, if you like
question-answering-now = Being answered now
status-open = { $shifts ->
    [0] 🙋 Every shift has its people
    [one] 🙋 One shift lacks people
   *[other] 🙋 { $shifts } shifts lack people
} · { $questions ->
    [0] ❓ no question waits
    [one] ❓ one question waits for a moderator
   *[other] ❓ { $questions } questions wait for a moderator
}
question-reason-reserved = “withdrawn” alone would read as if whoever asked it had taken it back. Say in a few more words why it is not taken.
question-withdrawn-stays = Others' questions are part of #{ $number }, so it stays; that it was yours is forgotten.
question-instead-stays = Your vote is on #{ $other }. Others' questions are part of your #{ $number }, so it stays; that it was yours is forgotten.
