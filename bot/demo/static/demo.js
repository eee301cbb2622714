// Chooses who looks at which channel; the channel itself is simcord's page in the frame.
const $ = (id) => document.getElementById(id);
const make = (tag, className, text) => Object.assign(document.createElement(tag), { className: className ?? "", textContent: text ?? "" });
const get = async (address) => {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) throw new Error(address);
  return answer.json();
};

const setup = await get("/demo/setup.json");
const chosen = { language: navigator.language.startsWith("zh") ? "zh-CN" : "en", person: null, place: null };
let places = [];
let clock = { at: 0, since: 0 };
const read = JSON.parse(sessionStorage.getItem("read") ?? "{}"); // person/place → messages seen

const say = (key) => setup.words[chosen.language][key] ?? "";
const locale = () => setup.people.find((person) => person.key === chosen.person).language ?? setup.locales[chosen.language];
const narrow = matchMedia("(max-width: 760px)");

function readAddress() {
  const [person, place, language] = location.hash.slice(1).split("/");
  if (language in setup.words) chosen.language = language;
  const known = setup.people.some((one) => one.key === person);
  chosen.person = known ? person : chosen.language === "zh-CN" ? "xiaolin" : "maya";
  chosen.place = place || null;
}
function go(change) {
  const to = { ...chosen, ...change };
  location.hash = [to.person, to.place ?? "", to.language].join("/");
}

function button(current, onClick, ...children) {
  const item = document.createElement("li");
  const control = make("button");
  control.type = "button";
  control.setAttribute("aria-current", String(current));
  control.append(...children);
  control.addEventListener("click", onClick);
  item.append(control);
  return item;
}
function two(title, below) {
  const text = make("span", "two");
  text.append(make("strong", "", title), make("small", "", below));
  return text;
}

function drawWords() {
  document.documentElement.lang = chosen.language;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  $("summit").textContent = setup.summit[chosen.language];
  document.title = `${setup.summit[chosen.language]} · summit-bot`;
  $("language").textContent = say("other-language");
}
function drawPeople() {
  $("people").replaceChildren(...setup.people.map((person, index) => {
    const face = make("span", "face", person.name[0]);
    face.style.setProperty("--hue", 20 + index * 70);
    const reads = make("span", "reads", { "zh-CN": "中文", "en-US": "English" }[person.language] ?? "");
    return button(person.key === chosen.person, () => go({ person: person.key }), face, two(person.name, say(`person-${person.key}`)), reads);
  }));
}
function drawPlaces() {
  $("places").replaceChildren(...places.map((place) => {
    const sign = make("span", "sign", { dm: "@", thread: "↳" }[place.kind] ?? "#");
    const unread = place.posts - (read[`${chosen.person}/${place.id}`] ?? 0);
    const current = place.id === chosen.place;
    const row = button(current, () => { go({ place: place.id }); open(); }, sign, two(place.name, say(`place-${place.purpose}`) || place.topic),
      ...(unread > 0 && !current ? [make("span", "news", unread > 99 ? "99+" : unread)] : []));
    row.className = place.kind;
    row.firstChild.dataset.place = place.purpose;
    return row;
  }));
}
function drawTries() {
  const language = locale().startsWith("zh") ? "zh-CN" : "en";
  $("tries").replaceChildren(...setup.tries[language].map((item, index) =>
    button(false, () => { open(); put(item.type); }, make("code", "", item.type), make("span", "", setup.tries[chosen.language][index].why))));
}
function drawClock() {
  const at = new Date(clock.at + (performance.now() - clock.since) * setup.speed);
  const shown = { timeZone: "UTC", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (setup.speed === 1) shown.second = "2-digit";
  $("clock").textContent = new Intl.DateTimeFormat(chosen.language, shown).format(at);
}

function open() { document.body.classList.add("looking"); }
function showPlace() {
  const place = places.find((one) => one.id === chosen.place);
  if (!place) return;
  const source = `/chat#${[chosen.person, place.id, locale()].join(".")}`;
  if (!$("chat").src.endsWith(source)) {
    const frame = $("chat").cloneNode(); // a new frame: the browser's history then holds our own addresses alone
    frame.src = source;
    $("chat").replaceWith(frame);
  }
  const person = setup.people.find((one) => one.key === chosen.person);
  $("where").textContent = `${place.kind === "dm" ? "@" : "#"}${place.name} · ${person.name}`;
}
// Types a command into the channel's message line, as a hand would.
function put(text) {
  const input = $("chat").contentDocument?.getElementById("channel-composer-input");
  if (!input) return;
  input.value = text;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

async function refresh() {
  const asked = chosen.person;
  const kind = places.find((place) => place.id === chosen.place)?.kind; // from one's own messages to the other's own
  try {
    const state = await get(`/demo/state.json?person=${asked}`);
    if (asked !== chosen.person) return;
    $("gone").hidden = true;
    clock = { at: Date.parse(`${state.now}Z`), since: performance.now() };
    places = state.places;
  } catch {
    $("gone").hidden = false;
    return;
  }
  if (!places.some((place) => place.id === chosen.place)) chosen.place = (places.find((place) => place.kind === kind) ?? places[0]).id;
  const here = places.find((place) => place.id === chosen.place);
  if (!document.hidden && (!narrow.matches || document.body.classList.contains("looking"))) {
    read[`${chosen.person}/${here.id}`] = here.posts;
    sessionStorage.setItem("read", JSON.stringify(read));
  }
  drawPlaces();
}
async function draw() {
  readAddress();
  drawWords();
  drawPeople();
  drawTries();
  await refresh();
  showPlace();
  drawClock();
}

$("language").addEventListener("click", () => go({ language: chosen.language === "en" ? "zh-CN" : "en" }));
$("back").addEventListener("click", () => document.body.classList.remove("looking"));
addEventListener("hashchange", draw);
$("speed").hidden = setup.speed === 1;
$("speed").textContent = `×${setup.speed}`;
setInterval(drawClock, 250);
setInterval(refresh, 2000);
await draw();
