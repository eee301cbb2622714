/* Shows by itself what is on now: fetches the page again and again, and puts its content in place where it is new. */

const EVERY = 20_000;  // milliseconds
let seen = "";

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(EVERY) });
    const mark = answer.headers.get("ETag");
    if (!answer.ok || mark === seen) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    seen = mark;
    document.querySelector("main").replaceChildren(...fresh.querySelector("main").childNodes);
  } catch {
    // out of reach: what stands there stays, and the next look may be luckier
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
