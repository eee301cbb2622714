/* The moderators' page: presses go without loading the page anew, and what others do shows by itself. */

import { fetched, follow, known } from "./live.js";

const here = document.body.dataset.here;
const sign = document.getElementById("lost");
const message = document.getElementById("message");
const OVER = [404, 410];
let fading;

/** Puts what `page` has in place of ours. A card that someone types in stays as it is unless it is `own`. */
function swap(page, own = "") {
  for (const fresh of page.querySelectorAll("[data-part]:not(article)")) renew(fresh);
  const typed = own && drafts(document.getElementById(own));
  for (const list of page.querySelectorAll("[data-list]")) arrange(list, own);
  const card = typed && document.getElementById(own);
  if (card) resume(card, typed);
}

function renew(fresh) {
  const markup = fresh.outerHTML;
  const old = document.getElementById(fresh.id);
  if (old && known.get(fresh.id) === markup) return old;
  known.set(fresh.id, markup);
  const adopted = document.adoptNode(fresh);
  old?.replaceWith(adopted);
  return adopted;
}

function arrange(fresh, own) {
  const list = document.getElementById(fresh.id);
  const cards = [...fresh.children].map((card) => {
    const old = document.getElementById(card.id);
    return old && card.id !== own && isBusy(old) ? old : renew(card);
  });
  for (const old of [...list.children]) if (!cards.includes(old) && !isBusy(old)) old.remove();
  cards.forEach((card, place) => {
    if (list.children[place] !== card) list.insertBefore(card, list.children[place] ?? null);
  });
}

/** Whether someone is typing in a card. */
function isBusy(card) {
  return [...card.querySelectorAll("textarea, input[name=reason], input[name=into], [type=checkbox]")].some(
    (field) => field === document.activeElement && field.type !== "checkbox" && field.value !== ""
      || field.type !== "hidden" && (field.type === "checkbox" ? field.checked : field.value !== field.defaultValue),
  );
}

/** What was typed in a card, by form and field, and which of its forms are open. */
function drafts(card) {
  if (!card) return null;
  return [...card.querySelectorAll("details[open]")].map((open) => ({
    label: open.querySelector("summary").textContent,
    fields: [...open.querySelectorAll("textarea, input:not([type=hidden])")].map((field) => [field.name, field.value, field.checked]),
  }));
}

function resume(card, open) {
  for (const { label, fields } of open) {
    const details = [...card.querySelectorAll("details")].find((one) => one.querySelector("summary").textContent === label);
    if (!details) continue;
    details.open = true;
    for (const [name, value, checked] of fields) {
      const field = details.querySelector(`textarea[name="${name}"], input:not([type=hidden])[name="${name}"]`);
      if (field) [field.value, field.checked] = [value, checked];
    }
  }
}

function say(text) {
  clearTimeout(fading);
  message.textContent = text;
  message.hidden = !text;
  if (text) fading = setTimeout(() => { message.hidden = true; }, 15_000);
}

async function refresh(own = "") {
  const { status, page } = await fetched(here, [200, ...OVER]);
  if (OVER.includes(status)) return location.reload();  // the link is over: nothing of the queue is to stay
  swap(page, own);
}

const look = follow(document.body.dataset.events, refresh, (reached) => { sign.hidden = reached; });

addEventListener("submit", async (event) => {
  const form = event.target;
  const body = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
  const card = form.closest("article");
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  try {
    const { status, page } = await fetched(form.action, [200, 409, ...OVER], { method: "POST", body });
    if (OVER.includes(status)) return location.reload();
    say(page.getElementById("message").textContent);
    if (status === 200) form.reset();
    await refresh(status === 200 ? "" : card?.id);
  } catch {
    sign.hidden = false;
    look();
  } finally {
    delete form.dataset.sent;
  }
});
